"""The measures against their definitions, computed the slow way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.training.measure import (
    auc,
    calibration_error,
    codes,
    precision_recall,
    quadratic_kappa,
    reliability,
    share,
    spread,
    strata_weights,
    threshold,
)

VALUES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9]), min_size=1, max_size=12)


def ones(values: list[float]) -> np.ndarray:
    """A weight of one for each."""
    return np.ones(len(values))


@settings(max_examples=50, deadline=None)
@given(VALUES, VALUES, st.integers(0, 99))
def test_auc_is_the_chance_to_win(harmful: list[float], harmless: list[float], seed: int) -> None:
    """The weighted share of pairs won, ties by half."""
    random = np.random.default_rng(seed)
    bad, good = random.uniform(0.1, 1, len(harmful)), random.uniform(0.1, 1, len(harmless))
    pairs = [(x > y) + (x == y) / 2 for x in harmful for y in harmless]
    expected = np.average(pairs, weights=np.outer(bad, good).ravel())
    assert auc(np.array(harmful), np.array(harmless), good, bad) == pytest.approx(expected)


@settings(max_examples=50, deadline=None)
@given(VALUES, st.sampled_from([0.005, 0.01, 0.05, 0.3, 0.9]), st.integers(0, 99))
def test_a_threshold_keeps_to_the_rate_and_is_the_lowest(harmless: list[float], rate: float, seed: int) -> None:
    """At most `rate` of the weight lies strictly above it, and more lies above every lower value."""
    values, weight = np.array(harmless), np.random.default_rng(seed).uniform(0.1, 1, len(harmless))
    at = threshold(values, weight, rate)
    assert weight[values > at].sum() / weight.sum() <= rate + 1e-9
    for lower in values[values < at]:
        assert weight[values > lower].sum() / weight.sum() > rate - 1e-9


def test_strata_earn_nothing() -> None:
    """Both sides of every stratum weigh alike, what has no other side weighs nothing, and so a guess of the stratum has auc 0.5."""
    harmful, harmless = codes(["a", "a", "b", "c"]), np.array([0, 1, 1, 1, 3])
    bad, good = strata_weights(harmful, harmless)
    assert bad.tolist() == [1, 1, 1, 0]
    assert good == pytest.approx([2, 1 / 3, 1 / 3, 1 / 3, 0])
    assert auc(harmful.astype(float), harmless.astype(float), good, bad) == pytest.approx(0.5)


def test_share_of_nothing_is_none() -> None:
    """A weight of nothing divides nothing by zero."""
    assert share(np.array([True]), np.array([0.0])) == 0
    assert share(np.array([True, False]), np.array([3.0, 1.0])) == 0.75


def test_intervals_hang_on_projects() -> None:
    """A figure equal in all projects has no width, one that hangs on one project a wide one, and the seed makes both repeatable."""
    values = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0])

    def figures(rows: np.ndarray) -> dict[str, float]:
        return {"mean": float(values[rows].mean()), "same": 1.0, "never": float("nan")}

    found = spread(figures, ["a", "a", "b", "b", "c", "c"])
    assert found["same"] == (1, 1)
    assert found["mean"][0] == 0
    assert found["mean"][1] > 0.6
    assert "never" not in found
    assert found == spread(figures, ["a", "a", "b", "b", "c", "c"])
    assert spread(figures, []) == {}


def test_calibration_error_of_honest_and_of_bold_risks() -> None:
    """What says what happens errs by nothing; what always says 0.9 where half is harmful errs by 0.4."""
    harmful = np.tile([True, False], 150)
    assert calibration_error(reliability(np.full(300, 0.9), harmful)) == pytest.approx(0.4, abs=0.01)
    assert calibration_error(reliability(harmful.astype(float), harmful)) == 0
    assert calibration_error(()) == 0
    assert [one.count for one in reliability(np.linspace(0, 1, 30), harmful[:30], bins=3)] == [10, 10, 10]


def test_kappa_counts_far_misses_more() -> None:
    """1 for agreement, 0 for chance, below for the contrary; a miss by two costs more than one by one; nothing to say is nan."""
    true = np.array([0, 1, 2, 3])
    assert quadratic_kappa(true, true, 4) == 1
    assert quadratic_kappa(true[::-1].copy(), true, 4) == pytest.approx(-1)
    assert quadratic_kappa(np.array([0, 0, 3, 3]), np.array([0, 3, 0, 3]), 4) == pytest.approx(0)
    assert quadratic_kappa(np.array([0, 2, 2, 3]), true, 4) > quadratic_kappa(np.array([0, 3, 2, 3]), true, 4)
    assert np.isnan(quadratic_kappa(np.array([], int), np.array([], int), 4))
    assert np.isnan(quadratic_kappa(np.array([1]), np.array([1]), 4))


def test_the_precision_curve_runs_to_full_recall() -> None:
    """Recall never falls, its end is 1 at even precision, and equal risks are one point."""
    points = precision_recall(np.array([0.9, 0.8, 0.1]), np.array([0.5, 0.1, 0.1]), np.ones(3), np.ones(3))
    assert points == [(0.3333, 1.0), (0.6667, 1.0), (1.0, 0.5)]
    assert precision_recall(np.ones(5), np.ones(5), np.ones(5), np.ones(5)) == [(1.0, 0.5)]
