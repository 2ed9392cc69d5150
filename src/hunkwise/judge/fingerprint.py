"""A name for a finding that outlives shifted lines, reformatting and a renamed file."""

import re
from collections.abc import Iterable
from hashlib import blake2b

from hunkwise.code.lex import tokens
from hunkwise.code.model import Side, Unit

REACH = 12
"""Expressions of at most this many lines count as a whole where one of their lines is pointed at."""

_NOISE = frozenset(",;")
_QUOTED = re.compile(r"""^[A-Za-z]{0,2}(?P<quote>'''|\"\"\"|['"`])(?P<value>.*)(?P=quote)$""", re.S)


def content(unit: Unit, side: Side, lines: Iterable[int]) -> list[str]:
    """The tokens of the pointed lines, widened to whole expressions so that a line break inside one changes nothing.

    Left out is what formatters change: white space, comments, commas and semicolons, the kind of quotes.
    """
    wanted = _widened(side, set(lines))
    text = "\n".join(line for number, line in side.lines if number in wanted)
    return [_plain(token) for token in tokens(text, unit.language) if token not in _NOISE]


def fingerprint(name: str, unit: Unit, side: Side | None, lines: Iterable[int]) -> str:
    """Twenty digits from `name` (the rule or category), the unit's name and the content of `lines` of `side`; no path, no number of a line.

    A cryptographic digest: nobody can write code that takes the fingerprint of an accepted finding.
    """
    words = content(unit, side, lines) if side is not None else []
    told = "\x1f".join((name, unit.name, *words))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def numbered(prints: Iterable[str]) -> list[str]:
    """Each fingerprint with its place among equal ones of the change (`…:1`, `…:2`), so that accepting one accepts no other."""
    seen: dict[str, int] = {}
    out = []
    for one in prints:
        seen[one] = seen.get(one, 0) + 1
        out.append(f"{one}:{seen[one]}")
    return out


def _widened(side: Side, lines: set[int]) -> set[int]:
    calls = ((call.line, call.end) for call in side.facts.calls)
    assignments = ((one.line, one.end) for one in side.facts.assignments)
    spans = [(first, last) for first, last in (*calls, *assignments) if last - first < REACH]
    out = set(lines)
    for first, last in spans:
        if any(first <= line <= last for line in lines):
            out.update(range(first, last + 1))
    return out


def _plain(token: str) -> str:
    quoted = _QUOTED.match(token)
    return '"' + quoted["value"] if quoted else token
