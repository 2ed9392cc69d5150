"""Workflow commands for the log of a GitHub Actions job: findings become annotations on their lines."""

from collections import Counter
from collections.abc import Iterator

from hunkwise.explain.model import Explanation, Report
from hunkwise.judge.model import Verdict
from hunkwise.render.interface import Renderer, View
from hunkwise.render.words import (
    dropped_words,
    examined,
    first_sentence,
    headline,
    place,
    plural,
    prose,
    reason_words,
    skipped_words,
    standing,
    state,
    versions,
)
from hunkwise.text import visible

MOST = 10
"""Annotations of one level that GitHub shows for a step; the others become plain lines of the log."""

_LEVEL = {"critical": "error", "high": "error", "medium": "warning", "low": "notice"}
_JOINER = "\u200d"
"""Breaks what an older runner would obey in the middle of a line; shows as nothing."""


def render(report: Report, view: View) -> str:
    """The report as lines of a log. A line is a command of ours or is read as text: nothing from a repository can begin one."""
    return "".join(f"{line}\n" for line in (*_head(report.verdict), *_findings(report), *_tail(report.verdict)))


def _head(verdict: Verdict) -> Iterator[str]:
    yield _plain(f"Hunkwise: {headline(verdict)}. {standing(verdict)}. {examined(verdict)}.")
    if verdict.flagged and not verdict.findings:
        worst = "\n".join(f"{place(file.path, file.line)}: risk {file.risk:.2f}" for file in verdict.places[:5])
        yield _command("warning", worst, title=headline(verdict))


def _findings(report: Report) -> Iterator[str]:
    told: Counter[str] = Counter()
    for explanation in report.explanations:
        found = explanation.finding
        level = _LEVEL[found.severity]
        told[level] += 1
        title = f"{found.severity}: {prose(found.title, 200)}"
        if told[level] > MOST:
            yield _plain(f"{title} ({place(found.path, found.line)}, risk {found.risk:.2f})")
        else:
            yield _command(level, _message(explanation), title=title, file=visible(found.path), **_lines(explanation))


def _message(explanation: Explanation) -> str:
    found = explanation.finding
    gone = f"Line {found.line} before the change." if found.side == "before" else ""
    parts = [prose(explanation.cause), first_sentence(explanation.why), prose(explanation.remedy), f"{gone} Risk {found.risk:.2f}.".strip()]
    return "\n".join(part for part in parts if part)


def _lines(explanation: Explanation) -> dict[str, str]:
    """The lines in the new file: for what was taken away, the line that stands there now; none where there is no such line."""
    found = explanation.finding
    if found.side == "after":
        return {"line": str(found.line), "endLine": str(max(found.end, found.line))}
    gone = [at for at, line in enumerate(explanation.excerpt) if line.mark == "-" and line.pointed]
    last = gone[-1] if gone else -1
    beside = [line.number for line in (*explanation.excerpt[last + 1 :], *reversed(explanation.excerpt[: last + 1])) if line.mark != "-"]
    return {"line": str(beside[0])} if beside else {}


def _tail(verdict: Verdict) -> Iterator[str]:
    skipped = [f"{reason_words(item.reason)}: {skipped_words(item)}" for item in verdict.skipped]
    if skipped:
        title = f"Not examined: {plural(len(skipped), 'thing')}"
        yield _command("warning", "\n".join(skipped[:MOST]), title=title)
        yield from (_plain(f"Not examined, {line}") for line in skipped[MOST:])
    yield from (_command("notice", prose(note, 400), title="Hunkwise") for note in verdict.notes[:MOST])
    yield from (_plain(f"Note: {prose(note, 400)}") for note in verdict.notes[MOST:])
    if verdict.dropped:
        yield _plain(f"Not told: {dropped_words(verdict)}.")
    if state(verdict) != "empty":
        yield _plain("Judged by " + ", ".join(f"{name} {value}" for name, value in versions(verdict)) + ".")


def _command(name: str, message: str, **properties: str) -> str:
    """A workflow command. Both parts are escaped as the runner unescapes them."""
    named = ",".join(f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items())
    return f"::{name} {named}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _plain(text: str) -> str:
    """A line that no runner obeys; each begins with a word of ours."""
    return text.replace("\n", " ").replace("##[", f"##{_JOINER}[")


RENDERER = Renderer("github", ".log", render)
