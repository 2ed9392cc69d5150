"""Which removed and added lines are real differences: reformatted, re-wrapped and moved code isn't, reordered statements are."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hunkwise.change.model import FileChange, Hunk
from hunkwise.code.lex import tokens_by_line
from hunkwise.code.match import FINE, Group, Row, Tokens, same
from hunkwise.code.model import Definition, Facts
from hunkwise.code.sides import Half, start_of
from hunkwise.text import visible

_SLOW = 4_000_000
"""Characters of hunks beyond which lines are compared by their words and no longer by their tokens."""
_MANY = 5_000
"""Lines of hunks from which on only short gaps are matched token by token."""

_BUDGET = 800_000
"""Lines of definitions that are compared at most."""

_INDENTED = frozenset({"python", "yaml", "workflow"})
_OVERLOADING = frozenset({"java", "kotlin", "csharp", "cpp", "solidity", "typescript", "tsx", "rust", "go"})
_RUNNING_IMPORTS = frozenset({"php", "shell", "perl", "powershell"})


Lines = dict[int, Tokens]
"""Lines by their numbers with their tokens."""


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
    gone: dict[int, Tokens] = {}
    come: dict[int, Tokens] = {}
    nested: list[Group] = []
    slow = sum(len(row.text) for hunk in file.hunks for row in hunk.lines) > _SLOW
    fine = FINE if sum(len(hunk.lines) for hunk in file.hunks) < _MANY else FINE // 10
    for hunk in file.hunks:
        for old, new in _blocks(hunk, language, before, after, slow):
            twins = same(old, new, fine)
            held_old = {row.number for left, _ in twins for row in left}
            held_new = {row.number for _, right in twins for row in right}
            gone.update((row.number, row.tokens) for row in old if row.number not in held_old)
            come.update((row.number, row.tokens) for row in new if row.number not in held_new)
            if language in _INDENTED:
                nested += [group for group in twins if _depth(before, group[0]) != _depth(after, group[1])]
    if nested:
        _renested(nested, gone, come, before, after)
    if gone or come:
        _moved_definitions(gone, come, before, after, language)
        if gone and come and language not in _RUNNING_IMPORTS:
            _moved_imports(gone, come, before, after, language)
    return Aligned(frozenset(gone), frozenset(come))


def _depth(half: Half, rows: Sequence[Row]) -> str:
    line = half.line(rows[0].number)
    return line[: len(line) - len(line.lstrip())]


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
    first = max(lines[0][0] or 1, 1)
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


def _renested(groups: list[Group], gone: Lines, come: Lines, before: Half, after: Half) -> None:
    """Adds the groups that hang under another line than before, where that isn't seen from the lines above them."""
    above_old, above_new = _holders(before), _holders(after)
    for left, right in groups:
        old, new = above_old.get(left[0].number, 0), above_new.get(right[0].number, 0)
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


def _moved_definitions(gone: Lines, come: Lines, before: Half, after: Half, language: str) -> None:
    """Takes out the lines of definitions that stand the same on both sides, the outer ones first.

    That only one of the two seems touched is no hindrance: a line of one definition may have been set against the like of another.
    """
    keys = _touched(gone, before) | _touched(come, after)
    old, new = _by_key(before, keys), _by_key(after, keys)
    shared = old.keys() & new.keys()
    if language not in _OVERLOADING:  # There, of several with one name the last counts, so that their order matters.
        shared = {key for key in shared if len(old[key]) == len(new[key]) == 1}
    budget = _BUDGET
    for key in sorted(shared, key=lambda key: old[key][0].line):
        spans_old, spans_new = [_span(item, before) for item in old[key]], [_span(item, after) for item in new[key]]
        budget -= sum(map(len, spans_old)) + sum(map(len, spans_new))
        if budget < 0:
            return
        if not (_contains(spans_new, after, spans_old, gone) and _contains(spans_old, before, spans_new, come)):
            continue
        waiting: dict[Tokens, list[range]] = defaultdict(list)
        for span in sorted(spans_new, key=come.keys().isdisjoint):
            waiting[_body(span, after, language)].append(span)
        for span in sorted(spans_old, key=gone.keys().isdisjoint, reverse=True):  # What wasn't touched goes with its like first.
            if found := waiting.get(_body(span, before, language)):
                _take_out(span, gone)
                _take_out(found.pop(), come)


def _take_out(span: range, lines: Lines) -> None:
    for number in span:
        lines.pop(number, None)


def _contains(spans: list[range], half: Half, others: list[range], changed: Lines) -> bool:
    """Whether `spans` may hold the changed lines of `others`: a quick look at a few of them, before everything is lexed."""
    text = ""
    sample = [changed[number] for span in others for number in span if number in changed][:5]
    for tokens in sample:
        if tokens and not any('"' in token or "'" in token or "`" in token for token in tokens):
            text = text or "".join("".join(half.line(number).split()) for span in spans for number in span)
            if "".join("".join(tokens).split()) not in text:
                return False
    return True


def _key(item: Definition) -> tuple[str, str, str]:
    return item.kind, item.parent, item.name


def _touched(changed: Lines, half: Half) -> set[tuple[str, str, str]]:
    """The kind, parent and name of the definitions that hold changed lines."""
    lines = sorted(changed)
    return {_key(item) for item in half.facts.definitions if bisect_left(lines, item.line) < bisect_right(lines, item.end)}


def _by_key(half: Half, keys: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], list[Definition]]:
    out: dict[tuple[str, str, str], list[Definition]] = defaultdict(list)
    for item in half.facts.definitions:
        if (key := _key(item)) in keys:
            out[key].append(item)
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


def _moved_imports(gone: Lines, come: Lines, before: Half, after: Half, language: str) -> None:
    """Takes out imports outside functions that stand the same on both sides."""
    waiting: dict[Tokens, list[range]] = defaultdict(list)
    for key, span in _imports(come, after, language):
        waiting[key].append(span)
    for key, span in _imports(gone, before, language):
        if waiting[key]:
            _take_out(span, gone)
            _take_out(waiting[key].pop(0), come)


def _imports(changed: Lines, half: Half, language: str) -> Iterator[tuple[Tokens, range]]:
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
