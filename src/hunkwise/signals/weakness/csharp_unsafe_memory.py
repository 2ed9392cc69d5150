"""Unsafe memory in C# with a length that nothing holds."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal

_COPIES = {
    "Marshal.Copy": 3,
    "Buffer.MemoryCopy": 3,
    "Unsafe.CopyBlock": 2,
    "Unsafe.CopyBlockUnaligned": 2,
    "Unsafe.InitBlock": 2,
    "NativeMemory.Copy": 2,
    "MemoryMarshal.CreateSpan": 1,
    "Unsafe.Add": 1,
    "NativeMemory.Alloc": 0,
    "Marshal.AllocHGlobal": 0,
}
_STACK = re.compile(r"\bstackalloc\s+\w+\s*\[\s*([A-Za-z_]\w*)\s*[^\]]*\]")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        place = _COPIES.get(call.path)
        if place is not None and len(call.args) > place and call.args[place].names and ".Length" not in call.args[place].text:
            yield from _told(side, call.line, call.path, call.args[place].names[0])
    for one in side.facts.assignments:
        found = _STACK.search(one.value.text)
        if found:
            yield from _told(side, one.line, "stackalloc", found[1])


def _told(side: Side, line: int, sink: str, name: str) -> Iterator[Sighting]:
    if not name[:1].isupper() and not any(name in guard.names and guard.comparisons and guard.line <= line for guard in side.facts.guards):
        yield Sighting((line,), {"sink": sink, "source": name}, strength=0.65)


SIGNAL = Signal(
    id="csharp-unsafe-memory",
    title="Unsafe memory in C# with a length that nothing holds",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=frozenset({"csharp"}),
    promise="Tells of copies through pointers, `stackalloc` and reinterpreted memory whose length isn't constant and isn't "
    "compared before.",
    why="The runtime doesn't check bounds there: a wrong length writes over other objects or the stack.",
    quiet="Constant lengths, lengths of the array itself, lengths compared before.",
    remedy="Use `Span<T>` with its checks, or compare the length first.",
    cause="`{sink}` takes the length `{source}` as it comes.",
    since="0.2",
    maturity="stable",
    cwe="CWE-119",
    see=_see,
    fires=(
        Example("csharp", "class A {\n  unsafe void F(int n) {\n    byte* p = stackalloc byte[n];\n    Fill(p);\n  }\n}\n", line=3),
        Example("csharp", "class A {\n  void F(IntPtr p, byte[] b, int n) {\n    Marshal.Copy(p, b, 0, n);\n  }\n}\n", line=3),
    ),
    stays_quiet=(
        Example("csharp", "class A {\n  unsafe void F(int n) {\n    byte* p = stackalloc byte[64];\n    Fill(p);\n  }\n}\n"),
        Example(
            "csharp",
            "class A {\n  void F(IntPtr p, byte[] b, int n) {\n    if (n > b.Length) {\n"
            "      throw new ArgumentException();\n    }\n    Marshal.Copy(p, b, 0, n);\n  }\n}\n",
        ),
    ),
)
