"""One finding as a SARIF result."""

from typing import Any

from hunkwise.explain.model import Explanation
from hunkwise.judge.model import Dropped, Finding
from hunkwise.render.sarif_parts import fix, location, message, text_of
from hunkwise.render.sarif_rules import LEVEL
from hunkwise.render.words import place, prose

MOST_STEPS = 1000
"""Of one code flow that code scanning shows."""


def result(explanation: Explanation, rule: tuple[str, int]) -> dict[str, Any]:
    """A finding that is told. `rule` is the id and the index of its rule."""
    found = explanation.finding
    made = _common(found, rule)
    made["message"] = message(explanation)
    made["locations"] = [location(found.path, *_region(explanation))]
    made["properties"]["confidence"] = prose(explanation.confidence, 200)
    if without := explanation.counterfactual:
        told = {"lines": list(without.lines), "side": without.side, "risk": without.risk, "without": without.without}
        made["properties"]["counterfactual"] = told
    if len(explanation.steps) > 1:
        made["codeFlows"] = [_flow(explanation)]
    if change := fix(explanation):
        made["fixes"] = [change]
    return made


def suppressed_result(item: Dropped, rule: tuple[str, int]) -> dict[str, Any]:
    """A finding that a suppression of the base branch covers."""
    found = item.finding
    made = _common(found, rule)
    made["message"] = {"text": f"{prose(found.title, 200)} (suppressed)"}
    made["locations"] = [location(found.path, found.line if found.side == "after" else 1)]
    reason = prose(item.detail, 500) or "accepted in the base branch"
    made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return made


def _common(found: Finding, rule: tuple[str, int]) -> dict[str, Any]:
    mark = text_of(found.fingerprint)
    return {
        "ruleId": rule[0],
        "ruleIndex": rule[1],
        "kind": "fail",
        "level": LEVEL[found.severity],
        "rank": round(min(max(found.risk, 0.0), 1.0) * 100, 1),
        # Code scanning follows an alert by the first name alone; the second says what it is.
        "partialFingerprints": {"primaryLocationLineHash": mark, "hunkwise/v1": mark},
        "properties": {
            "risk": found.risk,
            "severity": found.severity,
            "side": found.side,
            "unit": text_of(found.unit),
            "language": text_of(found.language),
        },
    }


def _region(explanation: Explanation) -> tuple[int, int]:
    """First and last line on the head side; for removed lines the one that they leave exposed."""
    found = explanation.finding
    if found.side == "after":
        return found.line, found.end
    excerpt = explanation.excerpt
    last = max((index for index, line in enumerate(excerpt) if line.mark == "-" and line.pointed), default=-1)
    below = [line.number for line in excerpt[last + 1 :] if line.mark != "-"]
    above = [line.number for line in excerpt[: last + 1] if line.mark != "-"]
    exposed = (below[:1] or above[-1:] or [found.line])[0]
    return exposed, exposed


def _flow(explanation: Explanation) -> dict[str, Any]:
    path = explanation.finding.path
    steps = []
    for step in explanation.steps[:MOST_STEPS]:
        note = {"text": prose(step.note, 200) or place(path, step.line)}
        steps.append({"location": {**location(path, step.line), "message": note}})
    return {"threadFlows": [{"locations": steps}]}
