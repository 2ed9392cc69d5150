"""GitHub-flavoured Markdown for job summaries and comments, in at most 65,535 characters."""

from collections.abc import Iterable

from hunkwise.explain.model import Explanation, Report
from hunkwise.judge.model import Verdict
from hunkwise.render.escape import code_block, code_span, escape_html, escape_markdown, escape_summary, prose_markdown
from hunkwise.render.interface import Renderer, View
from hunkwise.render.words import (
    DROPPED_WORDS,
    code,
    dropped_words,
    examined,
    gap_before,
    headline,
    is_address,
    labels,
    place,
    plural,
    prose,
    skipped_by_reason,
    skipped_words,
    standing,
    state,
    versions,
)

MOST_CHARACTERS = 65_535
"""Of one comment; a longer one is refused."""

OPEN = 3
"""Findings that stand open; the others, less risky ones, are a line each that opens on a click."""

_TAIL = 16_000
_MOST_LINES = 60
_SIGN = {"findings": "🔴", "partial": "🟡", "unexamined": "🟡", "empty": "⚪", "clean": "🟢"}


def render(report: Report, view: View) -> str:
    """The report; findings that don't fit are told in short, then counted, and the tail (what wasn't examined) always stands."""
    head, tail = _head(report.verdict), _tail(report.verdict, view)
    room = MOST_CHARACTERS - len(head) - len(tail) - 400
    told: list[str] = []
    for number, explanation in enumerate(report.explanations, start=1):
        folded = number > OPEN and not view.full
        forms = (_finding(explanation, number, view, folded), _short(explanation, number, folded))
        form = next((form for form in forms if len(form) + 2 <= room), "")
        if not form:
            left = plural(len(report.explanations) - len(told), "more finding")
            told.append(f"**{left} left out here**: the HTML, JSON and SARIF reports hold them all.")
            break
        told.append(form)
        room -= len(form) + 2
    return "\n\n".join((head, *told, tail)) + "\n"


def _head(verdict: Verdict) -> str:
    lines = [f"### {_SIGN[state(verdict)]} Hunkwise: {headline(verdict)}", f"{standing(verdict)}. {examined(verdict)}."]
    if verdict.flagged and not verdict.findings:
        lines.append("\n".join(f"- {code_span(place(file.path, file.line))}: risk {file.risk:.2f}" for file in verdict.places[:5]))
    return "\n\n".join(lines)


def _short(explanation: Explanation, number: int, folded: bool) -> str:
    parts = [_facts(explanation), prose_markdown(prose(explanation.cause))]
    return _titled(explanation, number, [part for part in parts if part], folded)


def _titled(explanation: Explanation, number: int, parts: list[str], folded: bool) -> str:
    """A finding under its heading, or behind a line that says as much."""
    found = explanation.finding
    title = prose(found.title, 200)
    if not folded:
        return "\n\n".join((f"#### {number}. {found.severity}: {escape_markdown(title)}", *parts))
    where = escape_html(place(found.path, found.line)).replace("$", "&#36;")
    return _folded(f"<b>{number}. {found.severity}: {escape_summary(title)}</b> <code>{where}</code>", "\n\n".join(parts))


def _facts(explanation: Explanation) -> str:
    found = explanation.finding
    facts = [f"risk {found.risk:.2f}", *(escape_markdown(label) for label in labels(found))]
    where = code_span(place(found.path, found.line)) + (" (before the change)" if found.side == "before" else "")
    return f"{where} · {' · '.join(facts)}"


def _finding(explanation: Explanation, number: int, view: View, folded: bool) -> str:
    parts = [_facts(explanation)]
    if explanation.cause.strip():
        parts.append(prose_markdown(prose(explanation.cause)))
    if explanation.excerpt:
        parts.append(_excerpt(explanation))
    if explanation.counterfactual:
        parts.append(prose_markdown(prose(explanation.counterfactual.sentence, 300)))
    if explanation.remedy.strip():
        parts.append(f"**To do:** {prose_markdown(prose(explanation.remedy))}")
    if explanation.patch.strip():
        patch = explanation.patch.rstrip("\n").split("\n")
        rest = [f"… {plural(len(patch) - _MOST_LINES, 'more line')}"] if len(patch) > _MOST_LINES else []
        parts.append(_folded("Patch", code_block("\n".join([*(code(line) for line in patch[:_MOST_LINES]), *rest]), "diff")))
    parts.append(_folded("Reasons", _reasons(explanation), view.full))
    return _titled(explanation, number, parts, folded)


def _excerpt(explanation: Explanation) -> str:
    lines = explanation.excerpt[:_MOST_LINES]
    digits = max(len(str(line.number)) for line in lines)
    shown: list[str] = []
    for index, line in enumerate(lines):
        if gap_before(lines, index):
            shown.append(f"  {'⋮':>{digits}}")
        shown.append(f"{line.mark} {line.number:>{digits}} {'>' if line.pointed else ' '} {code(line.text)}".rstrip())
    return code_block("\n".join(shown), "diff")


def _reasons(explanation: Explanation) -> str:
    rows = [f"**Why it matters:** {prose_markdown(prose(explanation.why))}"] if explanation.why.strip() else []
    if explanation.confidence.strip():
        rows.append(f"**Confidence:** {prose_markdown(prose(explanation.confidence, 300))}")
    if is_address(explanation.link):
        rows.append(f"**See:** <{explanation.link}>")
    way = [f"line {step.line}, {escape_markdown(prose(step.note, 120))}: {code_span(code(step.text, 160))}" for step in explanation.steps]
    rows += _list("The way of the value:", way[:20])
    leaned = []
    for leaning in explanation.leaned_on[:8]:
        gone = " (taken away)" if leaning.side == "before" else ""
        leaned.append(f"{leaning.weight:+.2f} line {leaning.line}{gone}: {code_span(code(leaning.text, 160))}")
    rows += _list("The model leaned on:", leaned)
    known = []
    for near in explanation.nearest[:5]:
        facts = ", ".join(escape_markdown(prose(fact, 80)) for fact in (near.where, near.cwe, near.severity) if fact.strip())
        known.append(f"{near.similarity:.2f} {code_span(prose(near.id, 40))} {escape_markdown(prose(near.title, 120))} ({facts})")
    rows += _list("Nearest known findings:", known)
    rows.append(f"Fingerprint: {code_span(prose(explanation.finding.fingerprint, 80))}")
    return "\n\n".join(rows)


def _list(title: str, items: list[str]) -> list[str]:
    return ["\n".join((title, *(f"- {item}" for item in items)))] if items else []


def _folded(title: str, body: str, opened: bool = False) -> str:
    """A part that opens on a click; `title` is HTML of ours. Blank lines around the body keep it Markdown."""
    return f"<details{' open' if opened else ''}><summary>{title}</summary>\n\n{body}\n\n</details>"


def _tail(verdict: Verdict, view: View) -> str:
    parts: list[str] = []
    if verdict.skipped:
        rows = [
            f"- {escape_markdown(reason)}: {escape_markdown(skipped_words(item))}"
            for reason, items in skipped_by_reason(verdict.skipped)
            for item in items
        ]
        parts.append(_folded(f"<b>Not examined: {plural(len(verdict.skipped), 'thing')}</b>", _bounded(rows, _TAIL // 2), len(rows) <= 10))
    if verdict.notes:
        parts.append("**Notes**\n\n" + _bounded([f"- {prose_markdown(prose(note, 400))}" for note in verdict.notes], _TAIL // 4))
    if verdict.dropped:
        counts = f"Not told: {dropped_words(verdict)}"
        rows = [
            f"- {item.finding.severity}: {escape_markdown(prose(item.finding.title, 120))}, "
            f"{code_span(place(item.finding.path, item.finding.line))}, risk {item.finding.risk:.2f}, {DROPPED_WORDS[item.reason]}"
            + (f": {escape_markdown(prose(item.detail, 200))}" if item.detail.strip() else "")
            for item in verdict.dropped
        ]
        parts.append(_folded(counts, _bounded(rows, _TAIL // 4)) if view.show_dropped else f"{counts}.")
    parts.append("<sub>" + " · ".join(f"{name} {code_span(value)}" for name, value in versions(verdict)) + "</sub>")
    return "\n\n".join(parts)


def _bounded(rows: Iterable[str], most: int) -> str:
    """The rows that fit into `most` characters, and how many don't."""
    every = list(rows)
    kept: list[str] = []
    for row in every:
        most -= len(row) + 1
        if most < 0:
            kept.append(f"- … and {len(every) - len(kept):,} more")
            break
        kept.append(row)
    return "\n".join(kept)


RENDERER = Renderer("markdown", ".md", render)
