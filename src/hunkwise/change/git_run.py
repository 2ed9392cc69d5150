"""Runs git so that nothing of a repository can run: no hook, filter, driver, monitor, pager, helper, transport or user configuration."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hunkwise.change.decode import decode_path
from hunkwise.errors import GitError, HunkwiseError, RevisionError
from hunkwise.text import one_line

TIME_LIMIT: Final = 120.0
"""Seconds that one call of git may take."""

_SETTINGS: Final = (
    "safe.directory=*",  # nothing of the folder runs, whoever owns it
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.askPass=",
    "core.gitProxy=",
    "credential.helper=",
    "diff.external=",
    "protocol.allow=never",
)
_COMMAND: Final = (
    "git",
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    *(word for setting in _SETTINGS for word in ("-c", setting)),
)
_ENVIRONMENT: Final = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks by commands of its own configuration
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}
_KEPT: Final = ("PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")


class Git:
    """Git in one repository. `index` names another index file than the repository's own, as git tells its hooks."""

    def __init__(self, repo: str | Path, index: str | None = None, time_limit: float = TIME_LIMIT) -> None:
        self.repo = Path(repo)
        self.time_limit = time_limit
        self.environment = environment(os.environ, index)

    def run(self, *words: str, data: bytes = b"") -> bytes:
        """The output of a git command. Raises RevisionError or GitError, with git's own words."""
        result = self._result(words, data)
        if result.returncode != 0:
            raise self.failure(result.stderr)
        return result.stdout

    def ask(self, *words: str) -> str | None:
        """The output of a git command as a line, or None where git answers no. Raises as `run` where git can't answer."""
        result = self._result(words, b"")
        if result.returncode == 0:
            return result.stdout.decode("utf-8", "replace").strip()
        if result.returncode == 1:
            return None
        raise self.failure(result.stderr)

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """A git command that is talked to through its standard input and output. Its user ends it."""
        pipe, none = subprocess.PIPE, subprocess.DEVNULL
        try:
            return subprocess.Popen([*_COMMAND, *words], cwd=self._folder(), env=self.environment, stdin=pipe, stdout=pipe, stderr=none)
        except OSError as error:
            raise _unstarted(error) from error

    def failure(self, stderr: bytes) -> HunkwiseError:
        """What git's complaint means to the user."""
        said = decode_path(stderr)
        name = repr(str(self.repo))
        if "not a git repository" in said:
            return RevisionError(f"{name} is no git repository", "Run it inside one, or scan a patch or a tree")
        if "dubious ownership" in said or "unsafe repository" in said:
            return RevisionError(
                f"{name} belongs to another user and this git refuses to read it", "Run as its owner, or install git 2.38 or newer"
            )
        if "transport " in said or "promisor" in said or "lazy" in said:
            return RevisionError(
                f"{name} is a partial clone that lacks the content of changed files", "Run `git fetch --refetch --no-filter`"
            )
        last = [line for line in said.splitlines() if line.strip()][-1:]
        return GitError(f"git failed in {name}: {one_line(''.join(last) or 'it gave no reason')}", "Check the repository with `git fsck`")

    def _result(self, words: tuple[str, ...], data: bytes) -> "subprocess.CompletedProcess[bytes]":
        command, folder, limit = [*_COMMAND, *words], self._folder(), self.time_limit
        try:
            return subprocess.run(command, cwd=folder, env=self.environment, input=data, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired as error:
            problem = f"git {words[0]} took longer than {limit:g} seconds in {str(self.repo)!r}"
            raise GitError(problem, "Try again when the machine is less busy") from error
        except OSError as error:
            raise _unstarted(error) from error

    def _folder(self) -> Path:
        if not self.repo.is_dir():
            raise RevisionError(f"{str(self.repo)!r} is no folder", "Check the path of the repository")
        return self.repo


def environment(outer: Mapping[str, str], index: str | None = None) -> dict[str, str]:
    """The environment that git gets: of `outer` only where programs and temporary files are."""
    kept = {name: outer[name] for name in _KEPT if name in outer}
    return {**kept, **_ENVIRONMENT, **({"GIT_INDEX_FILE": index} if index else {})}


def _unstarted(error: OSError) -> GitError:
    if isinstance(error, FileNotFoundError):
        return GitError("git can't be found", "Install git, or put it on the PATH; a patch can be scanned without it")
    return GitError(f"git can't be started: {error.strerror or error}", "Check its permissions and those of the repository")
