"""`hunkwise init`: what it writes works, and it overwrites nothing."""

import os
import subprocess
from datetime import date
from pathlib import Path

from hunkwise.change import FileChange
from hunkwise.change.hunks import added_file
from hunkwise.cli.init import PARTS
from hunkwise.code import cut
from hunkwise.judge.policy import read_settings
from hunkwise.signals import Signals

from .conftest import Repo, Run


def test_writes_everything(run: Run, repo: Repo) -> None:
    """All parts are there, and the hook can be executed."""
    result = run("init", repo.path)
    assert result.exit_code == 0
    for path, text, executable in PARTS.values():
        assert (repo.path / path).read_text() == text
        assert os.access(repo.path / path, os.X_OK) == executable


def test_settings_and_suppressions_are_read_back() -> None:
    """What is written as settings is accepted as settings."""
    settings = read_settings(PARTS["settings"][1], PARTS["suppressions"][1], date(2026, 1, 1))
    assert settings.budget == 1.0
    assert settings.fail_on == "medium"


def test_dry_run_writes_nothing(run: Run, repo: Repo) -> None:
    """--dry-run shows the files and leaves none."""
    result = run("init", repo.path, "--dry-run")
    assert "permissions:" in result.stdout
    assert not (repo.path / ".hunkwise").exists()


def test_nothing_is_overwritten(run: Run, repo: Repo) -> None:
    """What is there stays, unless it is forced."""
    repo.write(".hunkwise/config.toml", "mine")
    assert "left   .hunkwise/config.toml" in run("init", repo.path).stdout
    assert (repo.path / ".hunkwise/config.toml").read_text() == "mine"
    run("init", repo.path, "--only", "settings", "--force")
    assert (repo.path / ".hunkwise/config.toml").read_text() == PARTS["settings"][1]


def test_no_way_out_through_a_link(run: Run, repo: Repo, tmp_path: Path) -> None:
    """A link in the repository doesn't lead the program out of it."""
    (tmp_path / "outside").mkdir()
    (repo.path / ".hunkwise").symlink_to(tmp_path / "outside")
    result = run("init", repo.path, "--only", "settings")
    assert result.exit_code == 3
    assert "symbolic link" in result.stderr
    assert list((tmp_path / "outside").iterdir()) == []


def test_no_repository(run: Run, tmp_path: Path) -> None:
    """Outside of a repository nothing is written."""
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_hook_is_a_script(repo: Repo, run: Run) -> None:
    """The shell can read the hook."""
    run("init", repo.path, "--only", "hook")
    subprocess.run(["sh", "-n", repo.path / ".git/hooks/pre-commit"], check=True)


def test_our_own_workflow_is_quiet() -> None:
    """No rule of ours fires on the workflow that we write."""
    path, text, _ = PARTS["workflow"]
    change: FileChange = added_file(path, text)
    units, _ = cut(change)
    assert units
    assert [evidence.source for evidence in Signals.load().look(units)] == []
