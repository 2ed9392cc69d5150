"""One finding as a card."""

from hunkwise.explain.model import Explanation
from hunkwise.render.escape import escape_html, prose_html
from hunkwise.render.html.parts import code_of, diff, element, excerpt, path_of, weight_bar
from hunkwise.render.words import is_address, labels, prose
from hunkwise.text import one_line


def card(explanation: Explanation, number: int) -> str:
    """The whole finding: what, where, the code, why, what to do."""
    found = explanation.finding
    badge = element("span", found.severity, f"badge {found.severity}")
    title = element("h3", f"{badge} {escape_html(prose(found.title, 200))}", id=f"finding-{number}-title")
    where = path_of(found.path, found.line)
    if found.name.strip():
        where += f" in {code_of(found.name, 80)}"
    if found.side == "before":
        where += " (before the change)"
    facts = " · ".join([f"risk {found.risk:.2f}", *(escape_html(label) for label in labels(found))])
    parts = [
        element("header", title + element("p", where, "where") + element("p", facts, "facts")),
        element("p", prose_html(prose(explanation.cause)), "cause"),
        excerpt(explanation),
        element("dl", "".join(_reasons(explanation)), "reasons"),
    ]
    name = f"finding-{number}"
    return element("article", "".join(parts), f"finding {found.severity}", id=name, aria_labelledby=f"{name}-title")


def _reasons(explanation: Explanation) -> list[str]:
    rows = [
        _reason("To do", element("p", prose_html(prose(explanation.remedy))) if explanation.remedy.strip() else "", _patch(explanation)),
        _reason("Why it matters", _why(explanation)),
        _reason("What if", _counterfactual(explanation)),
        _reason("Way of the value", _way(explanation)),
        _reason("Leaned on", _leaned_on(explanation)),
        _reason("Nearest known", _nearest(explanation)),
        _reason("Confidence", prose_html(prose(explanation.confidence, 300))),
        _reason("Fingerprint", code_of(explanation.finding.fingerprint, 80)),
    ]
    return [row for row in rows if row]


def _reason(name: str, *inner: str) -> str:
    body = "".join(inner)
    return f"<div><dt>{name}</dt><dd>{body}</dd></div>" if body else ""


def _patch(explanation: Explanation) -> str:
    return diff(explanation.patch) if explanation.patch.strip() else ""


def _why(explanation: Explanation) -> str:
    link = ""
    if is_address(explanation.link):
        name = escape_html(one_line(explanation.finding.cwe or explanation.link, 60))
        link = " " + element("a", name, href=explanation.link, rel="noreferrer noopener")
    return prose_html(prose(explanation.why)) + link if explanation.why.strip() else ""


def _counterfactual(explanation: Explanation) -> str:
    return prose_html(prose(explanation.counterfactual.sentence, 300)) if explanation.counterfactual else ""


def _way(explanation: Explanation) -> str:
    steps = [f"line {step.line}, {escape_html(prose(step.note, 120))}: {code_of(step.text)}" for step in explanation.steps[:50]]
    return element("ol", "".join(element("li", step) for step in steps)) if steps else ""


def _leaned_on(explanation: Explanation) -> str:
    shown = explanation.leaned_on[:12]
    most = max((abs(leaning.weight) for leaning in shown), default=0.0)
    rows = []
    for leaning in shown:
        gone = " (taken away)" if leaning.side == "before" else ""
        words = f'<span class="share">{leaning.weight:+.2f}</span>{weight_bar(leaning.weight, most)}'
        rows.append(element("li", f"{words}<span>line {leaning.line}{gone}: {code_of(leaning.text)}</span>"))
    return element("ul", "".join(rows), "leaned") if rows else ""


def _nearest(explanation: Explanation) -> str:
    rows = []
    for known in explanation.nearest[:8]:
        facts = ", ".join(escape_html(prose(fact, 120)) for fact in (known.where, known.cwe, known.severity) if fact.strip())
        words = f"{code_of(known.id, 60)} {escape_html(prose(known.title, 200))}"
        rows.append(
            element("li", f'<span class="share">{known.similarity:.2f}</span><span>{words} <span class="facts">{facts}</span></span>')
        )
    return element("ul", "".join(rows), "known") if rows else ""
