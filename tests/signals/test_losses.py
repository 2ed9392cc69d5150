"""What a lost guard was about, how its branch refused, and how one changed line is told apart."""

import pytest

from hunkwise.change import FileChange, hunks_of
from hunkwise.code import cut
from hunkwise.code.model import Unit
from hunkwise.signals.removal.edits import edits
from hunkwise.signals.removal.losses import losses
from hunkwise.signals.tables import guards

ABOUT = {
    "n > SIZE_MAX / 4": "overflow",
    "p->len > sizeof(b)": "size",
    "p == NULL": "presence",
    "p->depth > 10": "depth",
    "rc < 0": "result",
    "!has_permission(p)": "permission",
    "p->owner != n": "ownership",
    "check_signature(p) != 0": "signature",
    "n >= 4": "bound",
}


def unit_of(before: str, after: str) -> Unit:
    """The one unit of a change to a C file with both sides at hand."""
    file = FileChange(path="a.c", old_path="a.c", status="modified", hunks=hunks_of(before, after), before=before, after=after)
    (unit,) = cut(file)[0]
    return unit


@pytest.mark.parametrize("condition", ABOUT)
def test_subject(condition: str) -> None:
    """A condition that is gone is told by what it was about, with the way its branch refused."""
    body = "  use(p, n, rc);\n  return 0;\n}\n"
    head = "int f(struct a *p, int n, int rc) {\n"
    (loss,) = losses(unit_of(f"{head}  if ({condition})\n    return -1;\n{body}", head + body))
    assert (loss.about, loss.refusal, loss.alone) == (ABOUT[condition], "error", True)


def test_one_line_changed() -> None:
    """What went, what came and what took its place is told by tokens; a line that only moved is no edit."""
    (edit,) = edits(unit_of("int f(int a) {\n  return g(a, 1) + 2;\n}\n", "int f(int a) {\n  return g(a) + 3;\n}\n"))
    assert edit.gone == ((",", "1"),) and edit.swaps == ((("2",), ("3",)),) and not edit.came
    assert edits(unit_of("int f(int a) {\n  b();\n  c();\n}\n", "int f(int a) {\n  c();\n  b();\n  d();\n}\n")) == ()


def test_words_of_guards_are_lower_case() -> None:
    """Every word of the tables is written as conditions are read."""
    tables = (guards.FORGERY, guards.SIGNATURE, guards.OWNERSHIP, guards.WHOSE, guards.AUTHENTICATION, guards.PERMISSION, guards.DEPTH)
    assert all(word == word.lower() for table in (*tables, guards.SIZE, guards.RESULT) for word in table)
