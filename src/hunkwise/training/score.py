"""Score cards: what the ratings of a task's items are worth, in the measures of the benchmark.

Names are the published ones: `recall@1%` is the weighted share of harmful changes above the threshold that flags 1 % of the weight of the
harmless ones; `...@budget` holds at the threshold that the model ships for the settings' budget.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from hunkwise.change import ChangeRecord, FileRecord
from hunkwise.training.measure import Floats, Interval, Rows, auc, codes, share, spread, strata_weights, threshold
from hunkwise.training.rate import Rating
from hunkwise.training.tasks import GRAFT, HOST, Bundle, Location, Task

Ratings = Mapping[str, Rating]
Figures = Callable[[Rows], dict[str, float]]
Flags = NDArray[np.bool_]


class Group(Struct, frozen=True):
    """Recall in a part of the harmful ones: its name ("language c"), how many there are, and the share that was flagged."""

    name: str
    count: int
    recall: float


class Latency(Struct, frozen=True):
    """Milliseconds to judge one change inside a worker: median and 95th percentile."""

    p50: float
    p95: float


class Card(Struct, frozen=True, kw_only=True):
    """What a model is worth at one task: sizes, figures in falling order of their weight, and 95 % intervals from resampling projects."""

    task: Task
    counts: dict[str, int]
    figures: dict[str, float]
    interval95: dict[str, Interval]
    latency: Latency
    by: tuple[Group, ...] = ()


def groups(names: Sequence[tuple[str, ...]], flagged: Flags, least: int) -> tuple[Group, ...]:
    """The share of flagged ones under each name that stands for at least `least`."""
    members: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(names):
        for name in own:
            members[name].append(at)
    return tuple(Group(name, len(rows), float(flagged[rows].mean())) for name, rows in sorted(members.items()) if len(rows) >= least)


def line_counts(diff: str) -> tuple[int, int]:
    """How many lines a diff adds and removes. Headers of files begin with three signs and a space."""
    added, removed = (sum(line[:1] == sign and not line.startswith(f"{sign * 3} ") for line in diff.split("\n")) for sign in ("+", "-"))
    return added, removed


def latency(ratings: Sequence[Rating]) -> Latency:
    """Of the ratings that were judged; zeros where there is none."""
    taken = [rating.seconds * 1000 for rating in ratings if not rating.skipped] or [0.0]
    return Latency(round(float(np.percentile(taken, 50)), 2), round(float(np.percentile(taken, 95)), 2))


def introductions_card(records: Sequence[ChangeRecord], ratings: Ratings) -> Card:
    """The card of `introductions`, each project weighing alike on both sides; `auc_by_added_lines` is what the size alone would give."""
    records = [record for record in records if record.kind in ("introduction", "ordinary")]
    bad = np.array([record.kind == "introduction" for record in records], bool)
    found = [ratings[record.id] for record in records]
    projects = [record.project for record in records]
    added = np.array([line_counts(record.diff)[0] for record in records], np.float64)
    ranked = _two_sided(
        bad, codes(projects), np.array([rating.risk for rating in found]), {"recall@10%": 0.1, "recall@5%": 0.05, "recall@1%": 0.01}
    )
    by_size = _two_sided(bad, codes(projects), added, {})

    def figures(rows: Rows) -> dict[str, float]:
        size = by_size(rows)
        return ranked(rows) | ({"auc_by_added_lines": size["auc"]} if size else {})

    counts = {"introductions": int(bad.sum()), "ordinary": int((~bad).sum())}
    return _card("introductions", counts, figures, projects, found)


def files_card(records: Sequence[FileRecord], ratings: Ratings) -> Card:
    """The card of `files`, each language weighing alike on both sides."""
    bad = np.array([record.label == "malicious" for record in records], bool)
    found = [ratings[record.id] for record in records]
    risk, flagged = np.array([rating.risk for rating in found]), np.array([rating.flagged for rating in found], bool)
    language = codes([record.language for record in records])
    ranked = _two_sided(bad, language, risk, {"recall@1.0%": 0.01, "recall@0.1%": 0.001})

    def figures(rows: Rows) -> dict[str, float]:
        if not (ranks := ranked(rows)):
            return {}
        mine = flagged[rows]
        return ranks | {"recall@budget": float(mine[bad[rows]].mean()), "alerts@budget": float(mine[~bad[rows]].mean())}

    counts = {"malicious": int(bad.sum()), "benign": int((~bad).sum())}
    by: tuple[Group, ...] = ()
    if bad.any() and not bad.all():
        _, weight = strata_weights(language[bad], language[~bad])
        names = [(f"language {record.language}",) for record in records if record.label == "malicious"]
        by = groups(names, risk[bad] > threshold(risk[~bad], weight, 0.01), 1)
    return _card("files", counts, figures, [record.project for record in records], found, by)


def grafts_card(changes: Sequence[ChangeRecord], files: Sequence[FileRecord], ratings: Ratings) -> Card:
    """The card of `grafts`: everything weighs alike."""
    hosts = [(record.project, ratings[record.id + HOST]) for record in changes if record.kind == "ordinary"]
    grafts = [(file.project, rating) for file in files if (rating := ratings.get(file.id + GRAFT)) is not None]
    rows = [*grafts, *hosts]
    bad = np.arange(len(rows)) < len(grafts)
    risk = np.array([rating.risk for _, rating in rows])
    figures = _two_sided(bad, np.zeros(len(rows), np.int64), risk, {"recall@1%": 0.01, "recall@0.1%": 0.001}, even=True)
    counts = {"grafts": len(grafts), "hosts": len(hosts)}
    return _card("grafts", counts, figures, [project for project, _ in rows], [rating for _, rating in rows])


def bundles_card(bundles: Sequence[Bundle], projects: Mapping[str, str], ratings: Ratings) -> Card:
    """The card of `bundles`; `projects` are by the id of the fix. `file_top1` asks whether the worst file is one of the fix."""
    bad = np.array([bool(bundle.harmful) for bundle in bundles], bool)
    found = [ratings[bundle.item.id] for bundle in bundles]
    named = [list(dict.fromkeys(spot.path for spot in rating.places)) for rating in found]
    hits = np.array(
        [[bool(bundle.harmful & set(paths[:most])) for most in (1, 3)] for bundle, paths in zip(bundles, named, strict=True)], np.float64
    ).reshape(-1, 2)
    ranked = _two_sided(bad, np.zeros(len(bundles), np.int64), np.array([rating.risk for rating in found]), {"recall@5%": 0.05}, even=True)

    def figures(rows: Rows) -> dict[str, float]:
        if not (ranks := ranked(rows)):
            return {}
        top1, top3 = hits[rows[bad[rows]]].mean(axis=0)
        return ranks | {"file_top1": float(top1), "file_top3": float(top3)}

    return _card("bundles", {"bundles": int(bad.sum())}, figures, [projects[bundle.fix] for bundle in bundles], found)


def locate_card(locations: Sequence[Location], ratings: Ratings) -> Card:
    """The card of `locate`: is one of the worst 1, 3, 5 places inside what findings name, beside as many lines drawn at random?"""
    found = [ratings[location.item.id] for location in locations]
    inside = [[_within(location, spot.line) for spot in rating.places[:5]] for location, rating in zip(locations, found, strict=True)]
    hits = np.array([[any(row[:most]) for most in (1, 3, 5)] for row in inside], np.float64).reshape(-1, 3)
    covered = np.array([sum(last - first + 1 for first, last in location.truth) / location.lines for location in locations])

    def figures(rows: Rows) -> dict[str, float]:
        if not len(rows):
            return {}
        tops = {f"top{most}": float(hits[rows, at].mean()) for at, most in enumerate((1, 3, 5))}
        return tops | {f"top{most}_by_chance": float(np.mean(1 - (1 - covered[rows]) ** most)) for most in (1, 3, 5)}

    return _card("locate", {"files": len(locations)}, figures, [location.repository for location in locations], found)


def _within(location: Location, line: int) -> bool:
    return any(first <= line <= last for first, last in location.truth)


def _two_sided(bad: Flags, stratum: Rows, risk: Floats, rates: Mapping[str, float], even: bool = False) -> Figures:
    """The recalls at `rates`, by name, and the auc of harmful rows against the others; with `even` every row weighs 1."""

    def figures(rows: Rows) -> dict[str, float]:
        harmful, harmless = rows[bad[rows]], rows[~bad[rows]]
        if even:
            bad_weight, weight = np.ones(len(harmful)), np.ones(len(harmless))
        else:
            bad_weight, weight = strata_weights(stratum[harmful], stratum[harmless])
        if not bad_weight.any() or not weight.any():
            return {}
        recalls = {name: share(risk[harmful] > threshold(risk[harmless], weight, rate), bad_weight) for name, rate in rates.items()}
        return recalls | {"auc": auc(risk[harmful], risk[harmless], weight, bad_weight)}

    return figures


def _card(
    task: Task, counts: dict[str, int], figures: Figures, projects: Sequence[str], found: Sequence[Rating], by: tuple[Group, ...] = ()
) -> Card:
    rows = np.arange(len(projects))
    return Card(task=task, counts=counts, figures=figures(rows), interval95=spread(figures, projects), latency=latency(found), by=by)
