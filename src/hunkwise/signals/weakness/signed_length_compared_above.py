"""A signed length is compared from above only."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Function, bounds, functions

_LENGTHS = {"memcpy": 2, "memmove": 2, "strncpy": 2, "memset": 2, "malloc": 0, "bcopy": 2, "strncat": 2, "read": 2, "fread": 2}
_SIGNED = r"\b(?:signed\s+)?(?:int|short|long|char|ssize_t|int(?:8|16|32|64)_t|gint|off_t)\s+{}\s*[,)=;]"


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not any(call.name in _LENGTHS for call in side.facts.calls):
        return
    for function in functions(side):
        head = " ".join(text for _, text in function.lines[:4])
        for call in function.calls:
            place = _LENGTHS.get(call.name)
            if place is None or len(call.args) <= place or not call.args[place].text.isidentifier():
                continue
            name = call.args[place].text
            own = function.declared.get(name)
            told = f"{own.type} {name};" if own and not own.pointer else head if own is None else ""
            if not re.search(_SIGNED.format(re.escape(name)), told) or "unsigned" in told.split(name)[0][-12:] or _measured(function, name):
                continue
            low, high = bounds(function, name, call.line)
            if high and not low:
                yield Sighting(span(call.line, call.end), {"name": name, "sink": call.name}, strength=0.65)


def _measured(function: Function, name: str) -> bool:
    """Whether the program measured the value itself."""
    return any(name in one.targets and ("strlen" in one.value.text or "sizeof" in one.value.text) for one in function.assignments)


SIGNAL = Signal(
    id="signed-length-compared-above",
    title="A signed length is compared from above only",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Tells of a signed parameter or variable that is compared with an upper bound but never with zero, and then is the "
    "length of a copy, an allocation or a read.",
    why="A negative number passes the comparison and becomes a huge length.",
    quiet="Unsigned types, comparisons with zero, and lengths that a call of the program just measured.",
    remedy="Make it unsigned, or refuse negative values.",
    cause="`{name}` is signed, compared only from above, and the length of `{sink}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-195",
    see=_see,
    fires=(
        Example(
            "c",
            "int f(char *to, const char *from, int len) {\n  if (len > 64)\n    return -1;\n  memcpy(to, from, len);\n  return 0;\n}\n",
            line=4,
        ),
        Example(
            "c",
            "int f(char *to, const char *from, short len) {\n  if (len < 64) {\n    memmove(to, from, len);\n  }\n  return 0;\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(char *to, const char *from, int len) {\n  if (len < 0 || len > 64)\n    return -1;\n"
            "  memcpy(to, from, len);\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int f(char *to, const char *from, size_t len) {\n  if (len > 64)\n    return -1;\n  memcpy(to, from, len);\n  return 0;\n}\n",
        ),
    ),
)
