"""Known findings: nearest first, facts without code, nothing where nothing is near."""

import numpy as np
import pytest

from features.edits import edit
from hunkwise.features import Row, change_row
from hunkwise.heads.memory import AT_ONCE, FOLD, SIZE, Fact, Memory, signed

EDITS = [change_row(edit(f"if not allowed_{word}(user): raise Denied", "")) for word in ("alpha", "beta", "gamma", "delta")]


def memory() -> Memory:
    """A memory in which each of the edits lies in the space of some drawn directions."""
    projection = np.random.default_rng(1).normal(size=(SIZE, 48)).astype(np.float32)
    spots = np.stack([signed(row) @ projection for row in EDITS])
    vectors = np.rint(127 * spots / np.linalg.norm(spots, axis=1, keepdims=True)).astype(np.int8)
    return Memory(projection, vectors, tuple(Fact(f"f-{i}", "where", "title", "CWE-862", "high") for i in range(len(EDITS))))


def test_a_known_edit_is_nearest_to_itself() -> None:
    """With a cosine of nearly 1, and the others behind it in falling order."""
    for i, row in enumerate(EDITS):
        found = memory().nearest(row, 3, -1.0)
        assert found[0].id == f"f-{i}"
        assert found[0].similarity == pytest.approx(1, abs=0.02)
        assert [one.similarity for one in found] == sorted((one.similarity for one in found), reverse=True)
        assert len(found) == 3


def test_likeness_is_at_most_one() -> None:
    """Rounded vectors may be a little too long; what is said of them stays a cosine."""
    long = Memory(memory().projection, np.clip(memory().vectors.astype(np.int16) * 2, -127, 127).astype(np.int8), memory().facts)
    for row in EDITS:
        assert np.abs(long.near(row)).max() <= 1
        assert long.nearest(row, 1, 0.0)[0].similarity <= 1
        assert max(long.scores([row])[0]) <= 1


def test_what_comes_is_not_what_goes() -> None:
    """A guard that is put in isn't like the same guard taken away: `known` and `repaired` are told apart."""
    gone, come = EDITS[0], Row(EDITS[0].columns, -EDITS[0].values)
    assert not set(np.flatnonzero(signed(gone))) & set(np.flatnonzero(signed(come)))
    assert np.flatnonzero(signed(gone)).min() > FOLD
    (known, repaired), there = memory().scores([gone, come])
    assert (repaired, known) == pytest.approx(there, abs=1e-6)
    assert known > repaired


def test_nothing_near_is_nothing() -> None:
    """Below the floor, of an empty edit, in an empty memory."""
    empty = Row(np.zeros(0, np.int32), np.zeros(0, np.float32))
    assert memory().nearest(change_row(edit("", "x = 1")), 3, 0.9) == ()
    assert memory().nearest(empty, 3, 0.1) == ()
    nobody = Memory(memory().projection, np.zeros((0, 48), np.int8), ())
    assert nobody.nearest(EDITS[0], 3, 0.0) == ()
    assert nobody.scores([EDITS[0]]) == [(0.0, 0.0)]
    assert memory().scores([empty]) == [(0.0, 0.0)]
    few = Memory(memory().projection, memory().vectors[:2], memory().facts[:2])
    assert few.scores([EDITS[0]]) == [(0.0, 0.0)]


def test_many_at_once_are_each_by_itself() -> None:
    """However many edits are asked about together, each gets the mean of its own three nearest."""
    mine = memory()
    many = [EDITS[i % 4] for i in range(2 * AT_ONCE + 3)]
    alone = [float(np.sort(mine.near(row))[-3:].mean()) for row in many]
    assert [known for known, _ in mine.scores(many)] == pytest.approx(alone, abs=1e-6)
    assert mine.scores([]) == []


def test_the_nearest_three_speak() -> None:
    """The likeness is the mean of the three largest cosines, ties among them included."""
    doubled = Memory(memory().projection, np.concatenate([memory().vectors, memory().vectors[:1]]), (*memory().facts, memory().facts[0]))
    for one in (memory(), doubled):
        for row, (known, _) in zip(EDITS, one.scores(EDITS), strict=True):
            assert known == pytest.approx(np.sort(one.near(row))[-3:].mean(), abs=1e-6)
