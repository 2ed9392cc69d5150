"""Hunks of a file whose sides are at hand."""

from hunkwise.change.decode import normal_ends, without_surrogates
from hunkwise.change.model import FileChange, Hunk, Line


def lines_of(text: str) -> list[str]:
    """The lines of `text` without line ends. Only `\\n` ends a line, as for git and code hosts; an empty text has none."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def added_file(path: str, code: str, mode: str = "") -> FileChange:
    """A file as a change that adds it, whole."""
    text = normal_ends(without_surrogates(code)).removeprefix("\ufeff")
    lines = tuple(Line("+", line, None, number) for number, line in enumerate(lines_of(text), 1))
    return FileChange(path, path, "added", (Hunk(0, 1, lines),) if lines else (), after=text, new_mode=mode)
