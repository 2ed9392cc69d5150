"""A linear model over hashed columns, and what each column brings to its score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.features import Row


@dataclass(frozen=True, slots=True)
class Linear:
    """Log-odds: `bias` plus the weights (one a hashed column) times the row's values."""

    weights: NDArray[np.float32]
    bias: float = 0.0

    def score(self, row: Row) -> float:
        """The log-odds of one row."""
        return self.bias + self.brings(row)

    def scores(self, rows: Sequence[Row]) -> NDArray[np.float64]:
        """The log-odds (rows,) of some rows."""
        if not rows:
            return np.zeros(0)
        parts = self.weights[np.concatenate([row.columns for row in rows])] * np.concatenate([row.values for row in rows])
        ends = np.cumsum([0, *(len(row.columns) for row in rows)])
        sums = np.concatenate([[0.0], np.cumsum(parts, dtype=np.float64)])[ends]
        return np.asarray(self.bias + np.diff(sums), np.float64)

    def brings(self, row: Row) -> float:
        """The log-odds without the bias: a part of a sum over several rows."""
        return float(self.weights[row.columns] @ row.values)
