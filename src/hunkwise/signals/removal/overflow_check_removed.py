"""A check against a number that wraps is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell, weigh
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "overflow"):
        yield tell(loss, max(weigh(loss), 0.6 if loss.used else 0.0))


SIGNAL = Signal(
    id="overflow-check-removed",
    title="A check against a number that wraps is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a comparison with the largest number of a type, of a checked addition or "
    "multiplication, that no longer stands anywhere in the file.",
    why="A sum or product that wraps becomes small; memory by that size is too little, and what is written into it goes past the end.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the check back before the arithmetic, or use a checked operation.",
    cause="The condition `{guard}`, which kept a number from wrapping, is gone, and its values are still used.",
    since="0.2",
    maturity="stable",
    cwe="CWE-190",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  p->data = grow(p, n * sizeof(int));\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (n > SIZE_MAX / sizeof(int)) {\n    return -1;\n  }\n"
            "  p->data = grow(p, n * sizeof(int));\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  p->len = p->len + n;\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->len + n < p->len) {\n    return -1;\n  }\n"
            "  p->len = p->len + n;\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  p->data = grow(p, m);\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (safe_add(n, 1, &m)) {\n    return -1;\n  }\n"
            "  p->data = grow(p, m);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc size(n int) uint16 {\n\treturn uint16(n)\n}\n",
            'package a\n\nfunc size(n int) uint16 {\n\tif n > math.MaxUint16 {\n\t\tpanic("too large")\n\t}\n\treturn uint16(n)\n}\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  if (!(n > SIZE_MAX / sizeof(int))) {\n"
            "    p->data = grow(p, n * sizeof(int));\n    return 0;\n  }\n  return -1;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (n > SIZE_MAX / sizeof(int)) {\n    return -1;\n  }\n"
            "  p->data = grow(p, n * sizeof(int));\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (n > SIZE_MAX / sizeof(int)) {\n    return -1;\n  }\n"
            "  p->data = grow(p, n * sizeof(int));\n  return m;\n}\n",
        ),
    ),
)
