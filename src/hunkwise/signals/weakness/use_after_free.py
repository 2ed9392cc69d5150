"""Memory is used after it was freed."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import functions, reach
from hunkwise.signals.weakness.frees import FREES, freed, renewed, uses


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not any(FREES.match(call.name) for call in side.facts.calls) and not any(one.operator == "delete" for one in side.facts.assignments):
        return
    for function in functions(side):
        for name, sink, line in freed(function):
            end = min(reach(function, line), renewed(function, name, line))
            used = next((at for at in uses(function, name) if line < at <= end), 0)
            if used:
                fact: dict[str, str | float] = {"name": name, "sink": sink, "line": float(line)}
                yield Sighting((used, line), fact, strength=0.75)


SIGNAL = Signal(
    id="use-after-free",
    title="Memory is used after it was freed",
    kind="pattern",
    category="memory-safety",
    severity="critical",
    languages=C,
    promise="Follows a pointer inside its function and tells of a use on a way on which it was freed before.",
    why="The memory may hold something else by then; who decides what, decides what the program does.",
    quiet="Frees in a branch that leaves, pointers that got a new value in between, uses of the pointer's address.",
    remedy="Free after the last use, and set the pointer to NULL.",
    cause="`{name}` is used after `{sink}` freed it on line {line}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-416",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  char *p = malloc(10);\n  free(p);\n  use(p);\n}\n", line=4),
        Example("c", "void f(struct node *n) {\n  free(n);\n  n->next = 0;\n}\n", line=3),
        Example("cpp", "void f(void) {\n  int *p = new int(1);\n  delete p;\n  show(*p);\n}\n", line=4),
        Example("c", "char *f(char *p) {\n  free(p);\n  return p;\n}\n", line=3),
    ),
    stays_quiet=(
        Example(
            "c", "void f(void) {\n  char *p = malloc(10);\n  if (bad(p)) {\n    free(p);\n    return;\n  }\n  use(p);\n  free(p);\n}\n"
        ),
        Example("c", "void f(char *p) {\n  free(p);\n  p = malloc(10);\n  use(p);\n}\n"),
        Example("c", "void f(char *p) {\n  use(p);\n  free(p);\n  p = NULL;\n}\n"),
        Example("c", "void f(char *p, int a) {\n  if (a) {\n    free(p);\n  } else {\n    use(p);\n  }\n}\n"),
    ),
)
