"""A limit on depth or repetition is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell, weigh
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "depth"):
        yield tell(loss, weigh(loss))


SIGNAL = Signal(
    id="depth-limit-removed",
    title="A limit on depth or repetition is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a limit on recursion, nesting, redirects or attempts that no longer stands anywhere "
    "in the file.",
    why="Input that is nested deeply enough exhausts the stack or keeps the program busy without end.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the limit back before the next step down.",
    cause="The limit `{guard}` is gone, and the work that it held goes on.",
    since="0.2",
    maturity="stable",
    cwe="CWE-674",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  parse(p, m);\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->depth > 100) {\n    return -1;\n  }\n  parse(p, m);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "python",
            "def walk(node, depth):\n    for child in node.children:\n        walk(child, depth + 1)\n",
            "def walk(node, depth):\n    if depth > 50:\n        raise TooDeep\n    for child in node.children:\n"
            "        walk(child, depth + 1)\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  if (!(p->depth > 100)) {\n    parse(p, m);\n    return 0;\n  }\n  return -1;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->depth > 100) {\n    return -1;\n  }\n  parse(p, m);\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->depth > 100) {\n    return -1;\n  }\n  parse(p, m);\n  return m;\n}\n",
        ),
    ),
)
