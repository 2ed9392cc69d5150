"""Matrices, linear models, trees and balancing weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.features import Row
from hunkwise.features.tokens import MASK
from hunkwise.training.fit import balanced, linear, matrix, predict, score, trees


def rows(seed: int = 1, count: int = 80) -> list[Row]:
    """Drawn rows over a few columns; one is empty."""
    draw = np.random.default_rng(seed)
    out = [Row(np.zeros(0, np.int32), np.zeros(0, np.float32))]
    for _ in range(count - 1):
        columns = np.sort(draw.choice(40, 6, replace=False)).astype(np.int32)
        out.append(Row(columns, draw.normal(size=6).astype(np.float32)))
    return out


def test_a_matrix_has_the_rows() -> None:
    """Every value in its place, signed or as it touches; no rows are a matrix too."""
    mine = rows()
    table, touched = matrix(mine), matrix(mine, "touched")
    assert table.shape == (len(mine), MASK + 1)
    for i, row in enumerate(mine):
        assert table[i].indices.tolist() == row.columns.tolist()
        assert table[i].data.tolist() == row.values.tolist()
        assert touched[i].data.tolist() == np.abs(row.values).tolist()
    assert matrix([]).shape == (0, MASK + 1)


def test_a_linear_model_scores_rows_as_its_head_does() -> None:
    """The matrix way and the row way are the same log-odds; what it learned is right."""
    mine = rows(count=300)
    label = np.array([row.values[row.columns < 10].sum() > 0.2 for row in mine])
    model = linear(matrix(mine), label, np.ones(len(mine)), 10.0)
    found = score(model, matrix(mine))
    assert found == pytest.approx([model.score(row) for row in mine], abs=1e-5)
    assert np.mean((found > 0) == label) > 0.9
    assert linear(matrix(mine), label, np.ones(len(mine)), 1.0, bias=False).bias == 0.0


def test_the_seed_repeats_the_trees() -> None:
    """The same data and seed give the same scores, which follow the data."""
    draw = np.random.default_rng(2)
    table = draw.uniform(size=(400, 3)).astype(np.float32)
    label = (table[:, 0] < 0.5) ^ (draw.uniform(size=400) < 0.1)
    model, again = (trees(table, label, np.ones(400), 20, 1, min_data_in_leaf=5) for _ in range(2))
    probe = np.column_stack([np.linspace(0, 1, 50), np.full(50, 0.5), np.full(50, 0.5)]).astype(np.float32)
    assert predict(model, table).tolist() == predict(again, table).tolist()
    assert predict(model, probe)[0] > predict(model, probe)[-1]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=30))
def test_strata_earn_nothing(samples: list[tuple[str, bool]]) -> None:
    """In a stratum with both kinds both weigh the same; alone a positive weighs a little, a negative nothing."""
    strata, positive = [name for name, _ in samples], np.array([flag for _, flag in samples])
    weight = balanced(strata, positive)
    for name in set(strata):
        mine = np.array([one == name for one in strata])
        bad, good = weight[mine & positive], weight[mine & ~positive]
        if len(bad) and len(good):
            assert bad.sum() == pytest.approx(good.sum())
            assert set(bad.tolist()) == {1.0}
        else:
            assert set(bad.tolist()) <= {0.2}
            assert set(good.tolist()) <= {0.0}
