"""A check stands behind what it protects."""

import re
from collections import Counter
from collections.abc import Iterator

from hunkwise.code.model import Call, Guard, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import plain, touched
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import CODE

_HARMLESS = re.compile(r"(?i)log|print|debug|trace|assert|len$|sizeof|strlen|^is|^has|check|valid|get$")


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None or not before.changed or not after.changed:
        return
    had, now = _alone(before), _alone(after)
    for key, old in had.items():
        new = now.get(key)
        if new is None or not old.names:
            continue
        names = set(old.names)
        later = [
            _key(call) for call in before.facts.calls if call.line > old.end and call.function == old.function and _touches(call, names)
        ]
        for call in after.facts.calls:
            early = call.line < new.line and call.function == new.function and _touches(call, names) and _key(call) in later
            moved = touched(before, old.line, old.end) or touched(after, new.line, new.end) or call.line in after.changed
            if (
                early
                and moved
                and later.count(_key(call)) == sum(_key(one) == _key(call) for one in before.facts.calls)
                and call.path not in new.calls
            ):
                fact: dict[str, str | float] = {"guard": short(new.text), "call": call.path}
                yield Sighting((call.line, *span(new.line, new.end)), fact, strength=0.7)
                break


def _alone(side: Side) -> dict[tuple[str, str], Guard]:
    """The conditions that refuse and stand once in their function."""
    found = Counter((plain(guard.text), guard.function) for guard in side.facts.guards)
    refusing = [guard for guard in side.facts.guards if guard.kind in ("exit", "assert")]
    return {key: guard for guard in refusing if found[key := (plain(guard.text), guard.function)] == 1}


def _key(call: Call) -> tuple[str, tuple[str, ...]]:
    return call.path, tuple(given.text for given in call.args)


def _touches(call: Call, names: set[str]) -> bool:
    """Whether a call that does something is given one of the values."""
    return not _HARMLESS.search(call.name) and any(names & set(given.names) for given in call.args)


SIGNAL = Signal(
    id="guard-moved-after-use",
    title="A check stands behind what it protects",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares where a condition that refuses stood and tells of one that now comes after a use of its value that it came before.",
    why="The use happens first; the refusal comes too late.",
    quiet="Conditions that moved without passing a use of their values.",
    remedy="Move the check back before the first use.",
    cause="The condition `{guard}` now comes after `{call}`, which it held.",
    since="0.2",
    maturity="preview",
    cwe="CWE-696",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int f(struct a *p, int n) {\n  copy(p, n);\n  if (n > 64)\n    return -1;\n  return 0;\n}\n",
            "int f(struct a *p, int n) {\n  if (n > 64)\n    return -1;\n  copy(p, n);\n  return 0;\n}\n",
            line=3,
        ),
        Example(
            "python",
            "def f(user, item):\n    item.delete(user)\n    if not allowed(user):\n        raise Refused\n",
            "def f(user, item):\n    if not allowed(user):\n        raise Refused\n    item.delete(user)\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(struct a *p, int n) {\n  if (n > 64)\n    return -1;\n  copy(p, n);\n  return 0;\n}\n",
            "int f(struct a *p, int n) {\n  copy(p, n);\n  if (n > 64)\n    return -1;\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int f(struct a *p, int n) {\n  start(p);\n  if (n > 64)\n    return -1;\n  copy(p, n);\n  return 0;\n}\n",
            "int f(struct a *p, int n) {\n  if (n > 64)\n    return -1;\n  start(p);\n  copy(p, n);\n  return 0;\n}\n",
        ),
    ),
)
