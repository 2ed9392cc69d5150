"""A variable is read before it has a value."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Declared, Function, functions

_PLAIN = re.compile(
    r"^(?:(?:const|unsigned|signed|long|short|volatile)\s+)*(?:int|char|short|long|float|double|size_t|ssize_t|u?int\d+_t|wchar_t|bool|void|unsigned)$"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        if function.last - function.first > 400:
            continue
        opens = next((line for line, text in function.lines if "{" in text), function.last)
        for own in function.declared.values():
            if (
                own.line < opens
                or own.value
                or own.static
                or own.size is not None
                or not (_PLAIN.match(own.type) or (own.pointer and own.type != "auto"))
            ):
                continue
            used = _first_read(function, own)
            if used:
                yield Sighting((used, own.line), {"name": own.name}, strength=0.7)


def _first_read(function: Function, own: Declared) -> int:
    """The line of the first read, where nothing that may set the variable stands before; 0 otherwise."""
    name = re.compile(rf"(?<![\w.>]){re.escape(own.name)}\b")
    for line, text in function.lines:
        if line <= own.line or not name.search(text):
            continue
        bare = re.sub(r'"(?:[^"\\\n]|\\.)*"|//.*|/\*.*?\*/', "", text)
        found = name.search(bare)
        if found is None:
            continue
        if re.search(
            rf"&\s*\(?\s*{re.escape(own.name)}\b|sizeof|>>\s*{re.escape(own.name)}\b|\bva_|\b[A-Z][A-Z0-9_]+\s*\(|\bfor\b|\basm\b", bare
        ):
            return 0
        if re.search(rf"(?<![\w.>*]){re.escape(own.name)}\s*=(?!=)", bare) or re.search(
            r"[\[{{\]]|goto|case|:\s*$", bare[: found.start()][-1:]
        ):
            return 0
        read = any(
            call.line == line and "." not in call.path and any(given.text == own.name for given in call.args) for call in function.calls
        )
        read = read or any(one.line == line and own.name in one.value.names for one in function.exits)
        read = read or any(one.line == line and own.name in one.value.names and own.name not in one.targets for one in function.assignments)
        return line if read else 0
    return 0


SIGNAL = Signal(
    id="uninitialised-use",
    title="A variable is read before it has a value",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Tells of a local number or pointer without a first value that is read, returned or handed on by value before anything "
    "sets it.",
    why="It holds what was left on the stack: a secret, a stale pointer, a length of chance.",
    quiet="Variables whose address is handed out, that are set in any branch before, arrays and structures.",
    remedy="Give it a value where it is declared.",
    cause="`{name}` is read before anything gave it a value.",
    since="0.2",
    maturity="preview",
    cwe="CWE-457",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  int n;\n  show(n);\n}\n", line=3),
        Example("c", "void f(void) {\n  char *p;\n  puts(p);\n}\n", line=3),
        Example("c", "int f(int a) {\n  int r;\n  return r + a;\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(void) {\n  int n;\n  read_into(&n);\n  show(n);\n}\n"),
        Example("c", "void f(int a) {\n  int n;\n  if (a) {\n    n = 1;\n  }\n  show(n);\n}\n"),
        Example("c", "void f(void) {\n  int n = 0;\n  show(n);\n}\n"),
        Example("c", "void f(void) {\n  struct a s;\n  fill(s.x);\n}\n"),
    ),
)
