"""Rows: unit length, sorted columns, antisymmetry, and what cancels."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.features import Row, change_row, context_row, structure, union, window_row
from hunkwise.features.rows import atoms_by_line, net
from hunkwise.features.structure import NAMES
from hunkwise.features.tokens import MASK, hashed

from .edits import edit, mirrored

LINE = st.sampled_from(["if a < len(b):", "return x", "eval(q + 'a b')", "", "x = 0", "# note", "y[1] += f(y[1])"]) | st.text(max_size=30)
CODE = st.lists(LINE, max_size=5).map(lambda lines: "\n".join(" ".join(line.splitlines()) for line in lines))


def well_formed(row: Row) -> bool:
    """Of length 1 or empty; columns in rising order, each once, within the width; no zero, nothing that isn't finite."""
    length = float(np.linalg.norm(row.values.astype(np.float64)))
    return (
        row.columns.dtype == np.int32
        and row.values.dtype == np.float32
        and len(row.columns) == len(row.values)
        and bool(np.all(np.diff(row.columns) > 0))
        and bool(np.all((row.columns >= 0) & (row.columns <= MASK)))
        and bool(np.all(np.isfinite(row.values)) and np.all(row.values != 0))
        and (not len(row.columns) or abs(length - 1) < 1e-5)
    )


@settings(max_examples=100, deadline=None)
@given(CODE, CODE, CODE)
def test_rows_are_well_formed(removed: str, added: str, context: str) -> None:
    """Every row of any edit is sorted, finite and of length 1 or empty."""
    one = edit(removed, added, context)
    for row in (change_row(one), context_row(one), window_row(tokens for _, tokens in one.added)):
        assert well_formed(row)


@settings(max_examples=100, deadline=None)
@given(CODE, CODE)
def test_an_edit_and_its_mirror_are_opposite(removed: str, added: str) -> None:
    """What tells old code from new can only be the sign."""
    one, other = change_row(edit(removed, added)), change_row(mirrored(edit(removed, added)))
    assert one.columns.tolist() == other.columns.tolist()
    assert one.values.tolist() == (-other.values).tolist()
    (gone, come), (gone_back, come_back) = structure(edit(removed, added)), structure(mirrored(edit(removed, added)))
    assert gone.tolist() == come_back.tolist()
    assert come.tolist() == gone_back.tolist()


@settings(max_examples=50, deadline=None)
@given(CODE, CODE, CODE)
def test_what_both_sides_share_cancels(removed: str, added: str, shared: str) -> None:
    """Lines that stand on both sides, wherever they stand, change nothing."""
    plain = edit(removed, added)
    moved = edit(f"{shared}\n{removed}", f"{added}\n{shared}")
    assert [part.tolist() for part in net(plain)] == [part.tolist() for part in net(moved)]
    assert change_row(plain).values.tolist() == change_row(moved).values.tolist()
    for mine, other in zip(structure(plain), structure(moved), strict=True):
        assert mine.tolist() == other.tolist()


def test_what_only_moved_is_nothing() -> None:
    """Lines in another order are an empty row."""
    one = edit("a(1)\nb(2)\nc(3)", "c(3)\na(1)\nb(2)")
    assert not len(change_row(one).columns)
    assert all(not side.any() for side in structure(one))


def test_an_edit_of_a_line_shows_the_difference_alone() -> None:
    """Of a line that gains an escape, the escape's atoms come and none of the words that stay."""
    counts = dict(zip(*net(edit("echo(name)", "echo(escape(name))")), strict=True))
    assert counts[hashed("i:escape")] == counts[hashed("w:escape")] == 1
    assert not {hashed("i:echo"), hashed("i:name")} & set(counts)


@settings(max_examples=50, deadline=None)
@given(CODE, CODE)
def test_lines_sum_to_the_net_counts(removed: str, added: str) -> None:
    """The atoms of lines, by sign, and those of the tokens of each line, make up the edit's counts to the last one."""
    one = edit(removed, added)
    expected = dict(zip(*(part.tolist() for part in net(one)), strict=True))
    found: dict[int, int] = {}
    for line in atoms_by_line(one):
        shared: dict[int, int] = {}
        for columns in line.tokens.values():
            for column, times in columns.items():
                shared[column] = shared.get(column, 0) + times
        assert shared == line.columns
        for column, times in line.columns.items():
            found[column] = found.get(column, 0) + line.sign * times
    assert {c: n for c, n in found.items() if n} == expected
    assert [line.number for line in atoms_by_line(one) if line.sign > 0] == [number for number, _ in one.added]


def test_context_and_windows_count_once() -> None:
    """Repeating a line adds nothing to surroundings or a window."""
    assert context_row(edit("", "", "f(x)")).columns.tolist() == context_row(edit("", "", "f(x)\nf(x)")).columns.tolist()
    assert window_row([["f", "(", "x", ")"]] * 2).values.tolist() == window_row([["f", "(", "x", ")"]]).values.tolist()


@settings(max_examples=50, deadline=None)
@given(st.lists(CODE, max_size=4))
def test_a_union_is_the_row_of_all(pieces: list[str]) -> None:
    """Several windows together say what one window of all their lines says; of none, nothing."""
    lines = [[tokens for _, tokens in edit("", piece).added] for piece in pieces]
    together, whole = union([window_row(some) for some in lines]), window_row(line for some in lines for line in some)
    assert well_formed(together)
    assert together.columns.tolist() == whole.columns.tolist()
    assert np.allclose(together.values, whole.values)


def test_structure_counts_what_words_mean() -> None:
    """A removed guard counts as taken away under what it was for; nothing comes."""
    removed, added = structure(edit("if not is_admin(user): return", ""))
    at = {name: float(removed[NAMES.index(name)]) for name in NAMES}
    assert at["access"] >= 2
    assert at["if"] == at["return"] == at["not"] == 1
    assert at["crypto"] == 0
    assert not added.any()
