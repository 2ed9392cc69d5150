"""The change that undoes a change."""

from typing import Final

from hunkwise.change.model import Change, FileChange, Hunk, Line, Mark, Status

_STATUS: Final[dict[Status, Status]] = {"added": "deleted", "deleted": "added"}
_MARK: Final[dict[Mark, Mark]] = {" ": " ", "+": "-", "-": "+"}


def reversed_change(change: Change) -> Change:
    """`change` with its sides swapped. In each run removed lines stand before added ones, as git writes them; twice reversed is the same.

    A copy stays a copy (the other way round), since what its hunks compare are two files that both exist.
    """
    return Change(change.name, tuple(_file(file) for file in change.files), change.skipped, base=change.head, head=change.base)


def _file(file: FileChange) -> FileChange:
    return FileChange(
        path=file.old_path,
        old_path=file.path,
        status=_STATUS.get(file.status, file.status),
        hunks=tuple(Hunk(hunk.new_start, hunk.old_start, _lines(hunk.lines), hunk.section) for hunk in file.hunks),
        before=file.after,
        after=file.before,
        old_mode=file.new_mode,
        new_mode=file.old_mode,
    )


def _lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    out: list[Line] = []
    added: list[Line] = []
    for line in lines:
        turned = Line(_MARK[line.mark], line.text, line.new, line.old)
        if line.mark == "-":
            added.append(turned)
            continue
        if line.mark == " ":
            out += added
            added.clear()
        out.append(turned)
    return tuple(out + added)
