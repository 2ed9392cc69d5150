"""Fingerprints outlive what doesn't change the code, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.judge.fingerprint import numbered

from .fake import edited, judged
from .test_verdict import BARE, RENDER

SINK = "def load(path):\n    return danger(path, 'r', mode)\n"


def print_of(before: str | None, after: str, path: str = "web.py", old_path: str = "") -> str:
    """The fingerprint of the one finding."""
    (finding,) = judged(edited(path, before, after, old_path)).verdict.findings
    return finding.fingerprint


def test_a_renamed_file_keeps_it() -> None:
    """No path goes in."""
    assert print_of(RENDER, BARE) == print_of(RENDER, BARE, "pages/view.py", "web.py")


def test_reformatting_keeps_it() -> None:
    """Line breaks inside a call, spaces, quotes and a trailing comma are no change."""
    first = print_of(None, SINK)
    assert first == print_of(None, 'def load(path):\n    return danger(\n        path,\n        "r",\n        mode,\n    )\n')
    assert first == print_of(None, "def load( path ):\n        return danger( path,'r',mode )\n")


def test_another_place_or_other_code_changes_it() -> None:
    """Another function, another argument or another string is another finding."""
    prints = {print_of(None, SINK), print_of(None, SINK.replace("load", "save")), print_of(None, SINK.replace("mode", "kind"))}
    assert len(prints | {print_of(None, SINK.replace("'r'", "'w'"))}) == 4


@settings(max_examples=25, deadline=None)
@given(above=st.lists(st.sampled_from(["", "import os", "X = 1", "# note", "def other():\n    return 1\n"]), max_size=6))
def test_shifted_lines_keep_it(above: list[str]) -> None:
    """Whatever stands above on both sides, the fingerprint stays."""
    head = "\n".join([*above, ""])
    assert print_of(head + RENDER, head + BARE) == print_of(RENDER, BARE)


@settings(max_examples=25, deadline=None)
@given(spaces=st.lists(st.sampled_from(["", " ", "  "]), min_size=6, max_size=6), quote=st.sampled_from("'\""))
def test_spacing_keeps_it(spaces: list[str], quote: str) -> None:
    """Any spacing inside the line and either quote give the same."""
    a, b, c, d, e, f = spaces
    line = f"    return danger({a}path{b},{c}{quote}r{quote}{d},{e}mode{f})\n"
    assert print_of(None, "def load(path):\n" + line) == print_of(None, SINK)


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_numbers_make_equal_ones_unique(prints: list[str]) -> None:
    """No two are equal afterwards, and each keeps its own beginning."""
    out = numbered(prints)
    assert len(set(out)) == len(prints)
    assert [one.split(":")[0] for one in out] == prints
