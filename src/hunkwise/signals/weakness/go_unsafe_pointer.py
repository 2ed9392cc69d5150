"""Unsafe memory in Go."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal

_SINKS = {"unsafe.Pointer", "unsafe.Slice", "unsafe.String", "unsafe.SliceData", "unsafe.StringData", "unsafe.Add", "reflect.NewAt"}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    lines: set[int] = set()
    for call in side.facts.calls:
        if call.path in _SINKS and call.line not in lines:
            lines.add(call.line)
            yield Sighting((call.line,), {"sink": call.path}, strength=0.55)
    for number, text in side.lines:
        found = re.search(r"\breflect\.(?:SliceHeader|StringHeader)\b", text)
        if found and number not in lines and not text.lstrip().startswith("//"):
            yield Sighting((number,), {"sink": found[0]}, strength=0.55)


SIGNAL = Signal(
    id="go-unsafe-pointer",
    title="Unsafe memory in Go",
    kind="pattern",
    category="memory-safety",
    severity="medium",
    languages=frozenset({"go"}),
    promise="Tells of `unsafe.Pointer`, `unsafe.Slice`, `unsafe.String` and headers of slices put together by hand.",
    why="Neither types nor bounds nor the collector hold what is reached that way.",
    quiet="Sizes and offsets that are only asked for (`unsafe.Sizeof`).",
    remedy="Use `encoding/binary`, a copy or a typed slice.",
    cause="`{sink}` goes around types and bounds.",
    since="0.2",
    maturity="stable",
    cwe="CWE-242",
    see=_see,
    fires=(
        Example("go", 'package a\n\nimport "unsafe"\n\nfunc f(b []byte) string {\n\treturn *(*string)(unsafe.Pointer(&b))\n}\n', line=6),
        Example("go", 'package a\n\nimport "unsafe"\n\nfunc f(p *byte, n int) []byte {\n\treturn unsafe.Slice(p, n)\n}\n', line=6),
    ),
    stays_quiet=(
        Example("go", 'package a\n\nimport "unsafe"\n\nfunc f() uintptr {\n\treturn unsafe.Sizeof(int64(0))\n}\n'),
        Example("go", "package a\n\nfunc f(b []byte) string {\n\treturn string(b)\n}\n"),
    ),
)
