"""The lines of a change by side and number: the only place that an explanation may quote from."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from hunkwise.change.hunks import lines_of
from hunkwise.change.model import FileChange
from hunkwise.code.model import Unit

Mark = Literal["before", "after"]

WIDTH = 400
"""Longer lines are quoted up to here; the ellipsis says so."""


class Sides:
    """The lines of a file that the change shows. A unit's are looked up first, the rest of the file only where they don't do."""

    def __init__(self, file: FileChange | None, unit: Unit | None = None) -> None:
        self._file = file
        parts = (("before", unit.before), ("after", unit.after)) if unit is not None else ()
        self._near = {(mark, number): text for mark, side in parts if side is not None for number, text in side.lines}

    def text(self, side: str, line: int) -> str | None:
        """A line as it is quoted, or None where the change doesn't show it."""
        found = self._near.get((side, line))
        if found is None:
            found = self._far.get((side, line))
        return None if found is None else quoted(found)

    @cached_property
    def _far(self) -> dict[tuple[str, int], str]:
        out: dict[tuple[str, int], str] = {}
        if self._file is None:
            return out
        for hunk in self._file.hunks:
            for line in hunk.lines:
                out.update(
                    {(mark, number): line.text for mark, number in (("before", line.old), ("after", line.new)) if number is not None}
                )
        for mark, text in (("before", self._file.before), ("after", self._file.after)):
            out.update({(mark, number): line for number, line in enumerate(lines_of(text or ""), 1)})
        return out


def quoted(text: str) -> str:
    """A line as explanations quote it: whole, or its beginning with an ellipsis."""
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def numbers(lines: Iterable[int]) -> str:
    """Line numbers in words: `line 3`, `lines 3-5`, `lines 3-5 and 9`."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    several = len(runs) > 1 or any(len(run) > 1 for run in runs)
    return f"{'lines' if several else 'line'} {_listed(spans if len(spans) <= 6 else [*spans[:5], f'{len(spans) - 5} more places'])}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
