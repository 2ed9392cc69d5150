"""Fragments made readable for a grammar: a hunk may begin and end anywhere.

What is put around a fragment stands on lines before it (Python) or on its own first and last line (all others).
"""

import re
from typing import NamedTuple

from tree_sitter import Tree

from hunkwise.code.parse import parse

_BLANK_OR_COMMENT = re.compile(r"\s*(?:#.*)?$")
_FIRST_CODE = re.compile(r"(?:[ \t\r\f]*(?:#[^\n]*)?\n)*([ \t]*)[^\s#]")
_MAX_WRAPPED = 200_000


class Prepared(NamedTuple):
    """A tree with the source that it was made of, in characters and bytes.

    What was put around it: `rows` lines before, and everything before the byte offset `begin`.
    """

    tree: Tree
    source: str
    data: bytes
    rows: int
    begin: int


def prepared(text: str, language: str) -> Prepared | None:
    """The tree of a file or fragment, with fewest errors; None where it can't be parsed."""
    if language == "python":
        before = python_ladder(text)
        return _parsed(text, language, before)
    return _parsed(text, "php-fragment" if language == "php" and "<?" not in text else language)


def _parsed(text: str, language: str, before: str = "", after: str = "") -> Prepared | None:
    source = before + text + after
    data = source.encode("utf-8", "replace")
    tree = parse(data, language)
    return Prepared(tree, source, data, before.count("\n"), len(before)) if tree is not None else None


def python_ladder(text: str) -> str:
    """Lines to put before an indented Python fragment, so that every indent that it falls back to was opened."""
    first = _FIRST_CODE.match(text)
    if first is None or not first[1]:
        return ""
    code = [line for line in text[:_MAX_WRAPPED].split("\n") if not _BLANK_OR_COMMENT.match(line)]
    openers: list[tuple[str, str]] = []
    least = _indent(code[0])
    rungs: list[tuple[str, str]] = []
    for line in code[1:]:
        indent = _indent(line)
        if len(indent) < len(least):
            word = line.split(None, 1)[0].rstrip(":")
            rungs.append((indent, "try:" if word in ("except", "finally") else "if 1:"))
            least = indent
        if not least:
            break
    if least:
        openers.append(("", "if 1:"))
    openers += reversed(rungs)
    return "".join(f"{indent}{word}\n" for indent, word in openers)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
