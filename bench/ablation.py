"""What each part of the change head brings: `bench/ablation.py DATA [--mined MINED]` fits it with and without, and prints a table.

Projects of one fold in five are held out, of the mined corpus and of the data folder alike; nothing is chosen on `dev`, whose records are
not opened. Only words, structure and direction are compared; signals, malice and the fuser come on top and have the score cards.
"""

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hunkwise.change import ChangeRecord, read_patch, read_records
from hunkwise.code import cut
from hunkwise.features import edit_of, merged
from hunkwise.features.rows import EMPTY
from hunkwise.findings import is_reserved, read_reserved
from hunkwise.heads.change import EditRows, edit_rows
from hunkwise.heads.trained import as_a_whole, is_taught
from hunkwise.training.assemble import LET_IN
from hunkwise.training.change_fit import Pairs, fit_linears, fit_trees, linear_scores, scores
from hunkwise.training.corpus import FOLDS, fold_of
from hunkwise.training.fit import balanced
from hunkwise.training.measure import auc, share, threshold
from hunkwise.training.train import ORDINARY

RESULTS = Path(__file__).parent / "results" / "ablation.md"
HELD_OUT = 0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A record without its code."""

    kind: str
    project: str
    stratum: str
    sureness: float
    rows: tuple[EditRows, ...]
    size: int

    @property
    def held_out(self) -> bool:
        """Whether its project is in the fold that is measured on."""
        return fold_of(self.project) == HELD_OUT


def example(record: ChangeRecord) -> Example | None:
    """What the change head reads of a record, or None where that is nothing."""
    rows: list[EditRows] = []
    for file in read_patch(record.diff, record.id).files:
        units = [unit for unit in cut(file)[0] if is_taught(unit)]
        edits = [edit for unit in units if not (edit := edit_of(unit)).empty]
        if edits:
            rows += [edit_rows(merged(edits))] if as_a_whole(units) else [edit_rows(edit) for edit in edits[:60]]
    marks = [line[:1] for line in record.diff.splitlines() if line[:4] not in ("+++ ", "--- ")]
    stratum = f"{record.source} {record.language}"
    size = marks.count("+") - marks.count("-")
    return Example(record.kind, record.project, stratum, record.sureness, tuple(rows), size) if rows else None


def examples(paths: Sequence[Path], kept_back: frozenset[str], ordinary: float | None = None) -> list[Example]:
    """The examples of record files; of each file all ordinary ones, or `ordinary` of them for each other."""
    records: list[ChangeRecord] = []
    for path in paths:
        every = [record for record in read_records(path, ChangeRecord) if not is_reserved(record.project, kept_back)]
        labelled = [record for record in every if record.kind != "ordinary"]
        plain = [record for record in every if record.kind == "ordinary"]
        records += labelled + (plain if ordinary is None else plain[: int(ordinary * len(labelled))])
    with ProcessPoolExecutor(2) as pool:
        return [found for found in pool.map(example, records, chunksize=64) if found is not None]


def pairs(chosen: Sequence[Example], let_in: float) -> tuple[Pairs, NDArray[np.int64]]:
    """Rows to learn from, and the fold of each."""
    rows, fix, weight, strata, folds = [], [], [], [], []
    for one in chosen:
        turned = one.kind == "introduction"
        if turned and not let_in:
            continue
        for row in one.rows:
            rows.append(row.mirrored() if turned else row)
            fix.append(one.kind != "ordinary")
            weight.append(one.sureness * (let_in if turned else 1.0) / len(one.rows))
            strata.append(one.stratum)
            folds.append(fold_of(one.project))
    flags = np.array(fix, bool)
    return Pairs(rows, flags, balanced(strata, flags) * np.array(weight)), np.array(folds)


def fitted(chosen: Sequence[Example], let_in: float, trees: bool) -> Callable[[list[EditRows]], Floats]:
    """A function from rows to log-odds of harm."""
    learned, fold = pairs(chosen, let_in)
    linears = fit_linears(learned)
    if not trees:
        return lambda rows: _product(*linear_scores(linears, rows))
    relevance, direction = np.zeros(len(fold)), np.zeros(len(fold))
    for k in range(FOLDS):
        mine = np.flatnonzero(fold == k)
        if len(mine):
            relevance[mine], direction[mine] = linear_scores(fit_linears(learned.take(fold != k)), [learned.rows[i] for i in mine])
    grown = fit_trees(learned, relevance, direction, 1)

    def score(rows: list[EditRows]) -> Floats:
        return scores(rows, *linear_scores(linears, rows), grown).harm

    return score


def _product(relevance: Floats, direction: Floats) -> Floats:
    harm = 1 / (1 + np.exp(-relevance)) / (1 + np.exp(-direction))
    return np.asarray(np.log(harm / (1 - harm)), np.float64)


def worst(judged: Sequence[Example], score: Callable[[list[EditRows]], Floats]) -> tuple[Floats, Floats]:
    """The harm of each record by its worst file: as it happened, and turned round."""
    owner = np.repeat(np.arange(len(judged)), [len(one.rows) for one in judged])
    out = []
    for rows in ([row for one in judged for row in one.rows], [row.mirrored() for one in judged for row in one.rows]):
        best = np.full(len(judged), -np.inf)
        np.maximum.at(best, owner, score(rows))
        out.append(best)
    return out[0], out[1]


def measures(judged: Sequence[Example], forward: Floats, back: Floats) -> dict[str, float]:
    """The measures of the task `changes`, weighted by stratum, and auc of commits that let flaws in against ordinary ones."""
    fix, plain = (np.array([one.kind == kind for one in judged]) for kind in ("fix", "ordinary"))
    let_in = np.array([one.kind == "introduction" for one in judged])
    used = fix | plain
    weight = np.zeros(len(judged))
    weight[used] = balanced([one.stratum for one, mine in zip(judged, used, strict=True) if mine], fix[used], lonely=0.0)
    harmful, heavy = back[fix], weight[fix]
    both, light = np.concatenate([forward[plain], back[plain]]), np.tile(weight[plain], 2)

    def recall(harmless: Floats, weights: Floats, rate: float) -> float:
        return share(harmful > threshold(harmless, weights, rate), heavy)

    out = {
        "auc": auc(harmful, both, light, heavy),
        "recall@5%": recall(both, light, 0.05),
        "recall@1%": recall(both, light, 0.01),
        "recall@1%_forward": recall(forward[plain], weight[plain], 0.01),
        "pair": float(np.average(back[fix] > forward[fix], weights=heavy)),
        "time_arrow": auc(back[plain], forward[plain], weight[plain], weight[plain]),
    }
    if let_in.sum() >= 20:
        out["introductions auc"] = auc(forward[let_in], forward[plain], np.ones(int(plain.sum())), np.ones(int(let_in.sum())))
    return out


def blanked(chosen: Sequence[Example], part: str) -> list[Example]:
    """The examples without a group of features."""
    nothing = np.zeros_like(chosen[0].rows[0].added)

    def without(row: EditRows) -> EditRows:
        if part == "words":
            return EditRows(EMPTY, EMPTY, row.removed, row.added)
        if part == "surroundings":
            return EditRows(row.change, EMPTY, row.removed, row.added)
        return EditRows(row.change, row.context, nothing, nothing)

    return [replace(one, rows=tuple(without(row) for row in one.rows)) for one in chosen]


def table(data: list[Example], mined: list[Example]) -> list[str]:
    """The rows of the table, for both held-out parts."""
    lines: list[str] = []

    def tell(name: str, judged: Sequence[Example], forward: Floats, back: Floats, part: str) -> None:
        found = measures(judged, forward, back)
        if not lines:
            lines.extend([f"| judged on | model | {' | '.join(found)} |", "|---|---|" + "---:|" * len(found)])
        width = lines[0].count("|") - 3
        cells = [f"{value:.3f}" for value in found.values()]
        lines.append(f"| {part} | {name} | {' | '.join(cells + [''] * (width - len(cells)))} |")
        print(lines[-1], flush=True)

    parts = [(part, [one for one in every if one.held_out]) for part, every in (("mined", mined), ("data", data)) if every]
    for part, judged in parts:
        size = np.array([one.size for one in judged], np.float64)
        tell("size only (removed minus added lines)", judged, -size, size, part)
    ours, others = [one for one in data if not one.held_out], [one for one in mined if not one.held_out]
    plans: list[tuple[str, list[Example], float, bool, str]] = [("data alone", ours, 0.0, True, "")]
    if mined:
        every = ours + others
        half = ours + [one for one in others if fold_of(one.project + "?") % 2]
        plans += [
            ("mined alone", others, LET_IN, True, ""),
            ("data and half of the mined repositories", half, LET_IN, True, ""),
            ("data and mined", every, LET_IN, True, ""),
            ("the same without introductions", every, 0.0, True, ""),
            ("the same without trees", every, LET_IN, False, ""),
            ("the same without words", every, LET_IN, True, "words"),
            ("the same without surroundings", every, LET_IN, True, "surroundings"),
            ("the same without structure", every, LET_IN, True, "structure"),
        ]
    for name, learned, let_in, trees, without in plans:
        score = fitted(blanked(learned, without) if without else learned, let_in, trees)
        for part, judged in parts:
            seen = blanked(judged, without) if without else judged
            tell(name, seen, *worst(seen, score), part)
    return lines


def main() -> None:
    """Reads, fits, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--mined", type=Path)
    words = parser.parse_args()
    kept_back = read_reserved(words.data / "reserved.txt")
    data = examples([words.data / "changes" / "train.jsonl.gz"], kept_back)
    mined = examples(sorted((words.mined / "changes").glob("*.jsonl.gz")), kept_back, ORDINARY) if words.mined else []
    lines = table(data, mined)
    held = sum(one.held_out for one in data), sum(one.held_out for one in mined)
    head = [
        "# What each part of the change head brings",
        "",
        "`bench/ablation.py DATA --mined MINED`; one fold of five held out by project "
        f"({held[0]:,} of {len(data):,} records of the data folder, {held[1]:,} of {len(mined):,} mined ones).",
        "",
    ]
    RESULTS.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
