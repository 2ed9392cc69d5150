"""The window heads as they are fitted: which windows of a harmful file count, and the same scores as the head's."""

import random

import numpy as np
import pytest

from hunkwise.code.lex import tokens_by_line
from hunkwise.features.windows import Window
from hunkwise.heads.malice import window_rows
from hunkwise.training import windows_fit
from hunkwise.training.fit import score
from hunkwise.training.windows_fit import (
    Bags,
    fit_malice_trees,
    fit_whole,
    fit_words,
    malice_head,
    malice_scores,
    whole_matrix,
    word_matrix,
    worst_of,
)

from .tiny import BAD, GOOD, words


@pytest.fixture(scope="module")
def bags() -> Bags:
    """Files of three windows; in a harmful one only the middle window is."""
    draw = random.Random(3)
    windows, owner, harmful = [], [], []
    for i in range(60):
        bad = i % 2 == 0
        harmful.append(bad)
        for k in range(3):
            code = words(draw).fill((BAD if bad and k == 1 else GOOD)["python"].replace("{}", "aGVsbG8gd29ybGQ=" * draw.randrange(1, 5)))
            lines = tuple(tuple(line) for line in tokens_by_line(code.split("\n"), "python"))
            windows.append(window_rows(Window(tuple(range(len(lines))), lines)))
            owner.append(i)
    return Bags(windows, np.array(owner), np.array(harmful), np.ones(60))


def test_the_worst_windows_are_found(bags: Bags, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the whole file bears the label, the window with the attack is rated above the harmless ones beside it."""
    monkeypatch.setattr(windows_fit, "ROUNDS", 15)
    matrix = word_matrix(bags.windows)
    words_model = fit_words(bags, matrix)
    spoken = score(words_model, matrix)
    by_file = spoken.reshape(-1, 3)[bags.harmful]
    assert np.all(by_file.argmax(axis=1) == 1)
    grown = fit_malice_trees(bags, spoken, 1)
    found = malice_scores(grown, bags.windows, spoken)
    whole = whole_matrix(bags)
    head = malice_head(words_model, grown, fit_whole(whole, bags.harmful, bags.weight))
    together = score(head.whole, whole)
    assert together[bags.harmful].min() > together[~bags.harmful].max()
    assert head.reads(bags.windows[:3]) == pytest.approx(together[0], abs=1e-4)
    for i in range(0, len(bags.windows), 11):
        assert head.score(bags.windows[i]) == pytest.approx(found[i], abs=1e-3)
    worst = worst_of(found, bags.owner, 60, -6.0)
    assert worst[bags.harmful].min() > worst[~bags.harmful].max()


def test_the_worst_of_each_file() -> None:
    """By file, and a value of its own for a file without windows."""
    assert worst_of(np.array([1.0, 3.0, -2.0]), np.array([0, 0, 2]), 4, -6.0).tolist() == [3.0, -6.0, -2.0, -6.0]
    assert np.isnan(worst_of(np.array([1.0]), np.array([1]), 2, np.nan)[0])


def test_taking_some_files(bags: Bags) -> None:
    """The windows go with their files, numbered anew."""
    kept = np.arange(60) % 4 == 1
    some = bags.take(kept)
    assert len(some.windows) == 3 * int(kept.sum())
    assert some.owner.tolist() == [i for i in range(int(kept.sum())) for _ in range(3)]
    assert some.windows[0] is bags.windows[3]
    assert not some.harmful.any()
