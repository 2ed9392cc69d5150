"""Memory is given back by the wrong call."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import functions

_ARRAY = re.compile(r"\bnew\b[^;(]*\[")
_ONE = re.compile(r"\bnew\b")
_HEAP = re.compile(r"\b(?:malloc|calloc|realloc|strdup|strndup)\s*\(")
_FILE = re.compile(r"\b(?:fopen|fdopen|tmpfile|freopen)\s*\(")
_RIGHT = {"new[]": ("delete[]",), "new": ("delete",), "malloc": ("free",), "fopen": ("fclose",)}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        made: dict[str, str] = {}
        ends: list[tuple[int, int, str, str]] = [
            (call.line, 0, call.args[0].text, call.name)
            for call in function.calls
            if call.name in ("free", "fclose") and len(call.args) == 1
        ]
        rows = dict(function.lines)
        for one in function.assignments:
            if one.operator == "delete":
                kind = "delete[]" if re.search(r"\bdelete\s*\[", rows.get(one.line, "")) else "delete"
                ends += [(one.line, 0, target, kind) for target in one.targets]
            else:
                ends += [(one.line, 1, target, one.value.text) for target in one.targets]
        for line, kept, name, what in sorted(ends, key=lambda end: end[:2]):
            if kept:
                made[name] = _maker(what)
            elif made.get(name) and what not in _RIGHT[made[name]]:
                yield Sighting((line,), {"name": name, "made": made[name], "sink": what}, strength=0.85)


def _maker(text: str) -> str:
    """What made a value: `new[]`, `new`, `malloc`, `fopen`, or an empty text."""
    if _ARRAY.search(text):
        return "new[]"
    if _ONE.match(text):
        return "new" if "(" not in text.split("new", 1)[0] and not text.startswith("new (") else ""
    return "malloc" if _HEAP.search(text) else "fopen" if _FILE.search(text) else ""


SIGNAL = Signal(
    id="mismatched-deallocation",
    title="Memory is given back by the wrong call",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Tells of memory from `new[]` given to `delete`, from `new` to `delete[]` or `free`, from `malloc` to `delete`, and of "
    "a file closed by `free`.",
    why="Each pair keeps its own books; the wrong one corrupts them.",
    quiet="Pairs that match.",
    remedy="Use the partner of the call that made it.",
    cause="`{name}` comes from `{made}` and is given to `{sink}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-762",
    see=_see,
    fires=(
        Example("cpp", "void f(void) {\n  int *a = new int[10];\n  delete a;\n}\n", line=3),
        Example("cpp", "void f(void) {\n  char *p = (char *) malloc(10);\n  delete p;\n}\n", line=3),
        Example("cpp", "void f(void) {\n  int *p = new int(3);\n  free(p);\n}\n", line=3),
        Example("c", 'void f(void) {\n  FILE *fp = fopen("a", "r");\n  free(fp);\n}\n', line=3),
    ),
    stays_quiet=(
        Example("cpp", "void f(void) {\n  int *a = new int[10];\n  delete[] a;\n}\n"),
        Example("cpp", "void f(void) {\n  int *p = new int(3);\n  delete p;\n}\n"),
        Example("c", "void f(void) {\n  char *p = malloc(10);\n  free(p);\n}\n"),
    ),
)
