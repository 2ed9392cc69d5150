"""A check is called and its answer ignored."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span, words
from hunkwise.signals.tables.languages import CODE

_CHECKS = frozenset(
    {
        "check",
        "verify",
        "validate",
        "valid",
        "is",
        "has",
        "can",
        "authenticate",
        "authorize",
        "authorise",
        "allowed",
        "permitted",
        "ensure",
        "compare",
        "verified",
        "trusted",
        "access",
        "permission",
        "login",
        "confirm",
    }
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    asked = {path for guard in before.facts.guards for path in guard.calls}
    asked |= {path for one in before.facts.exits for path in one.value.calls}
    still = {path for guard in after.facts.guards for path in guard.calls}
    for call in after.facts.calls:
        if call.used or call.line not in after.changed or call.path not in asked - still or not words(call.name) & _CHECKS:
            continue
        was = [one for one in before.facts.calls if one.path == call.path]
        if was and all(one.used for one in was):
            yield Sighting(span(call.line, call.end), {"call": call.path}, strength=0.85)


SIGNAL = Signal(
    id="check-result-ignored",
    title="A check is called and its answer ignored",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a call whose name says that it checks, whose answer decided before and is dropped now.",
    why="A check that nobody listens to holds nothing back.",
    quiet="Checks that raise on failure, and answers that something else asks for.",
    remedy="Ask for the answer again, and refuse.",
    cause="`{call}` is called and its answer ignored.",
    since="0.2",
    maturity="stable",
    cwe="CWE-252",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int f(struct a *p) {\n  check_signature(p);\n  return use(p);\n}\n",
            "int f(struct a *p) {\n  if (check_signature(p) < 0)\n    return -1;\n  return use(p);\n}\n",
            line=2,
        ),
        Example(
            "javascript",
            "function f(token) {\n  verifyToken(token);\n  return open(token);\n}\n",
            "function f(token) {\n  if (!verifyToken(token)) {\n    return null;\n  }\n  return open(token);\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(struct a *p) {\n  int rc = check_signature(p);\n  if (rc < 0)\n    return -1;\n  return use(p);\n}\n",
            "int f(struct a *p) {\n  if (check_signature(p) < 0)\n    return -1;\n  return use(p);\n}\n",
        ),
        Example(
            "javascript",
            "function f(a) {\n  update(a);\n  return a;\n}\n",
            "function f(a) {\n  if (!update(a)) {\n    return null;\n  }\n  return a;\n}\n",
        ),
    ),
)
