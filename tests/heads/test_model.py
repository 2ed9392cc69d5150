"""A loaded model as others use it: thresholds, severities, evidence with lines that exist."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.edits import units
from hunkwise.errors import SettingsError
from hunkwise.heads.trained import MOST_LINES, TrainedModel

from .parts import fuser, heads, manifest

MODEL = TrainedModel(manifest(), "0" * 64, heads(), fuser())
BEFORE = "def f(a):\n    if not ok(a):\n        return\n    run(a)\n\ndef g(b):\n    return b\n"
AFTER = "def f(a):\n    run(a)\n\ndef g(b):\n    return eval(b)\n"


@pytest.mark.parametrize(("budget", "risk"), [(0.5, 0.9), (1, 0.8), (10, 0.2), (10**0.5, 0.5)])
def test_thresholds_between_budgets(budget: float, risk: float) -> None:
    """Measured budgets exactly, others straight between the logarithms."""
    assert MODEL.threshold(budget) == pytest.approx(risk)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.5, 10), st.floats(0.5, 10))
def test_a_larger_budget_alerts_from_a_lower_risk(one: float, other: float) -> None:
    """Thresholds fall with the budget."""
    assert MODEL.threshold(min(one, other)) >= MODEL.threshold(max(one, other))


@pytest.mark.parametrize("budget", [0.4999, 10.01, 0, -1, float("nan"), float("inf")])
def test_a_budget_that_was_not_measured_is_refused(budget: float) -> None:
    """With the range that may be chosen."""
    with pytest.raises(SettingsError) as error:
        MODEL.threshold(budget)
    assert "0.5 to 10" in error.value.remedy


def test_severities() -> None:
    """Of a known class its middle one, of others by the risk."""
    assert MODEL.severity("CWE-89", 0.1) == "critical"
    assert MODEL.severity("CWE-1", 0.95) == "high"
    assert MODEL.severity("", 0.5) == "medium"


def test_evidence_points_at_changed_lines() -> None:
    """Every head speaks of every unit in order, the change head of the file as well; all lines are changed lines of the unit's side."""
    cut = units(BEFORE, AFTER)
    found = MODEL.evidence(cut)
    assert [item.unit for item in found if item.source == "head:change"] == [*(unit.id for unit in cut), ""]
    changed = {
        side: {number for unit in cut if (half := getattr(unit, side)) is not None for number in half.changed}
        for side in ("before", "after")
    }
    for item in found:
        assert item.lines
        assert len(item.lines) <= MOST_LINES
        assert set(item.lines) <= changed[item.side]
        assert 0 <= item.strength <= 1
    assert {item.source for item in found} == {"head:change", "head:malice", "head:attack", "head:weakness", "memory"}
    assert 0 < MODEL.risk(found) < 1


def test_the_same_units_give_the_same_evidence() -> None:
    """Nothing hangs on what was judged before."""
    assert MODEL.evidence(units(BEFORE, AFTER)) == MODEL.evidence(units(BEFORE, AFTER))


def test_what_a_model_says_of_a_unit() -> None:
    """Leaning lines exist, a guess is a chance, nearest findings are known ones."""
    for unit in units(BEFORE, AFTER):
        numbers = {side: {n for n, _ in half.lines} for side, half in (("before", unit.before), ("after", unit.after)) if half is not None}
        assert all(line.line in numbers[line.side] for line in MODEL.lean(unit))
        assert 0 <= MODEL.weakness(unit).probability <= 1
        assert {one.id for one in MODEL.nearest(unit)} <= {fact.id for fact in MODEL.heads.memory.facts}


def test_a_model_cannot_be_changed() -> None:
    """It may be shared between threads."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        MODEL.digest = "x"  # type: ignore[misc]
