"""A cache of bare repositories that hold only what reviews needed: two commits' trees and the contents that differ.

A clone is locked while it is fetched into, and shared while it is read, so that workers of one machine don't cross. It may be deleted at
any time that nobody holds it: everything in it can be fetched again.
"""

import base64
import fcntl
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from hunkwise.change.git import EMPTY_TREES
from hunkwise.change.git_run import Git
from hunkwise.errors import GitError
from hunkwise.github.client import Later
from hunkwise.text import one_line

MOST_PACKS: Final = 200
"""Packs from which a clone is thrown away and begun anew, which costs less than tidying it."""

EMPTY_TREE: Final = EMPTY_TREES["sha1"]
"""As a base: everything of the head is new."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FETCH: Final = (
    "git",
    "--no-pager",
    "-c", "safe.directory=*",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false",
    "-c", "credential.helper=",
    "-c", "core.askPass=",
    "-c", "protocol.allow=never",
    "-c", "protocol.https.allow=always",
    "-c", "http.followRedirects=initial",
    "-c", "http.lowSpeedLimit=1000",
    "-c", "http.lowSpeedTime=60",
    "-c", "fetch.fsckObjects=true",
    "-c", "fetch.fsck.zeroPaddedFilemode=warn",
    "-c", "fetch.fsck.missingSpaceBeforeDate=warn",
    "-c", "fetch.fsck.badTimezone=warn",
    "-c", "fetch.fsck.missingEmail=warn",
    "-c", "fetch.fsck.missingNameBeforeEmail=warn",
    "-c", "gc.auto=0",
    "-c", "maintenance.auto=false",
    "-c", "fetch.writeCommitGraph=false",
)  # fmt: skip


class Gone(GitError):
    """A commit isn't in the repository (any more): it was force-pushed away, or the repository was deleted."""


class Denied(GitError):
    """The server doesn't take the token."""


class Clones:
    """The cache in one folder of this machine, of at most `quota` bytes."""

    def __init__(self, folder: Path, quota: int = 20 * 1024**3, time_limit: float = 600.0) -> None:
        self.folder = folder
        self.quota = quota
        self.time_limit = time_limit
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextmanager
    def range(self, repository: int, address: str, token: str, base: str, head: str, more: Sequence[str] = ()) -> Iterator[Path]:
        """A bare repository with the commits `base` and `head` and `more`, and all contents that differ between the first two.

        It isn't deleted inside. Raises Gone, Denied, GitError, or Later where the server can't be reached.
        """
        for commit in (base, head, *more):
            if not _COMMIT.fullmatch(commit):
                raise GitError(f"{one_line(commit, 80)!r} is no commit", "Report this: GitHub named it")
        with self._locked(repository) as (clone, lock):
            self._fetched(clone, address, token, tuple(dict.fromkeys((base, head, *more))))
            self._contents(clone, address, token, _differing(clone, base, head))
            os.utime(clone)
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield clone
        self.tidy(keep=repository)

    def files(self, clone: Path, address: str, token: str, commit: str, paths: Sequence[str]) -> None:
        """Fetches the contents of some files of a commit into a clone that is held."""
        rows = Git(clone).run("ls-tree", "-z", "--full-tree", commit, "--", *paths).split(b"\0")
        self._contents(clone, address, token, [row.split()[2].decode() for row in rows if row.split()[1:2] == [b"blob"]])

    def tidy(self, keep: int = 0) -> None:
        """Deletes clones that were used longest ago until the rest fits the quota; those in use stay."""
        found = sorted(self.folder.glob("*.git"), key=_used)
        sizes = {path: _size(path) for path in found}
        total = sum(sizes.values())
        for path in found:
            if total <= self.quota:
                return
            if path.name == f"{keep}.git":
                continue
            with (self.folder / f"{path.stem}.lock").open("a", encoding="ascii") as lock, suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
                total -= sizes[path]

    @contextmanager
    def _locked(self, repository: int) -> Iterator[tuple[Path, IO[str]]]:
        clone = self.folder / f"{repository}.git"
        with (self.folder / f"{repository}.lock").open("a", encoding="ascii") as lock:
            until = time.monotonic() + self.time_limit
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > until:
                        raise Later("the repository's clone is in use") from error
                    time.sleep(0.05)
            yield clone, lock

    def _fetched(self, clone: Path, address: str, token: str, commits: tuple[str, ...]) -> None:
        if clone.is_dir() and (len(list(clone.glob("objects/pack/*.pack"))) > MOST_PACKS or not (clone / "hunkwise").is_file()):
            shutil.rmtree(clone, ignore_errors=True)
        if not clone.is_dir():
            self._run(self.folder, "init", "--quiet", "--bare", "--template=", str(clone))
            for name, value in (
                ("core.repositoryFormatVersion", "1"),
                ("extensions.partialClone", "origin"),
                ("remote.origin.promisor", "true"),
                ("remote.origin.partialCloneFilter", "blob:none"),
            ):
                self._run(clone, "config", name, value)
            (clone / "hunkwise").touch()
        wanted = [commit for commit in _missing(clone, commits) if commit != EMPTY_TREE]
        if wanted:
            self._fetch(clone, address, token, ["--depth=1", "--filter=blob:none"], wanted)

    def _contents(self, clone: Path, address: str, token: str, blobs: Sequence[str]) -> None:
        """Fetches those of `blobs` that aren't there, in one go."""
        missing = _missing(clone, blobs)
        if missing:
            self._fetch(clone, address, token, ["--filter=blob:none"], missing)

    def _fetch(self, clone: Path, address: str, token: str, options: Sequence[str], ids: Sequence[str]) -> None:
        self._run(clone, "config", "remote.origin.url", address)
        words = ("fetch", "--quiet", "--stdin", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", *options, "origin")
        self._run(clone, *words, token=token, data="".join(f"{id}\n" for id in ids), address=address)

    def _run(self, folder: Path, *words: str, token: str = "", data: str = "", address: str = "") -> None:
        environment = {**Git(folder).environment, "GIT_ALLOW_PROTOCOL": "https"}
        command = [*_FETCH, *words]
        if address.startswith("http://"):
            # Only loopback is ever configured so.
            environment["GIT_ALLOW_PROTOCOL"] = "http"
            command[1:1] = ["-c", "protocol.http.allow=always"]
        if token:
            # Neither on the command line, which others can see, nor in a file.
            basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
            environment |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "http.extraHeader",
                "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
            }
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, input=data.encode(), capture_output=True, timeout=self.time_limit, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Later(f"git {words[0]} took longer than {self.time_limit:g} s") from error
        except OSError as error:
            raise GitError(f"git can't be started: {error.strerror or error}", "Install git on every worker") from error
        if done.returncode != 0:
            raise _failure(done.stderr.decode("utf-8", "replace"))


def _failure(said: str) -> GitError | Later:
    last = one_line(([line for line in said.splitlines() if line.strip()] or ["git gave no reason"])[-1], 200)
    low = said.lower()
    if "not our ref" in low or "couldn't find remote ref" in low or "unadvertised object" in low or "bad object" in low:
        return Gone("a commit isn't in the repository any more", "Push again, or ask for a rescan")
    if "authentication failed" in low or "could not read username" in low or "returned error: 401" in low:
        return Denied("the git server didn't take the token", "Check the App's permission to read contents")
    if "returned error: 403" in low or "returned error: 404" in low or "not found" in low:
        return Gone("the repository can't be read", "Check that the App is installed on it and may read contents")
    if "no space left" in low or "disk quota" in low:
        return Later("the disk of the worker is full")
    return Later(f"git couldn't fetch: {last}")


def _missing(clone: Path, ids: Sequence[str]) -> list[str]:
    """Those of `ids` that aren't in the clone. Asked of all objects at once, since asking for one would fetch it."""
    if not ids:
        return []
    wanted = dict.fromkeys(ids)
    local = _packed(clone)
    return [id for id in wanted if id not in local]


def _packed(clone: Path) -> set[str]:
    """Every object that the clone holds."""
    listed = Git(clone).run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered")
    return set(listed.decode("ascii").split())


def _differing(clone: Path, base: str, head: str) -> list[str]:
    """The blobs that differ between two commits, as far as they are files."""
    raw = Git(clone).run("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", base, head, "--").split(b"\0")
    blobs = []
    for row in raw:
        if row.startswith(b":"):
            old_mode, new_mode, old, new, _ = row[1:].decode("ascii").split(" ")
            blobs += [id for mode, id in ((old_mode, old), (new_mode, new)) if mode.startswith("10")]
    return blobs


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                total += Path(folder, name).lstat().st_size
    return total
