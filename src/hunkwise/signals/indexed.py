"""One index of each side, shared by all signals: code without comments, calls by name; shapes in it and values that flow into calls."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from hunkwise.code.model import Argument, Call, Side, Text, Unit
from hunkwise.signals.interface import Sighting
from hunkwise.signals.seeing import Origin, ends, guarded, origin, parts, short, span, way

WIDEST = 1500
"""Characters of a line that are looked at."""

SEEN_AT_MOST = 20
"""Matches of one shape in one unit that are looked at."""

_KEPT = 256


class Index(NamedTuple):
    """`code` is the source without comments and docstrings, `low` it in lower case; `starts` are the offsets of the lines `numbers`."""

    code: str
    low: str
    starts: list[int]
    numbers: list[int]
    calls: dict[str, list[Call]]
    quoted: dict[int, list[str]]

    def line(self, offset: int) -> int:
        """The line number of an offset of `code`."""
        return self.numbers[bisect_right(self.starts, offset) - 1] if self.numbers else 0


_indices: dict[int, tuple[Side, Index]] = {}


def index(side: Side) -> Index:
    """The index of a side. The last few hundred are kept, since every signal asks for the same ones."""
    kept = _indices.get(id(side))
    if kept is not None and kept[0] is side:
        return kept[1]
    made = _made(side)
    while len(_indices) >= _KEPT:
        _indices.pop(next(iter(_indices)), None)
    _indices[id(side)] = (side, made)
    return made


def _made(side: Side) -> Index:
    rows = {number: text[:WIDEST] for number, text in side.lines}
    for comment in side.facts.comments:
        _blank(rows, comment)
    for text in side.facts.strings:
        if text.end > text.line and text.end - text.line < 2000:
            for number in range(text.line + 1, text.end):
                if number in rows:
                    rows[number] = ""
    starts, at = [], 0
    for row in rows.values():
        starts.append(at)
        at += len(row) + 1
    code = "\n".join(rows.values())
    calls: dict[str, list[Call]] = defaultdict(list)
    for call in side.facts.calls:
        calls[call.name].append(call)
    quoted: dict[int, list[str]] = defaultdict(list)
    for text in side.facts.strings:
        if len(text.value) > 6:
            quoted[text.line].append(text.value)
    return Index(code, code.lower(), starts, list(rows), dict(calls), dict(quoted))


def _blank(rows: dict[int, str], comment: Text) -> None:
    """Takes a comment out of its lines."""
    told = comment.value.split("\n")
    for step, number in enumerate(range(comment.line, min(comment.end, comment.line + 2000) + 1)):
        if number in rows:
            piece = told[step].strip() if step < len(told) else ""
            at = rows[number].find(piece) if piece else -1
            rows[number] = rows[number][:at] + rows[number][at + len(piece) :] if at >= 0 and step in (0, len(told) - 1) else ""


def speaks(side: Side, stems: Iterable[str]) -> bool:
    """Whether one of the lower-case `stems` stands in the code of a side: the cheap question before a costly one."""
    low = index(side).low
    return any(stem in low for stem in stems)


def named(side: Side, names: Iterable[str]) -> Iterator[Call]:
    """The calls with one of the last names `names`."""
    calls = index(side).calls
    if calls:
        for name in names:
            yield from calls.get(name, ())


class Shape(NamedTuple):
    """A shape of code that is a flaw by itself: the words for it, its pattern, the languages (none: all) and what makes it harmless.

    `unless` is looked for in the line and the two after it, `nowhere` in the whole unit. `texts` says that a string literal counts as well.
    """

    how: str
    pattern: re.Pattern[str]
    languages: frozenset[str] = frozenset()
    strength: float = 0.8
    unless: re.Pattern[str] | None = None
    nowhere: re.Pattern[str] | None = None
    texts: bool = False


def shape(
    how: str,
    pattern: str,
    languages: Iterable[str] = (),
    strength: float = 0.8,
    unless: str = "",
    nowhere: str = "",
    texts: bool = False,
) -> Shape:
    """A `Shape` from text."""
    return Shape(
        how,
        re.compile(pattern),
        frozenset(languages),
        strength,
        re.compile(unless) if unless else None,
        re.compile(nowhere) if nowhere else None,
        texts,
    )


def spots(unit: Unit, side: Side, stems: Iterable[str], shapes: Iterable[Shape]) -> Iterator[Sighting]:
    """A sighting for each line that has one of `shapes`, outside of comments and of texts that only speak of it."""
    if not speaks(side, stems):
        return
    found_in = index(side)
    told: set[int] = set()
    for one in shapes:
        if one.languages and unit.language not in one.languages:
            continue
        for found in islice(one.pattern.finditer(found_in.code), SEEN_AT_MOST):
            line = found_in.line(found.start())
            if line in told or (not one.texts and any(found[0] in text for text in found_in.quoted.get(line, ()))):
                continue
            if (one.unless and one.unless.search(_around(found_in.code, found.start(), found.end()))) or (
                one.nowhere and one.nowhere.search(found_in.code)
            ):
                continue
            told.add(line)
            yield Sighting(
                span(line, found_in.line(found.end() - 1)),
                {"call": short(" ".join(found[0].split()), 60), "how": one.how},
                strength=one.strength,
            )


def _around(code: str, start: int, end: int) -> str:
    """The line of an offset and the two after the match."""
    last = end
    for _ in range(3):
        last = code.find("\n", last + 1)
        if last < 0:
            return code[code.rfind("\n", 0, start) + 1 :]
    return code[code.rfind("\n", 0, start) + 1 : last]


class Sinks:
    """Calls where a value does harm: last names or dotted ends of paths with the argument that matters (-1: any, -2: the receiver).

    An entry that begins with `=` is the whole path: `=open` isn't `door.open`.
    """

    def __init__(self, table: Mapping[str, int]) -> None:
        self.table = {entry.lstrip("="): place for entry, place in table.items()}
        self.whole = frozenset(entry[1:] for entry in table if entry.startswith("="))
        self.names = tuple(dict.fromkeys(parts(entry)[-1] for entry in self.table))

    def entry(self, call: Call) -> str:
        """The entry that a call meets, or an empty text."""
        found = ends(call.path, self.table)
        return "" if found in self.whole and call.path != found else found


class Flow(NamedTuple):
    """A value that reaches a sink: the call, the argument, what the value is made of, and the entry of the table."""

    call: Call
    given: Argument
    value: Origin
    entry: str

    @property
    def source(self) -> str:
        """What the value comes from, in a few characters."""
        value = self.value
        return short(value.request or value.local or value.given or value.variable or self.given.text, 60)


def flows(side: Side, sinks: Sinks, clean: Container[str] = frozenset()) -> Iterator[Flow]:
    """The values, neither constant nor cleaned nor guarded, that reach one of `sinks`."""
    for call in named(side, sinks.names):
        entry = sinks.entry(call)
        if not entry:
            continue
        for given in _places(call, sinks.table[entry]):
            if given.literal is not None or not (given.names or given.calls):
                continue
            value = origin(side, given, call.line, call.function)
            if not value.cleaned(clean) and not guarded(side, value, call.line, clean):
                yield Flow(call, given, value, entry)
                break


def _places(call: Call, place: int) -> tuple[Argument, ...]:
    if place == -1:
        return call.args[:6]
    if place == -2:
        receiver = call.path.rpartition(".")[0]
        return (Argument(text=receiver, names=(receiver,)),) if receiver else ()
    return call.args[place : place + 1]


def sight(side: Side, flow: Flow, note: str, given: float = 0.0, other: float = 0.0, local: float = 0.0) -> Iterator[Sighting]:
    """The sighting of a flow: 1 from a request, `local` from elsewhere outside, `given` from a parameter, `other` else; none where 0."""
    value = flow.value
    strength = 1.0 if value.request else local if value.local and local else given if value.given else other if value.variable else 0.0
    if strength:
        yield Sighting(
            span(flow.call.line, flow.call.end),
            {"sink": flow.call.path, "source": flow.source},
            way(side, value, flow.call.line, note),
            strength,
        )
