"""A pointer is followed before it is checked."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Guard, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Function, functions, reach

_NULL = frozenset({"NULL", "nullptr", "0"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        for guard in function.guards:
            if guard.kind != "exit":
                continue
            name = _asked(guard)
            if not name:
                continue
            used = [line for line in _follows(function, name) if line < guard.line]
            if used and not _changed(function, name, used[-1], guard.line) and not _branch(function, used[-1], guard.line):
                yield Sighting((used[-1], guard.line), {"name": name, "line": float(used[-1])}, strength=0.6)
        for one in function.assignments:
            if one.value.text in ("NULL", "nullptr") and len(one.targets) == 1 and one.targets[0] in function.declared:
                name = one.targets[0]
                used = [line for line in _follows(function, name) if line > one.line]
                asked = any(one.line < guard.line <= used[0] and name in guard.names for guard in function.guards) if used else True
                if used and not asked and not _changed(function, name, one.line, used[0]) and used[0] <= reach(function, one.line):
                    yield Sighting((used[0], one.line), {"name": name, "line": float(used[0])}, strength=0.7)


def _asked(guard: Guard) -> str:
    """The pointer whose absence a condition asks for, alone."""
    for left, operator, right in guard.comparisons[:1]:
        if operator == "==" and right in ("NULL", "nullptr") and left.isidentifier() and len(guard.comparisons) == 1:
            return left
    return guard.text[1:] if guard.text.startswith("!") and guard.text[1:].isidentifier() else ""


def _follows(function: Function, name: str) -> list[int]:
    """The lines that follow a pointer."""
    arrow = re.compile(rf"(?<![\w.>])(?:{re.escape(name)}\s*->|\(\*{re.escape(name)}\))")
    if name not in function.declared and name not in function.pointers:
        return []
    return [line for line, text in function.lines if arrow.search(re.sub(r'"[^"]*"|//.*|sizeof\s*\([^)]*\)', "", text))]


def _changed(function: Function, name: str, first: int, last: int) -> bool:
    """Whether the pointer may get another value between two lines."""
    set_ = any(
        first <= one.line <= last and name in one.targets and not (one.line == first and one.value.text in _NULL)
        for one in function.assignments
    )
    return set_ or any(first <= call.line <= last and any(given.text == f"&{name}" for given in call.args) for call in function.calls)


def _branch(function: Function, first: int, last: int) -> bool:
    """Whether the first of two lines runs only under a condition or in a loop."""
    return any(
        guard.kind in ("wrap", "loop", "ternary", "exit")
        and guard.line <= first <= max(guard.end, guard.body[1] if guard.kind in ("wrap", "loop") else 0)
        for guard in function.guards
    )


SIGNAL = Signal(
    id="dereference-before-check",
    title="A pointer is followed before it is checked",
    kind="pattern",
    category="memory-safety",
    severity="medium",
    languages=C,
    promise="Tells of a pointer that is followed and asked for null right after, and of one that is set to null and followed.",
    why="Either the check is useless or the program ends before it.",
    quiet="Checks before the use, and pointers that got a new value in between.",
    remedy="Check first.",
    cause="`{name}` is followed on line {line} and asked for null afterwards.",
    since="0.2",
    maturity="stable",
    cwe="CWE-476",
    see=_see,
    fires=(
        Example("c", "void f(struct a *p) {\n  int n = p->n;\n  if (p == NULL)\n    return;\n  use(p, n);\n}\n", line=2),
        Example("c", "void f(void) {\n  struct a *p = NULL;\n  show(p->n);\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(struct a *p) {\n  if (p == NULL)\n    return;\n  use(p->n);\n}\n"),
        Example("c", "void f(struct a *p) {\n  use(p->n);\n  p = next(p);\n  if (p == NULL)\n    return;\n}\n"),
        Example("c", "void f(void) {\n  struct a *p = NULL;\n  p = take();\n  show(p->n);\n}\n"),
    ),
)
