"""A loop or an index goes one step too far."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import Function, functions, number

_TEXT_ROOM = re.compile(
    r"\b(?:malloc|alloca|g_malloc|kmalloc|xmalloc|ALLOCA)\s*\(\s*(?:\([^()]*\)\s*)?strlen\s*\(\s*([\w.>\-]+)\s*\)\s*(?:,[^()]*)?\)"
)
_COPIES = frozenset({"strcpy", "strcat", "sprintf", "memcpy", "stpcpy"})
_LENGTH = re.compile(r"^(\w+)\.(?:length|Length|size\(\)|Count)$|^len\((\w+)\)$")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        yield from _loops(function, unit.language)
        if unit.language in C:
            yield from _ends(function)


def _loops(function: Function, language: str) -> Iterator[Sighting]:
    for guard in function.guards:
        if guard.kind != "loop":
            continue
        for left, operator, right in guard.comparisons:
            if operator != "<=" or not left.isidentifier():
                continue
            for access in function.accesses:
                if access.index.text != left or not guard.line <= access.line <= guard.body[1]:
                    continue
                own = function.declared.get(access.base)
                size = (own.size or "") if own else ""
                length = _LENGTH.match(right)
                measured = bool(length and access.base in length.groups())
                same = size and (size == right or (number(size) is not None and number(size) == number(right)))
                if (language in C and same) or measured:
                    yield Sighting((guard.line, access.line), {"sink": guard.text[:60], "name": access.base}, strength=0.8)
                    break


def _ends(function: Function) -> Iterator[Sighting]:
    for access in function.accesses:
        index = "".join(access.index.text.split())
        own = function.declared.get(access.base)
        if index == f"sizeof({access.base})" or (own and own.size and own.size.isidentifier() and index == own.size):
            yield Sighting((access.line,), {"sink": f"{access.base}[{index}]", "name": access.base}, strength=0.85)
    for one in function.assignments:
        found = _TEXT_ROOM.search(one.value.text)
        if found and any(
            call.line >= one.line and call.name in _COPIES and call.args and call.args[0].text in one.targets for call in function.calls
        ):
            yield Sighting((one.line,), {"sink": one.value.text[:60], "name": one.targets[0]}, strength=0.8)


SIGNAL = Signal(
    id="off-by-one-bound",
    title="A loop or an index goes one step too far",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=C | {"java", "csharp"},
    promise="Tells of a loop up to and including the size of what it indexes, of an index equal to the size of an array, and of "
    "room for a text without its end mark.",
    why="The last step reads or writes just behind the end.",
    quiet="Bounds below the size, and loops that don't index.",
    remedy="Stop before the size: `i < size`, `buf[sizeof(buf) - 1]`, `strlen(s) + 1`.",
    cause="`{sink}` goes one past the end of `{name}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-193",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  int a[10];\n  for (int i = 0; i <= 10; i++) {\n    a[i] = 0;\n  }\n}\n", line=3),
        Example("c", "void f(void) {\n  char a[10];\n  fill(a);\n  a[sizeof(a)] = 0;\n}\n", line=4),
        Example("c", "void f(const char *s) {\n  char *p = malloc(strlen(s));\n  strcpy(p, s);\n}\n", line=2),
        Example(
            "java",
            "class A {\n  int sum(int[] b) {\n    int s = 0;\n    for (int i = 0; i <= b.length; i++) {\n"
            "      s += b[i];\n    }\n    return s;\n  }\n}\n",
            line=4,
        ),
        Example(
            "csharp",
            "class A {\n  int Sum(int[] b) {\n    int s = 0;\n    for (int i = 0; i <= b.Length; i++) {\n"
            "      s += b[i];\n    }\n    return s;\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example("c", "void f(void) {\n  int a[10];\n  for (int i = 0; i < 10; i++) {\n    a[i] = 0;\n  }\n}\n"),
        Example("c", "void f(void) {\n  char a[10];\n  a[sizeof(a) - 1] = 0;\n}\n"),
        Example("c", "void f(const char *s) {\n  char *p = malloc(strlen(s) + 1);\n  strcpy(p, s);\n}\n"),
        Example("java", "class A {\n  void f(int[] b) {\n    for (int i = 1; i <= b.length; i++) {\n      log(i);\n    }\n  }\n}\n"),
    ),
)
