"""The guards that a change took away: what each was about, how its branch refused, and whether it was cut out by itself."""

from collections.abc import Iterator
from typing import NamedTuple

from hunkwise.code.model import Guard, Side, Unit
from hunkwise.signals.interface import Sighting
from hunkwise.signals.removal.compared import lost_guards, of_change, used_after
from hunkwise.signals.removal.subjects import refusal, subject
from hunkwise.signals.seeing import parts, short, span

_NEAR = 3
_FEW = 2
_SELVES = frozenset({"self", "this"})


class Loss(NamedTuple):
    """A guard that is gone.

    `about` is its subject as `subjects.subject` names it; `refusal` how its branch left (`raise`, `jump`, `error`, `nothing`, `value`, or
    empty where it didn't leave). `alone`: little else changed around it, as where a check is cut out of code that stays. `used`: one of
    its values is still read.
    `open`: it may be read elsewhere, since only pieces of the file are at hand, or what it is a part of is still used.
    """

    guard: Guard
    about: str
    refusal: str
    alone: bool
    used: bool
    open: bool


@of_change
def losses(unit: Unit) -> tuple[Loss, ...]:
    """All guards that the change took away, in the order of the base side."""
    before = unit.before
    if before is None or unit.after is None:
        return ()
    return tuple(
        Loss(
            guard,
            subject(guard, unit.language),
            refusal(guard, before),
            _alone(unit, before, guard),
            used_after(unit, guard.names),
            _open(unit, guard),
        )
        for guard in lost_guards(unit)
    )


def _alone(unit: Unit, before: Side, guard: Guard) -> bool:
    """Whether at most two lines near the guard changed with it, and at most two came."""
    after = unit.after
    if after is None:
        return False
    held = range(guard.line, guard.end + 1)
    near = sum(number in before.changed for number in range(guard.line - _NEAR, guard.end + _NEAR + 1) if number not in held)
    if near > _FEW:
        return False
    first = after.lines[0][0] if after.lines else 0
    came = sum(bool(after.lines[at][1].strip()) for number in after.changed if 0 <= (at := number - first) < len(after.lines))
    return came <= _FEW


def _open(unit: Unit, guard: Guard) -> bool:
    """Whether a value of the guard may be used elsewhere."""
    return not unit.complete or used_after(unit, tuple(root for name in guard.names if (root := parts(name)[0]) not in _SELVES))


def tell(loss: Loss, strength: float, **facts: str | float) -> Sighting:
    """The sighting of a lost guard, on the base side."""
    guard = loss.guard
    return Sighting(span(guard.line, guard.end), {"guard": short(guard.text), **facts}, strength=strength, side="before")


def lost(unit: Unit, *about: str) -> Iterator[Loss]:
    """The losses about one of these subjects."""
    return (loss for loss in losses(unit) if loss.about in about)


def weigh(loss: Loss) -> float:
    """How strongly a lost guard speaks: loudest where a refusal was cut out by itself and its value is still used."""
    if loss.refusal or loss.guard.kind == "attribute":
        return 0.85 if loss.alone and loss.used else 0.7 if loss.used or (loss.alone and loss.open) else 0.4
    return 0.6 if loss.alone and loss.used else 0.35
