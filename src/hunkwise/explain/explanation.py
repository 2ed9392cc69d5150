"""A finding into an explanation: everything put together, and nothing said that the change doesn't show."""

from msgspec.structs import replace

from hunkwise.evidence import Evidence, Step
from hunkwise.explain.cause import cause
from hunkwise.explain.contributions import leanings
from hunkwise.explain.counterfactual import counterfactual
from hunkwise.explain.excerpt import excerpt
from hunkwise.explain.model import Explanation
from hunkwise.explain.nearest import nearest
from hunkwise.explain.remedy import patch, remedy
from hunkwise.explain.sides import Sides
from hunkwise.heads.interface import Model
from hunkwise.judge.cwe import link, weakness
from hunkwise.judge.model import Finding
from hunkwise.judge.verdict import Judged
from hunkwise.signals import Signals
from hunkwise.signals.interface import Signal

REJUDGED = 5
"""For how many findings of a report, the riskiest first, the counterfactual is computed."""

STRONG = 0.5
"""The strength from which evidence counts as agreeing."""


def explain(finding: Finding, judged: Judged, model: Model, signals: Signals) -> Explanation:
    """Why `finding` was raised and what to do. Never raises on account of the code."""
    unit = next(unit for unit in judged.units if unit.id == finding.unit)
    file = next((file for file in judged.change.files if file.path == unit.path), None)
    units = [one for one in judged.units if one.path == unit.path]
    shown = Sides(file, unit)
    signal = signals.get(finding.rule)
    rejudged = finding.fingerprint in {one.fingerprint for one in judged.verdict.findings[:REJUDGED]}
    leaned_on = leanings(model.lean(unit), shown)
    return Explanation(
        finding=finding,
        cause=cause(finding, unit, signal, leaned_on),
        why=_why(finding, signal),
        link=link(finding.cwe, finding.tactic),
        confidence=_confidence(finding, judged.verdict.threshold),
        leaned_on=leaned_on,
        steps=_steps(finding, signal, shown),
        nearest=nearest(unit, model),
        counterfactual=counterfactual(finding, file, units, model, signals) if file is not None and rejudged else None,
        remedy=remedy(finding, signal),
        patch=patch(finding, file),
        excerpt=excerpt(finding, file, shown),
    )


def _why(finding: Finding, signal: Signal | None) -> str:
    """What the harm is: the signal's words, else those of the class, else what is known."""
    if signal is not None:
        return signal.why
    known = weakness(finding.cwe)
    if known is not None:
        return f"{known.harm}. This is the class {finding.cwe}, {known.name}; the model names it by what the change looks like."
    return "The model rates this change like ones that later had to be repaired, but can't name the class of harm."


def _confidence(finding: Finding, threshold: float) -> str:
    """In words: how far over the threshold, and which independent kinds of evidence say so."""
    kinds = sorted({_family(one) for one in finding.evidence if one.trend == "worse" and one.strength >= STRONG})
    said = f"{' and '.join(kinds)} {'agree' if len(kinds) > 1 else 'alone says so'}" if kinds else "no single kind of evidence is strong"
    sure = len(kinds) > 1 or finding.risk >= (1 + threshold) / 2
    level = "low" if finding.risk < threshold else "high" if sure else "medium"
    return f"{level}: risk {finding.risk:.2f}, threshold {threshold:.2f}, {said}"


def _family(evidence: Evidence) -> str:
    if evidence.source.startswith("signal:"):
        return "a rule"
    return "the memory of known findings" if evidence.source == "memory" else "the model"


def _steps(finding: Finding, signal: Signal | None, shown: Sides) -> tuple[Step, ...]:
    """The way of the value, each step with the whole line as the change has it; steps on lines that aren't at hand are left out."""
    if signal is None:
        return ()
    leading = finding.evidence[0]
    lines = ((step, shown.text(leading.side, step.line)) for step in leading.steps)
    return tuple(replace(step, text=text) for step, text in lines if text is not None)
