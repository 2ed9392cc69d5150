"""Edits as the tests write them."""

from hunkwise.change import FileChange, hunks_of
from hunkwise.code import Unit, cut
from hunkwise.code.lex import tokens_by_line
from hunkwise.features import Edit


def units(before: str | None, after: str | None, path: str = "a.py", context: int | None = None) -> tuple[Unit, ...]:
    """The units of a change of one file: whole, or (with `context`) as a patch with so many lines around shows it."""
    status = "added" if before is None else "deleted" if after is None else "modified"
    if context is None:
        return cut(FileChange(path, path, status, hunks_of(before, after), before, after))[0]  # type: ignore[arg-type]
    return cut(FileChange(path, path, status, hunks_of(before, after, context)))[0]  # type: ignore[arg-type]


def edit(removed: str, added: str, context: str = "", language: str = "python") -> Edit:
    """An edit of lines, numbered from 1."""

    def lines(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
        found = tokens_by_line(text.split("\n"), language)
        return tuple((number, tuple(line)) for number, line in enumerate(found, 1) if line)

    return Edit(lines(removed), lines(added), lines(context))


def mirrored(one: Edit) -> Edit:
    """The edit that undoes one."""
    return Edit(one.added, one.removed, one.context)
