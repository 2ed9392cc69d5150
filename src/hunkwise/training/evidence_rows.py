"""From the scores of heads that didn't see a project to the numbers that the fuser learns from, by the very code that judges."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.evidence import Evidence
from hunkwise.features import Row
from hunkwise.heads.fuse import SCORES, fused
from hunkwise.heads.memory import Memory
from hunkwise.training.assemble import Layout, sureness
from hunkwise.training.change_fit import Scores
from hunkwise.training.fit import Flags, Floats, balanced
from hunkwise.training.fuser_fit import Table
from hunkwise.training.memory_fit import places
from hunkwise.training.windows_fit import worst_of

NEAREST = 3
GRAFTS = 0.5
"""What all grafts weigh in the malicious channel beside all malicious files."""
CALM = 2.0
"""What all changes weigh in the malicious channel, as harmless, beside all malicious files."""
REPAIRS = 0.1
"""What a fix weighs in the vulnerable channel, as harmless, beside an undone one."""


class HeadScores(NamedTuple):
    """Out-of-fold scores: of rows, of windows, of files as wholes, and of rows against the memory (`known`, `repaired`)."""

    change: Scores
    malice: Floats
    attack: Floats
    weakness: Floats
    known: Floats
    repaired: Floats


def remembered(memory: Memory, fact_fold: NDArray[np.int64], rows: Sequence[Row], fold: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """(known, repaired) of each row: the mean cosine with the NEAREST known findings of other folds, as it is and undone."""
    vectors = memory.vectors.astype(np.float32) / 127
    out = []
    for sign in (1, -1):
        spots = places([Row(row.columns, sign * row.values) for row in rows], memory.projection)
        near = np.zeros(len(rows))
        for k in np.unique(fold):
            mine, others = np.flatnonzero(fold == k), vectors[fact_fold != k]
            for part in np.array_split(mine, max(1, len(mine) // 4000)):
                if len(others) >= NEAREST and len(part):
                    cosines = spots[part] @ others.T
                    near[part] = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
        out.append(near)
    return out[0], out[1]


def numbers(layout: Layout, scores: HeadScores, signals: Sequence[str]) -> NDArray[np.float32]:
    """The fused numbers of every file of the corpus."""
    best: dict[int, int] = {}
    for row, file in enumerate(layout.file_of_row.tolist()):
        if file not in best or scores.change.harm[row] > scores.change.harm[best[file]]:
            best[file] = row
    malice = worst_of(scores.malice, layout.file_of_window, len(layout.files), np.nan)
    weakness = worst_of(scores.weakness, layout.file_of_window, len(layout.files), np.nan)
    known = worst_of(scores.known, layout.file_of_row, len(layout.files), np.nan)
    repaired = worst_of(scores.repaired, layout.file_of_row, len(layout.files), np.nan)
    out = np.zeros((len(layout.files), len(SCORES) + len(signals) + 3), np.float32)
    for i, file in enumerate(layout.files):
        row = best[i]
        facts: dict[str, str | float] = {name: float(values[row]) for name, values in scores.change._asdict().items()}
        evidence = [_head("head:change", file.path, facts), *file.signals]
        for name, values in (
            ("malice", malice),
            ("attack", scores.attack),
            ("weakness", weakness),
            ("known", known),
            ("repaired", repaired),
        ):
            if np.isfinite(values[i]):
                evidence.append(_head(f"head:{name}", file.path, {name: float(values[i])}))
        found = fused(evidence, signals)
        if found is not None:
            out[i] = found
    return out


def _head(source: str, path: str, facts: dict[str, str | float]) -> Evidence:
    return Evidence(source, "head", "", path, "after", (), 0.5, facts=facts)


def tables(layout: Layout, rows: NDArray[np.float32]) -> tuple[Table, Table, Flags, Flags]:
    """What the vulnerable and the malicious channel learn from, and which files those are.

    Of a harmful sample only the file that looks worst carries its label: that it is the harmful one can't be known of the others.
    """
    samples = [layout.looks[i].sample for i in layout.look_of_file]
    tasks = np.array([sample.task for sample in samples])
    harmful = np.array([sample.harmful for sample in samples], bool)
    fix = np.array([sample.fix or sample.let_in for sample in samples], bool)
    sure = np.array([sureness(sample) for sample in samples])
    worst = _worst_file(layout, rows)
    share = 1 / np.bincount(layout.look_of_file, minlength=len(layout.looks))[layout.look_of_file]
    strata = [sample.stratum for sample in samples]

    first = (tasks == "change") & (~harmful | worst)
    vulnerable = np.where(harmful, sure, share) * _within(first, strata, harmful)
    vulnerable[first & ~harmful] /= 2
    vulnerable[first & fix & ~harmful] = REPAIRS * share[first & fix & ~harmful]
    one = (vulnerable > 0) & first

    second = tasks == "file"
    malicious = _within(second, strata, harmful)
    graft = tasks == "graft"
    main = float(malicious[second & harmful].sum())
    malicious[graft & worst] = GRAFTS * main / max(int((graft & worst).sum()), 1)
    calm = tasks == "change"
    malicious[calm] = CALM * main * share[calm] / max(float(share[calm].sum()), 1e-9)
    two = (malicious > 0) & (second | (graft & worst) | calm)
    attack = harmful & (second | graft)
    return (
        Table(rows[one], harmful[one], vulnerable[one], layout.fold[one]),
        Table(rows[two], attack[two], malicious[two], layout.fold[two]),
        one,
        two,
    )


def _within(chosen: Flags, strata: Sequence[str], harmful: Flags) -> Floats:
    out = np.zeros(len(chosen))
    if chosen.any():
        out[chosen] = balanced([stratum for stratum, mine in zip(strata, chosen, strict=True) if mine], harmful[chosen])
    return out


def _worst_file(layout: Layout, rows: NDArray[np.float32]) -> Flags:
    """Which files look worst (by harm, then malice) among those of their sample."""
    of: dict[int, list[int]] = defaultdict(list)
    for i, look in enumerate(layout.look_of_file.tolist()):
        of[look].append(i)
    out = np.zeros(len(rows), bool)
    harm, malice = list(SCORES).index("harm"), list(SCORES).index("malice")
    for files in of.values():
        out[max(files, key=lambda i: (rows[i, harm] + max(rows[i, malice], -6), -i))] = True
    return out
