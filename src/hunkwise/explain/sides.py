"""The lines of a change by side and number: the only place that an explanation may quote from."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from hunkwise.change.hunks import lines_of
from hunkwise.change.model import FileChange, Line
from hunkwise.code.model import Unit

Mark = Literal["before", "after"]

WIDTH = 400
"""Longer lines are quoted up to here; the ellipsis says so."""


class Sides(NamedTuple):
    """The text of every line of a file that is at hand, by number."""

    before: dict[int, str]
    after: dict[int, str]

    def text(self, side: str, line: int) -> str | None:
        """A line as it is quoted, or None where the change doesn't show it."""
        found = (self.after if side == "after" else self.before).get(line)
        return None if found is None else quoted(found)


def quoted(text: str) -> str:
    """A line as explanations quote it: whole, or its beginning with an ellipsis."""
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def sides(file: FileChange | None, units: Iterable[Unit] = ()) -> Sides:
    """The lines of `file`, and those of `units` where only a unit has them."""
    out = Sides({}, {})
    for unit in units:
        for side, known in ((unit.before, out.before), (unit.after, out.after)):
            known.update(side.lines if side is not None else ())
    if file is None:
        return out
    for line in hunk_lines(file):
        if line.old is not None:
            out.before[line.old] = line.text
        if line.new is not None:
            out.after[line.new] = line.text
    for text, known in ((file.before, out.before), (file.after, out.after)):
        if text is not None:
            known.update(enumerate(lines_of(text), 1))
    return out


def hunk_lines(file: FileChange) -> Iterable[Line]:
    """All lines of all hunks in order."""
    return (line for hunk in file.hunks for line in hunk.lines)


def numbers(lines: Sequence[int]) -> str:
    """Line numbers in words: `line 3`, `lines 3-5`, `lines 3-5 and 9`."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    told = spans if len(spans) <= 6 else [*spans[:5], f"{len(spans) - 5} more places"]
    listed = " and ".join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else "".join(told)
    return f"{'lines' if len(set(lines)) > 1 else 'line'} {listed}"
