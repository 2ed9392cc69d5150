"""Measures of ratings, in numpy alone: weighted ranking, thresholds, strata, calibration, agreement, and intervals by project."""

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Interval = tuple[float, float]

ROUNDS = 200
SEED = 7
_LEAST = 1e-12
"""Stands for a weight of nothing where one divides by it."""


def auc(harmful: Floats, harmless: Floats, harmless_weight: Floats, harmful_weight: Floats) -> float:
    """The chance that a harmful one ranks above a harmless one, each drawn by weight; ties count half."""
    order = np.argsort(harmless, kind="stable")
    ranked = harmless[order]
    mass = np.concatenate(([0.0], np.cumsum(harmless_weight[order])))
    under, upto = mass[np.searchsorted(ranked, harmful, "left")], mass[np.searchsorted(ranked, harmful, "right")]
    return float((harmful_weight @ (under + upto)) / 2 / (harmful_weight.sum() * max(mass[-1], _LEAST)))


def threshold(harmless: Floats, weight: Floats, rate: float) -> float:
    """The lowest risk with at most `rate` of the weight strictly above it; what lies strictly above is flagged. Needs one value or more."""
    order = np.argsort(-harmless, kind="stable")
    above = np.cumsum(weight[order]) / weight.sum()
    at = int(np.searchsorted(above, rate, "right"))
    return float(harmless[order[min(at, len(order) - 1)]])


def share(flags: NDArray[np.bool_] | Floats, weight: Floats) -> float:
    """The weighted mean; 0 where nothing has weight."""
    return float((flags * weight).sum() / max(weight.sum(), _LEAST))


def codes(names: Sequence[Hashable]) -> Rows:
    """A number for every distinct name, from 0 in the order of first appearance."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(name, len(seen)) for name in names], np.int64)


def strata_weights(harmful: Rows, harmless: Rows) -> tuple[Floats, Floats]:
    """Weights that make every stratum weigh alike on both sides, so that guessing the stratum earns nothing.

    `harmful` and `harmless` are the strata by number. A harmful one weighs 1, or 0 where its stratum has no harmless one; the harmless ones
    of a stratum share the weight of its harmful ones.
    """
    size = int(max(harmful.max(initial=0), harmless.max(initial=0))) + 1
    bad, good = np.bincount(harmful, minlength=size), np.bincount(harmless, minlength=size)
    return (good[harmful] > 0).astype(np.float64), bad[harmless] / good[harmless]


def spread(figures: Callable[[Rows], Mapping[str, float]], projects: Sequence[str]) -> dict[str, Interval]:
    """95 % intervals of figures, from `ROUNDS` draws of as many projects as there are, with replacement and all rows of each.

    `figures` gets the numbers of the drawn rows; a draw for which it gives nothing (one side is empty) doesn't count.
    """
    of = codes(projects)
    rows = [np.flatnonzero(of == project) for project in range(int(of.max(initial=-1)) + 1)]
    random = np.random.default_rng(SEED)
    drawn: dict[str, list[float]] = {}
    for _ in range(ROUNDS if rows else 0):
        for name, value in figures(np.concatenate([rows[at] for at in random.integers(len(rows), size=len(rows))])).items():
            if np.isfinite(value):
                drawn.setdefault(name, []).append(value)
    return {
        name: (round(float(np.percentile(of_one, 2.5)), 4), round(float(np.percentile(of_one, 97.5)), 4)) for name, of_one in drawn.items()
    }


class Bin(Struct, frozen=True):
    """A bin of the reliability diagram: the mean risk said, the share that was harmful, and how many changes it holds."""

    said: float
    harmful: float
    count: int


def reliability(risk: Floats, harmful: NDArray[np.bool_], bins: int = 15) -> tuple[Bin, ...]:
    """Bins of equal count over the risk, lowest first (fewer bins than asked for where there are fewer changes)."""
    order = np.argsort(risk, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return tuple(Bin(float(risk[part].mean()), float(harmful[part].mean()), len(part)) for part in parts)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The adaptive expected calibration error: how far the risk said lies from the share that was harmful, on average."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.said - one.harmful) for one in bins) / total if total else 0.0


def quadratic_kappa(said: Rows, true: Rows, levels: int) -> float:
    """Agreement of two orderings into `levels`, beyond chance: 1 perfect, 0 chance, nan where it can't be said.

    Disagreement counts by its square.
    """
    if len(said) == 0:
        return float("nan")
    seen = np.zeros((levels, levels))
    np.add.at(seen, (said, true), 1.0)
    step = np.arange(levels)
    cost = np.square(step[:, None] - step[None, :])
    expected = np.outer(seen.sum(1), seen.sum(0)) / len(said)
    chance = float((cost * expected).sum())
    return 1 - float((cost * seen).sum()) / chance if chance > 0 else float("nan")


def precision_recall(harmful: Floats, harmless: Floats, harmless_weight: Floats, harmful_weight: Floats, most: int = 200) -> list[Interval]:
    """Points (recall, precision) from the highest risk down, both sides given equal weight in all; `most` points evenly over the recall."""
    risk = np.concatenate([harmful, harmless])
    good = np.concatenate([harmful_weight / max(harmful_weight.sum(), _LEAST), np.zeros(len(harmless))])
    bad = np.concatenate([np.zeros(len(harmful)), harmless_weight / max(harmless_weight.sum(), _LEAST)])
    order = np.argsort(-risk, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(risk[order])), len(order) - 1)  # the last of each run of equal risks
    recall, wrong = np.cumsum(good[order])[ends], np.cumsum(bad[order])[ends]
    kept = np.unique(np.searchsorted(recall, np.linspace(0, recall[-1], most)).clip(0, len(recall) - 1))
    return [
        (round(float(recall[at]), 4), round(float(recall[at] / max(recall[at] + wrong[at], _LEAST)), 4)) for at in kept if recall[at] > 0
    ]
