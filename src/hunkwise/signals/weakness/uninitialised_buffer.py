"""A buffer of Node that shows what the memory held before."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal

_SHAPES = (
    shape(
        "makes a buffer that isn't filled, or of a size that a value decides",
        r"\bnew Buffer\(\s*(?!['\"`\[])(?:\w[\w.]*|\d+)\s*\)",
        strength=0.5,
    ),
    shape(
        "makes a buffer that isn't filled",
        r"\bBuffer\.allocUnsafe(?:Slow)?\(",
        strength=0.5,
        nowhere=r"\.fill\(|\.copy\(|\.set\(|readSync|\.read\(",
    ),
    shape(
        "doesn't check the bounds",
        r"\.(?:read|write)U?(?:Int(?:8|16|32)|Float|Double)(?:LE|BE)?\([^;\n]{1,60},\s*(?:true|noAssert)\s*\)",
        strength=0.6,
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, ("buffer", "int8", "int16", "int32", "float", "double"), _SHAPES)


SIGNAL = Signal(
    id="uninitialised-buffer",
    title="A buffer that shows what the memory held before",
    kind="pattern",
    category="memory-disclosure",
    severity="medium",
    languages=frozenset({"javascript", "typescript", "tsx"}),
    promise="Tells of Node buffers made without being filled, and of reads and writes told not to check their bounds.",
    why="What was in the memory before, such as keys and passwords, is sent along; a number from outside decides how much.",
    quiet="Buffers that are filled (`Buffer.alloc`, `Buffer.from`).",
    remedy="Use `Buffer.alloc` for a size and `Buffer.from` for content.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="preview",
    cwe="CWE-908",
    see=_see,
    fires=(
        Example("javascript", "function make(size) {\n  return new Buffer(size);\n}\n", line=2),
        Example("javascript", "function make(size) {\n  return Buffer.allocUnsafe(size);\n}\n", line=2),
    ),
    stays_quiet=(
        Example("javascript", "function make(size) {\n  return Buffer.alloc(size);\n}\n"),
        Example("javascript", 'const text = Buffer.from("abc");\n'),
    ),
)
