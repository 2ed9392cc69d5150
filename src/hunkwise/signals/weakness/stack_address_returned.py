"""The address of a local variable is handed out."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import functions

_ADDRESS = re.compile(r"^&\s*([A-Za-z_]\w*)(?:\.\w+|\[[^\]]*\])*$|^([A-Za-z_]\w*)$|^([A-Za-z_]\w*)\.(?:c_str|data)\(\)$")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        for leave in function.exits:
            found = _ADDRESS.match(leave.value.text) if leave.kind == "return" else None
            if found is None:
                continue
            name = found[1] or found[2] or found[3]
            own = function.declared.get(name)
            if own is None or own.static or own.line >= leave.line or (own.type.endswith("&") or "thread_local" in own.type):
                continue
            if found[1] and not (own.pointer and "[" in leave.value.text):
                kept = own.size is not None or not own.pointer
            elif found[2]:
                kept = own.size is not None and not own.pointer and "std" not in own.type and "<" not in own.type
            else:
                kept = own.type.replace("const ", "") in ("std::string", "string", "QString", "QByteArray") and not own.pointer
            if kept:
                yield Sighting((leave.line,), {"name": name}, strength=0.8)


SIGNAL = Signal(
    id="stack-address-returned",
    title="The address of a local variable is handed out",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Tells of a function that returns a local array or the address of a local variable.",
    why="The memory belongs to the next call already; what is read there is something else.",
    quiet="Static variables, copies, parameters.",
    remedy="Allocate it, let the caller give the memory, or make it static.",
    cause="`{name}` lives only as long as this function.",
    since="0.2",
    maturity="stable",
    cwe="CWE-562",
    see=_see,
    fires=(
        Example("c", "char *f(int n) {\n  char buf[32];\n  format(buf, n);\n  return buf;\n}\n", line=4),
        Example("c", "int *f(void) {\n  int x = 3;\n  return &x;\n}\n", line=3),
        Example("cpp", 'const char *f(const std::string &a) {\n  std::string s = a + "x";\n  return s.c_str();\n}\n', line=3),
    ),
    stays_quiet=(
        Example("c", "char *f(int n) {\n  static char buf[32];\n  format(buf, n);\n  return buf;\n}\n"),
        Example("c", "int f(void) {\n  int x = 3;\n  return x;\n}\n"),
        Example("c", "char *f(char *buf) {\n  return buf;\n}\n"),
    ),
)
