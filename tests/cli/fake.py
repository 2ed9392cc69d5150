"""A model without training: it fears `risky(` and rates what signals say. Enough to walk the corridor."""

from collections.abc import Sequence

from hunkwise.code.model import Unit
from hunkwise.errors import SettingsError
from hunkwise.evidence import Evidence
from hunkwise.heads.interface import Guess, Known, LineWeight


class FakeModel:
    """Satisfies `hunkwise.heads.interface.Model`: harm is an added line with `risky(`."""

    version = "fake-1"
    features = "fake"

    def evidence(self, units: Sequence[Unit]) -> tuple[Evidence, ...]:
        """One observation of the change head for each unit."""
        return tuple(
            Evidence(
                "head:change",
                "head",
                unit.id,
                unit.path,
                "after",
                tuple(line.line for line in self.lean(unit)),
                0.9 if self.lean(unit) else 0.01,
            )
            for unit in units
        )

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """The strongest evidence that speaks of something worse."""
        return max((one.strength for one in evidence if one.trend == "worse"), default=0.01)

    def threshold(self, budget: float) -> float:
        """Lower for those who can bear more."""
        if budget < 0.1:
            raise SettingsError(f"the budget {budget:g} is below what was measured", "Choose 0.1 or more")
        return 0.5 if budget < 10 else 0.005

    def lean(self, unit: Unit) -> tuple[LineWeight, ...]:
        """The changed lines with `risky(`."""
        side = unit.after
        return (
            tuple(
                LineWeight("after", number, 3.0, (("risky", 3.0),))
                for number, text in side.lines
                if number in side.changed and "risky(" in text
            )
            if side
            else ()
        )

    def nearest(self, unit: Unit, count: int = 3) -> tuple[Known, ...]:
        """Knows nothing."""
        return ()

    def weakness(self, unit: Unit) -> Guess:
        """Always code injection."""
        return Guess("CWE-95", 0.8)

    def severity(self, cwe: str, risk: float) -> str:
        """High from 0.5, else low."""
        return "high" if risk >= 0.5 else "low"
