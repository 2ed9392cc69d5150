"""What the App says on GitHub: check runs, annotations, the summary comment, comments on lines. Pure, bounded, nothing of it live."""

import base64
import gzip
import re
from typing import Any, Literal

from msgspec import Struct, structs

from hunkwise.explain.model import Explanation, Report
from hunkwise.github.anchor import Anchor
from hunkwise.judge import Settings, fails
from hunkwise.judge.policy import GitHub
from hunkwise.render import View, renderer
from hunkwise.render.escape import code_block, escape_markdown, prose_markdown
from hunkwise.render.words import headline, plural, prose, state
from hunkwise.text import one_line

MOST = 65_535
"""Bytes of a check's summary or of a comment."""
BATCH = 50
"""Annotations of one request."""
MOST_ANNOTATIONS = 1_000
MOST_SARIF = 10 * 1024 * 1024
"""Bytes of an upload to code scanning, packed."""

SUMMARY = "<!-- hunkwise:summary -->"
FAILED = "Not examined"

_MARK = re.compile(r"<!-- hunkwise:finding:(?P<fingerprint>[0-9a-zA-Z:-]{1,100}) -->")

Conclusion = Literal["success", "failure", "neutral", "action_required"]

_LEVEL = {"critical": "failure", "high": "failure", "medium": "warning", "low": "notice"}
_ACTIONS = [
    {"label": "False positive", "description": "None of these findings is one", "identifier": "false-positive"},
    {"label": "Confirm", "description": "These findings are right", "identifier": "confirm"},
]


class Assessment(Struct, frozen=True):
    """What judging a change gave: the report, and where each of its explanations can be spoken of."""

    report: Report
    anchors: tuple[Anchor | None, ...]


class Told(Struct, frozen=True):
    """A check run as it ends."""

    conclusion: Conclusion
    title: str
    summary: str
    annotations: tuple[dict[str, Any], ...] = ()
    actions: tuple[dict[str, str], ...] = ()


def conclusion(report: Report, settings: Settings, policy: GitHub) -> Conclusion:
    """Green only where all was examined and nothing found; red only where the policy blocks and a finding reaches its level."""
    match state(report.verdict):
        case "findings" if fails(report.verdict, settings) and policy.conclusion == "block":
            return "failure"
        case "clean" | "empty":
            return "success"
        case _:
            return "neutral"


def check(assessment: Assessment, settings: Settings, policy: GitHub, link: str = "") -> Told:
    """The check run of a verdict. `link` is the address of the whole report, where there is one."""
    report = assessment.report
    annotations = tuple(annotation(explanation, where) for explanation, where in zip(report.explanations, assessment.anchors, strict=True))
    return Told(
        conclusion(report, settings, policy),
        headline(report.verdict),
        summary(report, link),
        tuple(one for one in annotations if one is not None)[:MOST_ANNOTATIONS],
        tuple(_ACTIONS) if report.verdict.findings else (),
    )


def failure(reason: str, remedy: str, policy: GitHub) -> Told:
    """The check run of a job that couldn't judge: never green, and where the policy blocks it holds the change up."""
    text = f"### 🟡 Hunkwise: {FAILED}\n\n{prose_markdown(prose(reason, 600))}."
    if remedy:
        text += f"\n\n**To do:** {prose_markdown(prose(remedy, 600))}."
    text += "\n\nNothing of this change was judged. Press **Re-run**, or comment `/hunkwise rescan`."
    return Told("action_required" if policy.conclusion == "block" else "neutral", one_line(f"{FAILED}: {reason}", 200), text)


def skipped(reason: str) -> Told:
    """The check run of a change that the policy doesn't review."""
    return Told("neutral", one_line(f"Not reviewed: {reason}", 200), f"{escape_markdown(reason)}. The base branch's policy says so.")


def annotation(explanation: Explanation, where: Anchor | None) -> dict[str, Any] | None:
    """A finding beside the code of the head; None where its file is gone, which only the summary can tell."""
    finding = explanation.finding
    line = where.head_line if where is not None else finding.line if finding.side == "after" else 0
    if line <= 0:
        return None
    last = max(line, finding.end) if finding.side == "after" and line == finding.line else line
    parts = [prose(explanation.cause) or prose(finding.title, 200), prose(explanation.remedy), f"Risk {finding.risk:.2f}"]
    return {
        "path": finding.path,
        "start_line": line,
        "end_line": min(last, line + 200),
        "annotation_level": _LEVEL[finding.severity],
        "title": prose(f"{finding.severity}: {finding.title}", 250),
        "message": "\n".join(part for part in parts if part),
    }


def summary(report: Report, link: str = "", above: str = "", below: str = "") -> str:
    """The report as Markdown in at most `MOST` bytes, with text of ours above and below; cut by whole findings, with a pointer."""
    pointer = f"\n[The whole report]({link})\n" if link else ""
    count = len(report.explanations)
    while True:
        shown = structs.replace(report, explanations=report.explanations[:count])
        left = len(report.explanations) - count
        cut = f"\n**{plural(left, 'more finding')}** don't fit here: the check's annotations and code scanning have them.\n" if left else ""
        text = f"{above}{renderer('markdown').render(shown, View())}{cut}{pointer}{below}"
        if len(text.encode("utf-8", "replace")) <= MOST:
            return text
        if count == 0:
            return f"{above}### Hunkwise: {escape_markdown(headline(report.verdict))}\n\nThe report doesn't fit here.\n{pointer}{below}"
        count //= 2


def comment(report: Report, link: str = "") -> str:
    """The one comment that sums a pull request up. It names how to answer where there is something to answer."""
    below = ""
    if report.explanations:
        below = (
            "\n<sub>Answer with `/hunkwise false-positive N reason`, `/hunkwise confirm N`, `/hunkwise explain N` or "
            "`/hunkwise rescan`; N is the number of a finding.</sub>\n"
        )
    return summary(report, link, f"{SUMMARY}\n", below)


def failure_comment(told: Told) -> str:
    """The summary comment of a job that couldn't judge."""
    return f"{SUMMARY}\n{told.summary}\n"


def mark(fingerprint: str) -> str:
    """What a comment on a line carries unseen, so that a finding is spoken of once."""
    return f"<!-- hunkwise:finding:{''.join(char for char in fingerprint if char.isalnum() or char in ':-')} -->"


def finding_marked(body: str) -> str:
    """The fingerprint that a comment of ours on a line carries; empty where it carries none."""
    found = _MARK.match(body)
    return found["fingerprint"] if found else ""


def line_comment(explanation: Explanation, where: Anchor) -> dict[str, Any]:
    """A comment on a line, as a part of a review."""
    finding = explanation.finding
    parts = [
        mark(finding.fingerprint),
        f"**{finding.severity}: {escape_markdown(prose(finding.title, 200))}** (risk {finding.risk:.2f})",
        prose_markdown(prose(explanation.cause)),
    ]
    if explanation.counterfactual:
        parts.append(prose_markdown(prose(explanation.counterfactual.sentence, 300)))
    if explanation.remedy.strip():
        parts.append(f"**To do:** {prose_markdown(prose(explanation.remedy))}")
    if where.suggestion:
        parts.append(_suggestion(where.suggestion))
    parts.append("<sub>Reply `/hunkwise false-positive reason` or `/hunkwise confirm`.</sub>")
    return {"path": where.path, "line": where.line, "side": where.side, "body": "\n\n".join(part for part in parts if part)}


def _suggestion(text: str) -> str:
    # The reader takes this text as code: only what is plain may be offered; `code_block` would show hidden characters by name.
    block = code_block(text, "suggestion")
    return block if text in block else ""


def explained(report: Report, explanation: Explanation) -> str:
    """One finding at length, with all reasons open."""
    alone = structs.replace(report, explanations=(explanation,))
    text = renderer("markdown").render(alone, View(full=True))
    return text if len(text.encode("utf-8", "replace")) <= MOST - 2000 else "That finding is too long to be told here."


def sarif(report: Report) -> str:
    """The report as code scanning takes it: packed, in base64, within the size of an upload."""
    count = len(report.explanations)
    while True:
        shown = structs.replace(report, explanations=report.explanations[:count])
        packed = gzip.compress(renderer("sarif").render(shown, View()).encode(), mtime=0)
        if len(packed) <= MOST_SARIF or count == 0:
            return base64.b64encode(packed).decode("ascii")
        count //= 2
