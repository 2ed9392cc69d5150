"""The fuser: two channels on one scale of surprise, calibrated, from evidence of heads that hadn't seen the project; thresholds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import beta
from sklearn.isotonic import IsotonicRegression

from hunkwise.heads.artifact import Threshold
from hunkwise.heads.fuse import Channel, Curve
from hunkwise.heads.linear import Linear
from hunkwise.training.fit import Flags, Floats

PENALTY = 3.0
BUDGETS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
CONFIDENCE = 0.9
RANKS = (5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120)
"""Ranks of ordinary changes, from the worst, through which the curve of surprise is drawn; above, it goes on straight."""


class Table(NamedTuple):
    """Rows of fused numbers with label and weight, and the fold of each."""

    numbers: NDArray[np.float32]
    harmful: Flags
    weight: Floats
    fold: NDArray[np.int64]

    def take(self, kept: Flags) -> "Table":
        """Those that are kept."""
        return Table(self.numbers[kept], self.harmful[kept], self.weight[kept], self.fold[kept])


def fit_sum(table: Table, signs: NDArray[np.int8]) -> Linear:
    """Logistic regression in which a number with sign 1 can't have a weight under 0, one with sign -1 none over 0, one with sign 0 none."""
    numbers, side = table.numbers.astype(np.float64), np.where(table.harmful, 1.0, -1.0)

    def loss(point: Floats) -> tuple[float, Floats]:
        margin = side * (numbers @ point[:-1] + point[-1])
        pull = -table.weight * side / (1 + np.exp(np.clip(margin, -500, 500)))
        value = np.sum(table.weight * np.logaddexp(0, -margin)) + PENALTY / 2 * np.sum(point[:-1] ** 2)
        return float(value), np.append(numbers.T @ pull + PENALTY * point[:-1], pull.sum())

    bounds = [(0.0 if sign >= 0 else None, 0.0 if sign <= 0 else None) for sign in signs.tolist()]
    found = minimize(loss, np.zeros(numbers.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return Linear(found.x[:-1].astype(np.float32), float(found.x[-1]))


def held_out_sums(table: Table, signs: NDArray[np.int8], rows: NDArray[np.float32], fold: NDArray[np.int64]) -> Floats:
    """The sum of every row by weights that didn't see its fold."""
    out = np.zeros(len(rows))
    for k in np.unique(fold):
        model = fit_sum(table.take(table.fold != k), signs)
        out[fold == k] = rows[fold == k] @ model.weights + model.bias
    return out


def surprise(ordinary: Floats) -> Curve:
    """Minus the logarithm of the share of ordinary changes that score at least as high, as a strictly rising line."""
    ranked = np.sort(ordinary)[::-1]
    ranks = np.array([rank for rank in RANKS if rank <= len(ranked)] or [1])
    at, value = ranked[ranks - 1][::-1], -np.log((ranks - 0.5) / len(ranked))[::-1]
    kept = np.r_[np.diff(at) > 1e-6, True]
    at, value = at[kept], value[kept]
    slope = max((value[-1] - value[max(0, len(value) - 4)]) / max(at[-1] - at[max(0, len(at) - 4)], 1e-6), 0.05) if len(at) > 1 else 1.0
    at, value = np.r_[at[0] - 20, at, at[-1] + 20], np.r_[value[0] - 0.5, value, value[-1] + 20 * slope]
    return Curve(at.astype(np.float32), value.astype(np.float32))


def channel(table: Table, signs: NDArray[np.int8], ordinary: Floats) -> Channel:
    """The channel that is shipped; `ordinary` are held-out sums of ordinary changes."""
    return Channel(fit_sum(table, signs), surprise(ordinary))


def calibrate(scores: Floats, harmful: Flags, weight: Floats) -> Curve:
    """Isotonic regression, drawn as a strictly rising line through the middles of its steps, so that no two scores tie."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(scores, harmful.astype(float), sample_weight=weight)
    order = np.argsort(scores, kind="stable")
    at, chance, mass = scores[order], np.asarray(fitted, np.float64)[order], weight[order]
    step = np.cumsum(np.r_[True, np.abs(np.diff(chance)) > 1e-9]) - 1
    total = np.maximum(np.bincount(step, mass), 1e-12)
    middle, level = np.bincount(step, at * mass) / total, np.bincount(step, chance * mass) / total
    kept = total / total.sum() > 1e-3
    middle, level = middle[kept], np.clip(level[kept], 1e-4, 0.999)
    middle = np.r_[min(middle[0], at[0]) - 3.0, middle, max(middle[-1], at[-1]) + 3.0]
    level = np.r_[level[0] / 10, level, 1 - (1 - level[-1]) / 10]
    rising = np.maximum.accumulate(level) + np.arange(len(level)) * 1e-6
    return Curve(middle.astype(np.float32), np.minimum(rising, 1 - 1e-6).astype(np.float32))


def thresholds(risk: Floats) -> tuple[Threshold, ...]:
    """For each budget the lowest risk that, with CONFIDENCE, isn't exceeded more often than the budget (exact binomial bound).

    `risk` is of ordinary changes as they happened, by models that didn't see their project. A budget that so few changes can't bear out
    gets the strictest threshold that they do.
    """
    ranked = np.sort(risk)[::-1]
    count = len(ranked)
    hits = np.arange(count // 5)
    bounds = beta.ppf(CONFIDENCE, hits + 1, count - hits)
    out = []
    for budget in BUDGETS:
        allowed = max(int(np.searchsorted(bounds, budget / 100, "right")) - 1, 0)
        limit = float(np.nextafter(np.float32(ranked[allowed]), np.float32(2)))
        over = int(np.sum(ranked >= limit))
        out.append(Threshold(budget, limit, round(100 * over / count, 4), round(100 * bound(over, count), 4), count))
    return tuple(out)


def bound(hits: int, count: int) -> float:
    """The rate that `hits` in `count` don't exceed with CONFIDENCE (Clopper and Pearson, one-sided)."""
    return float(beta.ppf(CONFIDENCE, hits + 1, count - hits)) if hits < count else 1.0


def only(names: Sequence[str], columns: Sequence[str], signs: NDArray[np.int8]) -> NDArray[np.int8]:
    """The signs with 0 for every column that isn't named."""
    return np.where(np.isin(np.array(columns), np.array(names)), signs, 0).astype(np.int8)
