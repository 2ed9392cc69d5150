"""Where a run of added or removed lines could as well stand a little higher or lower, puts it where a reader expects it.

First beside another run, so that a changed line and its successor stand together; else where it begins and ends at little indentation and
behind blank lines, so that a function is added from its head to its end.
"""

from collections.abc import Sequence
from typing import Final

from hunkwise.change.lines_diff import Run

MAX_SLIDE: Final = 100
"""Lines that a run is moved at most."""


def settled(left: Sequence[str], right: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """`runs` of a difference, moved and joined where that leaves the difference the same."""
    upward: list[Run] = []
    for run in runs:
        room = run[0] - upward[-1][1] if upward else MAX_SLIDE + 1
        if 0 < room <= MAX_SLIDE and _slack_up(left, right, run, room) == room:
            upward[-1] = (upward[-1][0], run[1] - room, upward[-1][2], run[3] - room)
        else:
            upward.append(run)
    downward: list[Run] = []
    for run in reversed(upward):
        room = downward[-1][0] - run[1] if downward else MAX_SLIDE + 1
        if 0 < room <= MAX_SLIDE and _slack_down(left, right, run, room) == room:
            downward[-1] = (run[0] + room, downward[-1][1], run[2] + room, downward[-1][3])
        else:
            downward.append(run)
    runs = downward[::-1]
    places: list[Run] = []
    for number, run in enumerate(runs):
        above = run[0] - (places[-1][1] if places else 0) - bool(places)
        below = (runs[number + 1][0] - 1 if number + 1 < len(runs) else len(left)) - run[1]
        places.append(_best(left, right, run, (max(0, above), max(0, below))))
    return places


def _moving(left: Sequence[str], right: Sequence[str], run: Run) -> tuple[Sequence[str], int, int] | None:
    """The side that alone has lines in the run, with the run's ends there; None where both have."""
    if run[0] == run[1]:
        return right, run[2], run[3]
    return (left, run[0], run[1]) if run[2] == run[3] else None


def _slack_up(left: Sequence[str], right: Sequence[str], run: Run, room: int) -> int:
    """How many lines higher the run could stand, at most `room`."""
    moving = _moving(left, right, run)
    if moving is None:
        return 0
    lines, start, end = moving
    slack = 0
    while slack < room and lines[start - slack - 1] == lines[end - slack - 1]:
        slack += 1
    return slack


def _slack_down(left: Sequence[str], right: Sequence[str], run: Run, room: int) -> int:
    """How many lines lower the run could stand, at most `room`."""
    moving = _moving(left, right, run)
    if moving is None:
        return 0
    lines, start, end = moving
    slack = 0
    while slack < room and lines[start + slack] == lines[end + slack]:
        slack += 1
    return slack


def _best(left: Sequence[str], right: Sequence[str], run: Run, room: tuple[int, int]) -> Run:
    """The run at the best of its places, the lowest of equals."""
    moving = _moving(left, right, run)
    if moving is None:
        return run
    lines, start, end = moving
    up = _slack_up(left, right, run, min(room[0], MAX_SLIDE))
    down = _slack_down(left, right, run, min(room[1], MAX_SLIDE))
    best = min(range(down, -up - 1, -1), key=lambda shift: _cost(lines, start + shift) + _cost(lines, end + shift)) if up or down else 0
    return run[0] + best, run[1] + best, run[2] + best, run[3] + best


def _cost(lines: Sequence[str], border: int) -> float:
    """How badly a border above `lines[border]` divides the text: the indentation under it, less where a blank line stands over it."""
    below = next((line for line in lines[border : border + 3] if line.strip()), "")
    closing = below.lstrip()[:1] in ("}", ")", "]") or below.strip() in ("end", "fi", "done")
    blank = border == 0 or not lines[border - 1].strip()
    return len(below.expandtabs(4)) - len(below.expandtabs(4).lstrip()) + 2 * closing - blank
