"""Hunks of files whose sides are at hand."""

from typing import Final

from hunkwise.change.decode import normal_ends, without_surrogates
from hunkwise.change.lines_diff import Run, changed_runs
from hunkwise.change.model import FileChange, Hunk, Line
from hunkwise.change.slide import settled

CONTEXT: Final = 20
"""Unchanged lines shown around a change."""
_SECTION: Final = 80


def lines_of(text: str) -> list[str]:
    """The lines of `text` without line ends. Only `\\n` ends a line, as for git and code hosts; an empty text has none."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def added_file(path: str, code: str, mode: str = "") -> FileChange:
    """A file as a change that adds it, whole."""
    text = normal_ends(without_surrogates(code)).removeprefix("\ufeff")
    return FileChange(path, path, "added", hunks_of(None, text), after=text, new_mode=mode)


def hunks_of(before: str | None, after: str | None, context: int = CONTEXT) -> tuple[Hunk, ...]:
    """The hunks that turn `before` into `after` (None: no such side), with `context` unchanged lines around each change.

    Hunks with fewer than twice as many lines between them are one. A final line feed that comes or goes is no difference.
    """
    old, new = lines_of(before or ""), lines_of(after or "")
    if not old or not new:
        return _one_sided(old, new)
    hunks: list[Hunk] = []
    section, searched = "", 0
    for group in _groups(settled(old, new, changed_runs(old, new)), context):
        start = max(0, group[0][0] - context)
        section = next((old[at][:_SECTION].rstrip() for at in range(start - 1, searched - 1, -1) if _opens(old[at])), section)
        searched = max(searched, start)
        hunks.append(_hunk(old, new, group, context, section))
    return tuple(hunks)


def _one_sided(old: list[str], new: list[str]) -> tuple[Hunk, ...]:
    """The hunk of a file that has no lines on one side or on both."""
    if not old and not new:
        return ()
    removed = [Line("-", line, number, None) for number, line in enumerate(old, 1)]
    added = [Line("+", line, None, number) for number, line in enumerate(new, 1)]
    return (Hunk(1 if old else 0, 1 if new else 0, (*removed, *added)),)


def _groups(runs: list[Run], context: int) -> list[list[Run]]:
    """`runs` with those together that share their context."""
    groups: list[list[Run]] = []
    for run in runs:
        if groups and run[0] - groups[-1][-1][1] <= 2 * context:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _hunk(old: list[str], new: list[str], group: list[Run], context: int, section: str) -> Hunk:
    first, last = group[0], group[-1]
    lead = min(context, first[0])
    at, shift = first[0] - lead, first[2] - first[0]
    start = at
    lines: list[Line] = []
    for a0, a1, b0, b1 in group:
        lines += [Line(" ", old[x], x + 1, x + 1 + shift) for x in range(at, a0)]
        lines += [Line("-", old[x], x + 1, None) for x in range(a0, a1)]
        lines += [Line("+", new[y], None, y + 1) for y in range(b0, b1)]
        at, shift = a1, b1 - a1
    lines += [Line(" ", old[x], x + 1, x + 1 + shift) for x in range(at, min(len(old), last[1] + context))]
    none_old, none_new = (all(line.mark == mark for line in lines) for mark in ("+", "-"))
    new_start = first[2] - lead
    return Hunk(start + (not none_old), new_start + (not none_new), tuple(lines), section)


def _opens(line: str) -> bool:
    """Whether a line looks like the head of a definition, by git's plain rule: it begins with a letter, `_` or `$`."""
    first = line[:1]
    return first.isalpha() or first in ("_", "$")
