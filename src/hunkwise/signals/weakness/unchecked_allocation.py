"""Memory is used without asking whether there was any."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import functions
from hunkwise.signals.weakness.frees import renewed

_MAKES = frozenset({"malloc", "calloc", "realloc", "strdup", "strndup", "kmalloc", "kzalloc", "kcalloc", "reallocarray", "aligned_alloc"})
_THROUGH = frozenset({"memcpy", "memset", "strcpy", "strcat", "strncpy", "memmove", "sprintf", "snprintf", "fgets"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not any(call.name in _MAKES for call in side.facts.calls):
        return
    for function in functions(side):
        asked = {name for guard in function.guards if guard.kind != "loop" for name in guard.names}
        for one in function.assignments:
            maker = next((call for call in one.value.calls if call in _MAKES), "")
            name = one.targets[0] if one.targets else ""
            if not maker or not name or name in asked or one.value.text.startswith("new"):
                continue
            end = renewed(function, name, one.line + 1)
            used = [access.line for access in function.accesses if access.base == name and one.line < access.line <= end]
            used += [
                line
                for other in function.assignments
                for line in (other.line,)
                if one.line < line <= end and any(target.startswith(f"{name}.") for target in other.targets)
            ]
            used += [
                call.line
                for call in function.calls
                if one.line < call.line <= end and call.name in _THROUGH and call.args and call.args[0].text == name
            ]
            if used:
                yield Sighting((min(used), one.line), {"name": name, "sink": maker}, strength=0.6)


SIGNAL = Signal(
    id="unchecked-allocation",
    title="Memory is used without asking whether there was any",
    kind="pattern",
    category="memory-safety",
    severity="medium",
    languages=C,
    promise="Tells of a pointer from `malloc` and the like that is followed in its function before anything asks whether it is null.",
    why="Where memory is short, or a size of the sender is too large, the program writes through a null pointer.",
    quiet="Pointers that any condition asks about, allocators that end the program themselves.",
    remedy="Ask for null, and leave.",
    cause="`{name}` from `{sink}` is used without asking whether there was memory.",
    since="0.2",
    maturity="preview",
    cwe="CWE-690",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  char *p = malloc(10);\n  p[0] = 1;\n}\n", line=3),
        Example("c", "void f(void) {\n  struct a *p;\n  p = calloc(1, sizeof(*p));\n  p->n = 3;\n}\n", line=4),
        Example("c", "void f(const char *s) {\n  char *p = strdup(s);\n  strcpy(p, s);\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(void) {\n  char *p = malloc(10);\n  if (!p)\n    return;\n  p[0] = 1;\n}\n"),
        Example("c", "void f(void) {\n  char *p = xmalloc(10);\n  p[0] = 1;\n}\n"),
        Example("c", "void f(void) {\n  char *p;\n  if ((p = malloc(10)) == NULL)\n    return;\n  p[0] = 1;\n}\n"),
    ),
)
