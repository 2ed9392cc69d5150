"""A write goes past the end of an array of known size."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, span
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Declared, Function, functions, number

_SIZED = {"memcpy": 2, "memmove": 2, "memset": 2, "strncpy": 2, "fgets": 1, "recv": 2, "read": 2, "snprintf": 1, "wmemset": 2, "bcopy": 2}
_ONE_BYTE = re.compile(r"(?:^|\s)(?:u?char|u?int8_t|guchar|gchar|byte|BYTE|u8)$")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        room = _rooms(function)
        if not room:
            continue
        for access in function.accesses:
            own = function.declared.get(access.base)
            size, at = number(own.size or "") if own else None, number(access.index.text)
            if own and size is not None and at is not None and at >= size > 0 and access.line > own.line and not _shape(function, own.line):
                yield _told((access.line,), f"{access.base}[{at}]", access.base, f"place {at}", size)
        for call in function.calls:
            name = call.args[1 if call.name in ("read", "recv") else 0].text if len(call.args) > 1 else ""
            size = _room_at(function, room, name, call.line)
            reached = _reached(call)
            if size is not None and reached is not None and reached > size > 0:
                yield _told(span(call.line, call.end), call.name, name, f"{reached} bytes", size)


def _told(lines: tuple[int, ...], sink: str, name: str, reached: str, room: int) -> Sighting:
    return Sighting(lines, {"sink": sink, "name": name, "reached": reached, "room": str(room)}, strength=0.85)


def _shape(function: Function, line: int) -> bool:
    """Whether a declaration has more than one dimension."""
    return any(at == line and "][" in text.replace(" ", "") for at, text in function.lines)


def _rooms(function: Function) -> dict[str, list[tuple[int, int]]]:
    """(line, bytes) of each variable that is or points at memory of a known number of bytes, from each line where it gets it."""
    found: dict[str, list[tuple[int, int]]] = {}
    for own in function.declared.values():
        if own.size and not own.pointer and _ONE_BYTE.search(own.type) and (room := number(own.size)):
            found[own.name] = [(own.line, room)]
    for one in function.assignments:
        value = one.value
        size = None
        if value.calls and parts(value.calls[0])[-1] in ("malloc", "alloca", "ALLOCA"):
            inside = re.search(r"\b(?:malloc|alloca|ALLOCA)\s*\((.*)\)\s*;?$", value.text)
            size = number(inside[1]) if inside else None
        elif value.text in found and value.text in function.declared:
            size = found[value.text][-1][1]
        for target in one.targets:
            if size is not None:
                found.setdefault(target, []).append((one.line, size))
            elif target in found and not function.declared.get(target, _NONE).size and one.operator == "=":
                found[target].append((one.line, 0))
    return found


_NONE = Declared("", "", False, None, "", 0, False)


def _room_at(function: Function, room: dict[str, list[tuple[int, int]]], name: str, line: int) -> int | None:
    """The bytes behind a name at a line, or None where they aren't known for certain."""
    known = [size for at, size in room.get(name, []) if at < line]
    return known[-1] if known and (len(known) == 1 or function.declared.get(name, _NONE).pointer) else None


def _reached(call: Call) -> int | None:
    """How many bytes a call writes for certain, or None."""
    if call.name in _SIZED and len(call.args) > _SIZED[call.name] and len(parts(call.path)) == 1:
        size = call.args[_SIZED[call.name]].text
        return None if "wchar" in size else number(size)
    if call.name == "strcpy" and len(call.args) == 2 and call.args[1].literal is not None and call.args[1].text.startswith('"'):
        return len(call.args[1].literal.encode("utf-8", "replace")) + 1 if "\\" not in call.args[1].text else None
    return None


SIGNAL = Signal(
    id="write-past-fixed-size",
    title="A write goes past the end of an array of known size",
    kind="pattern",
    category="memory-safety",
    severity="critical",
    languages=C,
    promise="Compares constant indexes, lengths and texts with the constant size of the array or allocation that they go into.",
    why="What lies behind the array is overwritten or read whenever the line runs.",
    quiet="Sizes that aren't constant, and writes that fit.",
    remedy="Size the array for what goes into it, or bound what goes in by `sizeof`.",
    cause="`{sink}` reaches to {reached} of `{name}`, which has {room}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-787",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  char a[10];\n  a[10] = 0;\n}\n", line=3),
        Example("c", "void f(void) {\n  char a[10];\n  memset(a, 0, 20);\n}\n", line=3),
        Example("c", 'void f(void) {\n  char a[5];\n  strcpy(a, "hello");\n}\n', line=3),
        Example("c", "void f(const char *src) {\n  char small[50];\n  char *data = small;\n  memcpy(data, src, 100);\n}\n", line=4),
        Example("c", "void f(const char *src) {\n  char *p = malloc(8);\n  strncpy(p, src, 64);\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(void) {\n  char a[10];\n  a[9] = 0;\n  memset(a, 0, 10);\n}\n"),
        Example("c", 'void f(void) {\n  char a[6];\n  strcpy(a, "hello");\n}\n'),
        Example("c", "void f(void) {\n  int a[10];\n  memset(a, 0, 40);\n}\n"),
        Example("c", "void f(void) {\n  char a[N];\n  memset(a, 0, 20);\n}\n"),
    ),
)
