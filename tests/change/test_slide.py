"""Where runs of a difference are put."""

from hunkwise.change import hunks_of


def signs(before: str, after: str) -> str:
    """The marks of the only hunk."""
    (hunk,) = hunks_of(before, after)
    return "".join(line.mark for line in hunk.lines)


def test_a_changed_line_stands_beside_its_successor() -> None:
    """Among equal lines the removed one is the one in whose place the new one stands."""
    assert signs("h\np\np\np\np\nend\n", "h\np\nP\np\np\nend\n") == "  -+   "


def test_an_added_function_begins_at_its_head() -> None:
    """The lines that both functions end with are given to the one above."""
    old = "def a():\n    x = 1\n    return x\n"
    assert signs(old, "def b():\n    y = 1\n    return x\n\n" + old) == "++++   "
    assert signs(old, old + "\ndef b():\n    y = 1\n    return x\n") == "   ++++"


def test_an_added_block_ends_with_its_bracket() -> None:
    """The bracket that closes an added block is the added one."""
    old = "f() {\n  a;\n}\n\ng() {\n  b;\n}\n"
    new = "f() {\n  a;\n}\n\nn() {\n  c;\n}\n\ng() {\n  b;\n}\n"
    assert signs(old, new) == "    ++++   "
