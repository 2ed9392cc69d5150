"""The fuser: two channels over evidence whose heads had not seen the project, calibrated, with thresholds for budgets."""

from collections.abc import Sequence
from typing import NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta
from sklearn.isotonic import IsotonicRegression

from hunkwise.heads.artifact import Threshold
from hunkwise.heads.fuse import Calibration, Channel, monotone
from hunkwise.training.fit import Flags, Floats, forest, predict, trees

ROUNDS = 150
BUDGETS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
CONFIDENCE = 0.9
TREES = {"num_leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 30, "feature_fraction": 0.6}


class Table(NamedTuple):
    """Rows of fused numbers with label and weight, and the fold of each."""

    numbers: NDArray[np.float32]
    harmful: Flags
    weight: Floats
    fold: NDArray[np.int64]

    def take(self, kept: Flags) -> "Table":
        """Those that are kept."""
        return Table(self.numbers[kept], self.harmful[kept], self.weight[kept], self.fold[kept])


class FittedChannel(NamedTuple):
    """A channel, and its scores on the rows it was fitted on, each by trees that didn't see the row's fold."""

    channel: Channel
    scores: Floats


def fit_channel(table: Table, signals: Sequence[str], seed: int) -> FittedChannel:
    """Monotone trees; calibrated on predictions for projects that they didn't see."""
    out = np.zeros(len(table.harmful))
    for k in np.unique(table.fold):
        model = _grow(table.take(table.fold != k), signals, seed)
        out[table.fold == k] = predict(model, table.numbers[table.fold == k])
    whole = _grow(table, signals, seed)
    return FittedChannel(Channel(forest(whole), calibrate(out, table.harmful, table.weight)), out)


def _grow(table: Table, signals: Sequence[str], seed: int) -> lightgbm.Booster:
    return trees(table.numbers, table.harmful, table.weight, ROUNDS, seed, monotone(signals), **TREES)


def calibrate(scores: Floats, harmful: Flags, weight: Floats) -> Calibration:
    """Isotonic regression, drawn as a strictly rising line through the middles of its steps, so that no two scores tie."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(scores, harmful.astype(float), sample_weight=weight)
    order = np.argsort(scores, kind="stable")
    at, chance, mass = scores[order], np.asarray(fitted, np.float64)[order], weight[order]
    step = np.cumsum(np.r_[True, np.abs(np.diff(chance)) > 1e-9]) - 1
    total = np.maximum(np.bincount(step, mass), 1e-12)
    middle, level = np.bincount(step, at * mass) / total, np.bincount(step, chance * mass) / total
    kept = total / total.sum() > 1e-3
    middle, level = middle[kept], np.clip(level[kept], 1e-4, 1 - 1e-4)
    middle = np.r_[min(middle[0], at[0]) - 3.0, middle, max(middle[-1], at[-1]) + 3.0]
    level = np.r_[level[0] / 10, level, 1 - (1 - level[-1]) / 10]
    rising = np.maximum.accumulate(level + np.arange(len(level)) * 1e-7)
    return Calibration(middle.astype(np.float32), rising.astype(np.float32))


def thresholds(risk: Floats) -> tuple[Threshold, ...]:
    """For each budget the lowest risk that, with CONFIDENCE, isn't exceeded more often than the budget (exact binomial bound).

    `risk` is of ordinary changes as they happened, by models that didn't see their project. A budget that so few changes can't bear out
    gets the strictest threshold that they do.
    """
    ranked = np.sort(risk)[::-1]
    count = len(ranked)
    out = []
    for budget in BUDGETS:
        allowed = max((k for k in range(count // 5) if bound(k, count) <= budget / 100), default=0)
        limit = float(np.nextafter(np.float32(ranked[allowed]), np.float32(2)))
        over = int(np.sum(ranked >= limit))
        out.append(Threshold(budget, limit, round(100 * over / count, 4), round(100 * bound(over, count), 4), count))
    return tuple(out)


def bound(hits: int, count: int) -> float:
    """The rate that `hits` in `count` don't exceed with CONFIDENCE (Clopper and Pearson, one-sided)."""
    return float(beta.ppf(CONFIDENCE, hits + 1, count - hits)) if hits < count else 1.0
