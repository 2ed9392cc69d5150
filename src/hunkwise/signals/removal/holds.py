"""Locks, transactions and limits: those that stand less often while the work inside goes on."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hunkwise.code.model import Facts, Unit
from hunkwise.signals.removal.compared import of_change, touched
from hunkwise.signals.seeing import of_file, parts
from hunkwise.signals.tables.guards import HOLDS

_FEW = 6


class Hold(NamedTuple):
    """What holds work back: its text, lines and kind as the table names it; `alone` where little else came with its loss."""

    text: str
    line: int
    end: int
    kind: str
    alone: bool = False


@of_change
def lost_holds(unit: Unit) -> tuple[Hold, ...]:
    """The first of each kind that is gone."""
    before, after = unit.before, unit.after
    if before is None or after is None:
        return ()
    left, had = _kinds(after.whole), _kinds(before.whole)
    kept = {call.path for call in after.facts.calls}
    lasting = {call.line for call in before.facts.calls if call.path in kept}
    found: dict[str, Hold] = {}
    for hold in _held(before.facts):
        if hold.kind not in found and had[hold.kind] > left[hold.kind] and touched(before, hold.line, hold.end) and lasting - {hold.line}:
            found[hold.kind] = hold._replace(alone=len(after.changed) <= _FEW)
    return tuple(found.values())


@of_file
def _kinds(whole: Facts) -> Counter[str]:
    """How many of each kind stand in a file."""
    return Counter(hold.kind for hold in _held(whole))


def _held(facts: Facts) -> Iterator[Hold]:
    for call in facts.calls:
        if call.name == "setTimeout" or (
            call.used and call.name[:1].isupper() and call.name.lower() in ("lock", "rlock", "semaphore", "transaction")
        ):
            continue  # a timer, or the lock itself being made
        kind = _kind(call.name) or _kind(".".join(parts(call.path)[-2:]))
        if kind:
            yield Hold(call.path, call.line, call.end, kind)
    for guard in facts.guards:
        if guard.kind == "attribute" and (kind := _kind(guard.text.split("(", 1)[0])):
            yield Hold(guard.text, guard.line, guard.end, kind)


@lru_cache(maxsize=4096)
def _kind(name: str) -> str:
    flat = name.lower().replace("_", "").replace("-", "").lstrip("@")
    return HOLDS.get(flat, "") or HOLDS.get(flat.rsplit(".", 1)[-1], "")
