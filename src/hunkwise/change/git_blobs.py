"""Reads blobs of a git repository, all through one process."""

import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Final, Self

from msgspec import Struct

from hunkwise.change.decode import decode_text
from hunkwise.change.git_run import Git
from hunkwise.errors import GitError

MAX_BYTES: Final = 16 * 1024 * 1024
"""Size of one side of a file up to which it is read."""
MAX_LINES: Final = 1_000_000
MAX_TOTAL: Final = 1024 * 1024 * 1024
"""Bytes read for one change; the files after that are skipped with their reason."""

_LINKS: Final = {
    "120000": ("symlink", "a symbolic link, which holds a path and no code"),
    "160000": ("submodule", "another repository's commit, whose code isn't here"),
}


class Content(Struct, frozen=True):
    """A side of a file: its text, or why it can't be examined (reason, detail); neither where the side doesn't exist."""

    text: str | None = None
    problem: tuple[str, str] | None = None


class Blobs:
    """The blobs `ids` of a repository. A context manager: sizes are asked for at once, contents come from one process as they are read.

    Raises GitError where git stops or takes longer than its time limit for one of them.
    """

    def __init__(self, git: Git, ids: Iterable[str]) -> None:
        self.git = git
        self.sizes = _sizes(git, sorted(set(ids)))
        self.total = 0

    def __enter__(self) -> Self:
        self.process = self.git.start("cat-file", "--batch")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        try:
            self.process.communicate()
        except OSError:
            self.process.wait()

    def content(self, mode: str, id: str) -> Content:
        """One side of a file, by its mode and object id as git's raw output gives them."""
        if mode == "000000":
            return Content()
        if mode in _LINKS:
            return Content(problem=_LINKS[mode])
        size = self.sizes.get(id)
        if size is None:
            return Content(problem=("missing", "its content isn't in this clone: run `git fetch --refetch --no-filter`"))
        self.total += size
        if size > MAX_BYTES or self.total > MAX_TOTAL:
            return Content(problem=("too-large", f"{size:,} bytes; at most {MAX_BYTES:,} of a file and {MAX_TOTAL:,} of a change are read"))
        return content_of(self._read(id))

    def _read(self, id: str) -> bytes:
        assert self.process.stdin is not None  # noqa: S101 for the type checker: the process has both pipes
        assert self.process.stdout is not None  # noqa: S101
        timer = threading.Timer(self.git.time_limit, self.process.kill)
        timer.start()
        try:
            self.process.stdin.write(id.encode() + b"\n")
            self.process.stdin.flush()
            words = self.process.stdout.readline().split()
            size = int(words[2]) if len(words) == 3 else -1
            data = self.process.stdout.read(size + 1) if size >= 0 else b""
        except OSError:
            size, data = -1, b""
        finally:
            timer.cancel()
        if size < 0 or len(data) != size + 1:
            raise GitError(f"git stopped while it read objects of {str(self.git.repo)!r}", "Check the repository with `git fsck`")
        return data[:-1]


def content_of(data: bytes) -> Content:
    """The bytes of a file as text, or why they are none that is examined."""
    text = decode_text(data)
    if text is None:
        return Content(problem=("binary", "it holds no text"))
    if text.count("\n") >= MAX_LINES:
        return Content(problem=("too-large", f"more than {MAX_LINES:,} lines"))
    return Content(text)


def _sizes(git: Git, ids: list[str]) -> dict[str, int]:
    """The sizes of the blobs that are at hand."""
    if not ids:
        return {}
    answer = git.run("cat-file", "--batch-check", data="".join(id + "\n" for id in ids).encode())
    rows = (line.split() for line in answer.decode("ascii").splitlines())
    return {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob"}
