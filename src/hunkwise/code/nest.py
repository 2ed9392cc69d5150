"""Spans of lines, one in another or apart: which is the innermost around a line."""

from bisect import bisect_right
from collections.abc import Iterable


class Nest:
    """Spans (first and last line) by their starts, the outer before the inner. `order` gives each one's place in what was given.

    A span that only overlaps another (both share a line) isn't inside it.
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        given = [(start, -max(end, start), at) for at, (start, end) in enumerate(spans)]
        given.sort()
        self.order = [at for _, _, at in given]
        self.starts = [start for start, _, _ in given]
        self.ends = [-end for _, end, _ in given]
        self.outer: list[int] = []
        self._turns: list[int] = []
        self._owners: list[int] = []
        stack: list[int] = []
        for at, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            self._close(stack, start)
            while stack and self.ends[stack[-1]] < end:
                stack.pop()
            self.outer.append(stack[-1] if stack else -1)
            stack.append(at)
            self._turn(start, at)
        self._close(stack, None)

    def _close(self, stack: list[int], line: int | None) -> None:
        """Takes off what ends before `line`."""
        while stack and (line is None or self.ends[stack[-1]] < line):
            end = self.ends[stack.pop()]
            self._turn(end + 1, stack[-1] if stack else -1)

    def _turn(self, line: int, owner: int) -> None:
        self._turns.append(line)
        self._owners.append(owner)

    def owner(self, line: int) -> int:
        """The innermost span around a line, -1 for none."""
        at = bisect_right(self._turns, line) - 1
        return self._owners[at] if at >= 0 else -1

    def inside(self, at: int, outer: int) -> bool:
        """Whether the span `at` lies in `outer` or is it."""
        while at > outer:
            at = self.outer[at]
        return at == outer
