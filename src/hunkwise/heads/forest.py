"""Boosted trees evaluated with numpy alone: loading them costs no import of the library that grew them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
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
        trees = np.arange(len(self.feature))
        node = np.zeros(len(self.feature), np.intp)
        while True:
            feature = self.feature[trees, node]
            inner = feature >= 0
            if not inner.any():
                return float(np.sum(self.value[trees, node], dtype=np.float64))
            low = row[np.maximum(feature, 0)] <= self.threshold[trees, node]
            node = np.where(inner, np.where(low, self.left[trees, node], self.right[trees, node]), node)
