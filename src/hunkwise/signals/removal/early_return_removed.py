"""An early way out is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import C


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "value"):
        if loss.guard.kind == "exit":
            yield tell(loss, 0.6 if loss.alone and loss.used and loss.refusal in ("error", "nothing", "jump") else 0.35)


SIGNAL = Signal(
    id="early-return-removed",
    title="An early way out is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=C,
    promise="Compares both sides and tells of a condition that left the function, the loop or went to its end, was cut out by "
    "itself, and no longer stands anywhere in the file.",
    why="The code behind then runs in a state that it was kept from: too early, twice, or with values that it was not written for.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the condition back, or show why its state can no longer come up.",
    cause="The condition `{guard}`, which led out before the rest ran, is gone, and the rest is still there.",
    since="0.2",
    maturity="stable",
    cwe="CWE-691",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  run(p, n);\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->state != READY && n) {\n    return -1;\n  }\n  run(p, n);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "void step(struct a *p, int mode) {\n  while (next(p)) {\n    emit(p, mode);\n  }\n}\n",
            "void step(struct a *p, int mode) {\n  while (next(p)) {\n    if (p->mode == mode)\n      break;\n    emit(p, mode);\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->state != READY) {\n    return -1;\n  }\n  m = run(p, n);\n  return m;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  if (!(p->state != READY)) {\n    run(p, n);\n    return 0;\n  }\n  return -1;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->state != READY) {\n    return -1;\n  }\n  run(p, n);\n  return 0;\n}\n",
        ),
    ),
)
