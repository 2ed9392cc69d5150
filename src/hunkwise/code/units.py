"""A file of a change cut into units: functions and regions that really changed, with both sides and the facts about them."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from hunkwise.change.hunks import added_file
from hunkwise.change.model import FileChange, Hunk, Skipped
from hunkwise.code.align import Aligned, align, spoken
from hunkwise.code.facts import facts_of
from hunkwise.code.languages import language_of
from hunkwise.code.model import Role, Side, Unit
from hunkwise.code.pairs import Pair, pair
from hunkwise.code.parse import has_grammar
from hunkwise.code.roles import role_of
from hunkwise.code.sides import HUGE, Half, Shift

MAX_LINES = 200_000
AROUND = 60
CONTEXT = 10
GAP = 6
RUN = 120
"""Lines of one region at most, context apart."""

_WHOLE = frozenset({"manifest", "workflow", "dockerfile", "yaml", "hcl", "json", "toml"})
_PROSE = frozenset({"text", "markdown"})
_MAX_WHOLE = 5_000
_HEADING = re.compile(r"([A-Za-z_$~][\w$]{0,99})\s{0,3}\(|(?:class|contract|interface|struct|module|trait|impl)\s+([A-Za-z_$][\w$]{0,99})")


class _Frame(NamedTuple):
    """What every unit of a file shares."""

    file: FileChange
    language: str
    role: Role
    before: Half | None
    after: Half | None
    shift: Shift
    complete: bool


def cut(file: FileChange) -> tuple[tuple[Unit, ...], tuple[Skipped, ...]]:
    """The units of a file in the order of the head side, and what couldn't be examined.

    Every line that really changed (see `align`) is in `changed` of exactly one unit; a file without such lines has no units. Text and
    documentation is no code and yields nothing. Never raises; the result depends on nothing but `file`.
    """
    file, cut_off = _bounded(file)
    language = language_of(file.path, _first_line(file))
    file = _awakened(file)
    if language in _PROSE or not file.hunks:
        return (), ()
    complete = (file.after is not None or file.status == "deleted") and (file.before is not None or file.status == "added")
    before, after = _half(file, "-", language, complete), _half(file, "+", language, complete)
    skipped = [Skipped(file.path, "too-large", f"only the first {MAX_LINES:,} lines of the file were examined")] if cut_off else []
    halves = [half for half in (before, after) if half is not None]
    if language not in _WHOLE and has_grammar(language) and not all(half.facts.parsed for half in halves):
        skipped.append(Skipped(file.path, "unparsed", f"no syntax tree could be made of it as {language}; only its words were looked at"))
    changed = _changed(file, language, before, after)
    text = file.after or file.before or "\n".join(line.text for hunk in file.hunks[:20] for line in hunk.lines)
    complete = all(half.complete for half in halves)
    frame = _Frame(file, language, role_of(file.path, text), before, after, Shift(file), complete)
    return tuple(_named(_units(frame, changed))), tuple(skipped)


def _bounded(file: FileChange) -> tuple[FileChange, bool]:
    """`file` without lines beyond `MAX_LINES` of a side, and whether there were any."""
    beyond = any((line.old or 0) > MAX_LINES or (line.new or 0) > MAX_LINES for hunk in file.hunks for line in hunk.lines)
    whole = file.before is not None or file.after is not None
    if not whole or not beyond:
        total = sum(len(hunk.lines) for hunk in file.hunks)
        if total <= 2 * MAX_LINES:
            return file, False
    hunks: list[Hunk] = []
    left = 2 * MAX_LINES
    for hunk in file.hunks:
        lines = tuple(line for line in hunk.lines[:left] if not whole or ((line.old or 0) <= MAX_LINES and (line.new or 0) <= MAX_LINES))
        left -= len(lines)
        if lines:
            hunks.append(Hunk(hunk.old_start, hunk.new_start, lines, hunk.section))
    return FileChange(file.path, file.old_path, file.status, tuple(hunks), file.before, file.after, file.old_mode, file.new_mode), True


def _awakened(file: FileChange) -> FileChange:
    """A file that only its new name makes code, as one that is new."""
    if file.after is None or file.status not in ("renamed", "copied") or language_of(file.old_path, file.after[:300]) not in _PROSE:
        return file
    return added_file(file.path, file.after, file.new_mode)


def _first_line(file: FileChange) -> str:
    for text in (file.after, file.before):
        if text is not None:
            return text[:300].partition("\n")[0]
    for hunk in file.hunks:
        for line in hunk.lines:
            if line.new == 1 or (line.new is None and line.old == 1):
                return line.text[:300]
    return ""


def _half(file: FileChange, mark: Literal["-", "+"], language: str, complete: bool) -> Half | None:
    if file.status == ("added" if mark == "-" else "deleted"):
        return None
    if complete:
        return Half.of_text(file, mark, language, facts_of, MAX_LINES)
    return Half.of_hunks(file, mark, language, facts_of)


def _changed(file: FileChange, language: str, before: Half | None, after: Half | None) -> Aligned:
    """The lines that really differ and that are at hand."""
    if before is not None and after is not None:
        found = align(file, language, before, after)
        return Aligned(_at_hand(found.before, before), _at_hand(found.after, after))
    only = before or after
    if only is None:
        return Aligned(frozenset(), frozenset())
    silent = only.silent(language)
    shown = [(line.old or line.new or 0, line.text) for hunk in file.hunks for line in hunk.lines if line.mark != " "]
    full = _at_hand((number for number, text in shown if (number not in silent and text.strip()) or spoken(text)), only)
    return Aligned(full, frozenset()) if before is not None else Aligned(frozenset(), full)


def _at_hand(numbers: Iterable[int], half: Half) -> frozenset[int]:
    if half.complete:
        return frozenset(number for number in numbers if 0 < number <= len(half.numbers))
    return frozenset(numbers).intersection(half.numbers)


def _units(frame: _Frame, changed: Aligned) -> Iterator[Unit]:
    if not changed.before and not changed.after:
        return
    if frame.language in _WHOLE:
        yield _unit(frame, "file", frame.file.path.rpartition("/")[2], *_file_sides(frame, changed))
        return
    pairs, left_before, left_after = pair(frame.before, frame.after, changed.before, changed.after, frame.shift)
    placed: list[tuple[int, int, Unit]] = []
    for found in pairs:
        item = found.new or found.old
        unit = _unit(frame, "function", item.name if item else "", *_function_sides(frame, found))
        placed.append((found.place, 0, unit))
    for place, old, new in _clusters(frame, left_before, left_after):
        placed.append((place, 1, _unit(frame, "region", _region_name(frame, old, new), *_region_sides(frame, old, new))))
    yield from (unit for _, _, unit in sorted(placed, key=lambda key: key[:2]))


def _unit(frame: _Frame, kind: Literal["function", "region", "file"], name: str, before: Side | None, after: Side | None) -> Unit:
    file = frame.file
    return Unit(file.path, file.path, file.old_path, frame.language, frame.role, kind, name, before, after, frame.complete)


def _named(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units with an id of their own each: path and name, counted where they repeat."""
    times: Counter[str] = Counter()
    for unit in units:
        name = f"{unit.path}::{unit.name or unit.kind}"
        times[name] += 1
        yield Unit(
            name if times[name] == 1 else f"{name}#{times[name]}",
            *(unit.path, unit.old_path, unit.language, unit.role, unit.kind, unit.name, unit.before, unit.after, unit.complete),
        )


def _file_sides(frame: _Frame, changed: Aligned) -> tuple[Side | None, Side | None]:
    old, new = sorted(changed.before), sorted(changed.after)
    sides: list[Side | None] = []
    for half, own, others in ((frame.before, old, _there(new, frame, "-")), (frame.after, new, _there(old, frame, "+"))):
        if half is None or not half.numbers:
            sides.append(None)
            continue
        ends = (half.numbers[0], half.numbers[-1])
        sides.append(half.side([ends] if len(half.numbers) <= _MAX_WHOLE else _around([*own, *others], *ends), own))
    return sides[0], sides[1]


def _there(lines: Iterable[int], frame: _Frame, to: Literal["-", "+"]) -> list[int]:
    """Lines of one side as places on the side `to`."""
    return [frame.shift.to_old(line) if to == "-" else frame.shift.to_new(line) for line in lines]


def _function_sides(frame: _Frame, found: Pair) -> tuple[Side | None, Side | None]:
    sides: list[Side | None] = []
    for half, span, own, others, to in (
        (frame.before, found.old_span, found.gone, found.come, "-"),
        (frame.after, found.new_span, found.come, found.gone, "+"),
    ):
        if half is None or span is None:
            sides.append(None)
        elif span[1] - span[0] < HUGE:
            sides.append(half.side([span], own))
        else:
            sides.append(half.side(_around([*own, *_there(others, frame, "-" if to == "-" else "+")], *span), own))
    return sides[0], sides[1]


def _around(lines: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    """Ranges between `first` and `last` that hold the lines and `AROUND` lines on each side."""
    out: list[tuple[int, int]] = []
    for line in sorted(min(max(line, first), last) for line in lines):
        start, end = max(line - AROUND, first), min(line + AROUND, last)
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _clusters(frame: _Frame, old: Iterable[int], new: Iterable[int]) -> Iterator[tuple[int, list[int], list[int]]]:
    """Changed lines outside functions in runs: (place on the head side, lines of the base side, lines of the head side)."""
    events = sorted([(frame.shift.to_new(line), 0, line) for line in old] + [(line, 1, line) for line in new])
    run: dict[int, list[int]] = defaultdict(list)
    first = last = 0
    for place, side, line in events:
        if run and (place - last > GAP or (run[side] and line - run[side][0] >= RUN)):
            yield first, run[0], run[1]
            run = defaultdict(list)
        if not run:
            first = place
        run[side].append(line)
        last = place
    if run:
        yield first, run[0], run[1]


def _region_name(frame: _Frame, old: list[int], new: list[int]) -> str:
    """The class around a region; where only hunks are at hand what their heading names; or nothing."""
    for half, lines in ((frame.after, new), (frame.before, old)):
        if half is not None and lines and (at := half.classes.owner(lines[0])) >= 0:
            return half.classes.items[at].name
    if frame.complete:
        return ""
    hunks = frame.file.hunks
    at = (
        bisect_right(hunks, new[0], key=lambda hunk: hunk.new_start)
        if new
        else bisect_right(hunks, old[0], key=lambda hunk: hunk.old_start)
    )
    section = hunks[at - 1].section[:300] if at else ""
    found = _HEADING.search(section)
    return (found[1] or found[2]) if found else ""


def _region_sides(frame: _Frame, old: list[int], new: list[int]) -> tuple[Side | None, Side | None]:
    sides: list[Side | None] = []
    for half, own, others in ((frame.before, old, _there(new, frame, "-")), (frame.after, new, _there(old, frame, "+"))):
        if half is None:
            sides.append(None)
            continue
        first = min(own) if own else min(others)
        last = max(own) if own else max(others) - 1
        sides.append(half.side([(first - CONTEXT, last + CONTEXT)], own))
    return sides[0], sides[1]
