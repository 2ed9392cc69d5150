"""Known findings: which of them an edit is like. Facts about findings are kept, their code isn't."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from hunkwise.features import Row
from hunkwise.heads.interface import Known

FOLD = (1 << 13) - 1
SIZE = 2 * (FOLD + 1)
NEAREST = 3
"""How many of the nearest known findings speak for an edit."""
AT_ONCE = 16
"""Edits that are compared at once: enough for the processor, few enough for its own memory."""


def signed(change: Row) -> NDArray[np.float32]:
    """The row (SIZE,) that the projection takes: added and removed atoms apart."""
    out = np.zeros(SIZE, np.float32)
    columns = change.columns & FOLD
    np.add.at(out, np.where(change.values > 0, columns, columns + FOLD + 1), np.abs(change.values))
    return out


def _largest(numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    """The NEAREST largest numbers of each row, in rising order; the table is used up. Looking for so few is quicker than sorting."""
    rows = np.arange(len(numbers))
    out = np.zeros((len(numbers), NEAREST), np.float32)
    for place in reversed(range(NEAREST)):
        at = np.argmax(numbers, axis=1)
        out[:, place] = numbers[rows, at]
        numbers[rows, at] = -np.inf
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
        return np.asarray(np.clip(self._cosines([change])[0], -1, 1), np.float32)

    def scores(self, changes: Sequence[Row]) -> list[tuple[float, float]]:
        """For each of some edits how like known harmful ones it is, and how like them its undoing is: the mean of the three nearest."""
        if len(self.facts) < NEAREST:
            return [(0.0, 0.0)] * len(changes)
        out: list[tuple[float, float]] = []
        for at in range(0, len(changes), AT_ONCE):
            there = list(changes[at : at + AT_ONCE])
            back = [Row(change.columns, -change.values) for change in there]
            likeness = np.clip(_largest(self._cosines(there + back)), -1, 1).mean(axis=1).tolist()
            out += zip(likeness[: len(there)], likeness[len(there) :], strict=True)
        return out

    def _cosines(self, changes: Sequence[Row]) -> NDArray[np.float32]:
        """The cosine (changes, facts) of some edits with each known finding, hardly above 1; 0 for an edit without a direction."""
        places = np.stack([self._place(change) for change in changes])
        lengths = np.linalg.norm(places, axis=1, keepdims=True)
        units = np.divide(places, lengths, out=np.zeros_like(places), where=lengths >= 1e-6)
        cosines: NDArray[np.float32] = units @ self._directions.T
        return cosines

    def _place(self, change: Row) -> NDArray[np.float32]:
        columns = (change.columns & FOLD) + np.where(change.values > 0, 0, FOLD + 1)
        place: NDArray[np.float32] = np.abs(change.values) @ self.projection.take(columns, axis=0)
        return place

    @cached_property
    def _directions(self) -> NDArray[np.float32]:
        return np.asarray(self.vectors / np.float32(127), np.float32)

    def nearest(self, change: Row, count: int, floor: float) -> tuple[Known, ...]:
        """The nearest known findings of at least `floor` likeness, nearest first."""
        cosines = self.near(change)
        best = np.argsort(-cosines, kind="stable")[:count]
        return tuple(
            Known(fact.id, fact.where, fact.title, fact.cwe, fact.severity, round(float(cosines[i]), 3))
            for i in best.tolist()
            if cosines[i] >= floor and (fact := self.facts[i])
        )
