"""Looks laid out for each head: rows, windows, labels, weights and folds side by side."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.errors import InputError
from hunkwise.heads.change import EditRows
from hunkwise.heads.malice import WindowRows
from hunkwise.training.change_fit import Pairs
from hunkwise.training.corpus import FOLDS, Sample
from hunkwise.training.fit import Flags, Floats, balanced
from hunkwise.training.looks import FileLook, Look
from hunkwise.training.windows_fit import Bags

LEFT_OVER = 0.3
"""What windows of ordinary changes, and of code before and after a fix, weigh beside windows that a finding marks."""

LET_IN = 0.3
"""What a commit that let a flaw in weighs beside the undone fix, for most of what it adds is harmless."""

HOST = 0.3
"""What an ordinary change weighs as harmless code beside a benign file of a package."""


class Layout(NamedTuple):
    """Everything that the heads score, in one order.

    `file_of_row` and `file_of_window` give the place in `files`, `look_of_file` that of the look in the corpus.
    """

    looks: Sequence[Look]
    files: list[FileLook]
    look_of_file: NDArray[np.int64]
    rows: list[EditRows]
    file_of_row: NDArray[np.int64]
    windows: list[WindowRows]
    file_of_window: NDArray[np.int64]
    marked: Flags
    fold: NDArray[np.int64]
    """Of each file."""


def lay_out(looks: Sequence[Look]) -> Layout:
    """The corpus file by file."""
    files = [(i, file) for i, look in enumerate(looks) for file in look.files]
    rows = [(i, row) for i, (_, file) in enumerate(files) for row in file.edits]
    windows = [(i, window, mark) for i, (_, file) in enumerate(files) for window, mark in zip(file.windows, file.marked, strict=True)]
    folds = np.array([look.sample.fold for look in looks], np.int64)
    look_of_file = np.array([i for i, _ in files], np.int64)
    return Layout(
        looks=looks,
        files=[file for _, file in files],
        look_of_file=look_of_file,
        rows=[row for _, row in rows],
        file_of_row=np.array([i for i, _ in rows], np.int64),
        windows=[window for _, window, _ in windows],
        file_of_window=np.array([i for i, _, _ in windows], np.int64),
        marked=np.array([mark for _, _, mark in windows], bool),
        fold=folds[look_of_file],
    )


def pairs(layout: Layout) -> tuple[Pairs, NDArray[np.int64]]:
    """What the change head learns from: every record of a change once, a row a file; and the places of the rows.

    Changes are taken as they happened; those that let a flaw in turned round, so that they run as fixes do.
    """
    looks = [layout.looks[i] for i in layout.look_of_file]
    samples = [looks[i].sample for i in layout.file_of_row]
    place = np.array([i for i, sample in enumerate(samples) if sample.task == "change" and sample.way == as_fix(sample)], np.int64)
    chosen = [samples[i] for i in place]
    fix = np.array([sample.fix or sample.let_in for sample in chosen], bool)
    per_record = {sample.id: 0 for sample in chosen}
    for sample in chosen:
        per_record[sample.id] += 1
    share = np.array([1 / per_record[sample.id] for sample in chosen])
    sure = np.array([sureness(sample) for sample in chosen])
    weight = balanced([sample.stratum for sample in chosen], fix) * share * sure
    return Pairs([layout.rows[i] for i in place], fix, weight), place


def as_fix(sample: Sample) -> str:
    """The direction in which a record of a change runs as a fix does, or as it happened."""
    return "reversed" if sample.let_in else "forward"


def sureness(sample: Sample) -> float:
    """What the label of a change weighs."""
    return sample.sureness * (LET_IN if sample.let_in else 1.0)


def bags(layout: Layout) -> Bags:
    """What the malice head learns from: files of packages and grafts; ordinary changes and fixes, either way, as harmless. Weaknesses are
    scored only."""
    samples = [layout.looks[i].sample for i in layout.look_of_file]
    harmful = np.array([sample.harmful and sample.task in ("file", "graft") for sample in samples], bool)
    weight = np.zeros(len(samples))
    own = np.array([sample.task == "file" for sample in samples], bool)
    weight[own] = balanced([sample.stratum for sample, mine in zip(samples, own, strict=True) if mine], harmful[own])
    weight[np.array([sample.task == "change" for sample in samples], bool)] = HOST
    weight[np.array([sample.task == "graft" for sample in samples], bool)] = HOST
    return Bags(layout.windows, layout.file_of_window, harmful, weight)


class Marks(NamedTuple):
    """Labels and weights of windows for the weakness head."""

    marked: Flags
    weight: Floats


def marks(layout: Layout) -> Marks:
    """Harmful: windows in which a finding lies, and code as it was before a fix.

    Harmless: the other windows of the same files, code as it was after a fix, and what ordinary changes add.
    """
    samples = [layout.looks[layout.look_of_file[i]].sample for i in layout.file_of_window]
    marked, weight = np.zeros(len(samples), bool), np.zeros(len(samples))
    for i, sample in enumerate(samples):
        if sample.task == "weakness":
            marked[i], weight[i] = layout.marked[i], 1.0
        elif sample.task == "change" and not (sample.let_in and sample.way == "reversed"):
            marked[i], weight[i] = sample.harmful, LEFT_OVER * sureness(sample)
    return Marks(marked, weight)


def require_enough(layout: Layout) -> None:
    """Raises InputError where the projects outside of some fold lack one of the kinds that the heads tell apart."""
    samples = [layout.looks[i].sample for i in layout.look_of_file]
    with_windows = np.isin(np.arange(len(samples)), layout.file_of_window)
    change = np.array([sample.task == "change" and sample.way == "forward" and not sample.let_in for sample in samples], bool)
    file = np.array([sample.task == "file" for sample in samples], bool) & with_windows & (bags(layout).weight > 0)
    fix, harmful = np.array([sample.fix for sample in samples], bool), np.array([sample.harmful for sample in samples], bool)
    marked, weight = marks(layout)
    fold_of_window = layout.fold[layout.file_of_window]
    for name, folds in (
        ("fixes", layout.fold[change & fix]),
        ("ordinary changes", layout.fold[change & ~fix]),
        ("malicious files", layout.fold[file & harmful]),
        ("benign files of the languages of the malicious ones", layout.fold[file & ~harmful]),
        ("added lines with a weakness", fold_of_window[marked & (weight > 0)]),
        ("added lines without a weakness", fold_of_window[~marked & (weight > 0)]),
    ):
        if len(np.unique(folds)) < 2:
            raise InputError(
                f"the training data have too few {name}: {len(folds)}, in {len(np.unique(folds))} of {FOLDS} groups of projects",
                "Give some dozens of each kind, of ten projects or more",
            )
