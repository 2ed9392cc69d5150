"""The size of a pointer is taken for that of what it points at."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Function, functions

_SIZED = frozenset(
    {
        "memset",
        "memcpy",
        "memmove",
        "strncpy",
        "strncat",
        "snprintf",
        "fgets",
        "bzero",
        "read",
        "recv",
        "memcmp",
        "strncmp",
        "malloc",
        "calloc",
        "realloc",
        "strlcpy",
        "fread",
        "wcsncpy",
    }
)
_SIZE = re.compile(r"\bsizeof\s*\(?\s*([A-Za-z_]\w*)\s*\)?(?![\w.\[>-])")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not any("sizeof" in given.text for call in side.facts.calls if call.name in _SIZED for given in call.args):
        return
    for function in functions(side):
        made = {
            id(call): target for one in function.assignments for target in one.targets for call in function.calls if one.line == call.line
        }
        for call in function.calls:
            if call.name not in _SIZED:
                continue
            for given in call.args:
                found = _SIZE.search(given.text)
                if found is None or "/" in given.text:
                    continue
                name = found[1]
                own = function.declared.get(name)
                points = (own is not None and own.pointer and own.size is None) or (own is None and name in function.pointers)
                about = call.args[0].text if call.name not in ("malloc", "calloc", "realloc") else made.get(id(call), "")
                if points and about == name and not _double(function, name):
                    yield Sighting(span(call.line, call.end), {"name": name, "sink": call.name}, strength=0.8)


def _double(function: Function, name: str) -> bool:
    """Whether a variable points at pointers."""
    return any(re.search(rf"\*\s*\*\s*{re.escape(name)}\b", text) for _, text in function.lines[:40])


SIGNAL = Signal(
    id="sizeof-pointer",
    title="The size of a pointer is taken for that of what it points at",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Tells of `sizeof` of a pointer or of an array parameter where the size of the memory behind it is meant.",
    why="Eight bytes are cleared, copied or allocated instead of all of them.",
    quiet="`sizeof` of arrays of the same function, and `sizeof(*p)`.",
    remedy="Use `sizeof(*p)` times the number, or the length that came with the pointer.",
    cause="`sizeof` of `{name}` in `{sink}` is the size of a pointer.",
    since="0.2",
    maturity="stable",
    cwe="CWE-467",
    see=_see,
    fires=(
        Example("c", "void f(char *p) {\n  memset(p, 0, sizeof(p));\n}\n", line=2),
        Example("c", "void f(char buf[64], const char *s) {\n  strncpy(buf, s, sizeof(buf));\n}\n", line=2),
        Example("c", "void f(void) {\n  double *d = NULL;\n  d = malloc(sizeof(d));\n  *d = 1.7;\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(void) {\n  char a[64];\n  memset(a, 0, sizeof(a));\n}\n"),
        Example("c", "void f(struct a *p) {\n  memset(p, 0, sizeof(*p));\n}\n"),
        Example("c", "void f(void) {\n  char **list = malloc(4 * sizeof(char *));\n}\n"),
    ),
)
