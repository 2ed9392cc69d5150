"""Fitting of the two kinds of parts: linear models over hashed columns, and boosted trees."""

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from hunkwise.features import Row
from hunkwise.features.tokens import MASK
from hunkwise.heads.forest import Forest
from hunkwise.heads.linear import Linear

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TREES: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.03,
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "feature_fraction": 0.4,
    "lambda_l2": 10.0,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}


def matrix(rows: Sequence[Row], sign: str = "signed") -> sparse.csr_matrix:
    """Rows as a sparse matrix (rows, 2^18); `sign` is `signed` or `touched` (absolute values)."""
    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    columns = np.concatenate([row.columns for row in rows]) if rows else np.zeros(0, np.int32)
    values = np.concatenate([row.values for row in rows]) if rows else np.zeros(0, np.float32)
    return sparse.csr_matrix((np.abs(values) if sign == "touched" else values, columns, ends), shape=(len(rows), MASK + 1))


def linear(rows: sparse.csr_matrix, label: Flags, weight: Floats, strength: float, bias: bool = True) -> Linear:
    """Logistic regression with an L2 penalty (`strength` is its inverse)."""
    model = LogisticRegression(C=strength, solver="liblinear", fit_intercept=bias).fit(rows, label, sample_weight=weight)
    return Linear(model.coef_[0].astype(np.float32), float(model.intercept_[0]) if bias else 0.0)


def score(model: Linear, rows: sparse.csr_matrix) -> Floats:
    """The log-odds of every row."""
    return np.asarray(rows @ model.weights, np.float64) + model.bias


def trees(table: NDArray[np.float32], label: Flags, weight: Floats, rounds: int, seed: int, **settings: Any) -> lightgbm.Booster:
    """Boosted trees. The same seed gives the same trees on any number of threads."""
    parameters = TREES | settings | {"seed": seed, "num_threads": 2}
    data = lightgbm.Dataset(table, label.astype(np.float64), weight=weight, free_raw_data=True)
    return lightgbm.train(parameters, data, rounds)


def predict(model: lightgbm.Booster, table: NDArray[np.float32]) -> Floats:
    """The log-odds of every row."""
    return np.asarray(model.predict(table, raw_score=True), np.float64)


def forest(model: lightgbm.Booster) -> Forest:
    """The trees as arrays that need no library."""
    grown = [_nodes(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    width = max((len(nodes) for nodes in grown), default=1)
    shape = (len(grown), width)
    feature, left, right = np.full(shape, -1, np.int16), np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for i, nodes in enumerate(grown):
        for j, (at, limit, low, high, leaf) in enumerate(nodes):
            feature[i, j], threshold[i, j], left[i, j], right[i, j], value[i, j] = at, limit, low, high, leaf
    return Forest(feature, threshold, left, right, value)


def _nodes(root: dict[str, Any]) -> list[tuple[int, float, int, int, float]]:
    """The nodes of a tree in breadth-first order: (feature or -1, threshold, left, right, value)."""
    queue, nodes = [root], []
    for node in queue:
        if "split_feature" in node:
            low = len(queue)
            queue += [node["left_child"], node["right_child"]]
            nodes.append((int(node["split_feature"]), _below(float(node["threshold"])), low, low + 1, 0.0))
        else:
            nodes.append((-1, 0.0, 0, 0, float(node["leaf_value"])))
    return nodes


def _below(threshold: float) -> float:
    """The largest float32 that isn't above a threshold: float32 rows then fall on the same side as in training."""
    single = np.float32(threshold)
    return float(single if float(single) <= threshold else np.nextafter(single, np.float32(-np.inf)))


def balanced(strata: Sequence[str], positive: Flags, lonely: float = 0.2) -> Floats:
    """Weights that give every stratum as much negative as positive weight, so that recognising the stratum earns nothing.

    A positive of a stratum without negatives weighs `lonely`, a negative of one without positives nothing.
    """
    names, place = np.unique(np.asarray(strata), return_inverse=True)
    good, bad = np.bincount(place[~positive], minlength=len(names)), np.bincount(place[positive], minlength=len(names))
    weight = np.where(positive, np.where(good[place] > 0, 1.0, lonely), bad[place] / np.maximum(good[place], 1))
    return np.asarray(weight, np.float64)
