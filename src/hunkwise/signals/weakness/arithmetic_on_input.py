"""Arithmetic on a number that comes in may wrap."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import bounds, functions, incoming


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        comes = incoming(function)
        for name, line in comes.items():
            pattern = re.compile(
                rf"(?<![\w.>])(?:{re.escape(name)}\s*(?:[+*](?![+=])|\+\+|-(?![->=])|[+*]=)|[*+]\s*{re.escape(name)}\b(?!\s*[(\[]))"
            )
            for at, text in function.lines:
                if at > line and pattern.search(text) and not re.search(r'"|//|^\s*\*|strto|\bfor\b', text):
                    if not any(bounds(function, name, at)):
                        yield Sighting((at, line), {"name": name, "sink": short(text.strip(), 60)}, strength=0.5)
                    break


SIGNAL = Signal(
    id="arithmetic-on-input",
    title="Arithmetic on a number that comes in may wrap",
    kind="pattern",
    category="numeric",
    severity="medium",
    languages=C,
    promise="Follows a number that comes in and tells where it is added to, multiplied or counted up while no comparison holds it.",
    why="At the end of its range the result wraps round and passes for a small or negative number.",
    quiet="Numbers that a comparison holds, and arithmetic on their way to an index or a size, which other signals tell of.",
    remedy="Compare with the largest value first, or use a checked operation.",
    cause="`{name}`, which comes in, is used in `{sink}` and may wrap.",
    since="0.2",
    maturity="preview",
    cwe="CWE-190",
    see=_see,
    fires=(
        Example("c", 'void f(void) {\n  int n = 0;\n  fscanf(stdin, "%d", &n);\n  int r = n + 1;\n  show(r);\n}\n', line=4),
        Example("c", "void f(const char *s) {\n  int n = atoi(s);\n  int r = n * n;\n  show(r);\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(const char *s) {\n  int n = atoi(s);\n  if (n < 100) {\n    int r = n + 1;\n    show(r);\n  }\n}\n"),
        Example("c", "void f(int n) {\n  int r = n + 1;\n  show(r);\n}\n"),
    ),
)
