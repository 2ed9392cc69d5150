"""`hunkwise predict`: a risk for each of many patches, from and to JSON lines."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from hunkwise.cli.progress import progress
from hunkwise.cli.review import open_detector
from hunkwise.errors import OutputError

if TYPE_CHECKING:
    from hunkwise.training.rate import Rating


@click.command("predict")
@click.argument("items", metavar="ITEMS", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), required=True, help="The predictions to write; whole or not at all."
)
@click.option("--model", metavar="DIR", type=click.Path(path_type=Path), help="Rate with your own model (see `hunkwise train`).")
def command(*, items: Path, output: Path, model: Path | None) -> None:
    """Rate every patch in ITEMS, JSON lines (plain or gzip) of {"item": name, "patch": unified diff}.

    A prediction is {"item", "risk", "places"}: the risk in [0, 1], and the worst places first, each {"path", "line"}. Predictions stand in
    the order of the items. A patch that can't be read gets risk 0 and a "skipped" that says why.

    \b
    hunkwise predict items.jsonl -o predictions.jsonl
    hunkwise predict items.jsonl.gz -o predictions.jsonl --model my-model
    """
    from hunkwise.change import Item, read_records
    from hunkwise.judge import Settings
    from hunkwise.text import one_line
    from hunkwise.training.rate import ratings

    count, skipped = 0, 0
    with replacing(output) as file, progress("Rating patches") as advance:
        for rating in ratings(read_records(items, Item), partial(open_detector, model), Settings()):
            file.write(line_of(rating))
            count, skipped = count + 1, skipped + bool(rating.skipped)
            advance(1)
    click.echo(f"{count:,} predictions written to {one_line(str(output))}", err=True)
    if skipped:
        click.echo(f'Warning: {skipped:,} patches couldn\'t be read and have risk 0; their "skipped" says why.', err=True)


def line_of(rating: "Rating") -> bytes:
    """A prediction as a line of JSON, with all digits of the risk, so that no two changes are made equal."""
    import msgspec

    told = {"item": rating.item, "risk": rating.risk, "places": rating.places}
    return msgspec.json.encode(told | ({"skipped": rating.skipped} if rating.skipped else {})) + b"\n"


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when all of it has been written; after an error what stood at `path` still stands.

    A device or pipe is written to directly. Raises OutputError where the folder isn't there, can't be written to or is full.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        scratch = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            scratch.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
            scratch.replace(path)
        finally:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"{path} can't be written: {error.strerror or error}", "Name a file in a folder that is there, with room, that you may write to"
        ) from error
