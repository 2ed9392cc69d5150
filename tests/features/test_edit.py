"""What an edit shows of a unit: changed lines and the unchanged ones near them, however much of the file is at hand."""

import pytest

from hunkwise.features import context_row, edit_of, merged

from .edits import units

BODY = [f"    step_{i}(value_{i})" for i in range(60)]
GUARD = "    if not allowed(user): raise Denied()"


def function(*extra: str, at: int = 30) -> str:
    """A long function with lines put into it."""
    return "\n".join(["def work(user):", *BODY[:at], *extra, *BODY[at:]]) + "\n"


def test_lines_without_tokens_are_left_out() -> None:
    """A comment or blank that comes is no edit; beside code only the code is seen, under its own number."""
    assert all(edit_of(unit).empty for unit in units("a = 1\nb = 2\n", "a = 1\n# note\n\nb = 2\n"))
    (unit,) = units("a = 1\n", "a = 1\n# note\nrun(a)\n")
    assert edit_of(unit).added == ((3, ("run", "(", "a", ")")),)
    assert edit_of(unit).removed == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [(function(GUARD), function()), (function(), function(GUARD)), (function("    a = 1"), function("    a = f(1)"))],
    ids=["removed", "added", "modified"],
)
def test_context_does_not_hang_on_what_is_at_hand(before: str, after: str) -> None:
    """A patch with ten lines around a change, one with twenty, and the whole file give the same edit."""
    edits = [merged([edit_of(unit) for unit in units(before, after, context=context)]) for context in (10, 20, None)]
    assert edits[0] == edits[1] == edits[2]
    assert len(edits[0].context) == 20


def test_an_edit_and_its_undoing_lie_in_the_same_context() -> None:
    """A guard that goes and one that comes have the same surroundings: these can't tell which of the two it was."""
    (gone,), (come,) = units(function(GUARD), function()), units(function(), function(GUARD))
    assert [tokens for _, tokens in edit_of(gone).context] == [tokens for _, tokens in edit_of(come).context]
    assert context_row(edit_of(gone)).columns.tolist() == context_row(edit_of(come)).columns.tolist()
    assert edit_of(gone).removed == edit_of(come).added


def test_context_lies_near_on_the_head_side() -> None:
    """The unchanged lines within ten of a changed one."""
    (unit,) = units(function("    a = 1"), function("    a = f(1)"))
    assert [number for number, _ in edit_of(unit).context] == [*range(22, 32), *range(33, 43)]


def test_new_and_deleted_files() -> None:
    """A side that doesn't exist has no lines."""
    (new,) = units(None, "run(1)\n")
    (old,) = units("run(1)\n", None)
    assert edit_of(new).added == edit_of(old).removed == ((1, ("run", "(", "1", ")")),)
    assert edit_of(new).removed == edit_of(old).added == edit_of(new).context == ()


def test_merged_edits_keep_all_lines() -> None:
    """Several units of a file are one edit of all their lines."""
    edits = [edit_of(unit) for unit in units("def a():\n    x(1)\ndef b():\n    y(1)\n", "def a():\n    x(2)\ndef b():\n    y(2)\n")]
    whole = merged(edits)
    assert len(edits) == 2
    assert [number for number, _ in whole.added] == [2, 4]
    assert [number for number, _ in whole.removed] == [2, 4]
    assert merged([]).empty
