"""Which removed and added lines are real differences: reformatted, re-wrapped and moved code isn't, reordered statements are."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hunkwise.change.model import FileChange, Hunk
from hunkwise.code.lex import tokens_by_line
from hunkwise.code.match import Row, Tokens, same
from hunkwise.code.model import Definition, Facts
from hunkwise.code.sides import Half, start_of
from hunkwise.text import visible

_SLOW = 4_000_000
"""Characters of hunks beyond which lines are compared by their words and no longer by their tokens."""

_INDENTED = frozenset({"python", "yaml", "workflow"})
_OVERLOADING = frozenset({"java", "kotlin", "csharp", "cpp", "solidity", "typescript", "tsx", "rust", "go"})
_RUNNING_IMPORTS = frozenset({"php", "shell", "perl", "powershell"})


class Aligned(NamedTuple):
    """The numbers of the lines that really differ, on each side."""

    before: frozenset[int]
    after: frozenset[int]


def align(file: FileChange, language: str, before: Half, after: Half) -> Aligned:
    """The lines of `file` that really differ.

    Lines are compared by their tokens, so that white space, blank lines and comments don't count (a line with characters that hide or turn
    text always does, and so do `//go:` comments and `#!`). No change are:

    - a run of removed and added lines with the same tokens in the same order: reindented, re-wrapped, with other comments. Where
      indentation is syntax, the line above that holds the run must be the same one too, or itself be seen as changed;
    - a whole definition that stands token for token on both sides under the same parent, wherever it went;
    - an import that moved outside functions, in languages where an import doesn't run code in its place.

    Everything else that moved stays changed: a statement that swapped places with another one in a function, a guard that now stands after
    what it protected, a line that went to another function. An unchanged line that became part of a comment or string is changed.
    """
    gone: set[int] = set()
    come: set[int] = set()
    nested: list[tuple[list[int], list[int]]] = []
    slow = sum(len(row.text) for hunk in file.hunks for row in hunk.lines) > _SLOW
    for hunk in file.hunks:
        for old, new in _blocks(hunk, language, before, after, slow):
            twins = same(old, new)
            held_old = {row.number for left, _ in twins for row in left}
            held_new = {row.number for _, right in twins for row in right}
            gone.update(row.number for row in old if row.number not in held_old)
            come.update(row.number for row in new if row.number not in held_new)
            if language in _INDENTED:
                nested += [([row.number for row in left], [row.number for row in right]) for left, right in twins]
    if nested:
        _renested(nested, gone, come, before, after)
    if gone and come:
        _moved_definitions(gone, come, before, after, language)
        if language not in _RUNNING_IMPORTS:
            _moved_imports(gone, come, before, after, language)
    return Aligned(frozenset(gone), frozenset(come))


def _blocks(hunk: Hunk, language: str, before: Half, after: Half, slow: bool) -> Iterator[tuple[list[Row], list[Row]]]:
    """The removed and added lines that have tokens, in runs between lines that stayed and have the same tokens on both sides."""
    olds = _keys([(line.old, line.text) for line in hunk.lines if line.mark != "+"], language, before, slow)
    news = _keys([(line.new, line.text) for line in hunk.lines if line.mark != "-"], language, after, slow)
    left: list[Row] = []
    right: list[Row] = []
    at_old = at_new = 0
    for line in hunk.lines:
        old = new = None
        if line.mark != "+":
            old, at_old = olds[at_old], at_old + 1
        if line.mark != "-":
            new, at_new = news[at_new], at_new + 1
        if old is not None and new is not None and old.tokens == new.tokens:
            if old.tokens and (left or right):
                yield left, right
                left, right = [], []
            continue
        if old is not None and old.tokens:
            left.append(old)
        if new is not None and new.tokens:
            right.append(new)
    if left or right:
        yield left, right


def _keys(lines: list[tuple[int | None, str]], language: str, half: Half, slow: bool) -> list[Row]:
    """Each line with its tokens. Lexing starts where a string or comment that reaches into the lines begins."""
    texts = [text for _, text in lines]
    if slow or not lines:
        return [Row(number or 0, tuple(text.split())) for number, text in lines]
    first = lines[0][0] or 1
    start = _opening(first, half.facts) if half.complete else first
    found = tokens_by_line([half.line(number) for number in range(start, first)] + texts, language)[first - start :]
    return [Row(number or 0, _meant(text, tokens, language, half.complete)) for (number, text), tokens in zip(lines, found, strict=True)]


def _meant(text: str, tokens: Sequence[str], language: str, complete: bool) -> Tokens:
    """The tokens of a line, with what a comment holds where it matters."""
    if spoken(text):
        return (*tokens, text)
    if tokens:
        return tuple(tokens)
    flat = text.strip()
    if not complete and language == "python" and flat and not flat.startswith("#"):
        # A part of a file may begin inside a docstring, which turns the rest inside out: no line of it may pass for a comment.
        return tuple(flat.split())
    return ()


def spoken(text: str) -> bool:
    """Whether a line matters even where it is a comment: it instructs a tool, or has characters that hide or turn text."""
    if not text.isascii():
        return visible(text) != text.replace("\t", "    ")
    return text.lstrip().startswith(("#!", "//go:", "// +build"))


def _opening(line: int, facts: Facts) -> int:
    """The line where the string or comment begins that `line` lies in, else `line`."""
    first = line
    for texts in (facts.strings, facts.comments):
        at = bisect_left(texts, line, key=lambda text: text.line)
        for text in texts[max(0, at - 8) : at]:
            if text.end >= line:
                first = min(first, text.line)
    return max(first, line - 20_000, 1)


def _renested(groups: list[tuple[list[int], list[int]]], gone: set[int], come: set[int], before: Half, after: Half) -> None:
    """Adds the groups that hang under another line than before, where that isn't seen from the lines above them."""
    above_old, above_new = _holders(before), _holders(after)
    for left, right in groups:
        old, new = above_old.get(left[0], 0), above_new.get(right[0], 0)
        if before.line(old).split() != after.line(new).split() and old not in gone and new not in come:
            gone.update(left)
            come.update(right)


def _holders(half: Half) -> dict[int, int]:
    """For each line that isn't blank the nearest line above with less indentation; lines that aren't at hand hold nothing."""
    out: dict[int, int] = {}
    stack: list[tuple[int, int]] = []
    last = 0
    for number in half.numbers:
        line = half.line(number).expandtabs(8)
        flat = line.lstrip()
        depth = len(line) - len(flat)
        if number != last + 1:
            stack.clear()
        last = number
        if not flat or flat.startswith("#"):
            continue
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if stack:
            out[number] = stack[-1][1]
        stack.append((depth, number))
    return out


def _moved_definitions(gone: set[int], come: set[int], before: Half, after: Half, language: str) -> None:
    """Takes out the lines of definitions that stand the same on both sides, the outer ones first."""
    old, new = _touched(gone, before), _touched(come, after)
    shared = old.keys() & new.keys()
    if language not in _OVERLOADING:  # There, of several with one name the last counts, so that their order matters.
        shared -= {key for half in (before, after) for key, times in Counter(map(_key, half.facts.definitions)).items() if times > 1}
    budget = 400_000
    for key in sorted(shared, key=lambda key: old[key][0].line):
        waiting: dict[Tokens, list[range]] = defaultdict(list)
        spans = [span for item in new[key] if not come.isdisjoint(span := _span(item, after))]
        for span in spans:
            waiting[_body(span, after, language)].append(span)
        for item in old[key]:
            span = _span(item, before)
            budget -= len(span)
            if budget < 0:
                return
            if spans and not gone.isdisjoint(span) and (found := waiting.get(_body(span, before, language))):
                gone.difference_update(span)
                come.difference_update(found.pop(0))


def _key(item: Definition) -> tuple[str, str, str]:
    return item.kind, item.parent, item.name


def _touched(changed: set[int], half: Half) -> dict[tuple[str, str, str], list[Definition]]:
    """The definitions that hold changed lines, by kind, parent and name, the outer ones first."""
    lines = sorted(changed)
    out: dict[tuple[str, str, str], list[Definition]] = defaultdict(list)
    for item in half.facts.definitions:
        if bisect_left(lines, item.line) < bisect_right(lines, item.end):
            out[_key(item)].append(item)
    return out


def _span(item: Definition, half: Half) -> range:
    return range(start_of(item, half.line), item.end + 1)


def _body(span: range, half: Half, language: str) -> Tokens:
    """The tokens of a definition; where indentation is syntax with each line's own, counted from the first."""
    lines = [half.line(number) for number in span]
    found = tokens_by_line(lines, language)
    if language not in _INDENTED:
        return tuple(token for tokens in found for token in tokens)
    depths = [len(line) - len(line.lstrip()) for line in lines]
    return tuple(part for depth, tokens in zip(depths, found, strict=True) if tokens for part in (str(depth - depths[0]), *tokens))


def _moved_imports(gone: set[int], come: set[int], before: Half, after: Half, language: str) -> None:
    """Takes out imports outside functions that stand the same on both sides."""
    waiting: dict[Tokens, list[range]] = defaultdict(list)
    for key, span in _imports(come, after, language):
        waiting[key].append(span)
    for key, span in _imports(gone, before, language):
        if waiting[key]:
            gone.difference_update(span)
            come.difference_update(waiting[key].pop(0))


def _imports(changed: set[int], half: Half, language: str) -> Iterator[tuple[Tokens, range]]:
    functions = [item for item in half.facts.definitions if item.kind == "function"]
    seen: set[int] = set()
    for item in half.facts.imports:
        if item.line not in changed or item.line in seen:
            continue
        at = bisect_right(functions, item.line, key=lambda function: function.line)
        if any(function.end >= item.line for function in functions[max(0, at - 8) : at]):
            continue
        depth, last, text = 0, item.line, []
        while True:
            text.append(half.line(last))
            depth += sum(text[-1].count(char) for char in "({") - sum(text[-1].count(char) for char in ")}")
            if depth <= 0 or last - item.line > 100 or not text[-1]:
                break
            last += 1
        span = range(item.line, last + 1)
        seen.update(span)
        yield tuple(token for tokens in tokens_by_line(text, language) for token in tokens), span
