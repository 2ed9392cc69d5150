"""An index or length that comes in isn't held from both sides."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import bounds, functions, incoming

_COPIES = {"memcpy": 2, "memmove": 2, "strncpy": 2, "memset": 2, "read": 2, "recv": 2, "fread": 2, "bcopy": 2, "strncat": 2, "wmemcpy": 2}
_UNSIGNED = re.compile(
    r"\bunsigned\b|\bu?size_t\b|\bu(?:int|char|short|long)\w*|\bguint\w*|\bgsize\b|\bu(?:8|16|32|64)\b|\bDWORD\b|\bWORD\b|\bBYTE\b"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        comes = incoming(function)
        if not comes:
            continue
        used = [(one.line, one.index.text, f"{one.base}[{one.index.text}]") for one in function.accesses if one.index.text in comes]
        used += [
            (call.line, call.args[_COPIES[call.name]].text, call.name)
            for call in function.calls
            if call.name in _COPIES and len(call.args) > _COPIES[call.name] and call.args[_COPIES[call.name]].text in comes
        ]
        for line, name, sink in sorted(used):
            own = function.declared.get(name)
            if line < comes[name] or (line == comes[name] and own is None):
                continue
            low, high = bounds(function, name, line)
            low = low or (own is not None and bool(_UNSIGNED.search(own.type)))
            if not (low and high):
                fact: dict[str, str | float] = {"name": name, "sink": sink, "side": "from above" if not high else "from below"}
                yield Sighting((line, comes[name]), fact, strength=0.65)
                break


SIGNAL = Signal(
    id="index-from-input-unchecked",
    title="An index or length that comes in isn't held from both sides",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Follows a number that comes in (read, parsed, received) and tells where it is used as an index or as the length of a "
    "copy while a comparison holds it from one side only, or from none.",
    why="Whoever sends the number chooses which memory is read or written.",
    quiet="Numbers compared from below and above, unsigned ones compared from above, masked or cut to a minimum.",
    remedy="Compare with the size, and for signed numbers with zero as well, before the use.",
    cause="`{name}`, which comes in, is used in `{sink}` and isn't held {side}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-129",
    see=_see,
    fires=(
        Example("c", "void f(const char *s) {\n  int a[10];\n  int n = atoi(s);\n  if (n < 10) {\n    a[n] = 1;\n  }\n}\n", line=5),
        Example(
            "c", 'void f(void) {\n  int a[10];\n  int n = 0;\n  fscanf(stdin, "%d", &n);\n  if (n >= 0) {\n    a[n] = 1;\n  }\n}\n', line=6
        ),
        Example("c", "void f(struct h *h) {\n  char a[64];\n  uint32_t n = ntohl(h->len);\n  memcpy(a, h->data, n);\n}\n", line=4),
    ),
    stays_quiet=(
        Example("c", "void f(const char *s) {\n  int a[10];\n  int n = atoi(s);\n  if (n >= 0 && n < 10) {\n    a[n] = 1;\n  }\n}\n"),
        Example(
            "c",
            "void f(struct h *h) {\n  char a[64];\n  uint32_t n = ntohl(h->len);\n  if (n > sizeof(a))\n    return;\n"
            "  memcpy(a, h->data, n);\n}\n",
        ),
        Example("c", "void f(const char *s) {\n  int a[10];\n  int n = atoi(s) & 7;\n  a[n] = 1;\n}\n"),
    ),
)
