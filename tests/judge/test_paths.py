"""Path patterns follow .gitignore."""

import time

import pytest

from hunkwise.judge.paths import matches


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("docs/a.md", "docs/", True),
        ("src/docs/a.md", "docs/", True),
        ("src/docs/a.md", "/docs/", False),
        ("docs", "docs/", False),
        ("src/a.py", "*.py", True),
        ("src/a.py", "src/*.py", True),
        ("src/x/a.py", "src/*.py", False),
        ("src/x/y/a.py", "src/**/*.py", True),
        ("src/a.py", "src/**/*.py", True),
        ("src/a.py", "src/**", True),
        ("other/src/a.py", "src/**", False),
        ("src/a.py", "**", True),
        ("src/a.py", "src/a.py", True),
        ("src/a.pyc", "src/a.py", False),
        ("src/a.py", "src/[ab].p?", True),
    ],
)
def test_patterns(path: str, pattern: str, fits: bool) -> None:
    """Stars stay inside a folder, two cross them, a slash in front or inside anchors."""
    assert matches(path, pattern) is fits


def test_hostile_patterns_are_quick() -> None:
    """Many stars against a long path take no time worth speaking of."""
    start = time.perf_counter()
    assert not matches("a/" * 1000 + "a" * 2000, "**/" * 60 + "*a" * 60 + "b")
    assert time.perf_counter() - start < 1
