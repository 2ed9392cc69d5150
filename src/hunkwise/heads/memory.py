"""Known findings: which of them an edit is like. Facts about findings are kept, their code isn't."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from hunkwise.features import Row
from hunkwise.heads.interface import Known

FOLD = (1 << 13) - 1
SIZE = 2 * (FOLD + 1)


def signed(change: Row) -> NDArray[np.float32]:
    """The row (SIZE,) that the projection takes: added and removed atoms apart."""
    out = np.zeros(SIZE, np.float32)
    columns = change.columns & FOLD
    np.add.at(out, np.where(change.values > 0, columns, columns + FOLD + 1), np.abs(change.values))
    return out


class Fact(Struct, frozen=True):
    """What is remembered of a known finding."""

    id: str
    where: str
    title: str
    cwe: str
    severity: str


@dataclass(frozen=True)
class Memory:
    """Directions (int8, scaled by 127) of known harmful edits in a space that `projection` (SIZE, dimensions) spans."""

    projection: NDArray[np.float32]
    vectors: NDArray[np.int8]
    facts: tuple[Fact, ...]

    def near(self, change: Row) -> NDArray[np.float32]:
        """The cosine with each known finding, in [-1, 1] though their vectors are rounded."""
        columns = (change.columns & FOLD) + np.where(change.values > 0, 0, FOLD + 1)
        place = np.abs(change.values) @ self.projection[columns]
        length = float(np.linalg.norm(place))
        if not len(self.facts) or length < 1e-6:
            return np.zeros(len(self.facts), np.float32)
        cosines = self._directions @ (place / np.float32(length)) / np.float32(127)
        return np.asarray(np.clip(cosines, -1, 1), np.float32)

    @cached_property
    def _directions(self) -> NDArray[np.float32]:
        return self.vectors.astype(np.float32)

    def nearest(self, change: Row, count: int, floor: float) -> tuple[Known, ...]:
        """The nearest known findings of at least `floor` likeness, nearest first."""
        cosines = self.near(change)
        best = np.argsort(-cosines, kind="stable")[:count]
        return tuple(
            Known(fact.id, fact.where, fact.title, fact.cwe, fact.severity, round(float(cosines[i]), 3))
            for i in best.tolist()
            if cosines[i] >= floor and (fact := self.facts[i])
        )
