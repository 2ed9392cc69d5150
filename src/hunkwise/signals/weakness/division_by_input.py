"""A number that comes in divides."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Function, functions, incoming

_DIVIDES = re.compile(r"[/%]\s*\(?(?:\(\w+\)\s*)?([A-Za-z_]\w*)\b(?!\s*[(.\[]|->)")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        comes = incoming(function)
        if not comes:
            continue
        for line, text in function.lines:
            bare = re.sub(r'"[^"]*"|//.*|/\*.*?\*/', "", text)
            if ("/" not in bare and "%" not in bare) or "/*" in bare:
                continue
            name = next((one for one in _DIVIDES.findall(bare) if one in comes and comes[one] < line), "")
            if name and not _asked(function, name, line):
                yield Sighting((line, comes[name]), {"name": name, "sink": short(bare.strip(), 60)}, strength=0.65)


def _asked(function: Function, name: str, line: int) -> bool:
    """Whether a condition before asks about the divisor."""
    return any(guard.line <= line and name in guard.names for guard in function.guards)


SIGNAL = Signal(
    id="division-by-input",
    title="A number that comes in divides",
    kind="pattern",
    category="numeric",
    severity="medium",
    languages=C,
    promise="Follows a number that comes in and tells where it is a divisor while nothing asks whether it is zero.",
    why="A zero ends the program.",
    quiet="Divisors compared with zero or held from below.",
    remedy="Refuse zero before the division.",
    cause="`{name}`, which comes in, divides in `{sink}` and may be zero.",
    since="0.2",
    maturity="stable",
    cwe="CWE-369",
    see=_see,
    fires=(
        Example("c", "void f(const char *s) {\n  int n = atoi(s);\n  int r = 100 / n;\n  show(r);\n}\n", line=3),
        Example("c", 'void f(void) {\n  int n = 0;\n  fscanf(stdin, "%d", &n);\n  printLine(100 % n);\n}\n', line=4),
    ),
    stays_quiet=(
        Example("c", "void f(const char *s) {\n  int n = atoi(s);\n  if (n != 0) {\n    show(100 / n);\n  }\n}\n"),
        Example("c", "void f(const char *s) {\n  int n = atoi(s);\n  if (n == 0)\n    return;\n  show(100 / n);\n}\n"),
        Example("c", "void f(int n) {\n  show(n / 10);\n}\n"),
    ),
)
