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
        stack: list[int] = []
        for at, end in enumerate(self.ends):
            while stack and self.ends[stack[-1]] < end:
                stack.pop()
            self.outer.append(stack[-1] if stack else -1)
            stack.append(at)

    def owner(self, line: int) -> int:
        """The innermost span around a line, -1 for none."""
        at = bisect_right(self.starts, line) - 1
        while at >= 0 and self.ends[at] < line:
            at = self.outer[at]
        return at

    def inside(self, at: int, outer: int) -> bool:
        """Whether the span `at` lies in `outer` or is it."""
        while at > outer:
            at = self.outer[at]
        return at == outer
