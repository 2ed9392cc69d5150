"""The few lines of code that a reviewer has to see."""

from collections.abc import Sequence

from hunkwise.change.model import FileChange, Hunk, Line
from hunkwise.explain.model import ExcerptLine
from hunkwise.explain.sides import Sides, quoted
from hunkwise.judge.model import Finding

HEIGHT = 14
"""How many lines an excerpt has at most."""

LEAD = 4
"""How many lines stand before the first pointed one where there is room."""


def excerpt(finding: Finding, file: FileChange | None, shown: Sides) -> tuple[ExcerptLine, ...]:
    """The diff around the worst line, with the marks of the diff; from the file itself where no hunk shows that line."""
    worst = finding.lines[0]
    for hunk in file.hunks if file is not None else ():
        at = next((at for at, line in enumerate(hunk.lines) if _number(line, finding) == worst), None)
        if at is not None:
            return _window(_near(hunk, at, finding), worst)
    around = ((number, shown.text(finding.side, number)) for number in range(max(1, worst - HEIGHT), worst + HEIGHT))
    return _window([ExcerptLine(" ", number, text, number in finding.lines) for number, text in around if text is not None], worst)


def _number(line: Line, finding: Finding) -> int | None:
    return line.new if finding.side == "after" else line.old


def _near(hunk: Hunk, at: int, finding: Finding) -> list[ExcerptLine]:
    """The lines of a hunk around place `at`."""
    return [
        ExcerptLine(line.mark, number, quoted(line.text), _number(line, finding) in finding.lines)
        for line in hunk.lines[max(0, at - HEIGHT) : at + HEIGHT]
        if (number := line.new if line.new is not None else line.old) is not None
    ]


def _window(lines: Sequence[ExcerptLine], worst: int) -> tuple[ExcerptLine, ...]:
    """At most HEIGHT lines with the worst among them and as many of the other pointed ones as fit."""
    pointed = [at for at, line in enumerate(lines) if line.pointed]
    centre = next((at for at in pointed if lines[at].number == worst), pointed[0] if pointed else 0)
    near = [at for at in pointed if centre - HEIGHT + LEAD < at < centre + HEIGHT - LEAD]
    start = max(0, min(near, default=0) - LEAD)
    last = max((at for at in near if at < start + HEIGHT), default=start)
    return tuple(lines[start : min(start + HEIGHT, last + 1 + LEAD)])
