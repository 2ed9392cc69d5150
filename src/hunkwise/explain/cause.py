"""One sentence that names the actual code: from the words of a signal, else from what the two sides of the unit show."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from hunkwise.code.model import Argument, Call, Guard, Side, Unit
from hunkwise.evidence import Evidence
from hunkwise.explain.model import Leaning
from hunkwise.judge.model import Finding
from hunkwise.signals.interface import Signal
from hunkwise.text import one_line

Seen = TypeVar("Seen")

_PLACE = re.compile(r"\{(\w+)\}")

WORD = 80
"""The longest piece of code inside a sentence."""


def cause(finding: Finding, unit: Unit, signal: Signal | None, leaned_on: Sequence[Leaning]) -> str:
    """The sentence, with a full stop. A signal's sentence stands only where all of its places are filled."""
    if signal is not None:
        told = filled(signal.cause, finding.evidence[0])
        if told:
            return told
    ranks = [(one.side, one.line) for one in leaned_on if one.weight > 0] + [(finding.side, line) for line in finding.lines]
    seen = next(_seen(unit, ranks), "")
    return seen or _lines(finding, unit, leaned_on)


def filled(template: str, evidence: Evidence) -> str:
    """`template` with its places filled from the facts and lines of `evidence`; empty where a fact is missing."""
    facts = {"line": float(evidence.lines[0]) if evidence.lines else "", **evidence.facts}
    if any(facts.get(name, "") == "" for name in _PLACE.findall(template)):
        return ""
    told = _PLACE.sub(lambda place: _word(facts[place[1]]), template).strip().rstrip(".")
    first, last = (evidence.steps[0].line, evidence.steps[-1].line) if evidence.steps else (0, 0)
    return _sentence(f"{told}; the value comes in on line {first} and ends on line {last}" if first != last else told)


def _seen(unit: Unit, ranks: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Sentences that the facts of both sides bear out, the most telling first."""
    before, after = unit.before, unit.after
    inside = f" in `{_word(unit.name)}`" if unit.name else ""
    if before is not None:
        calls = _gone(before.facts.calls, before, after.facts.calls if after is not None else (), ranks)
        for call in calls:
            use = _bare(call, before, after) if after is not None else ""
            if use:
                yield _sentence(f"`{_call(call)}`{inside} is gone; {use}")
        for guard in _lost(before, after, ranks):
            heir = _heir(guard, before, after)
            fate = f"is now `{_word(heir)}`" if heir else f"is gone{_exposed(guard, before, after)}"
            yield _sentence(f"the {_KINDS[guard.kind]} `{_word(guard.text)}`{inside} {fate}")
        for call in calls:
            yield _sentence(f"`{_call(call)}`{inside} is gone")
    if after is not None:
        for call in _gone(after.facts.calls, after, before.facts.calls if before is not None else (), ranks, "after"):
            yield _sentence(f"`{_call(call)}` on line {call.line} is new{inside}")


_KINDS = {
    "exit": "check",
    "wrap": "condition",
    "assert": "requirement",
    "attribute": "restriction",
    "loop": "loop condition",
    "catch": "handler of",
    "ternary": "condition",
}


def _gone(calls: Sequence[Call], side: Side, others: Sequence[Call], ranks: Sequence[tuple[str, int]], mark: str = "before") -> list[Call]:
    """Changed calls of one side that the other makes less often, on lines that matter, the most important first."""
    fewer = Counter(call.path for call in calls) - Counter(call.path for call in others)
    kept = {_call(call) for call in others}
    own = [
        call
        for call in calls
        if fewer[call.path] and _call(call) not in kept and any(call.line <= line <= call.end for line in side.changed)
    ]
    return _by_rank([(_rank(ranks, mark, call.line, call.end), call) for call in own], len(ranks))


def _lost(before: Side, after: Side | None, ranks: Sequence[tuple[str, int]]) -> list[Guard]:
    """Changed guards of the base whose text the head lacks, on lines that matter; loops are no checks."""
    kept = {guard.text for guard in after.facts.guards} if after is not None else set()
    own = [guard for guard in before.facts.guards if guard.kind != "loop" and guard.text and guard.text not in kept]
    changed = [guard for guard in own if guard.line in before.changed]
    return _by_rank([(_rank(ranks, "before", guard.line, guard.line), guard) for guard in changed], len(ranks))


def _heir(guard: Guard, before: Side, after: Side | None) -> str:
    """The text of the new guard that stands in a lost one's stead: of the same kind, about one of the same names."""
    if after is None:
        return ""
    known = {one.text for one in before.facts.guards}
    return next(
        (
            one.text
            for one in after.facts.guards
            if one.kind == guard.kind and one.line in after.changed and one.text not in known and set(one.names) & set(guard.names)
        ),
        "",
    )


def _by_rank(ranked: list[tuple[int, Seen]], beyond: int) -> list[Seen]:
    return [one for rank, one in sorted(ranked, key=lambda pair: pair[0]) if rank < beyond]


def _rank(ranks: Sequence[tuple[str, int]], mark: str, first: int, last: int) -> int:
    return next((at for at, (side, line) in enumerate(ranks) if side == mark and first <= line <= last), len(ranks))


def _bare(call: Call, before: Side, after: Side) -> str:
    """Where the head uses the value itself and the base used the result of a call that is gone; empty where the facts don't show it."""
    values = {arg.text for arg in call.args if arg.literal is None and arg.text}
    results = {name for one in before.facts.assignments if call.path in one.value.calls for name in one.targets}

    def went_through(argument: Argument) -> bool:
        return call.path in argument.calls or not results.isdisjoint(argument.names)

    def skips(line: int, argument: Argument) -> str:
        if line not in after.changed or call.path in argument.calls:
            return ""
        return next((name for name in (argument.text, *argument.names) if name in values), "")

    sinks = {use.path for use in before.facts.calls if any(went_through(arg) for arg in use.args)}
    for use in after.facts.calls:
        value = next((value for arg in use.args if (value := skips(use.line, arg))), "") if use.path in sinks else ""
        if value:
            return f"`{_word(value)}` now goes into `{_word(use.path)}` on line {use.line} without it"
    if any(went_through(way.value) for way in before.facts.exits):
        for way in after.facts.exits:
            value = skips(way.line, way.value)
            if value:
                return f"line {way.line} now hands out `{_word(value)}` without it"
    return ""


def _exposed(guard: Guard, before: Side, after: Side | None) -> str:
    """The call behind a lost guard that the head still makes, in words."""
    if after is None:
        return ""
    first, last = guard.body
    behind = [call for call in before.facts.calls if first <= call.line <= last and not guard.line <= call.line <= guard.end]
    kept = {(call.path, tuple(arg.text for arg in call.args)): call for call in after.facts.calls}
    for call in behind:
        still = kept.get((call.path, tuple(arg.text for arg in call.args)))
        if still is not None:
            return f"; `{_call(still)}` on line {still.line} no longer waits for it"
    return ""


def _lines(finding: Finding, unit: Unit, leaned_on: Sequence[Leaning]) -> str:
    """The honest last resort: where the model looked."""
    where = f"`{_word(unit.name)}`" if unit.name else f"`{_word(finding.path)}`"
    strongest = [one for one in leaned_on if one.weight > 0][:3]
    if not strongest:
        return _sentence(f"the change of {where} around line {finding.line} looks like changes that brought harm elsewhere")
    numbers = ", ".join(f"{one.line}{' (taken out)' if one.side == 'before' else ''}" for one in strongest)
    word = "line is" if len(strongest) == 1 else "lines are"
    return _sentence(f"the model's strongest {word} {numbers} of {where}, first `{_word(strongest[0].text)}`")


def _call(call: Call) -> str:
    return _word(f"{call.path}({', '.join(arg.text for arg in call.args)})")


def _word(value: str | float) -> str:
    """A piece of code or a number inside a sentence: visible, short, and unable to end the code marks around it."""
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else f"{value:.2f}"
    return one_line(str(value), WORD).replace("`", "'")


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
