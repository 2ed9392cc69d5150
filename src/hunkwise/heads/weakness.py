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


def folded(change: Row, context: Row) -> NDArray[np.float32]:
    """The row (CLASS_MASK + 1,) of the class model: what an edit touches, in either direction, and a little of its surroundings."""
    out = np.zeros(CLASS_MASK + 1, np.float32)
    np.add.at(out, change.columns & CLASS_MASK, np.abs(change.values))
    np.add.at(out, context.columns & CLASS_MASK, np.float32(0.3) * context.values)
    return out


@dataclass(frozen=True, slots=True)
class ClassHead:
    """A multinomial model of weakness classes. Under `floor` its answer is "unknown"."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    floor: float

    def guess(self, change: Row, context: Row) -> Guess:
        """The likeliest class with its probability, or an empty class."""
        scores = self.weights @ folded(change, context) + self.bias
        odds = np.exp(scores - scores.max())
        chances = odds / odds.sum()
        best = int(np.argmax(chances))
        chance = float(chances[best])
        return Guess(self.classes[best], chance) if chance >= self.floor else Guess("", chance)
