"""The whole page: verdict, findings, what wasn't examined, notes, what wasn't told, versions."""

from importlib.resources import files

from hunkwise.explain.model import Report
from hunkwise.judge.model import Verdict
from hunkwise.render.escape import escape_html, prose_html
from hunkwise.render.html.card import card
from hunkwise.render.html.parts import element, path_of, risk_bar
from hunkwise.render.interface import Renderer, View
from hunkwise.render.words import (
    DROPPED_WORDS,
    dropped_words,
    examined,
    headline,
    plural,
    prose,
    skipped_by_reason,
    skipped_words,
    standing,
    state,
    versions,
)
from hunkwise.text import one_line

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Nothing is run and nothing is fetched, whatever the page holds."""


def render(report: Report, view: View) -> str:
    """The page. It lists dropped findings folded, or open with `show_dropped`."""
    verdict = report.verdict
    body = [
        _header(verdict),
        element("main", _contents(report) + _findings(report) + _skipped(verdict) + _notes(verdict) + _dropped(verdict, view)),
        element("footer", " · ".join(f"{name} {element('code', escape_html(value))}" for name, value in versions(verdict))),
    ]
    style = (files("hunkwise.render.html") / "style.css").read_text("utf-8")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape_html(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape_html(headline(verdict))} · Hunkwise</title>\n<style>\n{style}</style>"
    )
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n' + "\n".join(body) + "\n</body>\n</html>\n"


def _header(verdict: Verdict) -> str:
    change = element("p", f"Hunkwise · {escape_html(one_line(verdict.change, 120))}", "brand")
    bar = risk_bar(verdict.risk, verdict.threshold, verdict.flagged)
    parts = [change, element("h1", escape_html(headline(verdict))), bar, element("p", escape_html(standing(verdict)))]
    parts.append(element("p", escape_html(examined(verdict)), "facts"))
    return element("header", "".join(parts), f"verdict {state(verdict)}")


def _contents(report: Report) -> str:
    if not report.explanations and report.verdict.flagged:
        places = "".join(element("li", f"{file.risk:.2f} {path_of(file.path, file.line)}") for file in report.verdict.places[:20])
        return _section("Where the risk is", element("ol", places))
    if len(report.explanations) < 4:
        return ""
    rows = []
    for number, explanation in enumerate(report.explanations, start=1):
        found = explanation.finding
        link = element("a", escape_html(prose(found.title, 120)), href=f"#finding-{number}")
        rows.append(element("li", f"{element('span', found.severity, f'badge {found.severity}')} {link} {path_of(found.path, found.line)}"))
    return element("nav", element("ol", "".join(rows)), "contents", aria_label="Findings")


def _findings(report: Report) -> str:
    cards = "\n".join(card(explanation, number) for number, explanation in enumerate(report.explanations, start=1))
    return element("section", f'<h2 class="unseen">Findings</h2>\n{cards}') if cards else ""


def _section(title: str, inner: str, name: str = "") -> str:
    return element("section", element("h2", escape_html(title)) + inner, f"aside {name}".strip())


def _skipped(verdict: Verdict) -> str:
    if not verdict.skipped:
        return ""
    groups = []
    for reason, items in skipped_by_reason(verdict.skipped):
        rows = "".join(element("li", escape_html(skipped_words(item))) for item in items)
        summary = element("summary", f"{escape_html(reason)} ({len(items):,})")
        groups.append(element("details", summary + element("ul", rows), **({"open": "open"} if len(items) <= 20 else {})))
    return _section(f"Not examined: {plural(len(verdict.skipped), 'thing')}", "".join(groups), "unexamined")


def _notes(verdict: Verdict) -> str:
    rows = "".join(element("li", prose_html(prose(note))) for note in verdict.notes)
    return _section("Notes", element("ul", rows)) if rows else ""


def _dropped(verdict: Verdict, view: View) -> str:
    if not verdict.dropped:
        return ""
    rows = []
    for item in verdict.dropped:
        found = item.finding
        why = ": ".join(part for part in (DROPPED_WORDS[item.reason], prose(item.detail, 300)) if part)
        badge = element("span", found.severity, f"badge {found.severity}")
        what = f"{badge} {escape_html(prose(found.title, 120))} {path_of(found.path, found.line)}"
        rows.append(element("li", f'{what} <span class="facts">risk {found.risk:.2f}, {escape_html(why)}</span>'))
    summary = element("summary", escape_html(dropped_words(verdict)))
    folded = element("details", summary + element("ul", "".join(rows)), **({"open": "open"} if view.show_dropped else {}))
    return _section("Not told", folded)


RENDERER = Renderer("html", ".html", render)
