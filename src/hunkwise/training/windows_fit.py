"""The heads that read windows of added code: malice and weakness, learned from files of which only some window carries the harm."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hunkwise.features import union
from hunkwise.heads.linear import Linear
from hunkwise.heads.malice import LINEAR_SHARE, MaliceHead, WindowRows, with_words
from hunkwise.training.fit import Flags, Floats, forest, linear, matrix, predict, score, trees

MALICE_STRENGTH = 30.0
WEAKNESS_STRENGTH = 3.0
WORST = 2
"""Windows of a malicious file that count as malicious: its worst."""
PASSES = 3
ROUNDS = 300
CALM = 0.3
"""What a harmless window weighs beside a malicious one."""
TREES: dict[str, Any] = {"learning_rate": 0.05, "min_data_in_leaf": 20, "lambda_l2": 5.0}


class Bags(NamedTuple):
    """Windows, each belonging to a file (`owner`, rising from 0). `harmful` and `weight` are of files."""

    windows: list[WindowRows]
    owner: NDArray[np.int64]
    harmful: Flags
    weight: Floats

    def take(self, kept: Flags) -> "Bags":
        """The files that are kept."""
        mine = kept[self.owner]
        number = np.cumsum(kept) - 1
        windows = [window for window, keep in zip(self.windows, mine, strict=True) if keep]
        return Bags(windows, number[self.owner[mine]], self.harmful[kept], self.weight[kept])


def fit_words(bags: Bags, words: sparse.csr_matrix) -> Linear:
    """Multiple-instance learning: at first every window of a harmful file counts, then only its worst."""
    harmful = bags.harmful[bags.owner]
    size = np.bincount(bags.owner, minlength=len(bags.harmful))[bags.owner]
    weight = bags.weight[bags.owner] * np.where(harmful, 1.0 / size, CALM)
    model = linear(words, harmful, weight, MALICE_STRENGTH)
    for _ in range(PASSES - 1):
        kept = np.flatnonzero(~harmful | _worst(score(model, words), bags))
        even = bags.weight[bags.owner][kept] * np.where(harmful[kept], 1.0, CALM)
        model = linear(words[kept], harmful[kept], even, MALICE_STRENGTH)
    return model


def fit_malice_trees(bags: Bags, spoken: Floats, seed: int) -> lightgbm.Booster:
    """Trees over payload numbers and what the words said, on the worst windows of harmful files and all of harmless ones."""
    harmful = bags.harmful[bags.owner]
    kept = np.flatnonzero(~harmful | _worst(spoken, bags))
    weight = bags.weight[bags.owner][kept] * np.where(harmful[kept], 1.0, CALM)
    return trees(table(bags.windows, spoken)[kept], harmful[kept], weight, ROUNDS, seed, **TREES)


def malice_scores(model: lightgbm.Booster, windows: list[WindowRows], spoken: Floats) -> Floats:
    """The log-odds of windows, as `MaliceHead.score` gives them."""
    return predict(model, table(windows, spoken)) + LINEAR_SHARE * spoken


def fit_whole(wholes: sparse.csr_matrix, harmful: Flags, weight: Floats) -> Linear:
    """Logistic regression over all words of files at once."""
    return linear(wholes, harmful, weight, MALICE_STRENGTH)


def whole_matrix(bags: Bags) -> sparse.csr_matrix:
    """The words of every file's windows together."""
    starts = np.searchsorted(bags.owner, np.arange(len(bags.harmful) + 1))
    ranges = zip(starts.tolist(), starts[1:].tolist(), strict=False)
    return matrix([union([window.words for window in bags.windows[first:last]]) for first, last in ranges])


def malice_head(words: Linear, grown: lightgbm.Booster, whole: Linear) -> MaliceHead:
    """The head that is shipped."""
    return MaliceHead(words, forest(grown), whole)


def table(windows: Sequence[WindowRows], spoken: Floats) -> NDArray[np.float32]:
    """What the trees see of windows."""
    return np.stack([with_words(window, float(said)) for window, said in zip(windows, spoken, strict=True)])


def word_matrix(windows: Sequence[WindowRows]) -> sparse.csr_matrix:
    """The words of windows."""
    return matrix([window.words for window in windows])


def worst_of(values: Floats, owner: NDArray[np.int64], files: int, none: float) -> Floats:
    """The largest value of each file, `none` for one without windows."""
    out = np.full(files, -np.inf)
    np.maximum.at(out, owner, values)
    return np.where(np.isfinite(out), out, none)


def _worst(values: Floats, bags: Bags) -> Flags:
    """Which windows are among the WORST of their file."""
    order = np.lexsort((-values, bags.owner))
    owner = bags.owner[order]
    first = np.searchsorted(owner, owner, side="left")
    rank = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(values)) - first
    return rank < WORST
