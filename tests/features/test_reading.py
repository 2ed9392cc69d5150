"""Many edits read at once say what each says alone."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.features import Edit, change_row, context_row, lexicon, read, structure, window_row, windows
from hunkwise.features.lexicon import Lines
from hunkwise.features.payload import payload
from hunkwise.features.tokens import atoms

TOKENS = [
    "if",
    "(",
    ")",
    "call",
    "=",
    "+",
    "0x1f",
    "7",
    '"text"',
    "'https://example.org/a'",
    '"x%41"',
    "é",
    '"ü"',
    "exec",
    "_0xab",
    "A" * 90,
]
LINE = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=12).map(tuple) | st.sampled_from([("a", "=", "1") * 80, ("(",) * 700])
SIDE = st.lists(LINE, max_size=6).map(lambda lines: tuple(enumerate(lines, 1)))
EDIT = st.builds(Edit, SIDE, SIDE, SIDE)


def alone(edit: Edit) -> list[list[object]]:
    """An edit's numbers by the functions for a single one."""
    runs = windows(edit.added)
    rows = [change_row(edit), context_row(edit), *(window_row(run.lines) for run in runs)]
    numbers = [*structure(edit), *(payload(run.lines) for run in runs)]
    return [[row.columns.tolist(), row.values.tolist()] for row in rows] + [one.tolist() for one in numbers]


def together(edits: Sequence[Edit]) -> list[list[list[object]]]:
    """The same out of one reading of all."""
    out = []
    for found in read(edits):
        rows = [found.change, found.context, *found.words]
        numbers = [found.removed, found.added, *found.payload]
        out.append([[row.columns.tolist(), row.values.tolist()] for row in rows] + [one.tolist() for one in numbers])
    return out


@settings(max_examples=30, deadline=None)
@given(st.lists(EDIT, max_size=4))
def test_edits_read_together_are_as_alone(edits: list[Edit]) -> None:
    """Rows, counts and payload numbers are bit by bit those of each edit by itself, cut lines included."""
    assert together(edits) == [alone(edit) for edit in edits]


def test_equal_lines_stand_in_every_window() -> None:
    """One line object at several places counts in every window that has it."""
    line = ("call", "(", "x", ")") * 30
    found = read([Edit((), ((1, line), (2, line), (3, line)), ())])[0]
    assert len(found.words) == 3
    assert all(row.columns.tolist() == window_row([line]).columns.tolist() for row in found.words)


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the lexicon is full everything is learned anew, with the same result."""
    edits = [Edit((), ((1, (f"name_{i}", "(", f'"{i}"', ")")),), ()) for i in range(20)]
    expected = [together([edit]) for edit in edits]
    monkeypatch.setattr(lexicon, "MOST_TOKENS", 10)
    assert [together([edit]) for edit in edits] == expected


def test_picked_lines_keep_their_tokens() -> None:
    """`pick` gives the lines asked for, in that order, with what is known of their tokens."""
    lines = Lines.of([("a", "b"), (), ("c",)])
    picked = lines.pick(np.array([2, 0]))
    assert picked.tokens == ["c", "a", "b"]
    assert picked.sizes.tolist() == [1, 2]
    assert sorted(atoms(picked).columns.tolist()) == sorted(atoms(Lines.of([("c",), ("a", "b")])).columns.tolist())
