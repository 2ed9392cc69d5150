"""Every head fitted twice over: for each fold on the projects outside of it (what the fuser learns from), and on all (what is shipped)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.heads.change import ChangeHead, EditRows
from hunkwise.heads.linear import Linear
from hunkwise.heads.malice import MaliceHead, WindowRows
from hunkwise.training.change_fit import Pairs, Scores, fit_linears, fit_trees, head_of, linear_scores, scores
from hunkwise.training.corpus import FOLDS
from hunkwise.training.fit import Flags, Floats, linear, score
from hunkwise.training.windows_fit import (
    WEAKNESS_STRENGTH,
    Bags,
    fit_malice_trees,
    fit_whole,
    fit_words,
    malice_head,
    malice_scores,
    whole_matrix,
    word_matrix,
)

Folds = NDArray[np.int64]
Progress = Callable[[str], None]


class ChangeStack(NamedTuple):
    """The change head, and the scores of all rows by heads that didn't see their projects."""

    head: ChangeHead
    scores: Scores


def stack_change(rows: list[EditRows], pairs: Pairs, learned: Sequence[int], fold: Folds, seed: int, progress: Progress) -> ChangeStack:
    """`learned` are the places of `pairs` among `rows`; `fold` is of the rows."""
    place = np.asarray(learned)
    relevance, direction = np.zeros(len(rows)), np.zeros(len(rows))
    for k in range(FOLDS):
        progress(f"change head, words, fold {k + 1} of {FOLDS}")
        mine = np.flatnonzero(fold == k)
        if len(mine):
            parts = fit_linears(pairs.take(fold[place] != k))
            relevance[mine], direction[mine] = linear_scores(parts, [rows[i] for i in mine])
    out = Scores(np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows)))
    for k in range(FOLDS):
        progress(f"change head, trees, fold {k + 1} of {FOLDS}")
        mine, others = np.flatnonzero(fold == k), fold[place] != k
        if len(mine):
            grown = fit_trees(pairs.take(others), relevance[place[others]], direction[place[others]], seed)
            for into, values in zip(out, scores([rows[i] for i in mine], relevance[mine], direction[mine], grown), strict=True):
                into[mine] = values
    progress("change head, on everything")
    grown = fit_trees(pairs, relevance[place], direction[place], seed)
    return ChangeStack(head_of(fit_linears(pairs), grown), out)


class MaliceStack(NamedTuple):
    """The malice head; the scores of all windows, and of all files as wholes, by heads that didn't see their projects."""

    head: MaliceHead
    scores: Floats
    wholes: Floats


def stack_malice(bags: Bags, fold: Folds, seed: int, progress: Progress) -> MaliceStack:
    """`fold` is of the files. Files whose weight is 0 are scored and not learned from."""
    words = word_matrix(bags.windows)
    spoken, out = np.zeros(len(bags.windows)), np.zeros(len(bags.windows))
    used = bags.weight > 0
    wholes, read = whole_matrix(bags), np.full(len(bags.harmful), np.nan)
    some = np.bincount(bags.owner, minlength=len(read)) > 0
    for k in range(FOLDS):
        progress(f"malice head, words, fold {k + 1} of {FOLDS}")
        mine, kept = fold[bags.owner] == k, used & (fold != k)
        if mine.any():
            spoken[mine] = score(fit_words(bags.take(kept), words[kept[bags.owner]]), words[mine])
        learned, held = kept & some, (fold == k) & some
        if held.any():
            read[held] = score(fit_whole(wholes[learned], bags.harmful[learned], bags.weight[learned]), wholes[held])
    for k in range(FOLDS):
        progress(f"malice head, trees, fold {k + 1} of {FOLDS}")
        mine, kept = fold[bags.owner] == k, used & (fold != k)
        if mine.any():
            grown = fit_malice_trees(bags.take(kept), spoken[kept[bags.owner]], seed)
            held = [bags.windows[i] for i in np.flatnonzero(mine)]
            out[mine] = malice_scores(grown, held, spoken[mine])
    progress("malice head, on everything")
    every = bags.take(used)
    grown = fit_malice_trees(every, spoken[used[bags.owner]], seed)
    learned = used & some
    whole = fit_whole(wholes[learned], bags.harmful[learned], bags.weight[learned])
    return MaliceStack(malice_head(fit_words(every, words[used[bags.owner]]), grown, whole), out, read)


class WeaknessStack(NamedTuple):
    """The weakness head's words, and the scores of all windows by models that didn't see their projects."""

    words: Linear
    scores: Floats


def stack_weakness(windows: Sequence[WindowRows], marked: Flags, weight: Floats, fold: Folds, progress: Progress) -> WeaknessStack:
    """`marked`, `weight` and `fold` are of windows. Windows whose weight is 0 are scored and not learned from."""
    words = word_matrix(windows)
    out, used = np.zeros(len(windows)), weight > 0
    for k in range(FOLDS):
        progress(f"weakness head, fold {k + 1} of {FOLDS}")
        kept = used & (fold != k)
        if (fold == k).any() and marked[kept].any():
            out[fold == k] = score(linear(words[kept], marked[kept], weight[kept], WEAKNESS_STRENGTH), words[fold == k])
    return WeaknessStack(linear(words[used], marked[used], weight[used], WEAKNESS_STRENGTH), out)
