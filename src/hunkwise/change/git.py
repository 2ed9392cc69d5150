"""Changes of a git repository: a range of commits, and what is staged. Reads objects, never the working tree."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from hunkwise.change.decode import decode_path, without_surrogates
from hunkwise.change.git_blobs import Blobs, Content
from hunkwise.change.git_run import TIME_LIMIT, Git
from hunkwise.change.hunks import hunks_of
from hunkwise.change.model import Change, FileChange, Skipped, Status
from hunkwise.errors import RevisionError
from hunkwise.text import one_line

_DIFF: Final = (
    "-r",
    "-z",
    "--raw",
    "--no-abbrev",
    "-M",
    "-l1000",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=none",
)
EMPTY_TREES: Final = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The tree without a file, by the kind of object ids: git knows it without having it."""
_STATUS: Final[dict[str, Status]] = {"A": "added", "D": "deleted", "R": "renamed", "C": "copied"}


class GitRange:
    """What `head` changed since it left `base`: the merge base of both against `head`, as a code host shows a pull request."""

    def __init__(self, repo: str | Path, base: str, head: str, time_limit: float = TIME_LIMIT) -> None:
        self.git = Git(repo, time_limit=time_limit)
        self.base = base
        self.head = head

    def changes(self) -> Iterator[Change]:
        """The one change of the range; a range without a difference gives one without files. Raises RevisionError or GitError."""
        base, head = self._ends()
        files, skipped = _examined(self.git, self.git.run("diff-tree", *_DIFF, base, head, "--"))
        yield Change(f"{self.base}...{self.head}", files, skipped, base=base, head=head)

    def base_file(self, path: str) -> str | None:
        """The text of a file at the merge base."""
        return _text_at(self.git, self._ends()[0], path)

    def base_names(self, folder: str) -> tuple[str, ...]:
        """The files that lie directly in a folder at the merge base."""
        return _names_at(self.git, self._ends()[0], folder)

    def _ends(self) -> tuple[str, str]:
        base, head = _commit(self.git, self.base), _commit(self.git, self.head)
        common = self.git.ask("merge-base", base, head)
        if common is None:
            raise RevisionError(
                f"{_said(self.base)} and {_said(self.head)} have no commit in common here",
                _deeper(self.git, "Give a base that `head` grew from"),
            )
        return common.split()[0], head


class GitIndex:
    """What is staged, against HEAD; in a repository without commits everything staged is added.

    `index` is another index file than the repository's own: git names one in `GIT_INDEX_FILE` to the hooks of `git commit --all`.
    """

    def __init__(self, repo: str | Path, index: str | None = None, time_limit: float = TIME_LIMIT) -> None:
        self.git = Git(repo, index, time_limit)

    def changes(self) -> Iterator[Change]:
        """The one change that is staged. Raises RevisionError or GitError."""
        if self.git.ask("rev-parse", "--is-inside-work-tree") != "true":
            raise RevisionError(f"{str(self.git.repo)!r} is a bare repository and has nothing staged", "Scan a range of commits instead")
        base = self._base()
        files, skipped = _examined(self.git, self.git.run("diff-index", "--cached", *_DIFF, base, "--"))
        yield Change("staged", files, skipped, base=base)

    def base_file(self, path: str) -> str | None:
        """The text of a file in HEAD."""
        return _text_at(self.git, self._base(), path)

    def base_names(self, folder: str) -> tuple[str, ...]:
        """The files that lie directly in a folder of HEAD."""
        return _names_at(self.git, self._base(), folder)

    def _base(self) -> str:
        head = self.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
        return head or EMPTY_TREES[self.git.ask("rev-parse", "--show-object-format") or "sha1"]


class _Entry(Struct, frozen=True):
    """A line of git's raw output: modes and object ids of both sides, and one letter for what happened."""

    letter: str
    old_path: str
    path: str
    modes: tuple[str, str]
    ids: tuple[str, str]


def _examined(git: Git, raw: bytes) -> tuple[tuple[FileChange, ...], tuple[Skipped, ...]]:
    """The files of a raw difference, with both sides read, and what can't be examined."""
    entries = list(_entries(raw))
    files: list[FileChange] = []
    skipped: list[Skipped] = []
    with Blobs(git, (id for entry in entries for id, mode in zip(entry.ids, entry.modes, strict=True) if mode.startswith("10"))) as blobs:
        for entry in entries:
            if entry.letter == "U":
                skipped.append(Skipped(entry.path, "unmerged", "it has a merge conflict"))
                continue
            before, after = (blobs.content(mode, id) for mode, id in zip(entry.modes, entry.ids, strict=True))
            problem = after.problem or before.problem
            if problem is not None:
                skipped.append(Skipped(entry.path, *problem))
            if after.problem is None and (before.problem is None or after.text is not None):
                files.append(_file(entry, before, after))
    return tuple(files), tuple(skipped)


def _file(entry: _Entry, before: Content, after: Content) -> FileChange:
    """A file with at least one side of text. What replaced something that is no text is as new as an added file."""
    old_mode, new_mode = (mode.replace("000000", "") for mode in entry.modes)
    status = _STATUS.get(entry.letter, "modified")
    if before.problem is not None:
        status = "added"
    elif status == "modified" and old_mode != new_mode and entry.ids[0] == entry.ids[1]:
        status = "mode"
    hunks = hunks_of(before.text, after.text)
    return FileChange(entry.path, entry.old_path, status, hunks, before.text, after.text, old_mode, new_mode)


def _entries(raw: bytes) -> Iterator[_Entry]:
    """The entries of `--raw -z` output: `:mode mode id id letter NUL path NUL`, with two paths for a rename or copy."""
    fields = iter(raw.split(b"\0"))
    for field in fields:
        if not field.startswith(b":"):
            continue
        old_mode, new_mode, old_id, new_id, letter = field[1:].decode("ascii").split(" ")
        old_path = decode_path(next(fields))
        path = decode_path(next(fields)) if letter[0] in "RC" else old_path
        yield _Entry(letter[0], old_path, path, (old_mode, new_mode), (old_id, new_id))


def _commit(git: Git, revision: str) -> str:
    """The id of the commit that a revision names."""
    sound = revision.strip() and not any(character in revision for character in "\0\n") and without_surrogates(revision) == revision
    commit = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}") if sound else None
    if commit is None:
        raise RevisionError(
            f"there is no commit {_said(revision)} in {str(git.repo)!r}",
            _deeper(git, "Check its spelling, or fetch it: `git fetch origin`"),
        )
    return commit


def _deeper(git: Git, otherwise: str) -> str:
    """The remedy where history is missing: a shallow clone must be deepened."""
    if git.ask("rev-parse", "--is-shallow-repository") == "true":
        return "The clone is shallow: run `git fetch --unshallow`, or check out with the whole history (fetch-depth: 0)"
    return otherwise


def _said(revision: str) -> str:
    return repr(one_line(revision, 80))


def _names_at(git: Git, tree: str, folder: str) -> tuple[str, ...]:
    """The paths of the regular files directly in a folder of a commit or tree."""
    rows = git.run("ls-tree", "-z", "--full-tree", tree, "--", f"{folder}/").split(b"\0")
    return tuple(sorted(decode_path(row.partition(b"\t")[2]) for row in rows if row.startswith(b"10")))


def _text_at(git: Git, tree: str, path: str) -> str | None:
    """The text of a regular file in a commit or tree, or None where there is none or it isn't text."""
    if "\0" in path or without_surrogates(path) != path or not {"", ".", ".."}.isdisjoint(path.split("/")):
        return None
    row = git.run("ls-tree", "-z", "--full-tree", tree, "--", path).split(b"\0")[0].split(b"\t")[0].decode("ascii").split()
    if len(row) != 3 or not row[0].startswith("10"):
        return None
    with Blobs(git, [row[2]]) as blobs:
        return blobs.content(row[0], row[2]).text
