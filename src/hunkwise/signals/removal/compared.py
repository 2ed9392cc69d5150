"""What signals of this room share: which guards and calls are gone, and whether what they held is still there."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

from hunkwise.code.model import Call, Facts, Guard, Side, Unit
from hunkwise.signals.seeing import of_file, parts, words

T = TypeVar("T")
_KEPT = 256


def of_change(read: Callable[[Unit], T]) -> Callable[[Unit], T]:
    """`read` with its last answers kept by both sides of a unit: many signals ask the same of the same change."""
    kept: dict[tuple[int, int], tuple[Unit, T]] = {}

    @wraps(read)
    def answer(unit: Unit) -> T:
        key = (id(unit.before), id(unit.after))
        known = kept.get(key)
        if known is not None and known[0].before is unit.before and known[0].after is unit.after:
            return known[1]
        told = read(unit)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = (unit, told)
        return told

    return answer


_SPACE = re.compile(r"\s+|^\(|\)$")
_KEYWORDS = frozenset({"if", "not", "and", "or", "is", "none", "null", "true", "false", "self", "this", "return", "in"})


def plain(text: str) -> str:
    """A condition without white space and the differences of spelling that mean nothing."""
    flat = _SPACE.sub("", text)
    return flat.replace("!==", "!=").replace("===", "==").replace("->", ".").replace('"', "'").replace("nullptr", "NULL")


def touched(side: Side, line: int, end: int) -> bool:
    """Whether one of the lines really changed."""
    return any(number in side.changed for number in range(line, min(end, line + 40) + 1))


def lost_guards(unit: Unit, kinds: tuple[str, ...] = ("exit", "wrap", "assert", "attribute", "ternary", "loop")) -> Iterator[Guard]:
    """The guards of the base side on changed lines that have no counterpart anywhere in the head side's file.

    A counterpart is a guard with the same condition, or one on the same names and calls: moved, turned round or put together with others.
    Nothing comes where the function is gone as a whole, or where all that the guard held is gone with it.
    """
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    taken: Counter[str] = Counter()
    fresh = fresh_guards(unit)
    had, _ = _standing(before.whole)
    left, told = _standing(after.whole)
    rephrased = [one for one in told if left[one[2]] > had[one[2]]]
    for guard in before.facts.guards:
        if guard.kind not in kinds or not touched(before, guard.line, guard.end):
            continue
        flat = plain(guard.text)
        if taken[flat] >= had[flat] - left[flat]:
            continue
        taken[flat] += 1
        names, calls = set(guard.names), set(guard.calls)
        if any(
            ((names or calls) and names <= other and calls <= others) or (len(flat) > 5 and flat in text)
            for other, others, text in rephrased
        ):
            continue
        if (instead := next((new for new in fresh if _replaces(new, guard)), None)) is not None:
            fresh.remove(instead)
        elif not _moved_into_call(guard, before, after) and _still_there(guard, before, after):
            yield guard


def fresh_guards(unit: Unit) -> list[Guard]:
    """The guards on changed lines of the head side whose condition stood nowhere in the base side's file."""
    before, after = unit.before, unit.after
    if before is None or after is None:
        return []
    known, _ = _standing(before.whole)
    return [guard for guard in after.facts.guards if touched(after, guard.line, guard.end) and not known[plain(guard.text)]]


def _replaces(new: Guard, old: Guard) -> bool:
    """Whether a new condition of the same kind about one of the same values took the place of an old one."""
    if new.kind != old.kind:
        return False
    if new.kind == "attribute":
        return new.function == old.function
    return bool({parts(name)[-1] for name in old.names} & {parts(name)[-1] for name in new.names} or set(old.calls) & set(new.calls))


@of_file
def _standing(whole: Facts) -> tuple[Counter[str], list[tuple[set[str], set[str], str]]]:
    """How often each condition stands in a file, and the names, calls and text of every guard."""
    told = [(set(guard.names), set(guard.calls), plain(guard.text)) for guard in whole.guards]
    return Counter(text for _, _, text in told), told


def _moved_into_call(guard: Guard, before: Side, after: Side) -> bool:
    """Whether new code calls something that checks, by the words of the guard or on its values: the check moved into a function.

    A call of the guard whose result is first kept in a variable and asked then counts as well.
    """
    spoken, names = words(guard.text) - _KEYWORDS, set(guard.names)
    old = Counter(call.path for call in before.facts.calls)
    for call in after.facts.calls:
        if call.line not in after.changed or old[call.path] or not words(call.name) & _CHECKING:
            continue
        if words(call.name) & spoken or any(names & set(given.names) for given in call.args):
            return True
    calls = set(guard.calls)
    if not calls:
        return False
    kept = {target for one in after.facts.assignments if calls & set(one.value.calls) for target in one.targets}
    return bool(kept) and any(kept & set(other.names) for other in after.facts.guards)


_CHECKING = frozenset(
    {
        "check",
        "validate",
        "verify",
        "ensure",
        "require",
        "assert",
        "is",
        "has",
        "can",
        "authorize",
        "authenticate",
        "allowed",
        "only",
        "must",
        "guard",
        "permission",
        "permissions",
        "valid",
    }
)


def _still_there(guard: Guard, before: Side, after: Side) -> bool:
    """Whether what ran under or after the guard still runs: one of the calls, assignments or exits that it decided about."""
    first, last = guard.body
    held = {call.path for call in before.facts.calls if first <= call.line <= last and not guard.line <= call.line <= guard.end}
    held |= {target for one in before.facts.assignments if first <= one.line <= last for target in one.targets}
    held |= {one.value.text for one in before.facts.exits if first <= one.line <= last and one.value.text}
    kept = {call.path for call in after.facts.calls} | {target for one in after.facts.assignments for target in one.targets}
    kept |= {one.value.text for one in after.facts.exits}
    return bool(held & kept) or (not held and guard.kind in ("attribute", "assert", "exit"))


def used_after(unit: Unit, names: tuple[str, ...]) -> bool:
    """Whether one of `names` is still read on the head side: a variable as it is, a member by its last part."""
    if unit.after is None:
        return False
    heads = {one.line for one in unit.after.facts.definitions if one.end > one.line}
    text = "\n".join(line for number, line in unit.after.lines if number not in heads)
    paths = [path for path in map(parts, names) if path[-1]]
    return any(re.search((r"[.>:]" if len(path) > 1 else r"(?<![\w.])") + re.escape(path[-1]) + r"\b", text) for path in paths)


def lost_calls(unit: Unit) -> Iterator[Call]:
    """The calls of the base side on changed lines that stand less often in the head side's file."""
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    had, has = _paths(before.whole), _paths(after.whole)
    told: Counter[str] = Counter()
    for call in before.facts.calls:
        if call.line in before.changed and had[call.path] - has[call.path] > told[call.path]:
            told[call.path] += 1
            yield call


@of_file
def _paths(whole: Facts) -> Counter[str]:
    """How often each call stands in a file."""
    return Counter(call.path for call in whole.calls)
