"""The seam between trained parts and everything that uses them."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from hunkwise.code.model import Unit
from hunkwise.evidence import Evidence


class LineWeight(Struct, frozen=True):
    """What one line adds to the log-odds of harm (`side` is `before` or `after`), with its tokens in falling order of what they add."""

    side: str
    line: int
    weight: float
    tokens: tuple[tuple[str, float], ...] = ()


class Known(Struct, frozen=True):
    """A known finding in the memory: facts only, no code. `similarity` is in [0, 1], calibrated so that 0.5 is chance's best."""

    id: str
    where: str
    title: str
    cwe: str
    severity: str
    similarity: float


class Guess(Struct, frozen=True):
    """A weakness class with its probability in [0, 1]; an empty `cwe` is an honest "unknown"."""

    cwe: str
    probability: float


class Model(Protocol):
    """The trained parts of a loaded artifact. Immutable, safe to share between threads; every method is a pure function."""

    @property
    def version(self) -> str:
        """Name of the artifact: its format, its creation and the first digits of its digest."""
        ...

    @property
    def features(self) -> str:
        """The feature version that it was trained with."""
        ...

    def evidence(self, units: Sequence[Unit]) -> tuple[Evidence, ...]:
        """What the heads and the memory say of each unit, in the order of the units."""
        ...

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """The calibrated chance of harm, in [0, 1], that a set of evidence (of a unit, a file or a change) speaks for."""
        ...

    def threshold(self, budget: float) -> float:
        """The lowest risk at which at most `budget` in a hundred ordinary changes are flagged.

        Raises SettingsError where the budget is outside of what was measured.
        """
        ...

    def lean(self, unit: Unit) -> tuple[LineWeight, ...]:
        """What each changed line adds to the score of a unit, in falling order of weight."""
        ...

    def nearest(self, unit: Unit, count: int = 3) -> tuple[Known, ...]:
        """The known findings most like a unit, nearest first; empty where none is near."""
        ...

    def weakness(self, unit: Unit) -> Guess:
        """The weakness class that a unit's change looks like."""
        ...

    def severity(self, cwe: str, risk: float) -> str:
        """low, medium, high or critical, for a finding of that class."""
        ...
