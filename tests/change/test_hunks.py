"""Hunks of two texts."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change import Hunk, added_file, hunks_of
from hunkwise.change import lines_diff as lines_diff_module
from hunkwise.change.hunks import lines_of
from hunkwise.change.lines_diff import changed_runs

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "    x = 1"]), max_size=40).map("\n".join)
LISTS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


def applied(before: str, hunks: tuple[Hunk, ...]) -> list[str]:
    """The lines that the hunks make of `before`; every line must stand where its number says."""
    old, out, at = lines_of(before), [], 0
    for hunk in hunks:
        first = next((line.old for line in hunk.lines if line.old is not None), None)
        start = hunk.old_start if first is None else first - 1
        out += old[at:start]
        at = start
        for line in hunk.lines:
            if line.mark != "+":
                assert (line.old, line.text) == (at + 1, old[at])
                at += 1
            if line.mark != "-":
                out.append(line.text)
                assert line.new == len(out)
    return out + old[at:]


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([0, 1, 3, 20]))
def test_hunks_applied_to_before_give_after(before: str, after: str, context: int) -> None:
    """Hunks hold the whole difference, with right numbers on both sides, whatever the context."""
    hunks = hunks_of(before, after, context)
    assert applied(before, hunks) == lines_of(after)
    assert (hunks == ()) == (lines_of(before) == lines_of(after))


@settings(max_examples=200, deadline=None)
@given(LISTS, LISTS, st.sampled_from([0, 3, 400]))
def test_runs_turn_left_into_right(left: list[str], right: list[str], edits: int) -> None:
    """Runs are in order, don't touch, and replaced give the other list, also where the bounds cut the search short."""
    before, lines_diff_module.MAX_EDITS = lines_diff_module.MAX_EDITS, edits  # type: ignore[misc]
    try:
        runs = changed_runs(left, right)
    finally:
        lines_diff_module.MAX_EDITS = before  # type: ignore[misc]
    out, at = [], 0
    for number, (a, b, c, d) in enumerate(runs):
        assert a < b or c < d
        assert number == 0 or a > at
        out += left[at:a] + right[c:d]
        at = b
    assert out + left[at:] == right


def test_the_edit_is_the_shortest() -> None:
    """A moved line costs two edits, not the file."""
    left = [str(number) for number in range(50)]
    assert changed_runs(left, [*left[1:], "0"]) == [(0, 1, 0, 0), (50, 50, 49, 50)]


def test_near_changes_share_a_hunk() -> None:
    """Changes whose context would meet stand in one hunk, others apart, each under the head of what it stands in."""
    before = "".join(f"def f{number}():\n" + "    pass\n" * 9 for number in range(20))
    lines = lines_of(before)
    for at in (3, 8, 150):
        lines[at] += "  # changed"
    first, second = hunks_of(before, "\n".join(lines), 3)
    assert (first.old_start, first.new_start, len(first.lines), first.section) == (1, 1, 14, "")
    assert (second.old_start, second.section) == (148, "def f14():")


def test_one_sided_files() -> None:
    """A file that comes or goes is one hunk that starts at 0 on the side where it isn't; an empty one has none."""
    (added,), (gone,) = hunks_of(None, "a\nb"), hunks_of("a\n", None)
    assert (added.old_start, added.new_start, len(added.lines)) == (0, 1, 2)
    assert (gone.old_start, gone.new_start, gone.lines[0].mark) == (1, 0, "-")
    assert hunks_of(None, "") == hunks_of("", None) == hunks_of("a\n", "a") == ()


def test_added_file_is_normalised() -> None:
    """Line ends, byte order mark and surrogates are made plain, so that it equals what git would give."""
    file = added_file("x.py", "\ufeffa\r\nb\ud800\r\n")
    assert file.after == "a\nb\ufffd\n"
    assert [(line.text, line.new) for line in file.hunks[0].lines] == [("a", 1), ("b\ufffd", 2)]


def test_large_and_hostile_texts_take_bounded_time() -> None:
    """100,000 lines with few edits, with none in common, and of two letters at random: each in seconds."""
    lines = [f"line {number}" if number % 3 else "}" for number in range(100_000)]
    changed = [line + "!" if number % 5_000 == 1 else line for number, line in enumerate(lines)]
    start = time.perf_counter()
    assert len(hunks_of("\n".join(lines), "\n".join(changed))) == 20
    assert len(hunks_of("\n".join(lines), "\n".join(line + "!" for line in lines))) == 1
    two = "".join("ab"[number * number % 7 > 2] + "\n" for number in range(60_000))
    hunks = hunks_of(two, "b\n" + two[30_000:] + two[:30_000] * 2)
    assert applied(two, hunks) == lines_of("b\n" + two[30_000:] + two[:30_000] * 2)
    assert time.perf_counter() - start < 20
