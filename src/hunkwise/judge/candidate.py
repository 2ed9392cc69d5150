"""What a unit's evidence would be told as: which lines, which class of harm, how severe."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, cast, get_args

from hunkwise.code.model import Side, Unit
from hunkwise.evidence import Evidence, Trend
from hunkwise.heads.interface import Model
from hunkwise.judge.cwe import weakness
from hunkwise.judge.fingerprint import fingerprint
from hunkwise.judge.model import Finding, Severity
from hunkwise.signals import Signals
from hunkwise.signals.interface import Signal

MOST_LINES = 20
"""How many lines a finding points at."""

GAP = 3
"""Pointed lines at most so far apart belong to one span."""

PREVIEW = 0.5
"""What a signal in preview weighs beside a stable one when it comes to naming a finding."""

NAMING = 0.2
"""The weight that a signal's evidence needs to name a finding, and MALICE that of the malice head."""

MALICE = 0.5


class Naming(NamedTuple):
    """What a finding is called. `rule` goes into its fingerprint."""

    rule: str
    category: str
    title: str
    cwe: str
    tactic: str
    severity: str


def signal_of(evidence: Evidence, signals: Signals) -> Signal | None:
    """The signal that evidence comes from; None for heads, memory and signals that aren't installed."""
    return signals.get(evidence.source) if evidence.source.startswith("signal:") else None


def weight(evidence: Evidence, signals: Signals, trend: Trend = "worse") -> float:
    """How much a signal's evidence of that trend counts for naming: its strength by the signal's maturity, 0 where it names nothing."""
    signal = signal_of(evidence, signals)
    if signal is None or evidence.trend != trend:
        return 0.0
    return evidence.strength * (1.0 if signal.maturity == "stable" else PREVIEW)


def ranked_by(evidence: Sequence[Evidence], signals: Signals, trend: Trend = "worse") -> list[Evidence]:
    """What names a finding of that trend first, then the rest by strength."""
    return sorted(evidence, key=lambda one: (-weight(one, signals, trend), one.trend != trend, -one.strength))


def candidate(unit: Unit, evidence: Sequence[Evidence], risk: float, *, model: Model, signals: Signals, trend: Trend = "worse") -> Finding:
    """The finding that `unit` would be told as, its leading evidence first. With the trend `same`: what stood there before."""
    ranked = ranked_by(evidence, signals, trend)
    leading = ranked[0] if ranked and weight(ranked[0], signals, trend) >= (NAMING if trend == "worse" else 0.0) else None
    signal = signal_of(leading, signals) if leading is not None else None
    naming = _signalled(signal) if signal is not None else _guessed(unit, ranked, risk, model)
    side, lines = _lines(unit, ranked, leading)
    first, last = _span(lines)
    shown = unit.after if side == "after" else unit.before
    return Finding(
        fingerprint=fingerprint(naming.rule, unit, shown, lines),
        path=unit.path,
        side=side,
        line=first,
        end=last,
        lines=lines,
        unit=unit.id,
        name=unit.name,
        language=unit.language,
        risk=risk,
        severity=cast(Severity, naming.severity if naming.severity in get_args(Severity) else "medium"),
        category=naming.category,
        title=naming.title,
        cwe=naming.cwe,
        tactic=naming.tactic,
        evidence=tuple(ranked),
        rule=naming.rule,
    )


def place(unit: Unit, evidence: Sequence[Evidence], signals: Signals) -> int:
    """The worst line of a unit on the head side, or on the base side where lines were only taken away."""
    ranked = ranked_by(evidence, signals)
    if unit.after is None or (unit.before is not None and unit.before.changed and not unit.after.changed):
        return _lines(unit, ranked, None)[1][0]
    standing = {number for number, _ in unit.after.lines}
    pointed = (line for one in ranked if one.side == "after" and one.trend == "worse" for line in one.lines if line in standing)
    return next(pointed, unit.line)


def _signalled(signal: Signal) -> Naming:
    return Naming(signal.id, signal.category, signal.title, signal.cwe, signal.tactic, signal.severity)


def _guessed(unit: Unit, ranked: Sequence[Evidence], risk: float, model: Model) -> Naming:
    taken, added = (len(side.changed) if side is not None else 0 for side in (unit.before, unit.after))
    if not taken and any(one.source == "head:malice" and one.trend == "worse" and one.strength >= MALICE for one in ranked):
        return Naming(
            "malicious-code", "malicious-code", "Code that behaves like malware", "CWE-506", "T1059", model.severity("CWE-506", risk)
        )
    cwe = model.weakness(unit).cwe
    known = weakness(cwe)
    if known is not None:
        return Naming(known.category, known.category, f"Looks like a change that lets in {known.name}", cwe, "", model.severity(cwe, risk))
    if cwe:
        return Naming("weakness", "weakness", f"Looks like a change that lets in {cwe}", cwe, "", model.severity(cwe, risk))
    if taken > added:
        return Naming("removed-safeguard", "removed-safeguard", "A safeguard may have been taken out", "", "", model.severity("", risk))
    return Naming("risky-change", "risky-change", "Looks like changes that brought harm elsewhere", "", "", model.severity("", risk))


def _lines(unit: Unit, ranked: Sequence[Evidence], leading: Evidence | None) -> tuple[Literal["before", "after"], tuple[int, ...]]:
    """The side that a finding points at and its lines, the worst first: of signals, where none leads of heads, else the first changed."""
    worse = [one for one in ranked if one.trend == "worse" or one is leading]
    if leading is not None:
        worse = [one for one in worse if one.source.startswith("signal:")]
    strongest = leading or next((one for one in worse if _standing(unit, one)), None)
    side: Literal["before", "after"]
    if strongest is not None and _standing(unit, strongest):
        side = strongest.side
    else:
        side = "before" if unit.after is None or (not unit.after.changed and unit.before is not None and unit.before.changed) else "after"
    pointed = [line for one in worse if one.side == side for line in _standing(unit, one)]
    return side, tuple(dict.fromkeys(pointed))[:MOST_LINES] or (_first(unit, side),)


def _standing(unit: Unit, evidence: Evidence) -> list[int]:
    """The lines of evidence that the unit really has on that side."""
    side = unit.after if evidence.side == "after" else unit.before
    numbers = {number for number, _ in side.lines} if side is not None else set()
    return [line for line in evidence.lines if line in numbers]


def _first(unit: Unit, mark: Literal["before", "after"]) -> int:
    side: Side | None = unit.after if mark == "after" else unit.before
    if side is None:
        return unit.line
    return min(side.changed, default=side.lines[0][0] if side.lines else 1)


def _span(lines: Sequence[int]) -> tuple[int, int]:
    """The first and last line of the run around the worst."""
    first = last = lines[0]
    ordered = sorted(lines)
    for line in ordered[ordered.index(first) :]:
        last = line if line - last <= GAP else last
    for line in reversed(ordered[: ordered.index(first)]):
        first = line if first - line <= GAP else first
    return first, last
