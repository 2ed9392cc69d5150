"""The fuser's fit: signs, surprise, calibration and thresholds with their exact bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from hunkwise.training.fuser_fit import BUDGETS, CONFIDENCE, Table, bound, calibrate, fit_sum, held_out_sums, only, surprise, thresholds

KNOWN = [(0, 10, 0.20567), (0, 100, 0.022763), (1, 10, 0.33685), (3, 50, 0.128758), (10, 1000, 0.015365)]


def table(seed: int = 1, count: int = 400) -> Table:
    """Numbers of which the first speaks for harm, the second against it, the third by chance, the fourth for it though it may not."""
    draw = np.random.default_rng(seed)
    numbers = draw.normal(size=(count, 4)).astype(np.float32)
    harmful = numbers[:, 0] - numbers[:, 1] + numbers[:, 3] + draw.normal(0, 0.5, count) > 0
    return Table(numbers, harmful, np.ones(count), np.arange(count) % 5)


def test_weights_have_the_signs_that_they_may_have() -> None:
    """A number that speaks against what its sign allows weighs nothing, whatever the data say."""
    assert np.all(fit_sum(table(), np.array([1, -1, 1, 0], np.int8)).weights * np.array([1, -1, 1, 0]) >= 0)
    free = fit_sum(table(), np.array([1, -1, 1, 1], np.int8)).weights
    assert free[0] > 0.5
    assert free[1] < -0.5
    assert free[3] > 0.5
    forced = fit_sum(table(), np.array([-1, 1, 0, 0], np.int8)).weights
    assert forced.tolist() == pytest.approx([0, 0, 0, 0], abs=1e-6)


def test_a_sum_is_logistic_regression() -> None:
    """Where the signs don't bind: the gradient of the penalised loss is nothing at what was found."""
    mine = table()
    model = fit_sum(mine, np.array([1, -1, 1, 1], np.int8))
    margin = mine.numbers @ model.weights + model.bias
    pull = 1 / (1 + np.exp(-margin)) - mine.harmful
    assert abs(pull.sum()) < 0.3
    free = np.abs(model.weights) > 1e-6
    assert np.abs(mine.numbers.T @ pull + 3.0 * model.weights)[free].max() < 0.3


def test_held_out_sums_do_not_see_their_fold() -> None:
    """Labels of a fold turned round change nothing of the sums of that fold."""
    mine, signs = table(), np.array([1, -1, 1, 1], np.int8)
    one = held_out_sums(mine, signs, mine.numbers, mine.fold)
    wrong = mine._replace(harmful=np.where(mine.fold == 2, ~mine.harmful, mine.harmful))
    two = held_out_sums(wrong, signs, mine.numbers, mine.fold)
    assert one[mine.fold == 2].tolist() == two[mine.fold == 2].tolist()
    assert one[mine.fold == 1].tolist() != two[mine.fold == 1].tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-30, 30) | st.sampled_from([0.0, 1.0]), min_size=1, max_size=400))
def test_surprise_rises(ordinary: list[float]) -> None:
    """Strictly, of any ordinary scores, ties and single ones too."""
    curve = surprise(np.array(ordinary))
    assert np.all(np.diff(curve.at) > 0)
    assert np.all(np.diff(curve.value) > 0)
    assert np.all(np.isfinite(curve.value))


def test_surprise_is_what_a_score_costs() -> None:
    """Minus the logarithm of the share of ordinary changes that score as high."""
    curve = surprise(np.random.default_rng(1).normal(size=20_000))
    for share in (0.2, 0.05, 0.01, 0.002):
        at = float(np.quantile(np.random.default_rng(1).normal(size=20_000), 1 - share))
        assert curve(at) == pytest.approx(-np.log(share), abs=0.15)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["noise", "sharp", "wide", "few"])
def test_calibration_rises_strictly(seed: int, kind: str) -> None:
    """No two scores tie, no chance is 0 or 1, for noisy, separable, many and few scores."""
    draw = np.random.default_rng(seed)
    count = {"noise": 3000, "sharp": 500, "wide": 40_000, "few": 12}[kind]
    scores = draw.normal(0, 3, count)
    chance = {"noise": np.full(count, 0.5), "sharp": (scores > 0) * 1.0}.get(kind, 1 / (1 + np.exp(-scores)))
    harmful = draw.uniform(size=count) < chance
    harmful[:2] = [True, False]
    curve = calibrate(scores, harmful, draw.uniform(0.1, 2, count))
    assert np.all(np.diff(curve.at) > 0)
    assert np.all(np.diff(curve.value) > 0)
    assert 0 < curve.value[0] < curve.value[-1] < 1
    if kind == "wide":
        probe = np.linspace(-5, 5, 21)
        assert [curve(x) for x in probe] == pytest.approx((1 / (1 + np.exp(-probe))).tolist(), abs=0.05)


@pytest.mark.parametrize(("hits", "count", "expected"), KNOWN)
def test_the_bound_is_exact(hits: int, count: int, expected: float) -> None:
    """Clopper and Pearson: the rate at which so few hits have a chance of just one in ten."""
    assert bound(hits, count) == pytest.approx(expected, rel=2e-4)
    assert binom.cdf(hits, count, bound(hits, count)) == pytest.approx(1 - CONFIDENCE, abs=1e-9)


def test_the_bound_of_all() -> None:
    """Where everything was hit nothing is excluded; without hits it is the closed form."""
    assert bound(7, 7) == 1.0
    assert bound(0, 50) == pytest.approx(1 - 0.1 ** (1 / 50))


def test_thresholds_keep_their_budget() -> None:
    """The bound, not only what was observed, is within the budget; the lowest such threshold; larger budgets have lower ones."""
    risk = np.random.default_rng(1).beta(1, 8, 20_000)
    found = thresholds(risk)
    assert tuple(one.budget for one in found) == BUDGETS
    for one in found:
        over = int(np.sum(risk >= one.risk))
        assert one.observed == pytest.approx(100 * over / len(risk), abs=1e-3)
        assert one.bound == pytest.approx(100 * bound(over, len(risk)), abs=1e-3)
        assert one.bound <= one.budget
        assert 100 * bound(over + 1, len(risk)) > one.budget
        assert one.changes == len(risk)
    assert [one.risk for one in found] == sorted((one.risk for one in found), reverse=True)


def test_thresholds_of_few_changes() -> None:
    """A budget that so few can't bear out gets the strictest threshold: above all of them, and the bound says what is sure."""
    found = thresholds(np.linspace(0.1, 0.9, 20))
    assert found[0].risk > 0.9
    assert found[0].observed == 0
    assert found[0].bound == pytest.approx(100 * (1 - 0.1 ** (1 / 20)), abs=1e-3)
    assert found[0].bound > found[0].budget
    assert all(one.observed == 0 for one in thresholds(np.full(500, 0.3)))


def test_only_the_named_columns() -> None:
    """All others are shut out."""
    assert only(["a", "c"], ["a", "b", "c"], np.array([1, 1, -1], np.int8)).tolist() == [1, 0, -1]
