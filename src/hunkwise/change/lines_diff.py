"""Where two lists of lines differ: Myers' greedy algorithm, split at lines that are unique on both sides where a file changed a lot.

Time and memory are bounded: what is still not aligned then counts as replaced, which is never wrong, only coarse.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

Run = tuple[int, int, int, int]
"""`left[a:b]` became `right[c:d]`, as (a, b, c, d), counted from 0."""

MAX_EDITS: Final = 400
"""Lines removed and added in one stretch up to which the shortest edit is looked for."""
MAX_STEPS: Final = 3_000_000
"""Comparisons in one stretch."""
MAX_DEPTH: Final = 8


def changed_runs(left: Sequence[str], right: Sequence[str]) -> list[Run]:
    """The runs in which the lists differ, in order, none touching the next. `left` with them replaced is `right`."""
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(line, len(numbers)) for line in left]
    b = [numbers.setdefault(line, len(numbers)) for line in right]
    runs: list[Run] = []
    stack: list[tuple[Run, int]] = [((0, len(a), 0, len(b)), 0)]
    while stack:
        stretch, depth = stack.pop()
        a0, a1, b0, b1 = _trimmed(a, b, stretch)
        if a0 == a1 and b0 == b1:
            continue
        if a0 == a1 or b0 == b1:
            runs.append((a0, a1, b0, b1))
            continue
        found = _shortest(a[a0:a1], b[b0:b1])
        if found is not None:
            runs += [(x0 + a0, x1 + a0, y0 + b0, y1 + b0) for x0, x1, y0, y1 in found]
            continue
        anchors = _anchors(a, b, (a0, a1, b0, b1)) if depth < MAX_DEPTH else []
        if not anchors:
            runs.append((a0, a1, b0, b1))
            continue
        gaps: list[tuple[Run, int]] = []
        for x, y in [*anchors, (a1, b1)]:
            gaps.append(((a0, x, b0, y), depth + 1))
            a0, b0 = x + 1, y + 1
        stack += reversed(gaps)
    return _joined(runs)


def _trimmed(a: list[int], b: list[int], stretch: Run) -> Run:
    """The stretch without what both sides begin and end with."""
    a0, a1, b0, b1 = stretch
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    return a0, a1, b0, b1


def _shortest(a: list[int], b: list[int]) -> list[Run] | None:
    """The runs of a shortest edit, or None where it takes more than MAX_EDITS or MAX_STEPS."""
    n, m = len(a), len(b)
    if abs(n - m) > MAX_EDITS:
        return None
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    steps = 0
    for edits in range(min(MAX_EDITS, n + m) + 1):
        trace.append(reach)
        reach = dict(reach)
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            y = x - k
            start = x
            while x < n and y < m and a[x] == b[y]:
                x, y = x + 1, y + 1
            steps += x - start
            reach[k] = x
            if x >= n and y >= m:
                return _edits(trace, n, m)
        if steps > MAX_STEPS:
            return None
    return None


def _edits(trace: list[dict[int, int]], x: int, y: int) -> list[Run]:
    """The way back through the trace, as runs of one line each from the last to the first, turned round and joined."""
    runs: list[Run] = []
    for edits in range(len(trace) - 1, 0, -1):
        reach, k = trace[edits], x - y
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        k += 1 if down else -1
        x = reach[k]
        y = x - k
        runs.append((x, x, y, y + 1) if down else (x, x + 1, y, y))
    return _joined(runs[::-1])


def _joined(runs: list[Run]) -> list[Run]:
    """`runs` with those that touch made one."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1][1] == run[0] and out[-1][3] == run[2]:
            out[-1] = (out[-1][0], run[1], out[-1][2], run[3])
        else:
            out.append(run)
    return out


def _anchors(a: list[int], b: list[int], stretch: Run) -> list[tuple[int, int]]:
    """The longest rising chain of lines that stand once on each side of the stretch, as pairs of indexes."""
    here, there = _once(a, *stretch[:2]), _once(b, *stretch[2:])
    pairs = [(at, there[line]) for line, at in here.items() if line in there]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, y) in enumerate(pairs):
        place = bisect_left(tails, y)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [y]
        ends[place : place + 1] = [number]
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _once(lines: list[int], start: int, end: int) -> dict[int, int]:
    """The lines that stand exactly once in the stretch, with their indexes, in order."""
    seen: dict[int, int] = {}
    for at in range(start, end):
        seen[lines[at]] = -1 if lines[at] in seen else at
    return {line: at for line, at in seen.items() if at >= 0}
