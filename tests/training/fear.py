"""A model without training that fears `risky(`, held by name so that worker processes can open it."""

from collections.abc import Sequence

from hunkwise.code.model import Unit
from hunkwise.detector import Detector
from hunkwise.evidence import Evidence
from hunkwise.heads.interface import Guess, Known, LineWeight
from hunkwise.signals import Signals


class Fear:
    """Follows `hunkwise.heads.interface.Model`."""

    version = "fear-1"
    features = "words"

    def evidence(self, units: Sequence[Unit]) -> tuple[Evidence, ...]:
        """One observation a unit, strong where a changed line of the head side has `risky(`."""
        return tuple(_evidence(unit) for unit in units)

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """The strongest."""
        return max((one.strength for one in evidence), default=0.0)

    def threshold(self, budget: float) -> float:
        """Always the middle."""
        return 0.5

    def lean(self, unit: Unit) -> tuple[LineWeight, ...]:
        """Nothing to say."""
        return ()

    def nearest(self, unit: Unit, count: int = 3) -> tuple[Known, ...]:
        """Knows nothing."""
        return ()

    def weakness(self, unit: Unit) -> Guess:
        """Always the same."""
        return Guess("CWE-95", 0.8)

    def severity(self, cwe: str, risk: float) -> str:
        """Always high."""
        return "high"


def _evidence(unit: Unit) -> Evidence:
    lines = unit.after.lines if unit.after is not None else ()
    changed = unit.after.changed if unit.after is not None else ()
    feared = tuple(number for number, text in lines if number in changed and "risky(" in text)
    return Evidence("head:change", "head", unit.id, unit.path, "after", feared, 0.9 if feared else 0.1)


def open_fear() -> Detector:
    """A detector of fear alone."""
    return Detector(Fear(), Signals(()))
