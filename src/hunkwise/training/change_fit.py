"""The change head: relevance and direction, each linear and by trees."""

from typing import NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hunkwise.heads.arithmetic import EDGE
from hunkwise.heads.change import CONTEXT_SHARE, ChangeHead, EditRows, directed, symmetric
from hunkwise.heads.linear import Linear
from hunkwise.training.fit import Flags, Floats, forest, linear, matrix, predict, score, trees

STRENGTH = 8.0
ORDINARY_LINEAR = 0.1
ORDINARY_TREES = 1.0
"""How much ordinary changes, shown both ways round with both labels, hold direction back: what merely undoes them earns nothing."""
ROUNDS = 350


class Pairs(NamedTuple):
    """Changes as they happened: `rows` one each, `fix`, and the `weight` that balances strata."""

    rows: list[EditRows]
    fix: Flags
    weight: Floats

    def take(self, kept: Flags) -> "Pairs":
        """Those that are kept."""
        return Pairs([row for row, keep in zip(self.rows, kept, strict=True) if keep], self.fix[kept], self.weight[kept])


Grown = tuple[lightgbm.Booster, lightgbm.Booster]
"""The relevance trees and the direction trees, in the library's own form."""


class Linears(NamedTuple):
    """The linear parts."""

    relevance: Linear
    surroundings: Linear
    direction: Linear


def fit_linears(pairs: Pairs) -> Linears:
    """Relevance: fixes against ordinary changes, whichever way round. Direction: undone fixes against fixes, nothing for ordinary ones."""
    change = matrix([row.change for row in pairs.rows])
    context = matrix([row.context for row in pairs.rows])
    both = sparse.hstack([abs(change), CONTEXT_SHARE * context]).tocsr()
    relevance = linear(both, pairs.fix, pairs.weight, STRENGTH)
    fixes, ordinary = change[pairs.fix], change[~pairs.fix]
    heavy, light = pairs.weight[pairs.fix], pairs.weight[~pairs.fix] * ORDINARY_LINEAR
    stacked = sparse.vstack([-fixes, fixes, ordinary, ordinary]).tocsr()
    label = np.repeat([True, False, True, False], [len(heavy), len(heavy), len(light), len(light)])
    direction = linear(stacked, label, np.concatenate([heavy, heavy, light, light]), STRENGTH, bias=False)
    width = change.shape[1]
    return Linears(Linear(relevance.weights[:width], relevance.bias), Linear(relevance.weights[width:]), direction)


def linear_scores(parts: Linears, rows: list[EditRows]) -> tuple[Floats, Floats]:
    """(relevance, direction) of every row by the linear parts."""
    change = matrix([row.change for row in rows])
    context = matrix([row.context for row in rows])
    relevance = score(parts.relevance, abs(change)) + CONTEXT_SHARE * score(parts.surroundings, context)
    return relevance, score(parts.direction, change)


def fit_trees(pairs: Pairs, relevance: Floats, direction: Floats, seed: int) -> Grown:
    """The trees on top of linear scores that didn't see the same projects."""
    table = np.stack([symmetric(r, d, row) for r, d, row in zip(relevance, direction, pairs.rows, strict=True)])
    relevant = trees(table, pairs.fix, pairs.weight, ROUNDS, seed)
    one_way, other_way = both_ways(pairs.rows, direction)
    fix, plain = pairs.fix, ~pairs.fix
    stacked = np.concatenate([one_way[fix], other_way[fix], one_way[plain], other_way[plain], one_way[plain], other_way[plain]])
    count, rest = int(fix.sum()), int(plain.sum())
    label = np.repeat([False, True, True, False], [count, count, 2 * rest, 2 * rest])
    heavy, light = pairs.weight[fix], np.tile(pairs.weight[plain] * ORDINARY_TREES / 2, 4)
    return relevant, trees(stacked, label, np.concatenate([heavy, heavy, light]), ROUNDS, seed)


def both_ways(rows: list[EditRows], direction: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the direction trees see of every row as it is, and turned round."""
    one_way = np.stack([directed(d, row) for d, row in zip(direction, rows, strict=True)])
    other_way = np.stack([directed(-d, row.mirrored()) for d, row in zip(direction, rows, strict=True)])
    return one_way, other_way


class Scores(NamedTuple):
    """Log-odds of rows as they are."""

    relevance: Floats
    direction: Floats
    harm: Floats


def scores(rows: list[EditRows], relevance: Floats, direction: Floats, grown: Grown) -> Scores:
    """The scores of rows from their linear scores and the trees, as `ChangeHead.score` gives them."""
    table = np.stack([symmetric(r, d, row) for r, d, row in zip(relevance, direction, rows, strict=True)])
    by_trees = predict(grown[0], table)
    one_way, other_way = both_ways(rows, direction)
    turned = (predict(grown[1], one_way) - predict(grown[1], other_way)) / 2
    harm = (_logit(_sigmoid(relevance) * _sigmoid(direction)) + _logit(_sigmoid(by_trees) * _sigmoid(turned))) / 2
    return Scores((relevance + by_trees) / 2, (direction + turned) / 2, harm)


def head_of(parts: Linears, grown: Grown) -> ChangeHead:
    """The head that is shipped."""
    return ChangeHead(*parts, forest(grown[0]), forest(grown[1]))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float64)


def _logit(p: Floats) -> Floats:
    kept = np.clip(p, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept / (1 - kept)), np.float64)
