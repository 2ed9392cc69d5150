"""Runs of about equal weight that together are the code."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.features import windows
from hunkwise.features.windows import MOST, SIZE, SMALLEST

LINES = st.lists(st.integers(0, 3) | st.integers(30, 170) | st.integers(300, 900), max_size=40).map(
    lambda sizes: [(number, tuple(f"t{number}_{i}" for i in range(size))) for number, size in enumerate(sizes, 1)]
)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_windows_cover_every_token_once(lines: list[tuple[int, tuple[str, ...]]]) -> None:
    """In any order of short and endless lines nothing is lost and nothing is seen twice; each piece stands under its own line."""
    runs = windows(lines)
    pieces = [(number, token) for run in runs for number, tokens in zip(run.numbers, run.lines, strict=True) for token in tokens]
    expected = [(number, token) for number, tokens in lines for token in tokens]
    assert sorted(pieces) == sorted(expected)
    assert len(set(pieces)) == len(pieces)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_windows_are_of_about_equal_weight(lines: list[tuple[int, tuple[str, ...]]]) -> None:
    """None is larger than SIZE but by a rest that joined it; only the first may be small where it is the only one."""
    weights = [sum(map(len, run.lines)) for run in windows(lines)]
    assert all(0 < weight < SIZE + SMALLEST for weight in weights)
    assert not weights[1:] or weights[-1] >= SMALLEST


def test_windows_are_bounded() -> None:
    """A file without end has MOST windows, those of its beginning, whether by many lines or by one."""
    many = windows([(i, ("x",) * 100) for i in range(5_000)])
    one = windows([(1, ("x",) * 1_000_000)])
    assert len(many) == len(one) == MOST
    assert many[0].numbers == (0,)
    assert windows([]) == []
