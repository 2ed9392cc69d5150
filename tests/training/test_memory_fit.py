"""The memory and the classes: what is near lies near, facts are bounded, a class is told only where guesses are right."""

import random

import numpy as np
import pytest

from features.edits import edit
from hunkwise.features import Row, change_row, context_row
from hunkwise.training.evidence_rows import remembered
from hunkwise.training.memory_fit import LEAST, Learned, fact, fit_classes, fit_memory, places, severities

from .tiny import FIXES, PLAIN, words


def known(count: int = 80) -> list[Learned]:
    """Undone fixes of two classes."""
    draw = random.Random(1)
    out = []
    for i in range(count):
        said, pair = words(draw), FIXES["python"][i % 2]
        one = edit(said.fill(pair[1]), said.fill(pair[0]))
        cwe = ("CWE-79", "CWE-862")[i % 2]
        out.append(Learned(change_row(one), context_row(one), fact(f"k{i}", "example/shop", "a.py", "title", cwe, "high"), i // 2 % 5))
    return out


def ordinary(count: int = 60) -> list[Row]:
    """Edits of the harmless templates."""
    draw = random.Random(2)
    return [
        change_row(edit(said.fill(a), said.fill(b))) for i in range(count) for said in [words(draw)] for a, b in [PLAIN["python"][i % 3]]
    ]


def test_like_edits_lie_near() -> None:
    """A new edit of a known kind is nearer to that kind than to the other, and nearer than ordinary work is."""
    memory = fit_memory(known(), ordinary(), 1)
    one = known(90)[84]
    found = memory.nearest(one.change, 5, 0.0)
    assert {item.cwe for item in found} == {"CWE-79"}
    assert found[0].similarity > 0.7
    assert max(memory.near(row).max() for row in ordinary(5)) < found[0].similarity


def test_places_are_directions() -> None:
    """Of length 1, and the same numbers that the memory itself computes."""
    memory = fit_memory(known(), ordinary(), 1)
    rows = [one.change for one in known(6)]
    spots = places(rows, memory.projection)
    assert np.linalg.norm(spots, axis=1) == pytest.approx(1, abs=1e-5)
    for row, spot in zip(rows, spots, strict=True):
        assert memory.near(row) == pytest.approx(np.clip(memory.vectors.astype(np.float32) @ spot / 127, -1, 1), abs=1e-4)


def test_a_row_is_never_held_against_its_own_fold() -> None:
    """Known findings of the row's fold don't count: a finding would find itself."""
    mine = known()
    memory = fit_memory(mine, ordinary(), 1)
    folds = np.array([one.fold for one in mine])
    near, undone = remembered(memory, folds, [one.change for one in mine], folds)
    all_in_one, nothing = remembered(memory, np.zeros(len(mine), np.int64), [mine[0].change], np.array([0]))
    assert np.all(near <= 1 + 1e-2)
    assert near.mean() > undone.mean()
    assert (all_in_one.tolist(), nothing.tolist()) == ([0.0], [0.0])


def test_the_same_seed_gives_the_same_memory() -> None:
    """To the last bit."""
    one, two = fit_memory(known(), ordinary(), 1), fit_memory(known(), ordinary(), 1)
    assert np.array_equal(one.projection, two.projection)
    assert np.array_equal(one.vectors, two.vectors)


def test_classes_are_learned_and_told() -> None:
    """Right on a new edit of each class; with too few examples nothing is ever told."""
    head = fit_classes(known(), 1)
    assert set(head.classes) == {"CWE-79", "CWE-862"}
    told = [(head.guess(new.change, new.context).cwe, new.fact.cwe) for new in known(120)[80:]]
    assert all(guess in ("", right) for guess, right in told)
    assert sum(guess == right for guess, right in told) > 0.8 * len(told)
    few = fit_classes(known(2 * LEAST - 2), 1)
    assert few.guess(known(1)[0].change, known(1)[0].context).cwe == ""


def test_facts_are_bounded_and_visible() -> None:
    """Hidden characters are shown, endless ones cut: a fact is printed in reports."""
    found = fact("i\u202ed", "p" * 500, "a\nb", "t" * 500, "CWE-79", "high")
    assert "\u202e" not in found.id
    assert "\n" not in found.where
    assert len(found.where) <= 120
    assert len(found.title) <= 80


def test_severities_are_middle_ones() -> None:
    """Of at least five rated findings; unknown ratings and classes don't count."""
    rated = [("CWE-79", name) for name in ("low", "medium", "medium", "high", "critical", "none")]
    assert severities([*rated, *[("CWE-1", "low")] * 4, *[("", "high")] * 9]) == {"CWE-79": "medium"}
