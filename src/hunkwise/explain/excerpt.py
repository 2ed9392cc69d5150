"""The few lines of code that a reviewer has to see."""

from collections.abc import Sequence
from typing import Literal

from hunkwise.change.model import FileChange
from hunkwise.explain.model import ExcerptLine
from hunkwise.explain.sides import Sides, quoted
from hunkwise.judge.model import Finding

HEIGHT = 14
"""How many lines an excerpt has at most."""

LEAD = 4
"""How many lines stand before the first pointed one where there is room."""


def excerpt(finding: Finding, file: FileChange | None, shown: Sides) -> tuple[ExcerptLine, ...]:
    """The diff around the worst line, with the marks of the diff; from the file itself where no hunk shows that line."""
    pointed = set(finding.lines)
    for hunk in file.hunks if file is not None else ():
        lines = [
            ExcerptLine(line.mark, number, quoted(line.text), _number(line.old, line.new, finding.side) in pointed)
            for line in hunk.lines
            if (number := line.new if line.new is not None else line.old) is not None
        ]
        at = [_number(line.old, line.new, finding.side) for line in hunk.lines]
        if finding.lines[0] in at:
            return _window(lines, at.index(finding.lines[0]))
    known = shown.after if finding.side == "after" else shown.before
    around = range(finding.lines[0] - HEIGHT, finding.lines[0] + HEIGHT)
    numbers = [number for number in around if number in known]
    plain = [ExcerptLine(" ", number, quoted(known[number]), number in pointed) for number in numbers]
    return _window(plain, numbers.index(finding.lines[0])) if finding.lines[0] in numbers else ()


def _number(old: int | None, new: int | None, side: Literal["before", "after"]) -> int | None:
    return new if side == "after" else old


def _window(lines: Sequence[ExcerptLine], worst: int) -> tuple[ExcerptLine, ...]:
    """At most HEIGHT lines with the worst among them and as many of the other pointed ones as fit."""
    reach = range(max(0, worst - HEIGHT + LEAD + 1), min(len(lines), worst + HEIGHT - LEAD))
    near = [at for at in reach if lines[at].pointed]
    start = max(0, min(near) - LEAD)
    shown = lines[start : start + HEIGHT]
    last = max(at for at in range(start, start + len(shown)) if lines[at].pointed)
    return tuple(shown[: last - start + 1 + LEAD])
