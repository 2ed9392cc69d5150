"""The heads that look at added code, and at classes."""

import numpy as np
import pytest

from features.edits import edit
from hunkwise.features import Row, union
from hunkwise.features.windows import windows
from hunkwise.heads.change import edit_rows
from hunkwise.heads.malice import LINEAR_SHARE, window_rows, with_words
from hunkwise.heads.trained import Seen, window_evidence
from hunkwise.heads.weakness import CLASS_MASK, ClassHead, parts

from .parts import heads

RUNS = [windows(edit("", text).added)[0] for text in ("import os\nos.system(cmd)", "return a + b", "exec(decode(x))")]


def test_the_worst_window_speaks_for_all() -> None:
    """Windows are scored together as each by itself, by the trees and a share of the words; the highest is the unit's."""
    malice, weakness = heads().malice, heads().weakness
    rows = [window_rows(run) for run in RUNS]
    scores = [malice.score(row) for row in rows]
    assert malice.scores(rows) == pytest.approx(scores, abs=1e-6)
    words = malice.words.score(rows[0].words)
    assert scores[0] == pytest.approx(malice.trees.score(with_words(rows[0], words)) + LINEAR_SHARE * words)
    spoken = [weakness.words.score(row.words) for row in rows]
    assert weakness.words.scores([row.words for row in rows]) == pytest.approx(spoken, abs=1e-6)
    look = Seen("u", edit("", ""), edit_rows(edit("", "")), tuple(rows), ((1,), (2, 3), (4,)))
    found = window_evidence("weakness", "u.py", look, weakness.words.scores([row.words for row in rows]))
    assert (found.lines, found.facts["weakness"]) == (look.numbers[int(np.argmax(spoken))], round(max(spoken), 4))


def test_rows_without_columns_have_the_bias_alone() -> None:
    """Also between others."""
    words, nothing = heads().weakness.words, Row(np.zeros(0, np.int32), np.zeros(0, np.float32))
    row = window_rows(RUNS[0]).words
    assert words.scores([nothing, row, nothing]) == pytest.approx([words.bias, words.score(row), words.bias])
    assert len(words.scores([])) == 0


def test_all_windows_are_read_together() -> None:
    """By the words of all of them at once, each once, in any order."""
    malice = heads().malice
    rows = [window_rows(run) for run in RUNS]
    assert malice.reads(rows) == pytest.approx(malice.whole.score(union([row.words for row in rows])))
    assert malice.reads(rows) == pytest.approx(malice.reads([*rows[::-1], rows[0]]))


def test_classes_hang_on_what_is_touched_and_not_on_the_way() -> None:
    """An edit and the one that undoes it are of the same class."""
    change = Row(np.array([3, CLASS_MASK + 1 + 3, 9], np.int32), np.array([0.5, -0.5, 0.7], np.float32))
    context = Row(np.array([9], np.int32), np.ones(1, np.float32))
    read = parts(change, context)
    row = np.bincount(read.columns, read.values)
    assert row[3] == pytest.approx(1.0)
    assert row[9] == pytest.approx(1.0)
    turned = parts(Row(change.columns, -change.values), context)
    assert row.tolist() == np.bincount(turned.columns, turned.values).tolist()


def test_a_class_below_the_floor_is_unknown() -> None:
    """An honest "unknown", with the chance that was too low."""
    weights = np.zeros((2, CLASS_MASK + 1), np.float32)
    weights[0, 5] = 3.0
    change, nothing = Row(np.array([5], np.int32), np.ones(1, np.float32)), Row(np.zeros(0, np.int32), np.zeros(0, np.float32))
    sure = ClassHead(("CWE-79", "CWE-89"), weights, np.zeros(2, np.float32), 0.9)
    assert sure.guess(change, nothing).cwe == "CWE-79"
    assert sure.guess(change, nothing).probability == pytest.approx(1 / (1 + np.exp(-3)))
    assert sure.guess(nothing, nothing).cwe == ""
    assert sure.guess(nothing, nothing).probability == pytest.approx(0.5)
