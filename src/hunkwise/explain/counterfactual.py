"""What the risk would be without some lines of the change: the file is rebuilt without them and judged again."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from hunkwise.change.hunks import lines_of
from hunkwise.change.model import FileChange, Hunk, Line
from hunkwise.code import cut
from hunkwise.code.model import Unit
from hunkwise.explain.model import Counterfactual
from hunkwise.explain.sides import numbers
from hunkwise.heads.interface import Model
from hunkwise.judge.model import Finding
from hunkwise.signals import Signals

SMALL = 12
"""A replacement of at most so many lines is undone as a whole; of a larger one only the pointed lines are."""


LONGEST = 5_000
"""Files of more lines aren't judged again: a reader shouldn't wait for it."""


class Undone(NamedTuple):
    """A file without some of its changes, the added lines that were left out and the removed ones that were kept."""

    file: FileChange
    added: tuple[int, ...]
    removed: tuple[int, ...]


def counterfactual(finding: Finding, file: FileChange, units: Sequence[Unit], model: Model, signals: Signals) -> Counterfactual | None:
    """The risk of the finding's unit if its pointed lines had not been changed. None where the file can't be rebuilt or is long.

    `units` are all of the file's. What is left of the finding's unit after the edit is everything that the other units don't account for.
    """
    length = max((file.after or "").count("\n"), sum(len(hunk.lines) for hunk in file.hunks))
    undone = undo(file, finding) if length <= LONGEST else None
    if undone is None:
        return None
    others = Counter(_key(unit) for unit in units if unit.id != finding.unit)
    rest: list[Unit] = []
    again = cut(undone.file)[0]
    for unit in again:
        if others[_key(unit)] > 0:
            others[_key(unit)] -= 1
        else:
            rest.append(unit)
    left = {unit.id for unit in rest}
    # Signals see all of the file, since what only moved inside it is nothing new.
    risk = model.risk((*(one for one in signals.look(again) if one.unit in left), *model.evidence(rest)))
    lines, side = (undone.added, "after") if undone.added else (undone.removed, "before")
    return Counterfactual(
        lines=lines,
        side="after" if side == "after" else "before",
        risk=finding.risk,
        without=risk,
        sentence=_sentence(undone, finding.risk, risk),
    )


def undo(file: FileChange, finding: Finding) -> Undone | None:
    """`file` as it would be without the pointed changes: added lines left out, removed ones kept, small replacements undone.

    None where no pointed line is a change, the file is gone, or its text doesn't agree with its hunks.
    """
    if file.status == "deleted":
        return None
    left_out = _undone_lines(file, finding)
    if not left_out:
        return None
    text = None if file.after is None else _edited(file.after, file.hunks, left_out)
    if file.after is not None and text is None:
        return None
    hunks: list[Hunk] = []
    shift = 0
    for hunk in file.hunks:
        lines, moved = _rebuilt(hunk, left_out, shift)
        if any(line.mark != " " for line in lines):
            start = next((line.new for line in lines if line.new is not None), hunk.new_start + shift)
            hunks.append(replace(hunk, new_start=max(0, start), lines=lines))
        shift += moved
    added = tuple(line.new for line in left_out if line.mark == "+" and line.new is not None)
    removed = tuple(line.old for line in left_out if line.mark == "-" and line.old is not None)
    return Undone(replace(file, hunks=tuple(hunks), after=text), added, removed)


def _undone_lines(file: FileChange, finding: Finding) -> list[Line]:
    """The changed lines to take back, in order."""
    pointed = set(finding.lines)
    mark = "+" if finding.side == "after" else "-"
    out: list[Line] = []
    for hunk in file.hunks:
        for changed, group in groupby(hunk.lines, key=lambda line: line.mark != " "):
            run = list(group)
            hit = [line for line in run if line.mark == mark and (line.new if mark == "+" else line.old) in pointed]
            if changed and hit:
                mixed = len({line.mark for line in run}) == 2
                out += run if mixed and len(run) <= SMALL else hit
    return out


def _rebuilt(hunk: Hunk, left_out: Sequence[Line], shift: int) -> tuple[tuple[Line, ...], int]:
    """The lines of a hunk without the changes `left_out`, renumbered on the head side, and by how many lines the head side grew."""
    gone = {(line.mark, line.old, line.new) for line in left_out}
    first = next((line.new for line in hunk.lines if line.new is not None), None)
    number = (first if first is not None else hunk.new_start + 1) + shift
    out: list[Line] = []
    grown = 0
    for line in hunk.lines:
        dropped = (line.mark, line.old, line.new) in gone
        if dropped and line.mark == "+":
            grown -= 1
            continue
        if line.mark == "-" and not dropped:
            out.append(line)
            continue
        if dropped:
            grown += 1
        out.append(Line(" " if dropped else line.mark, line.text, line.old, number))
        number += 1
    return tuple(out), grown


def _edited(after: str, hunks: Sequence[Hunk], left_out: Sequence[Line]) -> str | None:
    """The head's text without the changes `left_out`; None where it doesn't have the lines that the hunks speak of."""
    gone = {(line.mark, line.old, line.new) for line in left_out}
    text = lines_of(after)
    out: list[str] = []
    at = 0
    for hunk in hunks:
        # Where a hunk has no line on the head side, `new_start` names the line after which the removed ones stood.
        first = next((line.new for line in hunk.lines if line.new is not None), hunk.new_start + 1)
        out += text[at : first - 1]
        at = max(at, first - 1)
        for line in hunk.lines:
            dropped = (line.mark, line.old, line.new) in gone
            if line.mark == "-":
                out += [line.text] if dropped else []
                continue
            if at >= len(text) or text[at] != line.text:
                return None
            out += [] if dropped else [line.text]
            at += 1
    out += text[at:]
    # A head without a last line end keeps it so, unless an empty line has come to stand there.
    open_end = bool(after) and not after.endswith("\n") and bool(out) and out[-1] != ""
    return "\n".join(out) + ("" if open_end or not out else "\n")


def _key(unit: Unit) -> tuple[object, ...]:
    """What stays of a unit when other parts of its file move."""
    sides = ("" if side is None else side.text for side in (unit.before, unit.after))
    return (unit.kind, unit.name, *sides)


def _sentence(undone: Undone, risk: float, without: float) -> str:
    added, removed = numbers(undone.added), numbers(undone.removed)
    if undone.added and undone.removed:
        start = f"With {removed} of the base in place of {added}"
    elif undone.added:
        start = f"Without {added}"
    else:
        start = f"Had {removed} of the base stayed"
    if f"{without:.2f}" == f"{risk:.2f}":
        return f"{start} the risk stays at {risk:.2f}: the rest of the change carries it."
    return f"{start} the risk {'falls' if without < risk else 'rises'} from {risk:.2f} to {without:.2f}."
