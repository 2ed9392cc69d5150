"""Repositories that try to run something when they are read."""

import os
import subprocess
from pathlib import Path

import pytest

from hunkwise.change import GitIndex, GitRange, Tree
from hunkwise.change.git_run import environment
from hunkwise.errors import HunkwiseError

from .repository import ENVIRONMENT, Repository

SETTINGS = (
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.trap.command",
    "diff.trap.textconv",
    "filter.trap.clean",
    "filter.trap.smudge",
    "filter.trap.process",
    "gpg.program",
    "pager.diff-tree",
    "interactive.diffFilter",
    "remote.origin.uploadpack",
)


class Trap:
    """A program that leaves a mark when it runs."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "ran"
        self.program = folder / "trap.sh"
        self.program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{self.mark}"\nexit 1\n')
        self.program.chmod(0o755)

    def settings(self) -> str:
        """A configuration that names the program wherever git would run one."""
        body = []
        for section, _, name in (key.rpartition(".") for key in SETTINGS):
            kind, _, which = section.partition(".")
            body.append(f'[{kind} "{which}"]' if which else f"[{kind}]")
            body.append(f"\t{name} = {self.program}")
        body += ["[credential]", f'\thelper = "!{self.program}"', "[alias]", f'\tls-files = "!{self.program}"', ""]
        return "\n".join(body)


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """A trap beside the repository."""
    return Trap(tmp_path)


@pytest.fixture
def armed(tmp_path: Path, trap: Trap) -> Repository:
    """A repository with a commit, staged and unstaged changes, whose configuration, attributes and hooks all name the trap."""
    repository = Repository(tmp_path / "repo")
    repository.commit({".gitattributes": "* diff=trap filter=trap\n", "a.py": "a\n", ".hunkwise/config.toml": "x = 1\n"})
    repository.commit({"a.py": "b\n"})
    repository.write({"a.py": "c\n"})
    repository.git("add", "a.py")
    repository.write({"a.py": "d\n", "new.py": "n\n"})
    hooks = repository.path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_text(trap.program.read_text())
        (hooks / name).chmod(0o755)
    (repository.path / ".git" / "info" / "attributes").write_text("* diff=trap filter=trap\n")
    with (repository.path / ".git" / "config").open("a") as config:
        config.write(trap.settings() + f"[core]\n\thooksPath = {hooks}\n\tattributesFile = {repository.path}/.gitattributes\n")
    return repository


def read_everything(path: Path) -> None:
    """All that the sources can be asked about a repository."""
    for source in (GitRange(path, "HEAD~1", "HEAD"), GitIndex(path), Tree(path)):
        assert any(file.path == "a.py" for change in source.changes() for file in change.files)
        assert source.base_file(".hunkwise/config.toml") == "x = 1\n"


def plain_git(path: Path, *words: str) -> None:
    """Runs git as a careless program would."""
    nothing = subprocess.DEVNULL
    subprocess.run(["git", *words], cwd=path, env=ENVIRONMENT, stdin=nothing, capture_output=True, check=False, timeout=20)


def test_the_trap_works(armed: Repository, trap: Trap) -> None:
    """Plain git does run what the repository names: the tests below could fail."""
    for words in (["status"], ["diff", "HEAD~1"]):
        trap.mark.unlink(missing_ok=True)
        subprocess.run(
            ["git", *words], cwd=armed.path, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=20
        )
        assert trap.mark.exists(), words


def test_nothing_of_a_repository_runs(armed: Repository, trap: Trap) -> None:
    """Reading range, index, tree and policy starts no monitor, hook, driver, filter, pager or helper."""
    read_everything(armed.path)
    assert not trap.mark.exists()


def test_nothing_of_the_user_runs(tmp_path: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the user's configuration nor git's variables change what is read, or run anything."""
    repository = Repository(tmp_path / "repo")
    repository.commit({"a.py": "a\n", ".hunkwise/config.toml": "x = 1\n"})
    repository.commit({"a.py": "b\n"})
    repository.write({"a.py": "c\n"})
    repository.git("add", "a.py")
    home = tmp_path / "home"
    (home / ".config" / "git").mkdir(parents=True)
    for place in (home / ".gitconfig", home / ".config" / "git" / "config"):
        place.write_text(trap.settings() + "[diff]\n\trelative = true\n\tnoprefix = true\n\trenames = false\n")
    other = Repository(tmp_path / "other")
    variables = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "GIT_CONFIG_GLOBAL": home / ".gitconfig",
        "GIT_DIR": other.path / ".git",
        "GIT_WORK_TREE": other.path,
        "GIT_INDEX_FILE": other.path / "index",
        "GIT_OBJECT_DIRECTORY": other.path / ".git" / "objects",
        "GIT_EXTERNAL_DIFF": trap.program,
        "GIT_PAGER": trap.program,
        "GIT_SSH_COMMAND": trap.program,
        "GIT_EXEC_PATH": tmp_path,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": trap.program,
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={trap.program}'",
        "GIT_TRACE": trap.mark,
        "GIT_LITERAL_PATHSPECS": "0",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, str(value))
    read_everything(repository.path)
    assert not trap.mark.exists()


def test_the_environment_is_ours() -> None:
    """Of git's variables only our own reach it."""
    inner = environment({"PATH": "/bin", "HOME": "/home/x", "GIT_DIR": "/x", "LD_PRELOAD": "/x.so"})
    assert inner["PATH"] == "/bin"
    assert not {"HOME", "GIT_DIR", "LD_PRELOAD", "GIT_INDEX_FILE"} & set(inner)


def test_a_partial_clone_fetches_nothing(tmp_path: Path, trap: Trap) -> None:
    """To fetch missing objects git would run commands that the repository names: none runs, and the user is told what to do."""
    repository = Repository(tmp_path / "repo")
    repository.commit({"a.py": "a\n"})
    repository.commit({"a.py": "b\n"})
    blob = repository.git("rev-parse", "HEAD:a.py")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with (repository.path / ".git" / "config").open("a") as config:
        config.write(f'[remote "origin"]\n\turl = file://{tmp_path}/repo\n\tpromisor = true\n\tuploadpack = {trap.program}\n')
        config.write("[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n")
    subprocess.run(
        ["git", "cat-file", "blob", "HEAD:a.py"],
        cwd=repository.path,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=20,
    )
    assert trap.mark.exists()
    trap.mark.unlink()
    for address in (f"file://{tmp_path}/repo", f"ext::{trap.program}"):
        repository.git("config", "remote.origin.url", address)
        try:
            (change,) = GitRange(repository.path, "HEAD~1", "HEAD").changes()
            assert [skip.reason for skip in change.skipped] == ["missing"]
        except HunkwiseError as error:
            assert "partial clone" in error.message
            assert "git fetch" in error.remedy
        assert not trap.mark.exists()


def test_another_owner_is_no_obstacle(tmp_path: Path) -> None:
    """As nothing of a repository runs, one that belongs to somebody else can be read, as in a container."""
    if os.getuid() != 0:
        pytest.skip("only root can give a folder away")
    repository = Repository(tmp_path / "repo")
    repository.commit({"a.py": "a\n"})
    repository.commit({"a.py": "b\n"})
    for path in (repository.path, repository.path / ".git"):
        os.chown(path, 12345, 12345)
    assert len(next(GitRange(repository.path, "HEAD~1", "HEAD").changes()).files) == 1
