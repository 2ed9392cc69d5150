"""A loop lost its bound."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import fresh_guards, plain, touched
from hunkwise.signals.removal.subjects import ORDER
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import CODE

_AND = re.compile(r"\s*(?:&&|\band\b)\s*")


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    fresh = [guard for guard in fresh_guards(unit) if guard.kind == "loop"]
    added = [guard for guard in fresh_guards(unit) if guard.kind != "loop"]
    for old in before.facts.guards:
        if old.kind != "loop" or not touched(before, old.line, old.end) or not old.comparisons:
            continue
        asked = {plain(part).strip("()"): part for part in _AND.split(old.text) if part}
        for new in fresh:
            kept = {plain(part).strip("()") for part in _AND.split(new.text) if part}
            lost = [asked[part] for part in asked.keys() - kept]
            held = [one for one in lost for left, operator, right in old.comparisons if operator in ORDER and left in one and right in one]
            rephrased = any(name in guard.names for guard in added for name in old.names) or len(kept - asked.keys()) > 0
            if kept & asked.keys() and held and not rephrased:
                yield Sighting(span(new.line, new.end), {"before": short(held[0], 60)}, strength=0.8)
                break


SIGNAL = Signal(
    id="loop-bound-removed",
    title="A loop lost its bound",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares the condition of a loop with what it was and tells of a part that compared with an end, a size or a count "
    "and is gone.",
    why="The loop runs past the end of its data, or without end.",
    quiet="Loops that are gone, and bounds that moved into the body.",
    remedy="Put the bound back into the condition, before what it holds.",
    cause="The loop no longer asks `{before}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-835",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void skip(char *s, char *end) {\n  while (*s == ' ') {\n    s++;\n  }\n}\n",
            "void skip(char *s, char *end) {\n  while (s < end && *s == ' ') {\n    s++;\n  }\n}\n",
            line=2,
        ),
        Example(
            "python",
            "def scan(data, i):\n    while data[i] != 0:\n        i += 1\n    return i\n",
            "def scan(data, i):\n    while i < len(data) and data[i] != 0:\n        i += 1\n    return i\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "void skip(char *s, char *end) {\n  while (*s == ' ' && s != end) {\n    s++;\n  }\n}\n",
            "void skip(char *s, char *end) {\n  while (s < end && *s == ' ') {\n    s++;\n  }\n}\n",
        ),
        Example(
            "c",
            "void skip(char *s, char *end) {\n  while (*s == ' ') {\n    if (s >= end)\n      break;\n    s++;\n  }\n}\n",
            "void skip(char *s, char *end) {\n  while (s < end && *s == ' ') {\n    s++;\n  }\n}\n",
        ),
    ),
)
