"""Trees: all questions at once give what going down level by level gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.heads.forest import AT_ONCE, MOST_LEAVES, Forest

FEATURES = 5


def forest(seed: int, trees: int, leaves: int) -> Forest:
    """Trees of up to so many leaves, split at random places."""
    chance = np.random.default_rng(seed)
    nodes = 2 * leaves - 1
    feature = np.full((trees, nodes), -1, np.int16)
    left, right = np.zeros((2, trees, nodes), np.int16)
    for tree in range(trees):
        size, open_leaves = 1, [0]
        for _ in range(int(chance.integers(0, leaves))):
            node = open_leaves.pop(int(chance.integers(0, len(open_leaves))))
            feature[tree, node] = chance.integers(0, FEATURES)
            left[tree, node], right[tree, node] = size, size + 1
            open_leaves += [size, size + 1]
            size += 2
    threshold = chance.integers(-2, 3, (trees, nodes)).astype(np.float32)
    return Forest(feature, threshold, left, right, chance.normal(size=(trees, nodes)).astype(np.float32))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([1, 2, 8, 9, 16, 17, 33, MOST_LEAVES]),
    st.lists(st.sampled_from([-3.0, -2.0, -0.5, 0.0, 1.0, 2.0, 9.0, float("nan")]), min_size=FEATURES, max_size=FEATURES),
)
def test_all_at_once_is_level_by_level(seed: int, leaves: int, row: list[float]) -> None:
    """Both ways reach the same leaves, to the last bit, also where a value equals a threshold or is no number."""
    trees = forest(seed, 7, leaves)
    asked = np.array(row, np.float32)
    assert trees.score(asked) == trees._walked(asked)


def test_many_rows_are_each_by_itself() -> None:
    """Rows asked together have the scores that each has alone."""
    trees = forest(5, 9, 15)
    rows = np.random.default_rng(5).integers(-3, 4, (2 * AT_ONCE + 5, FEATURES)).astype(np.float32)
    assert trees.scores(rows).tolist() == [trees._walked(row) for row in rows]
    assert len(trees.scores(rows[:0])) == 0


@pytest.mark.parametrize("leaves", [MOST_LEAVES + 1, 3 * MOST_LEAVES])
def test_large_trees_have_a_score(leaves: int) -> None:
    """Trees with more leaves than fit into the bits are walked."""
    trees = forest(3, 40, leaves)
    row = np.zeros(FEATURES, np.float32)
    assert trees.score(row) == trees._walked(row)
