"""Does added code behave like an attack? Each window of it is judged by its words and by what it can do and hides."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.features import Row, union, window_row
from hunkwise.features.payload import payload
from hunkwise.features.windows import Window
from hunkwise.heads.forest import Forest
from hunkwise.heads.linear import Linear

LINEAR_SHARE = 0.3
"""What the linear part adds to the trees' log-odds, which see it too."""


@dataclass(frozen=True, slots=True)
class WindowRows:
    """A window as the malice and weakness heads read it."""

    words: Row
    payload: NDArray[np.float32]


def window_rows(window: Window) -> WindowRows:
    """The rows of a window."""
    return WindowRows(window_row(window.lines), payload(window.lines))


def with_words(rows: WindowRows, words: float | np.float64) -> NDArray[np.float32]:
    """What the trees see: payload numbers and the linear part's log-odds."""
    return np.append(rows.payload, np.float32(words))


@dataclass(frozen=True, slots=True)
class MaliceHead:
    """For windows, a linear model over atoms and trees over payload numbers; for all added code of a unit or file, another linear one."""

    words: Linear
    trees: Forest
    whole: Linear

    def reads(self, rows: Sequence[WindowRows]) -> float:
        """The log-odds of all windows of a unit or file together, by their words."""
        return self.whole.score(rows[0].words if len(rows) == 1 else union([row.words for row in rows]))

    def score(self, rows: WindowRows) -> float:
        """The log-odds of one window."""
        return float(self.scores([rows])[0])

    def scores(self, rows: Sequence[WindowRows]) -> NDArray[np.float64]:
        """The log-odds (windows,) of some windows."""
        if not rows:
            return np.zeros(0)
        words = self.words.scores([row.words for row in rows])
        return self.trees.scores(np.stack([with_words(row, said) for row, said in zip(rows, words, strict=True)])) + LINEAR_SHARE * words
