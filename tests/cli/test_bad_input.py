"""Everything that can be wrong with a request: its own message, a remedy, the exit code of its family, and never a traceback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result

from hunkwise.cli import scan

from .conftest import ENVIRONMENT, EVIL, PLAIN, Repo, Run


def check(result: Result, code: int, *words: str) -> None:
    """The error is on standard error in two lines, with all `words`, and nothing looks like a fault of the program."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert "bug" not in result.stderr
    assert result.stderr.count("Error: ") == 1
    assert len(result.stderr.strip().splitlines()) == 2, "a message and a remedy"
    for word in words:
        assert word in result.stderr


def test_no_repository(run: Run, tmp_path: Path) -> None:
    """A folder without git says so."""
    check(run("scan", tmp_path), 2, "is no git repository")


def test_missing_folder(run: Run, tmp_path: Path) -> None:
    """A path that isn't there is named."""
    check(run("scan", tmp_path / "gone"), 2, "gone")


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "a..b", "", "x" * 5000, "main:src", "\x1b[2J"])
def test_unknown_revision(run: Run, repo: Repo, revision: str) -> None:
    """A revision that isn't there, or is none, is told by name and never taken for an option of git."""
    result = run("scan", repo.path, "--base", "main", "--head", revision or " ")
    check(result, 2)
    assert "\x1b" not in result.stderr


def test_no_main_branch(run: Run, tmp_path: Path) -> None:
    """Without a branch to compare with, the remedy is --base."""
    repo = Repo(tmp_path / "other")
    repo.git("checkout", "--quiet", "-b", "trunk")
    repo.commit(a_py=PLAIN)
    check(run("scan", repo.path), 2, "--base")


def test_empty_range(run: Run, repo: Repo) -> None:
    """A range without a difference is no error, and isn't called clean."""
    result = run("scan", repo.path, "--base", "main", "--head", "main")
    assert result.exit_code == 0
    assert "empty" in result.stdout


def test_shallow_clone_without_the_base(run: Run, repo: Repo, tmp_path: Path) -> None:
    """A shallow clone that lacks the base says how to deepen it."""
    repo.git("checkout", "--quiet", "main")
    repo.commit(src__more_py=PLAIN)
    clone = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repo.path}", str(clone)]
    subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)
    check(run("scan", clone, "--base", "origin/main", "--head", "origin/work"), 2, "unshallow")


def test_damaged_repository(run: Run, repo: Repo) -> None:
    """A lost object is told, as git's failure or as something that wasn't examined, and never passes for clean."""
    blob = repo.git("rev-parse", "work:src/shape.py").strip()
    (repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    result = run("scan", repo.path, "--base", "main", "--head", "work")
    assert "Traceback" not in result.output
    assert result.exit_code in (2, 3) or "Nothing was examined" in result.stdout


def test_options_that_exclude_each_other(run: Run, repo: Repo) -> None:
    """Two changes in one request are refused by the names of their options."""
    check(run("scan", repo.path, "--staged", "--base", "main"), 2, "--staged", "--base")


def test_missing_patch(run: Run, tmp_path: Path) -> None:
    """A patch that isn't there is named."""
    check(run("scan", "--patch", tmp_path / "gone.patch"), 2, "gone.patch")


def test_a_folder_is_no_patch(run: Run, tmp_path: Path) -> None:
    """A folder given as a patch is refused."""
    check(run("scan", "--patch", tmp_path), 2, "can't be read")


def test_broken_patch(run: Run) -> None:
    """A truncated patch says where it breaks off."""
    check(run("scan", "--patch", "-", data="--- a/x.py\n+++ b/x.py\n@@ -1,9 +1,9 @@\n a\n"), 2, "line")


@pytest.mark.parametrize("budget", ["0", "-1", "101", "nan", "0.001"])
def test_impossible_budget(run: Run, repo: Repo, budget: str) -> None:
    """A budget that is no share of a hundred, or wasn't measured, is refused."""
    result = run("scan", repo.path, "--base", "main", "--budget", budget)
    assert result.exit_code == 2, result.output
    assert "budget" in result.stderr


def test_unknown_option_and_format(run: Run, repo: Repo) -> None:
    """Click's own usage errors have the same exit code."""
    assert run("scan", repo.path, "--nothing").exit_code == 2
    assert run("scan", repo.path, "--format", "pdf").exit_code == 2
    assert run("nothing").exit_code == 2


SETTINGS = {
    "unknown key of the suppressions": (
        ".hunkwise/suppressions.toml",
        '[[suppress]]\nrule = "x"\nreason = "r"\nowner = "o"\nexpires = 2030-01-01\nuntil = 1\n',
        "until",
    ),
    "suppression without an owner": (
        ".hunkwise/suppressions.toml",
        '[[suppress]]\nrule = "x"\nreason = "r"\nexpires = 2030-01-01\n',
        "owner",
    ),
    "suppression of everything": (
        ".hunkwise/suppressions.toml",
        '[[suppress]]\nreason = "r"\nowner = "o"\nexpires = 2030-01-01\n',
        "hides everything",
    ),
    "no TOML": (".hunkwise/suppressions.toml", "[[suppress\n", "suppressions.toml"),
    "unknown setting": (".hunkwise/config.toml", "[review]\nbudgets = 2\n", "budgets"),
    "wrong type": (".hunkwise/config.toml", '[review]\nbudget = "many"\n', "budget"),
    "unknown level": (".hunkwise/config.toml", '[review]\nfail_on = "huge"\n', "fail_on"),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_wrong_settings_of_the_base(run: Run, tmp_path: Path, case: str) -> None:
    """A mistake in what governs the review names the file and the place."""
    path, text, word = SETTINGS[case]
    repo = Repo(tmp_path / "repo")
    repo.write(path, text)
    repo.commit(a_py=PLAIN)
    repo.git("checkout", "--quiet", "-b", "work")
    repo.commit(a_py=EVIL)
    check(run("scan", repo.path, "--base", "main"), 2, path, word)


def test_output_into_a_missing_folder(run: Run, repo: Repo, tmp_path: Path) -> None:
    """The folder that isn't there is named."""
    check(run("scan", repo.path, "--base", "main", "--output", tmp_path / "no" / "r.json"), 3, "there is no folder")


def test_output_into_a_folder(run: Run, repo: Repo, tmp_path: Path) -> None:
    """A folder can't be overwritten by a report."""
    (tmp_path / "r.json").mkdir()
    check(run("scan", repo.path, "--base", "main", "--output", tmp_path / "r.json"), 3, "is a folder")


def test_output_with_an_unknown_suffix(run: Run, repo: Repo, tmp_path: Path) -> None:
    """A name that doesn't tell its format is refused before anything is judged."""
    check(run("scan", repo.path, "--output", tmp_path / "report.pdf"), 2, "report.pdf")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_no_space_on_the_disk(run: Run, repo: Repo) -> None:
    """A full disk is told as such."""
    check(run("scan", repo.path, "--base", "main", "--format", "json", "--output", "/dev/full"), 3, "space")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_output_not_writable(run: Run, repo: Repo, tmp_path: Path) -> None:
    """A folder without permission is told as such."""
    tmp_path.chmod(0o500)
    try:
        check(run("scan", repo.path, "--base", "main", "--output", tmp_path / "r.json"), 3, "ermission")
    finally:
        tmp_path.chmod(0o700)


def test_failed_write_leaves_the_old_file(run: Run, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood in the place of a report is still there when writing fails, and no scratch file is left."""
    target = tmp_path / "out" / "r.json"
    target.parent.mkdir()
    target.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    check(run("scan", repo.path, "--base", "main", "--output", target), 3, "No space left on device")
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_git_is_missing(run: Run, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git on the PATH the error says so."""
    monkeypatch.setenv("PATH", "/nowhere")
    check(run("scan", repo.path, "--base", "main"), 3, "git can't be found")


def test_interrupted(run: Run, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and one word."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scan, "open_settings", stop)
    result = run("scan", repo.path, "--base", "main")
    assert result.exit_code == 130
    assert result.stderr == "Interrupted.\n"


def test_a_fault_of_ours_is_one_line(run: Run, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other exception is confessed in short, with the way to see more."""

    def fault(*_: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr(scan, "open_settings", fault)
    monkeypatch.delenv("HUNKWISE_DEBUG", raising=False)
    result = run("scan", repo.path, "--base", "main")
    assert result.exit_code == 70
    assert "ZeroDivisionError" in result.stderr
    assert "HUNKWISE_DEBUG=1" in result.stderr
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("HUNKWISE_DEBUG", "1")
    assert "Traceback" in run("scan", repo.path, "--base", "main").stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_interrupt_reaches_the_program(tmp_path: Path) -> None:
    """A real signal ends the real program with 130 and no traceback."""
    pipe = tmp_path / "slow.patch"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "hunkwise", "scan", "--patch", str(pipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (a shell lets background jobs ignore it)
    )
    with pipe.open("wb"):  # opens as soon as the program reads from it
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said == b"Interrupted.\n"


def test_closed_pipe_is_quiet() -> None:
    """`hunkwise signals | head -0` complains of nothing."""
    with subprocess.Popen([sys.executable, "-m", "hunkwise", "signals"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_terminal_without_unicode() -> None:
    """Where the output can't show a character, something stands in its place and nothing breaks."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = subprocess.run(
        [sys.executable, "-m", "hunkwise", "signals", "hidden-payload"], env=environment, capture_output=True, check=False
    )
    assert result.returncode == 0
    assert result.stdout.isascii()
    assert result.stderr == b""
