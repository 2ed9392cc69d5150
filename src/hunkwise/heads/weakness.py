"""Does code look like code in which a weakness was found? And which class of weakness does an edit look like?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.features import Row
from hunkwise.heads.interface import Guess
from hunkwise.heads.linear import Linear

CLASS_MASK = (1 << 14) - 1
"""The class model folds the hashed columns to this many, so that twenty classes stay small."""


@dataclass(frozen=True, slots=True)
class WeaknessHead:
    """A linear model over a window's atoms."""

    words: Linear


CONTEXT_SHARE = np.float32(0.3)
"""What the surroundings weigh beside the edit itself."""


def parts(change: Row, context: Row) -> Row:
    """What the class model reads: what an edit touches, in either direction, and a little of its surroundings; columns may repeat."""
    columns = np.concatenate([change.columns, context.columns]) & CLASS_MASK
    return Row(columns, np.concatenate([np.abs(change.values), CONTEXT_SHARE * context.values]))


@dataclass(frozen=True, slots=True)
class ClassHead:
    """A multinomial model of weakness classes. Under `floor` its answer is "unknown"."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    floor: float

    def guess(self, change: Row, context: Row) -> Guess:
        """The likeliest class with its probability, or an empty class."""
        row = parts(change, context)
        scores = self.weights.take(row.columns, axis=1) @ row.values + self.bias
        odds = np.exp(scores - scores.max())
        chances = odds / odds.sum()
        best = int(np.argmax(chances))
        chance = float(chances[best])
        return Guess(self.classes[best], chance) if chance >= self.floor else Guess("", chance)
