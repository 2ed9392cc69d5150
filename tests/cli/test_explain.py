"""`hunkwise explain`: finding the finding, and showing it at length."""

import json
from pathlib import Path

import pytest

from .conftest import EVIL, Repo, Run


def fingerprint(run: Run, repo: Repo) -> str:
    """The fingerprint of the one finding of the fixture."""
    return str(json.loads(run("scan", repo.path, "--format", "json").stdout)["verdict"]["findings"][0]["fingerprint"])


def test_by_place_path_and_fingerprint(run: Run, repo: Repo) -> None:
    """A place, a path and the beginning of a fingerprint name the same finding."""
    for target in ("src/shape.py:2", "src/shape.py", fingerprint(run, repo)[:6]):
        result = run("explain", target, repo.path, "--base", "main")
        assert result.exit_code == 0, result.output
        assert "src/shape.py:2" in result.stdout
        assert "risky(a)" in result.stdout


def test_from_a_report(run: Run, repo: Repo, tmp_path: Path) -> None:
    """A recorded report is explained without the repository."""
    run("scan", repo.path, "--output", tmp_path / "r.json")
    result = run("explain", "src/shape.py:2", tmp_path / "gone", "--report", tmp_path / "r.json")
    assert result.exit_code == 0
    assert "risky(a)" in result.stdout


def test_as_json(run: Run, repo: Repo) -> None:
    """json gives the explanation as data."""
    result = run("explain", "src/shape.py", repo.path, "--base", "main", "--format", "json")
    assert json.loads(result.stdout)["finding"]["path"] == "src/shape.py"


def test_unknown_target_lists_what_there_is(run: Run, repo: Repo) -> None:
    """A target without a finding is answered with the findings that there are."""
    result = run("explain", "src/shape.py:99", repo.path, "--base", "main")
    assert result.exit_code == 2
    assert "src/shape.py:2" in result.stderr


def test_ambiguous_target(run: Run, repo: Repo) -> None:
    """A path with two findings asks for the line."""
    repo.commit(src__shape_py=EVIL + "\n\ndef edge(a):\n    return risky(a) + 1\n")
    result = run("explain", "src/shape.py", repo.path, "--base", "main")
    assert result.exit_code == 2
    assert "names 2 findings" in result.stderr


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b"\xff\xfe", b'{"version": "99"}', b"[" * 100_000])
def test_broken_report(run: Run, tmp_path: Path, content: bytes) -> None:
    """What is no report is refused with a remedy."""
    (tmp_path / "r.json").write_bytes(content)
    result = run("explain", "abc", "--report", tmp_path / "r.json")
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_missing_report(run: Run, tmp_path: Path) -> None:
    """A report that isn't there is named."""
    assert "gone.json" in run("explain", "abc", "--report", tmp_path / "gone.json").stderr
