"""What a change is: files, hunks and lines, immutable and free of any trace of where they came from."""

from typing import Literal

from msgspec import Struct

Status = Literal["added", "deleted", "modified", "renamed", "copied", "mode"]
Mark = Literal[" ", "-", "+"]


class Line(Struct, frozen=True, gc=False):
    """One line of a hunk. `text` has no line end; `old` and `new` are its numbers (from 1) on the sides where it stands."""

    mark: Mark
    text: str
    old: int | None
    new: int | None


class Hunk(Struct, frozen=True):
    """A run of removed and added lines with the unchanged lines around them, as in a unified diff.

    A side with no line of the hunk (an added or deleted file) starts at 0.
    """

    old_start: int
    new_start: int
    lines: tuple[Line, ...]
    section: str = ""


class Skipped(Struct, frozen=True):
    """Something that wasn't examined and why; every output shows these. `path` is empty where it concerns the whole change."""

    path: str
    reason: str
    detail: str = ""


class FileChange(Struct, frozen=True):
    """One file of a change.

    `before` and `after` are the whole texts of the sides where these are at hand (a repository), and None where only hunks are known
    (a patch) or the side doesn't exist (`status` tells which). Line ends are normalised to `\\n`; paths use `/`.
    """

    path: str
    old_path: str
    status: Status
    hunks: tuple[Hunk, ...]
    before: str | None = None
    after: str | None = None
    old_mode: str = ""
    new_mode: str = ""


class Change(Struct, frozen=True):
    """A pull request, push, patch or tree: the unit of everything. `name` says which, for people ("main...pr", "fix.patch")."""

    name: str
    files: tuple[FileChange, ...]
    skipped: tuple[Skipped, ...] = ()
    base: str = ""
    head: str = ""
