"""Where on GitHub's page of a change a finding can be spoken of: GitHub takes comments on changed lines and three lines around them."""

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from hunkwise.change.model import Change, FileChange, Hunk, Line
from hunkwise.explain.model import Explanation

NEAR = 3
"""Unchanged lines around a change that GitHub shows."""

_HEADER = re.compile(r"@@ -(\d{1,9}),\d{1,9} \+\d{1,9},\d{1,9} @@")


class Anchor(Struct, frozen=True):
    """A place that takes a comment.

    `line` counts on `side`; `head_line` is the line of the head that is meant or exposed, 0 where the file is gone. `suggestion` is the
    text that should stand in the place of that one line, empty where none is certain.
    """

    path: str
    side: Literal["LEFT", "RIGHT"]
    line: int
    head_line: int
    suggestion: str = ""


def anchor(change: Change, explanation: Explanation) -> Anchor | None:
    """The place for a finding, None where GitHub's page shows none of its lines."""
    finding = explanation.finding
    file = next((file for file in change.files if finding.path in (file.path, file.old_path)), None)
    if file is None:
        return None
    suggested = _suggested(file, explanation.patch)
    if suggested is not None:
        return suggested
    after = finding.side == "after"
    shown = [(line, head) for line, head in _shown(file) if (line.new if after else line.old) is not None and (after or line.mark == "-")]
    wanted = [finding.line, *finding.lines, *range(finding.line, finding.end + 1)]
    for number in dict.fromkeys(wanted):
        for line, head in shown:
            if (line.new if after else line.old) == number:
                return Anchor(file.path, "RIGHT" if after else "LEFT", number, head)
    return None


def _shown(file: FileChange) -> Iterator[tuple[Line, int]]:
    """The lines that GitHub shows of a file, each with the line of the head that it is, or that its removal exposes (0: none)."""
    for hunk in file.hunks:
        changed = [at for at, line in enumerate(hunk.lines) if line.mark != " "]
        near = {at + step for at in changed for step in range(-NEAR, NEAR + 1)}
        for at, line in enumerate(hunk.lines):
            if at in near:
                yield line, line.new or _exposed(hunk, at)


def _exposed(hunk: Hunk, at: int) -> int:
    below = (line.new for line in hunk.lines[at + 1 :] if line.new is not None)
    above = (line.new for line in reversed(hunk.lines[:at]) if line.new is not None)
    return next(below, None) or next(above, None) or 0


def _suggested(file: FileChange, patch: str) -> Anchor | None:
    """Where a patch that puts lines back can be taken by a click: it replaces the line above (or below) with itself and these lines."""
    lines = patch.split("\n")[2:]
    found = _HEADER.match(lines[0]) if lines else None
    if found is None or any(line[:1] not in (" ", "+", "") for line in lines[1:]):
        return None
    body = [line for line in lines[1:] if line]
    added = [line[1:] for line in body if line[0] == "+"]
    above = next((at for at, line in enumerate(body) if line[0] == "+"), len(body))
    if not added or not body:
        return None
    first = int(found[1])
    number = first + above - 1 if above else first
    kept = body[above - 1][1:] if above else next(line[1:] for line in body if line[0] == " ")
    text = "\n".join([kept, *added] if above else [*added, kept])
    visible = any(line.new == number and line.text == kept for line, _ in _shown(file))
    return Anchor(file.path, "RIGHT", number, number, text) if visible else None
