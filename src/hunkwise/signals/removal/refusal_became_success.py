"""A failure is told as a success."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits
from hunkwise.signals.tables.languages import CODE

_FAILS = re.compile(r"(?i)^\(?(?:-1|-E[A-Z]+|false|\w*fail\w*|\w*err(?:or)?\w*|\w*denied\w*|\w*invalid\w*|\w*reject\w*)\)?$")
_WORKS = re.compile(r"(?i)^\(?(?:0|true|\w*success\w*|\w*_ok|ok|\w*accept\w*|\w*allow\w*)\)?$")
_BOOLEAN = re.compile(r"(?i)^\(?(?:true|false|1)\)?$")


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    leaves = {one.line: one for one in before.facts.exits if one.kind == "return"}
    now = {one.line: one for one in after.facts.exits if one.kind == "return"}
    for edit in edits(unit):
        old, new = leaves.get(edit.before), now.get(edit.after)
        if old is None or new is None or not _FAILS.match(old.value.text) or not _WORKS.match(new.value.text):
            continue
        if bool(_BOOLEAN.match(old.value.text)) != bool(_BOOLEAN.match(new.value.text)):
            continue
        fact: dict[str, str | float] = {"before": f"return {old.value.text}", "after": f"return {new.value.text}"}
        yield Sighting((edit.after,), fact, strength=0.75 if not any(g.line in after.changed for g in after.facts.guards) else 0.4)


SIGNAL = Signal(
    id="refusal-became-success",
    title="A failure is told as a success",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares returns with what they were and tells of one that handed out a failure and hands out a success, in the "
    "branch of the same condition.",
    why="The caller goes on as if the check had passed.",
    quiet="Returns whose condition changed as well, and values that say neither.",
    remedy="Return the failure again.",
    cause="`{before}` became `{after}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-393",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int check(struct a *p) {\n  if (p->len < 4) {\n    log_it(p);\n    return 0;\n  }\n  return 0;\n}\n",
            "int check(struct a *p) {\n  if (p->len < 4) {\n    log_it(p);\n    return -1;\n  }\n  return 0;\n}\n",
            line=4,
        ),
        Example(
            "python",
            "def allowed(user):\n    if user is None:\n        return True\n    return user.ok\n",
            "def allowed(user):\n    if user is None:\n        return False\n    return user.ok\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def allowed(user):\n    if user is None:\n        return False\n    return user.ok\n",
            "def allowed(user):\n    if user is None:\n        return True\n    return user.ok\n",
        ),
        Example(
            "python",
            "def allowed(user):\n    if user is not None:\n        return True\n    return False\n",
            "def allowed(user):\n    if user is None:\n        return False\n    return True\n",
        ),
    ),
)
