"""The change head as it is fitted: its vectorised scores are those of the head, ordinary work has no direction."""

import numpy as np
import pytest

from features.edits import edit
from hunkwise.heads.change import EditRows, edit_rows
from hunkwise.training import change_fit
from hunkwise.training.change_fit import Pairs, fit_linears, fit_trees, head_of, linear_scores, scores

from .tiny import FIXES, PLAIN, words


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """Edits of the templates."""
    import random

    draw = random.Random(1)
    rows, fix = [], []
    for i in range(160):
        said = words(draw)
        pair = (FIXES if i % 2 else PLAIN)["python"][(i // 2) % 2]
        rows.append(edit_rows(edit(said.fill(pair[0]), said.fill(pair[1]), said.fill("state = open_state(N)"))))
        fix.append(bool(i % 2))
    return Pairs(rows, np.array(fix), np.ones(len(rows)))


def test_the_head_scores_as_the_fit_does(pairs: Pairs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row without a library, or all rows with it: the same log-odds, of edits and of the ones that undo them."""
    monkeypatch.setattr(change_fit, "ROUNDS", 15)
    parts = fit_linears(pairs)
    relevance, direction = linear_scores(parts, pairs.rows)
    grown = fit_trees(pairs, relevance, direction, 1)
    head = head_of(parts, grown)
    for turned in (False, True):
        rows = [row.mirrored() if turned else row for row in pairs.rows]
        found = scores(rows, *linear_scores(parts, rows), grown)
        for i in range(0, len(rows), 9):
            mine = head.score(rows[i])
            assert (mine.relevance, mine.direction, mine.harm) == pytest.approx(
                (found.relevance[i], found.direction[i], found.harm[i]), abs=2e-3
            )


def test_a_fix_has_a_direction_and_ordinary_work_none(pairs: Pairs) -> None:
    """Undone fixes point to harm, fixes away from it; ordinary edits lie near nothing and are of less relevance."""
    parts = fit_linears(pairs)
    relevance, direction = linear_scores(parts, pairs.rows)
    assert np.all(direction[pairs.fix] < 0)
    assert np.abs(direction[~pairs.fix]).mean() < 0.2 * np.abs(direction[pairs.fix]).mean()
    assert relevance[pairs.fix].min() > relevance[~pairs.fix].max()
    assert parts.direction.bias == 0.0


def test_taking_some(pairs: Pairs) -> None:
    """Rows, labels and weights stay together."""
    kept = np.arange(len(pairs.fix)) % 3 == 0
    some = pairs.take(kept)
    expected: list[EditRows] = [row for row, keep in zip(pairs.rows, kept, strict=True) if keep]
    assert some.rows == expected
    assert some.fix.tolist() == pairs.fix[kept].tolist()
    assert len(some.weight) == int(kept.sum())
