"""A condition that is still there and lets more through."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Facts, Guard, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import fresh_guards, plain, touched
from hunkwise.signals.seeing import of_file, short, span, words
from hunkwise.signals.tables.guards import BOUND, STRONG_AUTHORISATION
from hunkwise.signals.tables.languages import CODE, C

_LOOSER_EXIT = {(">=", ">"), ("<=", "<")}
_LOOSER_WRAP = {("<", "<="), (">", ">=")}
_OR = re.compile(r"\s*(?:\|\||\bor\b)\s*")
_AND = re.compile(r"\s*(?:&&|\band\b)\s*")
_ALWAYS = re.compile(r"^(?:true|True|1|!0|!false|not False)$")
_NEVER = re.compile(r"^(?:false|False|0|!1|!true|not True)$")


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    standing, fresh = _conditions(after.whole), fresh_guards(unit)
    for old in before.facts.guards:
        if old.kind not in ("exit", "wrap", "assert") or not touched(before, old.line, old.end) or plain(old.text) in standing:
            continue
        for new in fresh:
            if new.kind == old.kind and (how := _how(old, new, _denies(old, before))):
                fact: dict[str, str | float] = {"before": short(old.text, 60), "guard": short(new.text, 60), "how": how}
                yield Sighting(span(new.line, new.end), fact, strength=_strength(old, how, unit.language))
                break


def _strength(old: Guard, how: str, language: str) -> float:
    """Loud where the condition was about a right or a bound; most others are the ordinary work on a program's logic."""
    if words(old.text) & STRONG_AUTHORISATION or "constant" in how or "became `<" in how or "became `>" in how:
        return 0.8
    bounded = any(operator in ("<", ">", "<=", ">=") and words(left + " " + right) & BOUND for left, operator, right in old.comparisons)
    return 0.7 if bounded or (language in C and how.endswith("leads out")) else 0.35


@of_file
def _conditions(whole: Facts) -> frozenset[str]:
    return frozenset(plain(guard.text) for guard in whole.guards)


_REFUSES = re.compile(
    r"(?i)^(?:|none|null|nil|nullptr|undefined|false|0|\[\]|\{\}|\"\"|''|-\s*\w+|.*(?:err|fail|invalid|denied|forbid|abort|[45]\d\d\b|bad).*)$"
)


def _denies(guard: Guard, side: Side) -> bool:
    """Whether the branch leaves empty-handed: with a failure or nothing. One that leaves with a value grants instead."""
    if guard.kind != "exit":
        return False
    inside = [one for one in side.facts.exits if guard.line <= one.line < max(guard.body[0], guard.line + 1)]
    return not inside or any(one.kind != "return" or _REFUSES.match(one.value.text) for one in inside)


def _how(old: Guard, new: Guard, leaves: bool) -> str:
    """In which way the new condition lets more through, or an empty text. `leaves`: the branch refuses."""
    if (_NEVER if leaves else _ALWAYS).match(new.text) and old.names:
        return "it is a constant now"
    if old.comparisons and len(old.comparisons) == len(new.comparisons):
        pairs = list(zip(old.comparisons, new.comparisons, strict=True))
        changed = [(a[1], b[1]) for a, b in pairs if a != b]
        same = all(plain(a[0]) == plain(b[0]) and plain(a[2]) == plain(b[2]) for a, b in pairs)
        if same and len(changed) == 1 and changed[0] in (_LOOSER_EXIT if leaves else _LOOSER_WRAP):
            return f"`{changed[0][0]}` became `{changed[0][1]}`"
    old_or, new_or, old_and, new_and = _split(_OR, old), _split(_OR, new), _split(_AND, old), _split(_AND, new)
    if leaves:
        if len(new_or) < len(old_or) and new_or < old_or:
            return f"`{short(_first(old_or - new_or), 40)}` no longer leads out"
        if len(old_or) == 1 and len(new_and) > 1 and old_and < new_and:
            return f"it holds only when `{short(_first(new_and - old_and), 40)}` as well"
        if len(old_or) > 1 and old_or == new_and:
            return "`or` became `and`"
    else:
        if len(new_and) < len(old_and) and new_and < old_and:
            return f"`{short(_first(old_and - new_and), 40)}` is no longer asked"
        if len(old_and) == 1 and len(new_or) > 1 and old_or < new_or:
            return f"`{short(_first(new_or - old_or), 40)}` is enough now"
        if len(old_and) > 1 and old_and == new_or:
            return "`and` became `or`"
    a, b = plain(old.text), plain(new.text)
    if {a, b} in ({b, f"!{b}"}, {a, f"!{a}"}, {b, f"not{b}"}, {a, f"not{a}"}, {b, f"!({b})"}, {a, f"!({a})"}) and old.body[1] - old.body[
        0
    ] == new.body[1] - new.body[0]:
        return "a negation was turned round"
    return ""


def _split(by: re.Pattern[str], guard: Guard) -> frozenset[str]:
    return frozenset(plain(part).strip("()") for part in by.split(guard.text) if part)


def _first(several: frozenset[str]) -> str:
    return min(several, default="")


SIGNAL = Signal(
    id="guard-weakened",
    title="A condition lets more through",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares a condition with what it was: a bound taken in, a part dropped, `and` for `or`, a negation turned round, a constant.",
    why="It still looks like a check, and the case it was there for passes.",
    quiet="Conditions that became stricter, were rephrased, or moved.",
    remedy="Restore the condition, or show with a test that the case that passes now does no harm.",
    cause="The condition `{before}` is now `{guard}`: {how}.",
    since="0.1",
    maturity="stable",
    cwe="CWE-697",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int at(int *a, int i, int n) {\n  if (i > n)\n    return -1;\n  return a[i];\n}\n",
            "int at(int *a, int i, int n) {\n  if (i >= n)\n    return -1;\n  return a[i];\n}\n",
            line=2,
        ),
        Example(
            "python",
            "def show(user, item):\n    if user.is_admin or item.public:\n        return item.text\n    return None\n",
            "def show(user, item):\n    if user.is_admin and item.public:\n        return item.text\n    return None\n",
            line=2,
        ),
        Example(
            "javascript",
            "function show(user, item) {\n  if (user.ok) {\n    return item;\n  }\n  return null;\n}\n",
            "function show(user, item) {\n  if (user.ok && user.owns(item)) {\n    return item;\n  }\n  return null;\n}\n",
            line=2,
        ),
        Example(
            "java",
            "class A {\n  void show(User user) {\n    if (true) {\n      open();\n    }\n  }\n}\n",
            "class A {\n  void show(User user) {\n    if (user.isAdmin()) {\n      open();\n    }\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int at(int *a, int i, int n) {\n  if (i >= n)\n    return -1;\n  return a[i];\n}\n",
            "int at(int *a, int i, int n) {\n  if (i > n)\n    return -1;\n  return a[i];\n}\n",
        ),
        Example(
            "python",
            "def show(user, item):\n    if user.is_admin and item.public and item.ready:\n        return item.text\n    return None\n",
            "def show(user, item):\n    if user.is_admin and item.public:\n        return item.text\n    return None\n",
        ),
        Example(
            "python",
            "def show(user, item):\n    if ( user.is_admin and\n            item.public ):\n        return item.text\n    return None\n",
            "def show(user, item):\n    if user.is_admin and item.public:\n        return item.text\n    return None\n",
        ),
    ),
)
