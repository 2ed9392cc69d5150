"""Fragments made readable for a grammar: a hunk may begin and end anywhere.

What is put around a fragment stands on lines of its own before it (Python), or on its first line, and after its last.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Tree

from hunkwise.code import lex
from hunkwise.code.grammar import TABLES
from hunkwise.code.parse import error_bytes, parse

_BLANK_OR_COMMENT = re.compile(r"\s*(?:#.*)?$")
_FIRST_CODE = re.compile(r"(?:[ \t\r\f]*(?:#[^\n]*)?\n)*([ \t]*)[^\s#]")
_WORD = re.compile(r"\w+")
_CONTINUES = frozenset({"else", "elif", "except", "finally"})
_MAX_FRAGMENT = 40_000
"""Longer texts are taken for whole files and are parsed once."""
_MAX_DEPTH = 12
_CLOSINGS = {"(": ")", "[": "]", "{": "}"}
_OPENINGS = {")": "_(", "]": "[", "}": "{"}
_BLOCK_COMMENTS = frozenset("c cpp java kotlin javascript typescript tsx go csharp solidity rust php".split())


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
        yield from _around_python(text)
        return
    php = "<?php " if language == "php" and _starts_as_php(text) else ""
    yield php, ""
    comment = "/*" if language in _BLOCK_COMMENTS and 0 <= text.find("*/") < text.find("/*") % (len(text) + 1) else ""
    closers, openers, _ = _unbalanced(comment + text, language)
    before = "".join(_OPENINGS[closer] for closer in reversed(closers))
    after = "*/" if language in _BLOCK_COMMENTS and text.rfind("/*") > text.rfind("*/") else ""
    after += "".join(_CLOSINGS[opener] for opener in reversed(openers))
    if before or after or comment:
        yield php + before + comment, after
    for wrapper in TABLES[language].wrappers:
        depth, braces = wrapper.count("{"), closers.count("}")
        inner = "{" * max(0, braces - depth) + before.replace("{", "")
        yield php + wrapper + inner + comment, after + "}" * max(0, depth - braces)


def _around_python(text: str) -> Iterator[tuple[str, str]]:
    yield python_ladder(text), ""
    closers, openers, at = _unbalanced(text, "python")
    after = "".join(_CLOSINGS[opener] for opener in reversed(openers))
    if closers:
        # The fragment begins inside brackets: what counts is the indent of the line after they are closed.
        rest = text[at:].partition("\n")[2]
        yield _above(rest) + "".join(_OPENINGS[closer] for closer in reversed(closers)), after
    elif after:
        yield python_ladder(text), after
    for quotes in ('"""', "'''"):
        if text.count(quotes) % 2:
            yield python_ladder(text), quotes
            rest = text.partition(quotes)[2].partition("\n")[2]
            _, openers, _ = _unbalanced(rest, "python")
            yield _above(rest) + quotes, "".join(_CLOSINGS[opener] for opener in reversed(openers))


def _above(rest: str) -> str:
    """The ladder for `rest`, and its own indent for a statement on the line above it."""
    first = _FIRST_CODE.match(rest)
    return python_ladder(rest) + (first[1] if first is not None else "")


def _starts_as_php(text: str) -> bool:
    opening, closing = text.find("<?"), text.find("?>")
    if opening < 0:
        return not text.lstrip().startswith("<")
    return 0 <= closing < opening


def _unbalanced(text: str, language: str) -> tuple[list[str], list[str], int]:
    """Closing brackets that weren't opened, opening ones that aren't closed, and the offset after the last of the former.

    Strings and comments don't count.
    """
    closers: list[str] = []
    stack: list[str] = []
    last = 0
    for kind, value, at in lex.scan(text[:_MAX_FRAGMENT], language):
        if kind != "token" or len(value) > 1:
            continue
        if value in _CLOSINGS:
            stack.append(value)
        elif value in _OPENINGS:
            if stack and _CLOSINGS[stack[-1]] == value:
                stack.pop()
            elif not stack:
                closers.append(value)
                last = at + 1
    return closers[:_MAX_DEPTH], stack[:_MAX_DEPTH], last


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


def _opener(line: str) -> str:
    """The statement that must stand above a line at the same indent."""
    word = _WORD.match(line.lstrip())
    return "try:" if word is not None and word[0] in ("except", "finally") else "if 1:"


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
