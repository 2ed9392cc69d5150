"""`hunkwise findings`: check a dataset of known findings, write it anew in the plain form, make one from histories."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hunkwise.cli.mine import mine
from hunkwise.cli.progress import progress
from hunkwise.text import one_line

if TYPE_CHECKING:
    from hunkwise.findings import Mapping, Problem, Proposal, Report, Tally

SHOWN = 5
"""Records shown for each reason in text; JSON has all."""

_FOLDER = click.Path(path_type=Path)


@click.group(name="findings")
def command() -> None:
    """Known findings as training data: check a dataset, import it, mine histories.

    A dataset is a folder with three files: code_files.json (source files), findings.json or any findings*.json (what was found, with
    explanation and severity) and findings_file_links.json (which finding concerns which file). Each may be an array, an object keyed by id
    or JSON lines, and may be packed as .gz. Files of many gigabytes are read in little memory.
    """


command.add_command(mine)


def _mapping_options(function: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option(
            "--mapping", "mapping_file", type=_FOLDER, metavar="FILE", help="Take field names from this TOML file instead of guessing them."
        ),
        click.option(
            "--write-mapping",
            type=_FOLDER,
            metavar="FILE",
            help="Write the field names in use to a new TOML file, to correct and give to --mapping.",
        ),
        click.option(
            "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="JSON names every record."
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command.command(short_help="Say what a dataset holds and what of it can't be used.")
@click.argument("folder", type=_FOLDER, metavar="DIR")
@_mapping_options
@click.option("--strict", is_flag=True, help="Exit with 1 if any record can't be used: for a pipeline that must not lose one.")
@click.pass_context
def check(context: click.Context, *, folder: Path, mapping_file: Path | None, write_mapping: Path | None, form: str, strict: bool) -> None:
    """Say what the dataset in DIR holds and why some of its records can't be used.

    \b
    Examples:
      hunkwise findings check data/audits
      hunkwise findings check data/audits --write-mapping audits.toml
      hunkwise findings check data/audits --mapping audits.toml --format json
    """
    from hunkwise.findings import PASSES, check, discover

    mapping, proposal = _mapping(folder, mapping_file, write_mapping)
    with progress("Checking", PASSES * discover(folder).size) as advance:
        result = check(folder, mapping, advance)
    _show(result, mapping, proposal, form)
    if strict and result.problems:
        context.exit(1)


@command.command(name="import", short_help="Write the usable records as three plain files.")
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option(
    "--output", "-o", type=_FOLDER, required=True, metavar="DIR", help="The folder to write: new, empty, or an earlier import to replace."
)
@_mapping_options
def import_command(*, folder: Path, output: Path, mapping_file: Path | None, write_mapping: Path | None, form: str) -> None:
    """Write what can be used of the dataset in DIR as three plain files, with a report on the rest.

    The output has one set of field names, four severities and no duplicates; `hunkwise train --findings` reads it, and so can you.
    It appears whole or not at all, and report.json names every record that was left out.

    \b
    Example:
      hunkwise findings import data/audits --mapping audits.toml --output data/imported
    """
    from hunkwise.findings import PASSES, discover, import_

    mapping, proposal = _mapping(folder, mapping_file, write_mapping)
    with progress("Importing", (PASSES + 1) * discover(folder).size) as advance:
        result = import_(folder, output, mapping, advance)
    _show(result, mapping, proposal, form)
    if form == "text":
        click.echo(f"\nWritten to {one_line(str(output))}")


def _mapping(folder: Path, given: Path | None, written: Path | None) -> "tuple[Mapping, Proposal | None]":
    """The mapping from a file or proposed from the data, written where that is asked for."""
    from hunkwise.findings import discover, propose, read_mapping, write_mapping

    proposal = propose(discover(folder)) if given is None else None
    mapping = proposal.mapping if proposal is not None else read_mapping(Path(given or ""))
    if written is not None:
        write_mapping(mapping, written)
        click.echo(f"Field names written to {one_line(str(written))}", err=True)
    return mapping, proposal


def _show(result: "Report", mapping: "Mapping", proposal: "Proposal | None", form: str) -> None:
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode({"mapping": mapping, "report": result}), indent=1).decode())
        return
    for line in (*_mapping_lines(proposal), *_report_lines(result)):
        click.echo(line)


def _mapping_lines(proposal: "Proposal | None") -> Iterator[str]:
    if proposal is None:
        return
    yield "Field names (guessed; --write-mapping FILE writes them, --mapping FILE takes others)"
    for choice in proposal.choices:
        if choice.field or choice.why:
            field = one_line(choice.field, 40) or "-"
            yield (
                f"  {choice.role:<22}{field:<24}{choice.sureness:>5.0%}  {choice.why}"
                if choice.field
                else f"  {choice.role:<22}{field:<31}{choice.why}"
            )
    yield ""


def _report_lines(result: "Report") -> Iterator[str]:
    yield f"{'':<12}{'records':>10}{'used':>10}{'not usable':>12}"
    for name, tally in (("findings", result.findings), ("code files", result.files), ("links", result.links)):
        yield _row(name, tally)
    yield ""
    yield f"Files without a finding: {result.clean:,}"
    for title, counts in (("Severities", result.severities), ("Languages", result.languages), ("Lines found by", result.located)):
        yield f"{title}: " + (", ".join(f"{one_line(name, 40)} {count:,}" for name, count in counts.items()) or "none")
    repositories = list(result.repositories.items())
    rest = f" and {len(repositories) - SHOWN:,} more" if len(repositories) > SHOWN else ""
    yield (
        f"Repositories ({len(repositories):,}): "
        + ", ".join(f"{one_line(name, 60)} {count:,}" for name, count in repositories[:SHOWN])
        + rest
    )
    if result.problems:
        yield ""
        yield "Records that can't be used"
        yield from _problem_lines(result)
    else:
        yield "Every record can be used."


def _row(name: str, tally: "Tally") -> str:
    return f"{name:<12}{tally.total:>10,}{tally.used:>10,}{tally.unusable:>12,}"


def _problem_lines(result: "Report") -> Iterator[str]:
    from hunkwise.findings.model import MEANINGS

    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in result.problems:
        groups.setdefault((problem.kind, problem.reason), []).append(problem)
    for (kind, _), problems in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {len(problems):,} {kind}: {MEANINGS[problems[0].reason]} ({problems[0].reason})"
        for problem in problems[:SHOWN]:
            detail = f": {one_line(problem.detail, 120)}" if problem.detail else ""
            place = f"{one_line(problem.source, 60)} record {problem.number:,}, byte {problem.offset:,}"
            yield f"    {place}  {one_line(problem.id, 60)}{detail}"
        if len(problems) > SHOWN:
            yield f"    and {len(problems) - SHOWN:,} more (--format json names all)"
