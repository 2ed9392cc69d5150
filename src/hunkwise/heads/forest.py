"""Boosted trees evaluated with numpy alone: loading them costs no import of the library that grew them."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 64
"""Leaves of a tree up to which all its questions are asked at once."""

AT_ONCE = 16
"""Rows of which all questions are asked at once: so many fit into the processor's own memory."""


class _Questions(NamedTuple):
    """All questions of all trees, padded to the largest: arrays (questions, trees), and the leaves from left to right (trees, leaves).

    `kept` has a bit for every leaf that a "no" leaves possible, in as few bytes as hold them all.
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    kept: NDArray[np.unsignedinteger]
    value: NDArray[np.float32]


@dataclass(frozen=True)
class Forest:
    """Trees side by side, padded to the largest: arrays (trees, nodes).

    A node with `feature` -1 is a leaf whose `value` counts; the others go to `left` where the row's feature is at most `threshold`, else to
    `right`. The score is the sum of the leaves reached: log-odds.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]

    def score(self, row: NDArray[np.float32]) -> float:
        """The log-odds of one row (features,)."""
        return float(self.scores(row[None])[0])

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds (rows,) of some rows (rows, features)."""
        asked = self._questions
        if asked is None:
            return np.array([self._walked(row) for row in rows], np.float64)
        return np.concatenate([_answered(asked, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)] or [np.zeros(0)])

    def _walked(self, row: NDArray[np.float32]) -> float:
        """The same, level by level, for trees of any size."""
        trees = np.arange(len(self.feature))
        node = np.zeros(len(self.feature), np.intp)
        while True:
            feature = self.feature[trees, node]
            inner = feature >= 0
            if not inner.any():
                return float(np.sum(self.value[trees, node], dtype=np.float64))
            low = row[np.maximum(feature, 0)] <= self.threshold[trees, node]
            node = np.where(inner, np.where(low, self.left[trees, node], self.right[trees, node]), node)

    @cached_property
    def _questions(self) -> _Questions | None:
        """The questions of all trees, None where a tree has more than `MOST_LEAVES` leaves."""
        trees = [_asked(*(part.tolist() for part in tree)) for tree in zip(self.feature, self.left, self.right, strict=True)]
        if not trees or any(len(leaves) > MOST_LEAVES for _, leaves in trees):
            return None
        most, widest = max(len(inner) for inner, _ in trees), max(len(leaves) for _, leaves in trees)
        feature = np.zeros((most, len(trees)), np.intp)
        threshold = np.full((most, len(trees)), np.inf, np.float32)
        kept = np.full((most, len(trees)), ~np.uint64(0))
        value = np.zeros((len(trees), widest), np.float32)
        for at, (inner, leaves) in enumerate(trees):
            for place, (node, bits) in enumerate(inner):
                feature[place, at], threshold[place, at], kept[place, at] = self.feature[at, node], self.threshold[at, node], bits
            value[at, : len(leaves)] = self.value[at, leaves]
        size = next(kind for kind in (np.uint8, np.uint16, np.uint32, np.uint64) if widest <= np.iinfo(kind).bits)
        return _Questions(feature, threshold, kept.astype(size), value)


def _answered(asked: _Questions, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The scores of a few rows: a "no" rules out the leaves under the left branch; of those that stay the leftmost is the one reached."""
    no = ~(rows.take(asked.feature, axis=1) <= asked.threshold)
    kind = asked.kept.dtype.type
    possible = np.bitwise_and.reduce(np.where(no, asked.kept, ~kind(0)), axis=1)
    lowest = possible & (~possible + kind(1))
    leaf = np.frexp(lowest.astype(np.float64))[1] - 1
    return np.asarray(np.sum(asked.value[np.arange(len(asked.value)), leaf], axis=1, dtype=np.float64))


def _asked(feature: list[int], left: list[int], right: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """The inner nodes of a tree, each with the leaves (as bits) that a "no" leaves possible, and the leaves from left to right."""
    leaves: list[int] = []
    inner: list[tuple[int, int]] = []
    first: dict[int, int] = {}
    waiting = [(0, False)]
    while waiting and len(leaves) <= MOST_LEAVES:
        node, passed = waiting.pop()
        if feature[node] < 0:
            leaves.append(node)
        elif passed:  # Everything to the left has been numbered.
            under = (1 << len(leaves)) - (1 << first[node])
            inner.append((node, ~under & ((1 << MOST_LEAVES) - 1)))
        else:
            first[node] = len(leaves)
            waiting += [(right[node], False), (node, True), (left[node], False)]
    return inner, leaves
