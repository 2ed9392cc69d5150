"""The score card of the task `changes`: is a vulnerability being let in? In both directions, beside what size alone would give."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from hunkwise.change import ChangeRecord
from hunkwise.training.measure import (
    Bin,
    Floats,
    Interval,
    Rows,
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
from hunkwise.training.rate import Rating
from hunkwise.training.score import Card, Figures, Flags, Group, Ratings, groups, latency, line_counts
from hunkwise.training.tasks import FORWARD, REVERSED

SEVERITIES: Final = ("low", "medium", "high", "critical")
GROUP: Final = 10
"""Fixes that a language or source needs for a line of its own."""


class Severity(Struct, frozen=True):
    """Agreement of the severity told with the advisory's, by quadratic kappa, over the `count` flagged fixes whose severity is known."""

    kappa: float | None
    count: int


class ChangesCard(Card, frozen=True, kw_only=True):
    """The card of the task `changes`, beside what size alone (removed minus added lines) would give.

    `calibration_error` and `reliability` are over all items as they stand, of which the reversed fixes are the harmful ones. The curves are
    points (recall, precision) with as much harmful as harmless weight.
    """

    size_only: dict[str, float]
    calibration_error: float
    reliability: tuple[Bin, ...]
    severity: Severity
    curve: tuple[Interval, ...]
    size_curve: tuple[Interval, ...]


def changes_card(records: Sequence[ChangeRecord], ratings: Ratings) -> ChangesCard:
    """The card of `changes`; `ratings` are by item, and hold both directions of every record."""
    records = [record for record in records if record.kind in ("fix", "ordinary")]
    fix = np.array([record.kind == "fix" for record in records], bool)
    stratum = codes([(record.source, record.language) for record in records])
    ways = [[ratings[record.id + way] for record in records] for way in (FORWARD, REVERSED)]
    risk = np.array([[rating.risk for rating in way] for way in ways], np.float64).reshape(2, -1)
    added, removed = np.array([line_counts(record.diff) for record in records], np.float64).reshape(-1, 2).T
    size = np.stack([removed - added, added - removed])
    ranked, by_size = _direction_figures(fix, stratum, risk), _direction_figures(fix, stratum, size)
    told = np.array([[(rating.flagged, rating.findings) for rating in way] for way in ways], np.float64).reshape(2, -1, 2)

    def figures(rows: Rows) -> dict[str, float]:
        fixes, ordinary = rows[fix[rows]], rows[~fix[rows]]
        if not (found := ranked(rows)):
            return {}
        return found | {
            "recall@budget": float(told[1, fixes, 0].mean()),
            "alerts@budget": float(told[0, ordinary, 0].mean()),
            "findings@budget": float(told[0, ordinary, 1].mean()),
            "false_decline@budget": float(told[0, fixes, 0].mean()),
        }

    everything = np.arange(len(records))
    bins = reliability(risk.ravel(), np.concatenate([np.zeros(len(records), bool), fix]))
    return ChangesCard(
        task="changes",
        counts={"fixes": int(fix.sum()), "ordinary": int((~fix).sum())},
        figures=figures(everything),
        interval95=spread(figures, [record.project for record in records]),
        latency=latency([rating for way in ways for rating in way]),
        by=_by_group(records, fix, stratum, risk),
        size_only=by_size(everything),
        calibration_error=calibration_error(bins),
        reliability=bins,
        severity=_severity(records, ways[1]),
        curve=_curve(fix, stratum, risk),
        size_curve=_curve(fix, stratum, size),
    )


class _Sides(Struct, frozen=True):
    """The risks of drawn rows with their weights: fixes undone and as they were, ordinary changes as they were and undone."""

    harmful: Floats
    repaired: Floats
    fix_weight: Floats
    forward: Floats
    backward: Floats
    weight: Floats

    @property
    def both(self) -> tuple[Floats, Floats]:
        """Ordinary changes in both directions, half and half."""
        return np.concatenate([self.forward, self.backward]), np.concatenate([self.weight, self.weight]) / 2


def _sides(fix: Flags, stratum: Rows, risk: Floats, rows: Rows) -> _Sides | None:
    """None where a side is empty or no stratum has both."""
    fixes, ordinary = rows[fix[rows]], rows[~fix[rows]]
    fix_weight, weight = strata_weights(stratum[fixes], stratum[ordinary])
    if not weight.any():
        return None
    return _Sides(risk[1, fixes], risk[0, fixes], fix_weight, risk[0, ordinary], risk[1, ordinary], weight)


def _direction_figures(fix: Flags, stratum: Rows, risk: Floats) -> Figures:
    """Figures of risks with shape (2, records): row 0 for the changes as they happened, row 1 for them reversed."""

    def figures(rows: Rows) -> dict[str, float]:
        if (sides := _sides(fix, stratum, risk, rows)) is None:
            return {}
        both, both_weight = sides.both
        harmful, repaired, fix_weight = sides.harmful, sides.repaired, sides.fix_weight
        at5, at1 = (threshold(both, both_weight, rate) for rate in (0.05, 0.01))
        deployed1, deployed05 = (threshold(sides.forward, sides.weight, rate) for rate in (0.01, 0.005))
        worst_fix, worst_ordinary = np.maximum(harmful, repaired), np.maximum(sides.forward, sides.backward)
        return {
            "recall@1%_forward": share(harmful > deployed1, fix_weight),
            "recall@0.5%_forward": share(harmful > deployed05, fix_weight),
            "recall@5%": share(harmful > at5, fix_weight),
            "recall@1%": share(harmful > at1, fix_weight),
            "auc": auc(harmful, both, both_weight, fix_weight),
            "pair": float(np.mean((harmful > repaired) + 0.5 * (harmful == repaired))),
            "false_decline@5%": share(repaired > at5, fix_weight),
            "time_arrow": auc(sides.backward, sides.forward, sides.weight, sides.weight),
            "relevance_auc": auc(worst_fix, worst_ordinary, sides.weight, fix_weight),
        }

    return figures


def _curve(fix: Flags, stratum: Rows, risk: Floats) -> tuple[Interval, ...]:
    sides = _sides(fix, stratum, risk, np.arange(len(fix)))
    return tuple(precision_recall(sides.harmful, *sides.both, sides.fix_weight)) if sides is not None else ()


def _by_group(records: Sequence[ChangeRecord], fix: Flags, stratum: Rows, risk: Floats) -> tuple[Group, ...]:
    """Recall at 5 % (unweighted) by language and source."""
    if (sides := _sides(fix, stratum, risk, np.arange(len(fix)))) is None:
        return ()
    flagged = sides.harmful > threshold(*sides.both, 0.05)
    return groups([(f"language {one.language}", f"source {one.source}") for one in records if one.kind == "fix"], flagged, GROUP)


def _severity(records: Sequence[ChangeRecord], undone: Sequence[Rating]) -> Severity:
    pairs = [
        (SEVERITIES.index(rating.severity), SEVERITIES.index(record.severity))
        for record, rating in zip(records, undone, strict=True)
        if record.kind == "fix" and rating.severity in SEVERITIES and record.severity in SEVERITIES
    ]
    said, true = np.array(pairs, np.int64).reshape(-1, 2).T
    kappa = quadratic_kappa(said, true, len(SEVERITIES))
    return Severity(None if np.isnan(kappa) else kappa, len(pairs))
