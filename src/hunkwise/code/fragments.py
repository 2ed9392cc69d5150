"""Fragments made readable for a grammar: a hunk may begin and end anywhere.

What is put around a fragment stands on lines of its own before it (Python), or on its first line, and after its last.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Tree

from hunkwise.code.grammar import TABLES
from hunkwise.code.parse import error_bytes, parse

_BLANK_OR_COMMENT = re.compile(r"\s*(?:#.*)?$")
_FIRST_CODE = re.compile(r"(?:[ \t\r\f]*(?:#[^\n]*)?\n)*([ \t]*)[^\s#]")
_STRINGS_AND_COMMENTS = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.){0,400}'|`(?:[^`\\]|\\.)*`", re.S)
_MAX_FRAGMENT = 40_000
"""Longer texts are taken for whole files and are parsed once."""
_MAX_DEPTH = 12


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
    """The tree of a file or fragment, with what has to stand around it for fewest errors; None where it can't be parsed."""
    best: Prepared | None = None
    least = 0
    for before, after in _surroundings(text, language):
        found = _parsed(text, language, before, after)
        if found is None:
            return best
        wrong = error_bytes(found.tree.root_node)
        if best is None or wrong < least:
            best, least = found, wrong
        if least == 0 or len(text) > _MAX_FRAGMENT:
            break
    return best


def _parsed(text: str, language: str, before: str, after: str) -> Prepared | None:
    source = f"{before}{text}\n{after}" if after else before + text
    data = source.encode("utf-8", "replace")
    tree = parse(data, language)
    return Prepared(tree, source, data, before.count("\n"), len(before)) if tree is not None else None


def _surroundings(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What may have to stand before and after `text`, the likeliest first."""
    if language == "python":
        yield python_ladder(text), ""
        yield from _inside_docstring(text)
        return
    php = "<?php " if language == "php" and _starts_as_php(text) else ""
    yield php, ""
    wrappers = TABLES[language].wrappers
    if not wrappers:
        return
    comment = ""
    if 0 <= text.find("*/") < text.find("/*") % (len(text) + 1):
        comment = "/*"
    closed, opened = _imbalance(comment + text)
    if opened or comment:
        yield php + comment, "}" * opened
    for before in wrappers:
        depth = before.count("{")
        yield php + before + "{" * (closed - depth) + comment, "}" * (opened + max(0, depth - closed))


def _starts_as_php(text: str) -> bool:
    opening, closing = text.find("<?"), text.find("?>")
    if opening < 0:
        return not text.lstrip().startswith("<")
    return 0 <= closing < opening


def _imbalance(text: str) -> tuple[int, int]:
    """How many braces are closed that weren't opened, and opened that aren't closed; strings and comments don't count."""
    depth = closed = 0
    for brace in re.findall(r"[{}]", _STRINGS_AND_COMMENTS.sub("", text[:_MAX_FRAGMENT])):
        if brace == "{":
            depth += 1
        elif depth:
            depth -= 1
        else:
            closed += 1
    return min(closed, _MAX_DEPTH), min(depth, _MAX_DEPTH)


def python_ladder(text: str) -> str:
    """Lines to put before an indented Python fragment, so that every indent that it falls back to was opened."""
    first = _FIRST_CODE.match(text)
    if first is None:
        return ""
    word = _WORD.match(text, first.end() - 1)
    continued = word is not None and word[0] in _CONTINUES
    if not first[1] and not continued:
        return ""
    code = [line for line in text[:_MAX_FRAGMENT].split("\n") if not _BLANK_OR_COMMENT.match(line)]
    least = _indent(code[0])
    rungs = [f"{least}{_opener(code[0])}\n{least} pass\n"] if continued else []
    for line in code[1:]:
        indent = _indent(line)
        if len(indent) < len(least):
            rungs.append(f"{indent}{_opener(line)}\n")
            least = indent
        if not least:
            break
    if least:
        rungs.append("if 1:\n")
    return "".join(reversed(rungs))


_WORD = re.compile(r"\w+")
_CONTINUES = frozenset({"else", "elif", "except", "finally"})


def _opener(line: str) -> str:
    """The statement that must stand above a line at the same indent."""
    word = _WORD.match(line.lstrip())
    return "try:" if word is not None and word[0] in ("except", "finally") else "if 1:"


def _inside_docstring(text: str) -> Iterator[tuple[str, str]]:
    """For a fragment that begins inside a docstring: the quotes before it, at the indent of the code that follows."""
    for quotes in ('"""', "'''"):
        if text.count(quotes) % 2:
            after = text.partition(quotes)[2]
            following = _FIRST_CODE.match(after.partition("\n")[2])
            yield python_ladder(after.partition("\n")[2]) + (following[1] if following is not None else "") + quotes, ""


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
