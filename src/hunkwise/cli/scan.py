"""`hunkwise scan`: the review of a change."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from hunkwise.cli.output import write_file, write_standard
from hunkwise.cli.progress import Advance, progress
from hunkwise.cli.review import ReviewRequest, open_detector, open_settings, open_source, own_signals, request_of, source_options, watched
from hunkwise.cli.terminal import PLAIN, coloured, columns
from hunkwise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hunkwise.change import Source
    from hunkwise.explain.model import Report
    from hunkwise.judge import Settings

LEVELS = ("low", "medium", "high", "critical", "never")
FORMATS = ("text", "json", "sarif", "markdown", "html", "github")
SUFFIXES = {".txt": "text", ".json": "json", ".sarif": "sarif", ".md": "markdown", ".html": "html", ".log": "github"}


@click.command("scan")
@source_options
@click.option("--format", "form", type=click.Choice(FORMATS), help="Of the report.  [default: text; of a FILE, as its name ends]")
@click.option(
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write the report to FILE as well; repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Exit with 1 from findings of this severity; never only reports.  [default: the repository's]",
)
@click.option("--show-dropped", is_flag=True, help="List what was found but not told: suppressed, below the budget, already there before.")
@click.option("--width", type=click.IntRange(40, 400), help="Columns of the text report.  [default: the terminal's, or 80]")
def command(
    *,
    form: str | None,
    outputs: tuple[Path, ...],
    fail_on: str | None,
    show_dropped: bool,
    width: int | None,
    **change: Any,
) -> None:
    """Review a change of the repository REPO (default: this folder) and say which lines look vulnerable or malicious.

    Nothing of the repository is run, and nothing leaves this machine. Settings and suppressions are read from the base, so that a change
    can't loosen its own review.

    \b
    hunkwise scan                                    this branch against the main branch
    hunkwise scan --base v1.2 --head v1.3            what a release brings
    hunkwise scan --staged --fail-on high            as a pre-commit hook
    git diff | hunkwise scan --patch -               any patch
    hunkwise scan --tree src --output report.html    all code of a folder

    \b
    Exit codes: 0 nothing at or over --fail-on, 1 findings at or over it, 2 the request is wrong,
    3 git, disk or the like failed, 4 the model is not to be trusted, 130 interrupted.
    """
    from hunkwise.judge import fails

    request = request_of(fail_on=fail_on, **change)
    forms = [(path, form or form_of(path)) for path in outputs]
    source = open_source(request)
    settings = open_settings(request, source)
    report = review(request, source, settings)
    for path, wanted in forms:
        write_file(path, rendered(report, wanted, show_dropped, width or PLAIN, colour=False))
    if form is None or not outputs:
        write_standard(rendered(report, form or "text", show_dropped, width or columns(), colour=form in (None, "text") and coloured()))
    if fails(report.verdict, settings):
        click.get_current_context().exit(1)


def review(request: ReviewRequest, source: "Source", settings: "Settings") -> "Report":
    """The report on everything that `source` gives. Raises what reading, opening the model and judging raise."""
    started = time.perf_counter()
    if request.kind == "tree":
        report = _tree(request, source, settings)
    else:
        with progress("Reading the change"):
            change = next(source.changes())
        with progress("Reviewing files", len(change.files)) as advance:
            report = watched(open_detector(request.model, own_signals(source)), advance).report(change, settings)
    return structs.replace(report, verdict=structs.replace(report.verdict, seconds=time.perf_counter() - started))


def _tree(request: ReviewRequest, source: "Source", settings: "Settings") -> "Report":
    """A whole tree: many small changes on all cores, one report."""
    from hunkwise.change import Change
    from hunkwise.cli.merge import merged
    from hunkwise.cli.parallel import reports

    name, own = str(request.path), own_signals(source)
    with progress("Reviewing files") as advance:
        found = merged(_counted(reports(source.changes(), settings, request.model, name, own=own), advance), name)
    return found or open_detector(request.model, own).report(Change(name, ()), settings)


def _counted(reports: "Iterable[Report]", advance: Advance) -> "Iterator[Report]":
    for report in reports:
        advance(report.verdict.files)
        yield report


def rendered(report: "Report", form: str, show_dropped: bool, width: int, colour: bool) -> str:
    """The report in one of `FORMATS`."""
    from hunkwise.render import View, renderer

    return renderer(form).render(report, View(width=width, colour=colour, show_dropped=show_dropped))


def form_of(path: Path) -> str:
    """The format that a file name asks for by its suffix. Raises UsageError for an unknown one."""
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"the name {path} doesn't tell the format of the report", f"End it with {', '.join(SUFFIXES)}, or add --format")
    return form
