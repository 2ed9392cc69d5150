"""One side of a file as far as it is at hand, and where a line of one side lies on the other."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any

import msgspec

from hunkwise.change.model import FileChange
from hunkwise.code.model import Definition, Facts, Side
from hunkwise.code.nest import Nest

FactsOf = Callable[[str, str, int], Facts]
_COLUMNS = ("calls", "assignments", "guards", "definitions", "accesses", "exits", "imports", "strings", "comments")
_BY_LINE = attrgetter("line")
_QUOTES = re.compile("""\\s*[rRbBuU]{0,2}(?:\'\'\'|\"\"\")""")
_ATTRIBUTES = 50
_OPENING = re.compile(r"[A-Za-z_@#]")
LONG = 5_000
"""Lines of a file beyond which only what lies around its hunks is parsed."""
WINDOW = 500
"""Lines on each side of a hunk that are then looked at."""
HUGE = 400
"""Lines of a function beyond which only what lies around its changed lines is looked at."""


def _windows(file: FileChange, mark: str, lines: Sequence[str]) -> list[tuple[int, int]]:
    """The lines around the hunks of a side, in ranges. Each begins where a definition may, so that no half of something is read."""
    out: list[tuple[int, int]] = []
    for hunk in sorted(file.hunks, key=lambda hunk: hunk.old_start if mark == "-" else hunk.new_start):
        numbers = [number for line in hunk.lines if (number := line.old if mark == "-" else line.new) is not None]
        start = hunk.old_start if mark == "-" else hunk.new_start
        first = min(max(min(numbers, default=start) - WINDOW, 1), len(lines))
        last = max(min(max(numbers, default=start) + WINDOW, len(lines)), first)
        for at in range(first, max(first - WINDOW, 1), -1):
            if _OPENING.match(lines[at - 1]) and not lines[at - 2].strip():
                first = at
                break
        if out and first <= out[-1][1] + 1:
            out[-1] = (min(first, out[-1][0]), max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


class Half:
    """What is at hand of one side: all lines of a file (`complete`), or those that hunks show. Facts are those of all of it."""

    def __init__(self, lines: dict[int, str] | None, text: list[str], facts: Facts) -> None:
        self.complete = lines is None
        self.facts = facts
        self.numbers: Sequence[int] = range(1, len(text) + 1) if lines is None else sorted(lines)
        self._lines = lines
        self._text = text

    @classmethod
    def of_text(cls, file: FileChange, mark: str, language: str, facts_of: FactsOf, limit: int) -> "Half":
        """The side (`-` before, `+` after) whose whole text is at hand; only the first `limit` lines of it are looked at.

        Of a long file with few changes only what lies around them is: the side isn't `complete` then.
        """
        lines = ((file.before if mark == "-" else file.after) or "").split("\n")
        if not lines[-1]:
            lines.pop()
        del lines[limit:]
        windows = _windows(file, mark, lines) if len(lines) > LONG else []
        if windows and sum(last - first + 1 for first, last in windows) < len(lines) / 2:
            shown = {number: lines[number - 1] for first, last in windows for number in range(first, last + 1)}
            return cls(shown, [], merged([facts_of("\n".join(lines[first - 1 : last]), language, first) for first, last in windows]))
        text = "\n".join(lines)
        return cls(None, lines, ordered(facts_of(text, language, 1)) if text.strip() else Facts(parsed=True))

    @classmethod
    def of_hunks(cls, file: FileChange, mark: str, language: str, facts_of: FactsOf) -> "Half":
        """The side (`-` before, `+` after) that the hunks show. Each hunk is parsed by itself: what one leaves open can't spoil another."""
        lines: dict[int, str] = {}
        found: list[Facts] = []
        for hunk in file.hunks:
            shown = [(line.old if mark == "-" else line.new, line.text) for line in hunk.lines if line.mark in (" ", mark)]
            fresh = {number: text for number, text in shown if number is not None and number > 0 and number not in lines}
            lines |= fresh
            if text := "\n".join(fresh.values()).rstrip():
                found.append(facts_of(text, language, min(fresh)))
        return cls(lines, [], merged(found))

    def line(self, number: int) -> str:
        """The text of a line, "" where it isn't at hand."""
        if self._lines is not None:
            return self._lines.get(number, "")
        return self._text[number - 1] if 0 < number <= len(self._text) else ""

    def within(self, first: int, last: int) -> Sequence[int]:
        """The line numbers at hand from `first` to `last`."""
        return self.numbers[bisect_left(self.numbers, first) : bisect_right(self.numbers, last)]

    def side(self, ranges: Sequence[tuple[int, int]], changed: Iterable[int]) -> Side:
        """The lines of `ranges` (in order, not overlapping, each with its last line) with the facts about them."""
        lines = tuple((number, self.line(number)) for first, last in ranges for number in self.within(first, last))
        return Side(lines=lines, changed=frozenset(changed), facts=self._facts(ranges), whole=self.facts, around=self._around)

    @cached_property
    def _around(self) -> tuple[tuple[int, str], ...]:
        return tuple((number, self.line(number)) for number in self.numbers)

    @cached_property
    def functions(self) -> "Spans":
        """The functions of this side that can be told apart by lines.

        One without a name counts where it stands in none that has one and isn't huge; several on a single line don't.
        """
        found = [item for item in self.facts.definitions if item.kind == "function"]
        single = Counter(item.line for item in found if item.end <= item.line)
        found = [item for item in found if item.end > item.line or single[item.line] == 1]
        around = Nest((item.line, item.end) for item in found if item.name and item.end - item.line < HUGE)
        return Spans([item for item in found if item.name or around.owner(item.line) < 0], self.line)

    @cached_property
    def classes(self) -> "Spans":
        """The classes, contracts and the like of this side."""
        return Spans([item for item in self.facts.definitions if item.kind == "class"], self.line)

    def silent(self, language: str) -> frozenset[int]:
        """The lines that hold nothing but a comment or, in Python, a documentation string."""
        out: set[int] = set()
        for text in self.facts.comments:
            first, _, rest = text.value.partition("\n")
            out.update(range(text.line + 1, text.end))
            for number, piece in ((text.line, first), (text.end, rest.rpartition("\n")[2] if rest else first)):
                if self.line(number).strip() == piece.strip():
                    out.add(number)
        for text in self.facts.strings if language == "python" else ():
            if text.end > text.line and _QUOTES.match(self.line(text.line)):
                out.update(range(text.line, text.end + self.line(text.end).rstrip().endswith(("'''", '"""'))))
        return frozenset(out)

    @cached_property
    def _columns(self) -> list[tuple[str, tuple[Any, ...], list[int]]]:
        return [(name, items, [item.line for item in items]) for name in _COLUMNS if (items := getattr(self.facts, name))]

    def _facts(self, ranges: Sequence[tuple[int, int]]) -> Facts:
        found: dict[str, tuple[Any, ...]] = {}
        for name, items, lines in self._columns:
            cut: tuple[Any, ...] = ()
            for first, last in ranges:
                cut += items[bisect_left(lines, first) : bisect_right(lines, last)]
            found[name] = cut
        return Facts(parsed=self.facts.parsed, errors=self.facts.errors, **found)


def ordered(facts: Facts) -> Facts:
    """`facts` with everything in the order of lines, which slicing relies on."""
    late: dict[str, tuple[Any, ...]] = {}
    for name in _COLUMNS:
        items = getattr(facts, name)
        if any(one.line > other.line for one, other in pairwise(items)):
            late[name] = tuple(sorted(items, key=_BY_LINE))
    return msgspec.structs.replace(facts, **late) if late else facts


def merged(parts: Sequence[Facts]) -> Facts:
    """The facts of several fragments as those of one side."""
    if len(parts) == 1:
        return ordered(parts[0])
    columns = {name: tuple(item for part in parts for item in getattr(part, name)) for name in _COLUMNS}
    parsed = all(part.parsed for part in parts)
    return ordered(Facts(parsed=parsed, errors=sum(part.errors for part in parts), **columns))


def start_of(item: Definition, line: Callable[[int], str]) -> int:
    """The first line of a definition, its decorators and annotations included."""
    first = item.line
    while item.attributes and item.line - first < _ATTRIBUTES and line(first - 1).lstrip().startswith(("@", "#[", "[")):
        first -= 1
    return first


class Spans(Nest):
    """Definitions by the lines that they cover."""

    def __init__(self, items: Sequence[Definition], line: Callable[[int], str]) -> None:
        super().__init__((start_of(item, line), item.end) for item in items)
        self.items = [items[at] for at in self.order]


class Shift:
    """Where a line of one side lies on the other. In a run of changed lines the distance from its start is kept.

    A side that doesn't exist has the places of the other.
    """

    def __init__(self, file: FileChange) -> None:
        points = {(1, 1)}
        for hunk in file.hunks if file.status not in ("added", "deleted") else ():
            olds = [line.old for line in hunk.lines if line.old is not None]
            news = [line.new for line in hunk.lines if line.new is not None]
            old = min(olds) if olds else hunk.old_start + 1
            new = min(news) if news else hunk.new_start + 1
            points.add((old, new))
            stayed = True
            for line in hunk.lines:
                if (line.mark == " ") != stayed:
                    points.add((old, new))
                    stayed = not stayed
                old, new = old + (line.mark != "+"), new + (line.mark != "-")
            points.add((old, new))
        ordered_points = sorted(points)
        self._olds = [old for old, _ in ordered_points]
        self._news = sorted(new for _, new in ordered_points)

    def to_new(self, old: int) -> int:
        """The place on the head side of a line of the base side."""
        return _moved(old, self._olds, self._news)

    def to_old(self, new: int) -> int:
        """The place on the base side of a line of the head side."""
        return _moved(new, self._news, self._olds)


def _moved(number: int, points: list[int], others: list[int]) -> int:
    at = max(bisect_right(points, number) - 1, 0)
    place = others[at] + number - points[at]
    return min(place, others[at + 1]) if at + 1 < len(others) else place
