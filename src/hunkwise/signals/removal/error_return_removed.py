"""A failure of a call is no longer handed on."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import C


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "result"):
        if loss.refusal:
            yield tell(loss, 0.65 if loss.alone and (loss.used or (loss.open and loss.refusal == "error")) else 0.4)


SIGNAL = Signal(
    id="error-return-removed",
    title="A failure of a call is no longer handed on",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=C,
    promise="Compares both sides and tells of a condition on the result of a call, which left the function on failure and no "
    "longer stands anywhere in the file.",
    why="After a failure the code goes on with values that were never set.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Ask for the result again and leave on failure.",
    cause="The condition `{guard}`, which left on failure, is gone, and the work goes on.",
    since="0.2",
    maturity="stable",
    cwe="CWE-252",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  m = p->n + n;\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if ((n = fill(p)) < 0) {\n    return -1;\n  }\n  m = p->n + n;\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int use(struct a *p) {\n  int rc = fill(p);\n  send(p, rc);\n  return 0;\n}\n",
            "int use(struct a *p) {\n  int rc = fill(p);\n  if (rc != 0)\n    return rc;\n  send(p, rc);\n  return 0;\n}\n",
            line=3,
        ),
        Example(
            "cpp",
            "int use(A *p) {\n  int ret = p->fill();\n  p->send(ret);\n  return 0;\n}\n",
            "int use(A *p) {\n  int ret = p->fill();\n  if (ret < 0)\n    goto fail;\n  p->send(ret);\nfail:\n  return 0;\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (fill(p) < 0) {\n    return -1;\n  }\n  m = p->n;\n  return m;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p) {\n  int rc = fill(p);\n  if (rc < 0)\n    return rc;\n  send(p, rc);\n  return 0;\n}\n",
            "int use(struct a *p) {\n  int rc = fill(p);\n  if (rc != 0)\n    return rc;\n  send(p, rc);\n  return 0;\n}\n",
        ),
    ),
)
