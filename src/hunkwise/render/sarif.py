"""SARIF 2.1.0 for code scanning: one run, within the limits of an upload, with nothing unexamined left unsaid."""

import re
from typing import Any

from hunkwise.explain.model import Report
from hunkwise.render.interface import Renderer, View
from hunkwise.render.json import encode
from hunkwise.render.sarif_parts import artifact, text_of, uri
from hunkwise.render.sarif_result import result, suppressed_result
from hunkwise.render.sarif_rules import rule
from hunkwise.render.words import headline, prose, reason_words, skipped_words, standing

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 5000
"""Of one run that code scanning shows."""
MOST_NOTICES = 1000

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def render(report: Report, view: View) -> str:
    """The report as one SARIF run.

    Suppressed findings are told only with `show_dropped`: code scanning pays no heed to `suppressions` and would open an alert for each.
    """
    return encode(log(report, view.show_dropped))


def log(report: Report, show_dropped: bool = False) -> dict[str, Any]:
    """The SARIF log as lists and dicts, results in order of falling risk."""
    ranked = sorted(report.explanations, key=lambda explanation: -explanation.finding.risk)
    told, over = ranked[:MOST_RESULTS], max(len(ranked) - MOST_RESULTS, 0)
    hidden = [item for item in report.verdict.dropped if item.reason == "suppressed"] if show_dropped else []
    rules: dict[str, dict[str, Any]] = {}
    results = [result(explanation, rule(rules, explanation.finding, explanation)) for explanation in told]
    for item in hidden[: MOST_RESULTS - len(results)]:
        results.append(suppressed_result(item, rule(rules, item.finding, None)))
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, list(rules.values()), results, over)]}


def _run(report: Report, rules: list[dict[str, Any]], results: list[dict[str, Any]], over: int) -> dict[str, Any]:
    verdict = report.verdict
    program = text_of(verdict.versions.program)
    made: dict[str, Any] = {
        "tool": {"driver": {"name": "Hunkwise", "version": program, "rules": rules}},
        "automationDetails": {"id": "hunkwise/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository"}}},
        "invocations": [_invocation(report, over)],
        "results": results,
        "properties": {
            "change": text_of(verdict.change),
            "base": text_of(verdict.base),
            "head": text_of(verdict.head),
            "risk": verdict.risk,
            "threshold": verdict.threshold,
            "budget": verdict.budget,
            "flagged": verdict.flagged,
            "files": verdict.files,
            "lines": verdict.lines,
            "model": text_of(verdict.versions.model),
            "features": text_of(verdict.versions.features),
            "signals": text_of(verdict.versions.signals),
            "settings": text_of(verdict.versions.settings),
        },
    }
    if _COMMIT.fullmatch(verdict.head):
        # The format demands an address, and a report knows none: this one only says "the repository that was scanned".
        root = {"uriBaseId": "SRCROOT"}
        made["versionControlProvenance"] = [{"repositoryUri": "urn:hunkwise:repository", "revisionId": verdict.head, "mappedTo": root}]
    return made


def _invocation(report: Report, over: int) -> dict[str, Any]:
    """How the run went. It counts as successful only where something was examined, or there was nothing to examine."""
    verdict = report.verdict
    notices = [_notice("note", f"{headline(verdict)}. {standing(verdict)}.")]
    if over:
        notices.append(_notice("warning", f"{over} findings of lower risk are left out: code scanning shows at most {MOST_RESULTS}"))
    for item in verdict.skipped[:MOST_NOTICES]:
        notices.append(_notice("warning", f"Not examined ({reason_words(item.reason)}): {skipped_words(item)}", item.path))
    if len(verdict.skipped) > MOST_NOTICES:
        notices.append(_notice("warning", f"Not examined: {len(verdict.skipped) - MOST_NOTICES} more"))
    notices += [_notice("note", prose(note)) for note in verdict.notes]
    return {"executionSuccessful": bool(verdict.files or not verdict.skipped), "toolExecutionNotifications": notices}


def _notice(level: str, text: str, path: str = "") -> dict[str, Any]:
    notice: dict[str, Any] = {"level": level, "message": {"text": text}}
    if uri(path):
        notice["locations"] = [{"physicalLocation": {"artifactLocation": artifact(path)}}]
    return notice


RENDERER = Renderer("sarif", ".sarif", render)
