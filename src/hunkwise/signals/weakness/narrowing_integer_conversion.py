"""A parsed number is cut to a smaller type."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import C
from hunkwise.signals.weakness.c_memory import functions, incoming

_PARSES = {
    "strconv.Atoi": 64, "strconv.ParseInt": 64, "strconv.ParseUint": 64, "Long.parseLong": 64, "Long.valueOf": 64,
    "strtol": 64, "strtoll": 64,
    "strtoul": 64, "atol": 64, "atoi": 32, "long.Parse": 64, "Convert.ToInt64": 64, "Int64.Parse": 64,
}  # fmt: skip
_TO = {
    "int8": 8,
    "uint8": 8,
    "byte": 8,
    "int16": 16,
    "uint16": 16,
    "int32": 32,
    "uint32": 32,
    "rune": 32,
    "short": 16,
    "char": 8,
    "int": 32,
    "int8_t": 8,
    "uint8_t": 8,
    "int16_t": 16,
    "uint16_t": 16,
    "sbyte": 8,
    "ushort": 16,
}
_CAST = r"\(\s*(?:unsigned\s+|signed\s+)?(u?int(?:8|16)_t|short|char|int|byte|sbyte|ushort)\s*\)\s*{}\b"


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    parsed: dict[str, tuple[str, int, int]] = {}
    for one in side.facts.assignments:
        source = next((call for call in one.value.calls if call in _PARSES), "")
        if source and one.targets:
            size = _size(side, source, one.line)
            parsed[one.targets[0]] = (source, size, one.line)
    if unit.language in C:
        for function in functions(side):
            for name, at in incoming(function).items():
                parsed.setdefault(name, ("what comes in", 32, at))
    for name, (source, size, line) in parsed.items():
        if any(
            name in guard.names and guard.line > line and any(o in ("<", ">", "<=", ">=") for _, o, _ in guard.comparisons)
            for guard in side.facts.guards
        ):
            continue
        cast = re.compile(_CAST.format(re.escape(name)))
        sinks = [
            (call.line, call.path)
            for call in side.facts.calls
            if unit.language == "go" and call.line > line and call.path in _TO and call.args and call.args[0].text == name
        ]
        if unit.language != "go":
            sinks += [(number, found[1]) for number, text in side.lines if number >= line and (found := cast.search(text))]
        for at, kind in sinks[:1]:
            if _TO.get(kind, 64) < size:
                yield Sighting((at, line), {"name": name, "source": source, "sink": kind}, strength=0.7)


def _size(side: Side, source: str, line: int) -> int:
    """The bits of what a call parses; in Go the third argument says it."""
    call = next((one for one in side.facts.calls if one.path == source and one.line == line), None)
    if call is not None and source.startswith("strconv.Parse") and len(call.args) > 2 and call.args[2].text.isdigit():
        return int(call.args[2].text) or 64
    return _PARSES[source]


SIGNAL = Signal(
    id="narrowing-integer-conversion",
    title="A parsed number is cut to a smaller type",
    kind="pattern",
    category="numeric",
    severity="medium",
    languages=C | {"go", "java", "csharp"},
    promise="Follows a number parsed from text and tells where it is converted to a smaller type without a comparison or a parse "
    "of that size.",
    why="A large number becomes a small or negative one, which passes checks that the real one would fail.",
    quiet="Parses that give the size (`ParseInt(s, 10, 32)`), numbers compared with the limits first.",
    remedy="Parse with the size of the target, or compare with its limits first.",
    cause="`{name}` from `{source}` is cut to `{sink}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-681",
    see=_see,
    fires=(
        Example(
            "go",
            'package a\n\nimport "strconv"\n\nfunc f(s string) int32 {\n\tn, err := strconv.Atoi(s)\n'
            "\tif err != nil {\n\t\treturn 0\n\t}\n\treturn int32(n)\n}\n",
            line=10,
        ),
        Example(
            "go",
            'package a\n\nimport "strconv"\n\nfunc f(s string) uint8 {\n\tn, _ := strconv.ParseInt(s, 10, 64)\n\treturn uint8(n)\n}\n',
            line=7,
        ),
        Example("java", "class A {\n  int f(String s) {\n    long n = Long.parseLong(s);\n    return (int) n;\n  }\n}\n", line=4),
        Example("c", "void f(const char *s) {\n  long n = strtol(s, NULL, 10);\n  short m = (short) n;\n  use(m);\n}\n", line=3),
        Example("c", 'void f(void) {\n  int n = 0;\n  fscanf(stdin, "%d", &n);\n  use((char) n);\n}\n', line=4),
    ),
    stays_quiet=(
        Example(
            "go",
            'package a\n\nimport "strconv"\n\nfunc f(s string) int32 {\n\tn, err := strconv.ParseInt(s, 10, 32)\n'
            "\tif err != nil {\n\t\treturn 0\n\t}\n\treturn int32(n)\n}\n",
        ),
        Example(
            "go",
            'package a\n\nimport (\n\t"math"\n\t"strconv"\n)\n\nfunc f(s string) int32 {\n'
            "\tn, _ := strconv.Atoi(s)\n\tif n > math.MaxInt32 || n < math.MinInt32 {\n\t\treturn 0\n\t}\n"
            "\treturn int32(n)\n}\n",
        ),
        Example(
            "java",
            "class A {\n  int f(String s) {\n    long n = Long.parseLong(s);\n    if (n > Integer.MAX_VALUE) {\n"
            "      return 0;\n    }\n    return (int) n;\n  }\n}\n",
        ),
    ),
)
