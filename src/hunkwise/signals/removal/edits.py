"""Lines of both sides that are one line changed, told apart by tokens: what went, what came, what stayed around it."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

from hunkwise.code.model import Side, Unit
from hunkwise.signals.removal.compared import of_change

_TOKEN = re.compile(
    r"""[A-Za-z_$@]\w*|0[xX][0-9a-fA-F]+|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`|->|::|<<=|>>=|===|!==|<=|>=|==|!="""
    r"""|&&|\|\||<<|>>|\+\+|--|[-+*/%|&^]=|=>|:=|\S"""
)
_MOST = 40
_LONGEST = 120
_ALIKE = 0.45
_COMMENT = ("//", "#", "*", "/*", "--", "<!--")


class Edit(NamedTuple):
    """One line changed. `gone` and `came` are the runs of tokens that were taken out and put in; `old` and `new` all tokens of the lines.

    `before` and `after` are the numbers of the line on both sides; `swaps` pairs a run with the run that took its place.
    """

    before: int
    after: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[tuple[str, ...], ...]
    came: tuple[tuple[str, ...], ...]
    swaps: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@of_change
def edits(unit: Unit) -> tuple[Edit, ...]:
    """The lines of a unit that are still there and differ, in the order of the base side; at most 40 lines of each side are looked at."""
    before, after = unit.before, unit.after
    if before is None or after is None or not before.changed or not after.changed:
        return ()
    old, new = _rows(before), _rows(after)
    if not old or not new or len(old) > _MOST or len(new) > _MOST:
        return ()
    counts = [Counter(tokens) for _, tokens in new]
    free = set(range(len(new)))
    found = []
    for number, tokens in old:
        mine = Counter(tokens)
        best, place = _ALIKE, -1
        for at in sorted(free):
            shared = sum((mine & counts[at]).values())
            share = 2 * shared / (len(tokens) + len(new[at][1]))
            if share > best:
                best, place = share, at
        if place >= 0:
            free.discard(place)
            if tokens != new[place][1]:
                found.append(_edit(number, tokens, *new[place]))
    return tuple(found)


def _rows(side: Side) -> list[tuple[int, tuple[str, ...]]]:
    """The changed lines with their tokens, without comments and very long lines."""
    rows = []
    for number, text in side.lines:
        flat = text.strip()
        if number in side.changed and flat and len(flat) < 400 and not flat.startswith(_COMMENT):
            tokens = tuple(_TOKEN.findall(flat.split(" //")[0].split("/*")[0]))
            if 1 < len(tokens) <= _LONGEST:
                rows.append((number, tokens))
                if len(rows) > _MOST:
                    break
    return rows


def _edit(number: int, old: tuple[str, ...], other: int, new: tuple[str, ...]) -> Edit:
    gone, came, swaps = [], [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "delete":
            gone.append(old[a:b])
        elif kind == "insert":
            came.append(new[c:d])
        elif kind == "replace":
            swaps.append((old[a:b], new[c:d]))
    return Edit(number, other, old, new, tuple(gone), tuple(came), tuple(swaps))


def written(tokens: tuple[str, ...]) -> str:
    """Tokens as text for a sentence."""
    text = " ".join(tokens)
    return re.sub(r"\s*(->|::|\.|\(|\[|\]|\))\s*", r"\1", text)[:80]
