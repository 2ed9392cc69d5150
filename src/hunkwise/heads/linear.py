"""A linear model over hashed columns, and what each column brings to its score."""

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

    def brings(self, row: Row) -> float:
        """The log-odds without the bias: a part of a sum over several rows."""
        return float(self.weights[row.columns] @ row.values)
