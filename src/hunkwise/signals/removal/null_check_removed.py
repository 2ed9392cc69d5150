"""A check for a missing value is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import C


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "presence"):
        if loss.refusal:
            yield tell(loss, 0.7 if loss.alone and loss.used else 0.4)


SIGNAL = Signal(
    id="null-check-removed",
    title="A check for a missing value is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=C,
    promise="Compares both sides and tells of a check for a null pointer or a missing value that no longer stands anywhere in the "
    "file while the value is still used.",
    why="The next access through the missing value ends the program; whoever can make it missing can stop the service.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the check back, before the first use.",
    cause="The condition `{guard}`, which asked whether the value is there, is gone, and the value is still used.",
    since="0.2",
    maturity="stable",
    cwe="CWE-476",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  m = p->n;\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p == NULL) {\n    return -1;\n  }\n  m = p->n;\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  m = p->n;\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (!p) {\n    return -1;\n  }\n  m = p->n;\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "cpp",
            "int A::size(Node *n) {\n  return n->left->size;\n}\n",
            "int A::size(Node *n) {\n  if (n->left == nullptr)\n    return 0;\n  return n->left->size;\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  if (!(p == NULL)) {\n    m = p->n;\n    return 0;\n  }\n  return -1;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p == NULL) {\n    return -1;\n  }\n  m = p->n;\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p == NULL) {\n    return -1;\n  }\n  m = p->n;\n  return m;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p) {\n  assert(p != NULL);\n  return p->n;\n}\n",
            "int use(struct a *p) {\n  if (p == NULL)\n    return -1;\n  return p->n;\n}\n",
        ),
    ),
)
