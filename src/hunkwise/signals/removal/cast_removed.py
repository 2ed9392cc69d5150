"""A widening cast is gone from arithmetic."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.tables.languages import C

_WIDE = frozenset(
    "size_t gsize ssize_t gssize uint64_t guint64 int64_t gint64 long unsigned uint32_t off_t uintptr_t grub_size_t grub_uint64_t "
    "grub_addr_t guint double gulong u64 MagickSizeType".split()
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        for gone in edit.gone:
            kinds = [token for token in gone if token not in ("(", ")", "unsigned", "long")] or list(gone)
            cast = gone[0] == "(" and gone[-1] == ")" and len(gone) in (3, 4)
            if cast and (set(gone) & _WIDE or kinds[0] in _WIDE) and any(token in ("*", "+", "<<") for token in edit.new[1:]):
                yield Sighting((edit.after,), {"before": written(gone), "after": written(edit.new)}, strength=0.65)
                break


SIGNAL = Signal(
    id="cast-removed",
    title="A widening cast is gone from arithmetic",
    kind="guard",
    category="weakened-guard",
    severity="medium",
    languages=C,
    promise="Compares a line of arithmetic with what it was and tells of a cast to a wide or unsigned type that is gone.",
    why="Without the cast the product, sum or shift is computed in the narrow type and wraps before it is stored in the wide one.",
    quiet="Lines that moved or were reformatted, and changes of the value itself. Casts of values that are only handed on.",
    remedy="Widen one operand before the multiplication, not its result.",
    cause="The cast to `{before}` is gone from `{after}`, which may wrap now.",
    since="0.2",
    maturity="stable",
    cwe="CWE-190",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void *f(unsigned w, unsigned h) {\n  return grow(w * h);\n}\n",
            "void *f(unsigned w, unsigned h) {\n  return grow((size_t) w * h);\n}\n",
            line=2,
        ),
        Example(
            "c",
            "uint64_t at(int y, int x) {\n  uint64_t n = y * pitch + x;\n  return n;\n}\n",
            "uint64_t at(int y, int x) {\n  uint64_t n = (uint64_t) y * pitch + x;\n  return n;\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "void *f(unsigned w, unsigned h) {\n  return grow((size_t) w * h);\n}\n",
            "void *f(unsigned w, unsigned h) {\n  return grow(w * h);\n}\n",
        ),
        Example("c", "void f(struct a *p) {\n  put(p);\n}\n", "void f(struct a *p) {\n  put((size_t) p);\n}\n"),
    ),
)
