"""A text may lack its end mark."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, span
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Declared, Function, functions

_FILLS = {
    "strncpy": (0, 2),
    "readlink": (1, 2),
    "recv": (1, 2),
    "read": (1, 2),
    "fread": (0, -1),
    "wcsncpy": (0, 2),
    "readlinkat": (2, 3),
    "recvfrom": (1, 2),
}
_READS = re.compile(
    r"^(?:puts|fputs|printf|fprintf|sprintf|snprintf|strlen|strcpy|strcat|strcmp|strstr|strchr|strdup|atoi|atol|strtol|system|popen|syslog"
    r"|fopen|open|unlink|printLine|strncmp|strtok|execl\w*|g_print)$"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not any(call.name in _FILLS for call in side.facts.calls):
        return
    for function in functions(side):
        for call in function.calls:
            if call.name not in _FILLS or len(parts(call.path)) != 1:
                continue
            to, size = _FILLS[call.name]
            if len(call.args) <= max(to, size, 2):
                continue
            name = call.args[to].text
            own = function.declared.get(name)
            whole = "".join(call.args[size].text.split()) in (
                f"sizeof({name})",
                f"sizeof{name}",
                "".join((own.size or "").split()) if own else "",
            )
            ended = any(one.write and one.base == name and (one.line >= call.line or call.name == "strncpy") for one in function.accesses)
            ended = ended or any(name in one.targets and one.line > call.line for one in function.assignments)
            read = next((one for one in function.calls if one.line > call.line and _READS.match(one.name) and _text(one, name)), None)
            if (
                own is not None
                and own.size
                and (whole or call.name in ("recv", "read", "recvfrom"))
                and not ended
                and read
                and not _zeroed(function, own, call, whole)
            ):
                yield Sighting((*span(call.line, call.end), read.line), {"sink": call.name, "name": name}, strength=0.65)


def _text(call: Call, name: str) -> bool:
    return any(given.text == name for given in call.args)


def _zeroed(function: Function, own: Declared, call: Call, whole: bool) -> bool:
    """Whether the buffer was zero before and is not filled to its end."""
    cleared = own.value.startswith(("{", '"')) or any(
        one.line < call.line and one.name in ("memset", "bzero") and one.args and one.args[0].text == own.name for one in function.calls
    )
    return cleared and not whole


SIGNAL = Signal(
    id="missing-terminator",
    title="A text may lack its end mark",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C,
    promise="Tells of `strncpy`, `readlink`, `recv` and the like that fill a buffer to its last byte, where nothing sets the end "
    "mark before it is used as a text.",
    why="What reads the text goes on into the memory behind.",
    quiet="An end mark set by hand, a size one less than the buffer on cleared memory, buffers that no text function reads.",
    remedy="Set the last byte to zero, or use `strlcpy` or `snprintf`.",
    cause="`{sink}` may leave `{name}` without an end mark.",
    since="0.2",
    maturity="stable",
    cwe="CWE-170",
    see=_see,
    fires=(
        Example("c", "void f(const char *s) {\n  char a[16];\n  strncpy(a, s, sizeof(a));\n  puts(a);\n}\n", line=3),
        Example("c", "void f(const char *path) {\n  char a[64];\n  readlink(path, a, sizeof(a));\n  puts(a);\n}\n", line=3),
        Example("c", 'void f(int s) {\n  char a[64];\n  recv(s, a, sizeof(a), 0);\n  printf("%s", a);\n}\n', line=3),
    ),
    stays_quiet=(
        Example("c", "void f(const char *s) {\n  char a[16];\n  strncpy(a, s, sizeof(a));\n  a[15] = '\\\\0';\n  puts(a);\n}\n"),
        Example(
            "c", "void f(const char *path) {\n  char a[64];\n  ssize_t n = readlink(path, a, sizeof(a) - 1);\n  a[n] = 0;\n  puts(a);\n}\n"
        ),
        Example("c", "void f(int s) {\n  char a[64];\n  recv(s, a, sizeof(a), 0);\n  send(s, a, 4, 0);\n}\n"),
    ),
)
