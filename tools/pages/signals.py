"""A page for each signal, and the table of all, from the signals themselves."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from hunkwise.cli.signals import languages
from hunkwise.signals import Example, Signal, Signals
from hunkwise.text import visible
from pages import NOTE, fenced, table

WIDEST = 160
FENCES = {"csharp": "cs", "cpp": "cpp", "shell": "sh", "javascript": "js", "typescript": "ts", "workflow": "yaml", "manifest": "json"}


def documents(_root: Path) -> Mapping[str, str]:
    """`docs/reference/signals/<id>.md` and its index."""
    signals = list(Signals.load())
    rows = [
        (f"[{signal.id}]({signal.id}.md)", signal.cwe or signal.tactic, languages(signal), signal.maturity, signal.title)
        for signal in signals
    ]
    index = f"""\
# Signals

{NOTE}

What the rules look for. A signal sees one thing with certainty and carries the words for it; the trained heads weigh it with everything
else. `hunkwise signals` prints this list, `hunkwise signals ID` a page.

{table(("signal", "CWE or tactic", "languages", "maturity", "title"), rows)}
"""
    return {"docs/reference/signals/index.md": index, **{f"docs/reference/signals/{signal.id}.md": page(signal) for signal in signals}}


def page(signal: Signal) -> str:
    """The page of one signal."""
    facts = [
        (
            "Weakness",
            f"[{signal.cwe}](https://cwe.mitre.org/data/definitions/{signal.cwe.removeprefix('CWE-')}.html)" if signal.cwe else "-",
        ),
        ("Tactic", signal.tactic or "-"),
        ("Category", f"`{signal.category}`"),
        ("Severity", signal.severity),
        ("Languages", ", ".join(sorted(signal.languages))),
        ("Evidence", signal.kind),
        ("Since", f"{signal.since} ({signal.maturity})"),
    ]
    parts = [f"# {signal.id}: {signal.title}", NOTE, table(("", ""), facts)]
    sections = (
        ("What it sees", signal.promise),
        ("Why it matters", signal.why),
        ("Stays quiet when", signal.quiet),
        ("Remedy", signal.remedy),
    )
    parts += [f"## {heading}\n\n{text.strip()}" for heading, text in sections]
    parts += ["## Fires on", *map(_shown, signal.fires), "## Stays quiet on", *map(_shown, signal.stays_quiet)]
    return "\n\n".join(parts) + "\n"


def _shown(example: Example) -> str:
    """New code as code, a change as a diff, with the path where that matters."""
    where = f"`{example.path}`\n\n" if example.path else ""
    before, after = _lines(example.before), _lines(example.after)
    if not before:
        return where + fenced("\n".join(after), FENCES.get(example.language, example.language))
    changed = list(difflib.unified_diff(before, after, n=100, lineterm=""))[3:]
    return where + fenced("\n".join(changed or after), "diff")


def _lines(code: str) -> list[str]:
    """The lines of an example as a page can show them: hidden characters by name, very long lines cut."""
    lines = visible(code).strip("\n").splitlines()
    return [line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines]
