"""A bound check is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell, weigh
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "bound"):
        yield tell(loss, weigh(loss))


SIGNAL = Signal(
    id="bound-check-removed",
    title="A bound check is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE - {"sql"},
    promise="Compares both sides and tells of a comparison on an index, a count or an amount that no longer stands anywhere in the "
    "file while its values are still used.",
    why="A value out of range then reaches an access, a copy or a payment that relied on it.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the comparison back, before the first use of the value.",
    cause="The condition `{guard}`, which held a value within bounds, is gone, and its values are still used.",
    since="0.1",
    maturity="stable",
    cwe="CWE-119",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  m = p->table[n];\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (n >= 16) {\n    return -1;\n  }\n  m = p->table[n];\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc at(b []byte, i int) byte {\n\treturn b[i]\n}\n",
            "package a\n\nfunc at(b []byte, i int) byte {\n\tif i >= count {\n\t\treturn 0\n\t}\n\treturn b[i]\n}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract A {\n  function pay(uint amount) public {\n    balance -= amount;\n  }\n}\n",
            "contract A {\n  function pay(uint amount) public {\n    require(amount <= balance);\n    balance -= amount;\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  if (!(n >= 16)) {\n    m = p->table[n];\n    return 0;\n  }\n  return -1;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (n >= 16) {\n    return -1;\n  }\n  m = p->table[n];\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (n >= 16) {\n    return -1;\n  }\n  m = p->table[n];\n  return m;\n}\n",
        ),
        Example("python", "def f(a):\n    return a\n", "def f(a):\n    if len(a) > 3:\n        log(a)\n    return a\n"),
    ),
)
