"""A type became narrower or signed."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.tables.languages import COMPILED

_WIDTH = {
    **dict.fromkeys("char int8_t gint8 i8 sbyte".split(), 1), **dict.fromkeys("uchar uint8_t guint8 u8 byte".split(), 2),
    **dict.fromkeys("short int16_t gint16 i16 gshort".split(), 3), **dict.fromkeys("ushort uint16_t guint16 u16 gushort WORD".split(), 4),
    **dict.fromkeys("int int32_t gint gint32 i32 int32".split(), 5),
    **dict.fromkeys("uint unsigned uint32_t guint guint32 u32 DWORD uint32 grub_uint32_t png_uint_32".split(), 6),
    **dict.fromkeys("long ssize_t gssize int64_t gint64 off_t ptrdiff_t i64 isize int64 goffset".split(), 7),
    **dict.fromkeys("size_t gsize ulong uint64_t guint64 u64 usize uint64 grub_size_t grub_uint64_t STRLEN uintptr_t".split(), 8),
}  # fmt: skip
"""Types of whole numbers by what they hold; among those of one width the unsigned ones hold lengths."""
_NAME = re.compile(r"[A-Za-z_]\w*")


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        if len(edit.swaps) + len(edit.gone) + len(edit.came) > 2:
            continue
        for old, new in edit.swaps:
            wide, narrow = max((_WIDTH.get(one, 0) for one in old), default=0), max((_WIDTH.get(one, 0) for one in new), default=0)
            name = _declared(edit.new, new[-1])
            if len(old) <= 2 and len(new) <= 2 and wide > 5 and 0 < narrow < wide and name:
                fact: dict[str, str | float] = {"name": name, "before": written(old), "after": written(new)}
                yield Sighting((edit.after,), fact, strength=0.7)


def _declared(tokens: tuple[str, ...], last: str) -> str:
    """The variable declared after a type, or an empty text."""
    at = len(tokens) - 1 - tokens[::-1].index(last)
    rest = tokens[at + 1 :]
    return rest[0] if len(rest) > 1 and _NAME.fullmatch(rest[0]) and rest[1] in (";", "=", ",", ")", "[") else ""


SIGNAL = Signal(
    id="type-narrowed",
    title="A type became narrower or signed",
    kind="guard",
    category="weakened-guard",
    severity="medium",
    languages=COMPILED,
    promise="Compares a declaration with what it was and tells of a wide or unsigned type in place of which a narrower or signed "
    "one stands.",
    why="A length that fits no longer is cut off or becomes negative, and passes a check that it should fail.",
    quiet="Lines that moved or were reformatted, and changes of the value itself.",
    remedy="Keep the wide, unsigned type for lengths, offsets and products.",
    cause="`{name}` was `{before}` and is `{after}` now, which holds less.",
    since="0.2",
    maturity="stable",
    cwe="CWE-681",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int f(const char *s) {\n  int len;\n  len = measure(s);\n  return take(len);\n}\n",
            "int f(const char *s) {\n  size_t len;\n  len = measure(s);\n  return take(len);\n}\n",
            line=2,
        ),
        Example(
            "java",
            "class A {\n  long f(Buffer b) {\n    int total = b.size() * b.width();\n    return total;\n  }\n}\n",
            "class A {\n  long f(Buffer b) {\n    long total = b.size() * b.width();\n    return total;\n  }\n}\n",
            line=3,
        ),
        Example(
            "cpp",
            "void f(Stream &s) {\n  short count = s.read();\n  s.skip(count);\n}\n",
            "void f(Stream &s) {\n  unsigned int count = s.read();\n  s.skip(count);\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(const char *s) {\n  size_t len;\n  len = measure(s);\n  return take(len);\n}\n",
            "int f(const char *s) {\n  int len;\n  len = measure(s);\n  return take(len);\n}\n",
        ),
        Example(
            "c",
            "int f(const char *s) {\n  int length;\n  length = measure(s);\n  return take(length);\n}\n",
            "int f(const char *s) {\n  int len;\n  len = measure(s);\n  return take(len);\n}\n",
        ),
    ),
)
