"""`hunkwise explain`: one finding at length."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hunkwise.cli.output import write_standard
from hunkwise.cli.review import open_settings, open_source, request_of, source_options
from hunkwise.cli.terminal import coloured, columns
from hunkwise.errors import RecordError, UsageError

if TYPE_CHECKING:
    from hunkwise.explain.model import Explanation, Report
    from hunkwise.judge.model import Finding

LARGEST_REPORT = 512 * 1024 * 1024


@click.command("explain")
@click.argument("target")
@source_options
@click.option(
    "--report", "recorded", metavar="FILE", type=click.Path(path_type=Path), help="Take it from a JSON report instead of judging."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="json is for programs.  [default: text]")
@click.option("--width", type=click.IntRange(40, 400), help="Columns of the text.  [default: the terminal's, or 80]")
def command(*, target: str, recorded: Path | None, form: str, width: int | None, **change: Any) -> None:
    """Show the finding TARGET at length: what is wrong, all the evidence, what the model leaned on, what-if, remedy.

    TARGET is a place as PATH:LINE, a PATH with one finding, or the first digits of a fingerprint. The change is named as for `scan`.

    \b
    hunkwise explain api/orders.py:46
    hunkwise explain 3fa2 --base main --head pr
    hunkwise explain 3fa2 --report report.json
    """
    report = _read(recorded) if recorded is not None else _judged(change)
    finding = find(report, target)
    for number, explanation in enumerate(report.explanations, start=1):
        if explanation.finding.fingerprint == finding.fingerprint:
            write_standard(_shown(explanation, number, form, width or columns()))


def _judged(change: dict[str, Any]) -> "Report":
    from hunkwise.cli.scan import review

    request = request_of(**change)
    source = open_source(request)
    return review(request, source, open_settings(request, source))


def _read(path: Path) -> "Report":
    """The report in a file. Raises RecordError where there is none."""
    from hunkwise.render.json import read_report

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_REPORT + 1)
    except OSError as error:
        remedy = "Write one with `hunkwise scan --output report.json`"
        raise RecordError(f"the report {path} can't be read: {error.strerror}", remedy) from error
    if len(content) > LARGEST_REPORT:
        raise RecordError(f"the report {path} is larger than {LARGEST_REPORT:,} bytes", "Scan a smaller change")
    return read_report(content)


def find(report: "Report", target: str) -> "Finding":
    """The one finding that `target` names. Raises UsageError where it names none or several, and says which there are."""
    findings = report.verdict.findings
    named = [finding for finding in findings if names(target, finding)]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f"{target} names {len(named)} findings", f"Choose one: {_places(named)}")
    for dropped in report.verdict.dropped:
        if names(target, dropped.finding):
            problem = f"what is at {target} is not told ({dropped.reason}) {dropped.detail}".rstrip()
            raise UsageError(problem, "`hunkwise scan --show-dropped` lists everything that isn't told")
    raise UsageError(f"there is no finding at {target}", f"Choose one: {_places(findings)}" if findings else "The change has no findings")


def names(target: str, finding: "Finding") -> bool:
    """Whether `target` is the finding's path, a place in it, or the beginning (three digits or more) of its fingerprint."""
    path, _, line = target.rpartition(":")
    if finding.path == path and line.isdecimal() and _covers(finding, int(line)):
        return True
    return finding.path == target or (len(target) >= 3 and finding.fingerprint.startswith(target))


def _covers(finding: "Finding", line: int) -> bool:
    return line in finding.lines or finding.line <= line <= finding.end


def _places(findings: "list[Finding] | tuple[Finding, ...]") -> str:
    shown = ", ".join(f"{finding.path}:{finding.line} ({finding.fingerprint[:8]})" for finding in findings[:8])
    return shown + (f" and {len(findings) - 8} more" if len(findings) > 8 else "")


def _shown(explanation: "Explanation", number: int, form: str, width: int) -> str:
    if form == "json":
        from hunkwise.render.json import encode

        return encode(explanation)
    from hunkwise.render import View
    from hunkwise.render.finding import render_finding

    return render_finding(explanation, View(width=width, colour=coloured(), full=True), number)
