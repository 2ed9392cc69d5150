"""The memory of known findings, and the model of weakness classes."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from hunkwise.features import Row
from hunkwise.heads.memory import FOLD, SIZE, Fact, Memory
from hunkwise.heads.weakness import CLASS_MASK, ClassHead
from hunkwise.text import one_line

DIMENSIONS = 64
LEAST = 12
"""Examples that a weakness class needs to be learned."""
SURE = 0.6
"""How often a guess must be right, at the least, for being told: the floor is the chance from which guesses were."""


class Learned(NamedTuple):
    """A known harmful edit: its rows and what is remembered of it."""

    change: Row
    context: Row
    fact: Fact
    fold: int


def fact(identity: str, project: str, path: str, title: str, cwe: str, severity: str) -> Fact:
    """What is remembered of a finding, bounded in length."""
    return Fact(one_line(identity, 120), one_line(f"{project}: {path}", 120), one_line(title, 80), cwe, severity)


def _signed(rows: Sequence[Row]) -> sparse.csr_matrix:
    place, column, value = [], [], []
    for i, row in enumerate(rows):
        folded = row.columns & FOLD
        place.append(np.full(len(folded), i))
        column.append(np.where(row.values > 0, folded, folded + FOLD + 1))
        value.append(np.abs(row.values))
    return sparse.csr_matrix((np.concatenate(value), (np.concatenate(place), np.concatenate(column))), shape=(len(rows), SIZE))


def fit_memory(known: Sequence[Learned], ordinary: Sequence[Row], seed: int) -> Memory:
    """Directions that edits differ in (latent semantic analysis of known and ordinary ones), and where the known ones lie."""
    mine = _signed([one.change for one in known])
    dimensions = min(DIMENSIONS, max(2, mine.shape[0] - 1))
    everything = sparse.vstack([mine, _signed(ordinary)]) if ordinary else mine
    common = np.sqrt(np.asarray(everything.multiply(everything).sum(axis=0)).ravel() + 1.0)
    scale = sparse.diags(1 / common)
    model = TruncatedSVD(dimensions, random_state=seed, n_iter=4).fit(everything @ scale)
    projection = (scale @ model.components_.T).astype(np.float32)
    vectors = np.rint(127 * places([one.change for one in known], projection)).astype(np.int8)
    return Memory(projection, vectors, tuple(one.fact for one in known))


def places(rows: Sequence[Row], projection: NDArray[np.float32]) -> NDArray[np.float32]:
    """Where rows lie in the space of the memory, as directions (rows, dimensions) of length 1."""
    spots = _signed(rows) @ projection
    length = np.linalg.norm(spots, axis=1, keepdims=True)
    return np.asarray(spots / np.maximum(length, 1e-6), np.float32)


def fit_classes(known: Sequence[Learned], seed: int) -> ClassHead:
    """A multinomial model of the classes with at least LEAST examples; the floor from predictions on projects that it didn't see."""
    counts = Counter(one.fact.cwe for one in known if one.fact.cwe)
    classes = tuple(sorted(cwe for cwe, count in counts.items() if count >= LEAST))
    usable = [one for one in known if one.fact.cwe in classes]
    if len(classes) < 2:
        return ClassHead(("",), np.zeros((1, CLASS_MASK + 1), np.float32), np.zeros(1, np.float32), 2.0)
    rows = _touched(usable)
    label = np.array([classes.index(one.fact.cwe) for one in usable])
    fold = np.array([one.fold for one in usable])
    chance, right = np.zeros(len(usable)), np.zeros(len(usable), bool)
    for k in np.unique(fold):
        if len(np.unique(label[fold != k])) < 2:
            continue
        model = _multinomial(rows[fold != k], label[fold != k], seed)
        odds = model.predict_proba(rows[fold == k])
        chance[fold == k], right[fold == k] = odds.max(axis=1), model.classes_[odds.argmax(axis=1)] == label[fold == k]
    whole = _multinomial(rows, label, seed)
    weights, bias = np.zeros((len(classes), CLASS_MASK + 1), np.float32), np.full(len(classes), -30.0, np.float32)
    coefficients, intercepts = whole.coef_, whole.intercept_
    if len(classes) == 2:  # the library keeps one row for two classes: their difference
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.concatenate([-intercepts, intercepts]) / 2
    weights[whole.classes_], bias[whole.classes_] = coefficients, intercepts
    return ClassHead(classes, weights, bias, _floor(chance, right))


def _multinomial(rows: sparse.csr_matrix, label: NDArray[np.int64], seed: int) -> LogisticRegression:
    return LogisticRegression(C=30.0, max_iter=200, random_state=seed).fit(rows, label)


def _floor(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The lowest chance from which at least SURE of the guesses were right; 2 (never) where there is none."""
    order = np.argsort(-chance, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((share >= SURE) & (np.arange(len(order)) >= LEAST))
    return float(chance[order][good[-1]]) if len(good) else 2.0


def _touched(known: Sequence[Learned]) -> sparse.csr_matrix:
    place, column, value = [], [], []
    for i, one in enumerate(known):
        for row, share in ((one.change, 1.0), (one.context, 0.3)):
            place.append(np.full(len(row.columns), i))
            column.append(row.columns & CLASS_MASK)
            value.append(share * np.abs(row.values))
    return sparse.csr_matrix(
        (np.concatenate(value), (np.concatenate(place), np.concatenate(column))), shape=(len(known), CLASS_MASK + 1), dtype=np.float32
    )


def severities(known: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The middle severity of each class with at least five rated findings; `known` are (class, severity)."""
    order = ("low", "medium", "high", "critical")
    ranks: dict[str, list[int]] = {}
    for cwe, severity in known:
        if cwe and severity in order:
            ranks.setdefault(cwe, []).append(order.index(severity))
    return {cwe: order[int(np.median(found))] for cwe, found in sorted(ranks.items()) if len(found) >= 5}
