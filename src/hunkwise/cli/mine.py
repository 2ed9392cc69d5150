"""`hunkwise findings mine`: git histories as training data."""

from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hunkwise.cli.progress import progress
from hunkwise.errors import UsageError
from hunkwise.text import one_line

if TYPE_CHECKING:
    from hunkwise.findings import MinedTally

_FOLDER = click.Path(path_type=Path)


@click.command(short_help="Make training data from the histories of repositories.")
@click.argument("repos", nargs=-1, required=True, metavar="REPO...")
@click.option(
    "--output", "-o", type=_FOLDER, required=True, metavar="DIR", help="The folder to write; what stands there is kept and not made anew."
)
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with lists of known fixes and introductions (fix-commits.jsonl.gz, introductions.jsonl.gz).",
)
@click.option(
    "--reserved", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="List of projects kept for judging: they are refused."
)
@click.option("--seed", default=1, show_default=True, help="The same histories and seed give the same records.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Repositories read at the same time.")
def mine(repos: tuple[str, ...], output: Path, facts: Path | None, reserved: Path | None, seed: int, workers: int) -> None:
    """Make training data from git histories: security fixes, commits that let flaws in, and ordinary commits like them.

    REPO is the folder of a clone with its whole history (a bare one will do), or NAME=FOLDER to give it the name OWNER/NAME. Fixes are
    known by lists (--facts), by advisories in messages, or by their wording; each record says which and how sure. Nothing of a repository
    runs. An interrupted run goes on where it stopped. DIR gets change records (changes/) for `hunkwise train --mined DIR` and the three
    files of a findings dataset for `hunkwise train --findings DIR`.

    \b
      hunkwise findings mine ~/src/shop ~/src/billing -o mined
      hunkwise train --data DATA --mined mined -o my-model
    """
    from hunkwise.findings import Facts, findings_file, join, mine_into, read_facts

    known = read_facts(facts) if facts is not None else {}
    places = _places(repos)
    _refuse_reserved(places, reserved)
    tallies: list[MinedTally] = []
    with progress("Mining", len(places)) as advance, ProcessPoolExecutor(min(workers, len(places))) as pool:
        waiting = [pool.submit(mine_into, path, name, known.get(name.lower(), Facts()), output, seed) for name, path in places.items()]
        for done in as_completed(waiting):
            tallies.append(done.result())
            advance(1)
    tallies.sort(key=lambda tally: tally.name)
    written = join([part for name in sorted(places) if (part := findings_file(output, name)).exists()], output)
    _show(tallies)
    click.echo(f"\n{written:,} findings and the change records are in {one_line(str(output))}")


def _places(repos: tuple[str, ...]) -> dict[str, Path]:
    from hunkwise.findings import named

    places: dict[str, Path] = {}
    for repo in repos:
        name, _, folder = repo.rpartition("=") if "=" in repo and not Path(repo).exists() else ("", "", repo)
        path = Path(folder)
        if not path.is_dir():
            raise UsageError(f"{one_line(repo, 200)!r} is no folder", "Give the folder of a clone, or OWNER/NAME=FOLDER")
        name = name or named(path)
        if name in places:
            raise UsageError(f"two repositories are called {one_line(name, 100)!r}", "Name one of them: OWNER/NAME=FOLDER")
        places[name] = path
    return places


def _refuse_reserved(places: dict[str, Path], listed: Path | None) -> None:
    """A reserved project is refused by its name or by that of the repository alone, which forks share."""
    if listed is None:
        return
    from hunkwise.findings import is_reserved, read_reserved

    kept_back = read_reserved(listed)
    for name in places:
        if is_reserved(name, kept_back):
            raise UsageError(f"{one_line(name, 100)} is reserved for judging", "Leave it out")


def _show(tallies: "list[MinedTally]") -> None:
    click.echo(f"{'repository':<44}{'fixes':>8}{'let in':>8}{'ordinary':>10}")
    for tally in tallies:
        name = one_line(tally.name, 43)
        if tally.problem:
            click.echo(f"{name:<44}  {one_line(tally.problem, 120)}")
        else:
            click.echo(f"{name:<44}{tally.fixes:>8,}{tally.introductions:>8,}{tally.ordinary:>10,}")
    total = [sum(getattr(tally, part) for tally in tallies) for part in ("fixes", "introductions", "ordinary")]
    click.echo(f"{'together':<44}{total[0]:>8,}{total[1]:>8,}{total[2]:>10,}")
