"""A failure that was handled and now passes unseen."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import touched
from hunkwise.signals.seeing import short, span, words
from hunkwise.signals.tables.guards import AUTHORISATION
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    yield from _emptied(unit)
    yield from _unchecked(unit)


def _emptied(unit: Unit) -> Iterator[Sighting]:
    """Handlers that do nothing now where one of the base side did something."""
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    full = sum(guard.kind == "catch" and not guard.empty for guard in before.facts.guards)
    empty = sum(guard.kind == "catch" and guard.empty for guard in before.facts.guards)
    now_empty = [guard for guard in after.facts.guards if guard.kind == "catch" and guard.empty]
    now_full = sum(guard.kind == "catch" and not guard.empty for guard in after.facts.guards)
    if len(now_empty) <= empty:
        return
    for guard in now_empty:
        if touched(after, guard.line, max(guard.end, guard.body[1])) or now_full < full:
            strength = 0.7 if now_full < full else 0.4
            yield Sighting(
                span(guard.line, guard.end),
                {"call": short(guard.text or "every error", 60), "how": "is caught and dropped"},
                strength=strength,
            )
            return


def _unchecked(unit: Unit) -> Iterator[Sighting]:
    """Calls whose result a condition asked for before, and nothing asks for now."""
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    asked = {path for guard in before.facts.guards for path in guard.calls} - {path for guard in after.facts.guards for path in guard.calls}
    named = {target: call for one in before.facts.assignments for target in one.targets for call in one.value.calls}
    tested = {name for guard in before.facts.guards for name in guard.names}
    asked |= {call for target, call in named.items() if target in tested}
    for call in after.facts.calls:
        if call.path in asked and not call.used and call.line in after.changed:
            was = [one for one in before.facts.calls if one.path == call.path]
            if was and all(one.used for one in was):
                strong = bool(words(call.name) & AUTHORISATION) or unit.language in ("c", "cpp", "solidity", "go")
                yield Sighting(
                    span(call.line, call.end),
                    {"call": call.path, "how": "is called and its result ignored"},
                    strength=0.8 if strong else 0.5,
                )


SIGNAL = Signal(
    id="error-swallowed",
    title="A failure passes unseen",
    kind="guard",
    category="weakened-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a handler that does nothing now, and of a call whose result was asked for and no longer is.",
    why="A check that fails and goes on is none: the program continues as if it had passed.",
    quiet="Handlers that were empty before, results that something else asks for, failures handed on.",
    remedy="Handle the failure or let it rise, and ask for the result again.",
    cause="`{call}` {how}.",
    since="0.1",
    maturity="preview",
    cwe="CWE-391",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def load(data):\n    try:\n        verify(data)\n    except BadSignature:\n        pass\n    return use(data)\n",
            "def load(data):\n    try:\n        verify(data)\n    except BadSignature:\n        raise Refused\n    return use(data)\n",
            line=4,
        ),
        Example(
            "c",
            "int load(struct a *p) {\n  check_signature(p);\n  return use(p);\n}\n",
            "int load(struct a *p) {\n  if (check_signature(p) < 0)\n    return -1;\n  return use(p);\n}\n",
            line=2,
        ),
        Example(
            "javascript",
            "function load(token) {\n  verifyToken(token);\n  return open(token);\n}\n",
            "function load(token) {\n  if (!verifyToken(token)) {\n    return null;\n  }\n  return open(token);\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def load(data):\n    try:\n        verify(data)\n    except BadSignature:\n        raise Refused\n    return use(data)\n",
            "def load(data):\n    try:\n        verify(data)\n    except BadSignature:\n        pass\n    return use(data)\n",
        ),
        Example(
            "c",
            "int load(struct a *p) {\n  int rc = check_signature(p);\n  if (rc < 0)\n    return -1;\n  return use(p);\n}\n",
            "int load(struct a *p) {\n  if (check_signature(p) < 0)\n    return -1;\n  return use(p);\n}\n",
        ),
    ),
)
