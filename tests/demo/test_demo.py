"""The demo keeps its promise: every planted harm is flagged, nothing else is, quickly, and the same everywhere."""

import difflib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "examples" / "demo"
_spec = importlib.util.spec_from_file_location("example_demo", HERE / "demo.py")
assert _spec is not None
assert _spec.loader is not None
demo = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(demo)


def size(path: str) -> int:
    """Added and removed lines of a file of the pull request."""
    before = (HERE / "base" / path).read_text().splitlines() if (HERE / "base" / path).exists() else []
    after = (HERE / "pr" / path).read_text().splitlines()
    return sum(line[0] in "+-" for line in list(difflib.unified_diff(before, after, n=0))[2:] if line[:2] != "@@")


def test_everything_in_the_pull_request_is_declared() -> None:
    """Each file that the pull request changes is named as harmful or harmless, once."""
    changed = {path.relative_to(HERE / "pr").as_posix() for path in (HERE / "pr").rglob("*") if path.is_file()}
    assert changed == demo.HARMFUL.keys() | demo.HARMLESS.keys()
    assert not demo.HARMFUL.keys() & demo.HARMLESS.keys()
    assert all(size(path) for path in changed)


def test_harmless_edits_are_of_the_same_size() -> None:
    """Size doesn't tell the two kinds apart: there are as many harmless files, and they are as large."""
    harmful, harmless = ([size(path) for path in paths] for paths in (demo.HARMFUL, demo.HARMLESS))
    assert len(harmless) >= len(harmful)
    assert sorted(harmless)[len(harmless) // 2] >= sorted(harmful)[len(harmful) // 2] - 5
    assert max(harmless) >= max(harmful)


def test_repository_is_the_same_everywhere(tmp_path: Path) -> None:
    """Two builds make the same commits, whatever git configuration the user has."""
    heads = []
    for name in ("a", "b"):
        demo.build(tmp_path / name)
        heads.append(subprocess.run(["git", "rev-parse", "main", "pr"], cwd=tmp_path / name, capture_output=True, check=True).stdout)
    assert heads[0] == heads[1]


@pytest.mark.slow
def test_flags_the_harmful_and_none_of_the_harmless(tmp_path: Path) -> None:
    """The real program with the shipped model finds exactly what was planted, says so, and writes the page."""
    before = os.times()
    result = subprocess.run([sys.executable, str(HERE / "demo.py")], cwd=tmp_path, capture_output=True, text=True, check=False)
    after = os.times()
    assert result.returncode == 0, result.stdout + result.stderr
    assert (
        f"{len(demo.HARMFUL)} of {len(demo.HARMFUL)} harmful files found, 0 of {len(demo.HARMLESS)} harmless files flagged."
        in result.stdout
    )
    assert "MISSED" not in result.stdout
    page = (tmp_path / "demo-report.html").read_text().replace("<wbr>", "")
    assert all(path in page for path in demo.HARMFUL)
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    assert seconds < 5, "of processor time, so that a busy machine doesn't count"
