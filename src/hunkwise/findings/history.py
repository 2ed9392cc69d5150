"""Commits of a repository and what they changed in product code, read from objects alone."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from hunkwise.change import read_patch
from hunkwise.change.git_run import Git
from hunkwise.code import NO_PROGRAM, language_of, role_of
from hunkwise.errors import GitError, HunkwiseError

CONTEXT: Final = 20
"""Unchanged lines kept around each change."""
MOST_LINES: Final = 300
"""Changed lines of a commit that is kept: a label says nothing about what much larger ones hold."""
MOST_FILES: Final = 8
_MOST_BYTES: Final = 2_000_000
_BATCH: Final = 800
_LEFT_OUT: Final = NO_PROGRAM | {"batch"}


class Commit(Struct, frozen=True):
    """A commit with one parent. `date` is the author's, of ISO form."""

    id: str
    date: str
    message: str

    @property
    def year(self) -> int:
        """The year in which it was written."""
        return int(self.date[:4]) if self.date[:4].isdigit() else 0


class Edited(Struct, frozen=True):
    """What a commit changed in product code: a unified diff, its main language, and how many lines came and went."""

    diff: str
    language: str
    added: int
    removed: int


def commits(git: Git) -> Iterator[Commit]:
    """All commits behind HEAD with exactly one parent, newest first. Raises RevisionError or GitError."""
    git.run("rev-parse", "--git-dir")
    process = git.start("log", "--no-merges", "--min-parents=1", "-z", "--format=%H%x1f%aI%x1f%B", "HEAD", "--")
    assert process.stdout is not None  # noqa: S101 for the type checker: the process has a pipe
    rest = b""
    try:
        while piece := process.stdout.read(1 << 20):
            *whole, rest = (rest + piece).split(b"\0")
            yield from (one for raw in whole if (one := _commit(raw)) is not None)
        if (last := _commit(rest)) is not None:
            yield last
        if process.wait() != 0:
            raise GitError(f"git stopped while it listed the commits of {str(git.repo)!r}", "Check the repository with `git fsck`")
    finally:
        process.kill()
        process.communicate()


def _commit(raw: bytes) -> Commit | None:
    fields = raw.decode("utf-8", "replace").split("\x1f", 2)
    return Commit(fields[0].strip(), fields[1], fields[2]) if len(fields) == 3 else None


def edits(git: Git, ids: Iterable[str]) -> Iterator[tuple[str, Edited]]:
    """What each of the commits changed in product code, where that is of a size to learn from. `ids` are of commits that git has."""
    waiting = list(ids)
    while waiting:
        reached = 0
        for id, text in _diffs(git, waiting[:_BATCH]):
            reached += 1
            if text is not None and (found := edited(text)) is not None:
                yield id, found
        del waiting[: max(reached, 1)]  # Where git stopped at the very first, that one is left out.


def _diffs(git: Git, ids: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The diffs of commits in order, None for one that is too large or at which git stops, as it does where a clone lacks a file of it."""
    process = git.start(
        "log",
        "--no-walk=unsorted",
        "--stdin",
        "--format=%x01%H",
        "-p",
        f"-U{CONTEXT}",
        "-M",
        "-l400",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
    )
    assert process.stdin is not None  # noqa: S101 for the type checker: the process has both pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write("".join(id + "\n" for id in ids).encode())  # Fits into a pipe: 800 ids have 33 kB.
    process.stdin.close()
    current, lines, size = "", list[bytes](), 0
    try:
        for line in process.stdout:
            if line.startswith(b"\x01"):
                if current:
                    yield current, _whole(lines, size)
                current, lines, size = line[1:].decode("ascii", "replace").strip(), [], 0
                continue
            size += len(line)
            if size <= _MOST_BYTES:
                lines.append(line)
        if current:
            yield current, _whole(lines, size) if process.wait() == 0 else None
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _whole(lines: list[bytes], size: int) -> str | None:
    return b"".join(lines).decode("utf-8", "replace") if size <= _MOST_BYTES else None


def edited(text: str) -> Edited | None:
    """The part of a commit's diff that concerns product code, or None where there is none, or more than a label can speak for."""
    kept: list[str] = []
    languages: dict[str, int] = {}
    added = removed = 0
    for section in _sections(text):
        try:
            files = read_patch(section, "commit").files
        except HunkwiseError:
            continue
        if len(files) != 1 or not files[0].hunks:
            continue
        path = files[0].path
        language = language_of(path, section[:200])
        if language in _LEFT_OUT or role_of(path, section) != "product":
            continue
        marks = [line.mark for hunk in files[0].hunks for line in hunk.lines]
        come, gone = marks.count("+"), marks.count("-")
        added, removed = added + come, removed + gone
        languages[language] = languages.get(language, 0) + come + gone
        kept.append(section)
        if added + removed > MOST_LINES or len(kept) > MOST_FILES:
            return None
    if not added + removed:
        return None
    return Edited("".join(kept), max(languages, key=lambda name: languages[name]), added, removed)


def _sections(text: str) -> Iterator[str]:
    """The parts of a diff file by file: inside of a hunk no line begins with this word."""
    parts = ("\n" + text).split("\ndiff --git ")
    return ("diff --git " + part.rstrip("\n") + "\n" for part in parts[1:])


def blamed(git: Git, commit: str, diff: str, most: int = 2) -> str | None:
    """The commit that wrote most of the lines which `commit` takes away, or None where no one wrote half of them.

    Looks at the first `most` files; lines that only moved or were reindented are followed to where they were written.
    """
    votes: dict[str, int] = {}
    for file in read_patch(diff, "commit").files[:most]:
        gone = [line.old for hunk in file.hunks for line in hunk.lines if line.mark == "-" and line.text.strip() and line.old][:30]
        if not gone or file.status == "added":
            continue
        spans = [word for first, last in _runs(gone) for word in ("-L", f"{first},{last}")]
        try:
            told = git.run("blame", "-l", "-s", "-w", "-M", *spans, f"{commit}^", "--", file.old_path)
        except HunkwiseError:
            continue
        for line in told.decode("utf-8", "replace").splitlines():
            if not line.startswith("^"):
                votes[line[:40]] = votes.get(line[:40], 0) + 1
    if not votes:
        return None
    worst = max(votes, key=lambda name: votes[name])
    return worst if 2 * votes[worst] >= sum(votes.values()) else None


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in rising order as runs of neighbours."""
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and number == out[-1][1] + 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return out
