"""Memory is freed twice."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import functions, reach
from hunkwise.signals.weakness.frees import freed, renewed


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        several = list(freed(function))
        for at, (name, _sink, line) in enumerate(several):
            end = min(reach(function, line), renewed(function, name, line))
            again = next((other for same, _, other in several[at + 1 :] if same == name and line < other <= end), 0)
            if again:
                yield Sighting((again, line), {"name": name, "line": float(line)}, strength=0.75)


SIGNAL = Signal(
    id="double-free",
    title="Memory is freed twice",
    kind="pattern",
    category="memory-safety",
    severity="critical",
    languages=C,
    promise="Follows a pointer inside its function and tells of a second free on a way on which it was freed before.",
    why="The second one corrupts the lists of the allocator, which an attacker can turn into a write anywhere.",
    quiet="Frees in branches that leave, and pointers that got a new value or NULL in between.",
    remedy="Free once, at one place, and set the pointer to NULL.",
    cause="`{name}` is freed again after line {line}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-415",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  char *p = malloc(10);\n  free(p);\n  free(p);\n}\n", line=4),
        Example("c", "void f(char *p) {\n  if (bad(p)) {\n    free(p);\n  }\n  use_it();\n  free(p);\n}\n", line=6),
        Example("cpp", "void f(void) {\n  int *p = new int[4];\n  delete[] p;\n  work();\n  delete[] p;\n}\n", line=5),
    ),
    stays_quiet=(
        Example("c", "void f(char *p) {\n  if (bad(p)) {\n    free(p);\n    return;\n  }\n  free(p);\n}\n"),
        Example("c", "void f(char *p) {\n  free(p);\n  p = NULL;\n  free(p);\n}\n"),
        Example("c", "void f(char *p, int a) {\n  if (a) {\n    free(p);\n  } else {\n    free(p);\n  }\n}\n"),
    ),
)
