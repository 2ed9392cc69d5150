"""The change head: direction turns round with the edit, relevance doesn't, and lines add up to what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.edits import edit, mirrored
from hunkwise.features import Edit, Row
from hunkwise.heads.change import CONTEXT_SHARE, combined, edit_rows

from .parts import heads

HEAD = heads().change
LINE = st.sampled_from(["if a < len(b):", "return x", "eval(q + 'a b')", "", "x = 0", "y[1] += f(y[1])", "if not admin(u): raise Denied"])
CODE = st.lists(LINE, max_size=5).map("\n".join)
EDIT = st.builds(edit, CODE, CODE, CODE)


@settings(max_examples=100, deadline=None)
@given(EDIT)
def test_direction_is_antisymmetric(one: Edit) -> None:
    """An edit and the one that undoes it have opposite directions and the same relevance."""
    there, back = HEAD.score(edit_rows(one)), HEAD.score(edit_rows(mirrored(one)))
    assert there.direction == pytest.approx(-back.direction, abs=1e-5)
    assert there.relevance == pytest.approx(back.relevance, abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(EDIT)
def test_rows_turn_round_with_their_edit(one: Edit) -> None:
    """The mirrored rows are the rows of the mirrored edit."""
    turned, expected = edit_rows(one).mirrored(), edit_rows(mirrored(one))
    for mine, other in ((turned.change, expected.change), (turned.context, expected.context)):
        assert mine.columns.tolist() == other.columns.tolist()
        assert mine.values.tolist() == other.values.tolist()
    assert turned.removed.tolist() == expected.removed.tolist()
    assert turned.added.tolist() == expected.added.tolist()


@settings(max_examples=100, deadline=None)
@given(EDIT)
def test_lines_sum_to_the_linear_parts(one: Edit) -> None:
    """What the lines add is exactly relevance and direction, less bias and surroundings; nothing is lost between lines."""
    rows = edit_rows(one)
    touched = Row(rows.change.columns, np.abs(rows.change.values))
    expected = HEAD.relevance.brings(touched) + HEAD.direction.brings(rows.change)
    leaning = HEAD.lean(one)
    assert sum(line.weight for line in leaning) == pytest.approx(expected, abs=1e-4)
    (relevance,), (direction,) = HEAD.linear([rows])
    rest = HEAD.relevance.bias + CONTEXT_SHARE * HEAD.surroundings.score(rows.context)
    assert relevance + direction - rest == pytest.approx(expected, abs=1e-4)
    assert [line.weight for line in leaning] == sorted((line.weight for line in leaning), reverse=True)
    places = {("before", number) for number, _ in one.removed} | {("after", number) for number, _ in one.added}
    assert {(line.side, line.line) for line in leaning} == places


def test_a_line_that_cancels_weighs_nothing() -> None:
    """A line that only moved bears no part of the score; the one that came bears all of it."""
    weights = {line.line: line.weight for line in HEAD.lean(edit("keep(a)", "eval(b)\nkeep(a)")) if line.side == "after"}
    assert weights[2] == pytest.approx(0, abs=0.2 * abs(weights[1]) + 0.3)
    assert HEAD.lean(edit("keep(a)\nx = 1", "x = 1\nkeep(a)"))[0].weight == 0
    assert HEAD.lean(edit("", "")) == ()


@settings(max_examples=50, deadline=None)
@given(*(st.floats(-13, 13) for _ in range(5)))
def test_harm_needs_both(relevance: float, direction: float, by_trees: float, turned: float, more: float) -> None:
    """Harm rises with relevance and with direction, and is never likelier than either of them alone."""
    one = combined(relevance, direction, by_trees, turned)
    assert combined(relevance + abs(more), direction, by_trees, turned).harm >= one.harm - 1e-9
    assert combined(relevance, direction + abs(more), by_trees, turned).harm >= one.harm - 1e-9
    for by_lines, trees in ((relevance, by_trees), (direction, turned)):
        assert one.harm <= (by_lines + trees) / 2 + 1e-6


@settings(max_examples=100, deadline=None)
@given(EDIT)
def test_the_order_of_lines_needs_no_tokens(one: Edit) -> None:
    """The quick order of lines is that of the full account."""
    lean = HEAD.lean(one)
    places = [(line.side, line.line) for line in lean]
    quick = HEAD.leaning(one, edit_rows(one).change)
    weight = {(line.side, line.line): line.weight for line in lean}
    assert sorted(quick) == sorted(places)
    assert [weight[place] for place in quick] == pytest.approx([weight[place] for place in places], abs=1e-6)
