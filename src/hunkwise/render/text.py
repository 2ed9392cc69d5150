"""The report for a terminal: the verdict, each finding, what wasn't examined, what was left out, what produced it."""

from collections.abc import Iterator

from rich.text import Text

from hunkwise.explain.model import Report
from hunkwise.judge.model import Verdict
from hunkwise.render.finding import SEVERITY_STYLE, blocks, words
from hunkwise.render.interface import Renderer, View
from hunkwise.render.page import Block, hanging
from hunkwise.render.words import (
    DROPPED_WORDS,
    dropped_words,
    examined,
    headline,
    place,
    prose,
    skipped_by_reason,
    skipped_words,
    standing,
    state,
    versions,
)

_STATE_STYLE = {"findings": "bold red", "partial": "bold yellow", "unexamined": "bold yellow", "empty": "bold", "clean": "bold green"}


def render(report: Report, view: View) -> str:
    """The report at the width of `view`, with or without colour."""
    return hanging(_report(report, view), view)


def _report(report: Report, view: View) -> Iterator[Block]:
    verdict = report.verdict
    yield from _verdict(verdict)
    for number, explanation in enumerate(report.explanations, start=1):
        yield Block()
        yield Block(Text("─" * min(max(view.width, 40), 100), style="dim"))
        yield from blocks(explanation, view, number)
    if report.explanations:
        yield Block()
        yield Block(Text("─" * min(max(view.width, 40), 100), style="dim"))
    yield from _skipped(verdict, view)
    yield from _notes(verdict)
    yield from _dropped(verdict, view)
    yield Block()
    yield Block(body=Text(" · ".join(f"{name} {value}" for name, value in versions(verdict)), style="dim"))


def _verdict(verdict: Verdict) -> Iterator[Block]:
    yield Block(body=Text(headline(verdict), style=_STATE_STYLE[state(verdict)]))
    yield Block(body=Text(standing(verdict)))
    yield Block(body=Text(examined(verdict), style="dim"))
    if verdict.flagged and not verdict.findings:
        for file in verdict.places[:5]:
            yield Block(Text("  "), Text(f"{file.risk:.2f}  {place(file.path, file.line)}"))


def _skipped(verdict: Verdict, view: View) -> Iterator[Block]:
    if not verdict.skipped:
        return
    yield Block()
    yield Block(body=Text("Not examined", style="bold yellow"))
    for reason, items in skipped_by_reason(verdict.skipped):
        yield Block(Text("  "), Text(f"{reason} ({len(items)})"))
        shown = items if view.full else items[:10]
        for item in shown:
            yield Block(Text("    "), Text(skipped_words(item), style="dim"))
        if len(items) > len(shown):
            yield Block(Text("    "), Text(f"… and {len(items) - len(shown):,} more", style="dim"))


def _notes(verdict: Verdict) -> Iterator[Block]:
    if verdict.notes:
        yield Block()
        yield Block(body=Text("Notes", style="bold"))
    for note in verdict.notes:
        yield Block(Text("  "), words(note))


def _dropped(verdict: Verdict, view: View) -> Iterator[Block]:
    if not verdict.dropped:
        return
    yield Block()
    yield Block(body=Text(f"Not told: {dropped_words(verdict)}", style="bold" if view.show_dropped else "dim"))
    if not view.show_dropped:
        return
    for item in verdict.dropped:
        found = item.finding
        severity = (found.severity, SEVERITY_STYLE[found.severity])
        row = Text.assemble(severity, f"  {prose(found.title, 120)}  ", (place(found.path, found.line), "cyan"))
        yield Block(Text("  "), row)
        why = ": ".join(part for part in (DROPPED_WORDS[item.reason], prose(item.detail, 300)) if part)
        yield Block(Text("    "), Text(f"risk {found.risk:.2f}, {why}", style="dim"))


RENDERER = Renderer("text", ".txt", render)
