"""Trees without their library score as the library does."""

import lightgbm
import numpy as np
import pytest

from hunkwise.heads.forest import Forest
from hunkwise.training.fit import forest, trees

EDGES = np.array([0.0, -0.0, 1e-36, -1e-36, 1e-30, 0.1, 0.30000001, 1 / 3, 1.0, 16777217.0, 3e38, -3e38], np.float32)


def grown(table: np.ndarray, seed: int = 3, rounds: int = 30) -> lightgbm.Booster:
    """Trees that learn something of a table."""
    draw = np.random.default_rng(seed)
    label = table[:, 0] + 0.5 * np.sin(3 * table[:, 1]) + draw.normal(0, 0.3, len(table)) > 0.2
    return trees(table, label, np.ones(len(table)), rounds, seed, min_data_in_leaf=5)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_forest_scores_as_its_library(seed: int) -> None:
    """On drawn rows, on rows it was grown on, and on rows that stand exactly at thresholds or one float32 beside them."""
    draw = np.random.default_rng(seed)
    table = draw.normal(size=(600, 6)).astype(np.float32)
    table[:, 2] = draw.choice(EDGES, 600)
    table[:, 3] = draw.integers(0, 4, 600)
    model = grown(table, seed)
    mine = forest(model)
    limits = np.unique(mine.threshold[mine.feature >= 0])
    rows = [*table[:100], *draw.normal(size=(50, 6)).astype(np.float32)]
    for limit in limits[:60]:
        for value in (limit, np.nextafter(limit, np.float32(np.inf)), np.nextafter(limit, np.float32(-np.inf))):
            rows.append(np.full(6, value, np.float32))
    rows += [np.full(6, edge, np.float32) for edge in EDGES]
    expected = model.predict(np.stack(rows), raw_score=True)
    assert np.allclose([mine.score(row) for row in rows], expected, atol=1e-5)


def test_float32_rows_fall_on_the_side_of_training() -> None:
    """A threshold that lies between two neighbouring float32 numbers parts them as it did in training."""
    low = np.float32(1.0)
    high = np.nextafter(low, np.float32(2))
    table = np.repeat(np.array([[low], [high]], np.float32), 50, axis=0)
    model = trees(table, np.repeat([False, True], 50), np.ones(100), 5, 1, min_data_in_leaf=5, min_data_in_bin=1, feature_fraction=1.0)
    mine = forest(model)
    for row in table[[0, 99]]:
        assert mine.score(row) == pytest.approx(float(model.predict(row.reshape(1, -1), raw_score=True)[0]), abs=1e-6)


def test_trees_that_learned_nothing() -> None:
    """A single leaf, and no tree at all, are scores too."""
    table = np.zeros((50, 2), np.float32)
    stump = forest(trees(table, np.arange(50) < 10, np.ones(50), 3, 1))
    assert stump.score(table[0]) == pytest.approx(np.log(10 / 40), abs=1e-4)
    empty = np.zeros((0, 1))
    assert Forest(*(empty.astype(kind) for kind in (np.int16, np.float32, np.int16, np.int16, np.float32))).score(table[0]) == 0.0
