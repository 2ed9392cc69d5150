"""`hunkwise evaluate`: what a model is worth on changes that it hasn't seen, as a score card."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from hunkwise.cli.output import write_file, write_standard
from hunkwise.cli.progress import progress
from hunkwise.cli.review import open_detector
from hunkwise.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hunkwise.training.evaluate import Split
    from hunkwise.training.tasks import Task

NAMES = ("changes", "introductions", "files", "grafts", "bundles", "locate")


@click.command("evaluate")
@click.argument("folder", metavar="DATA_FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--split", type=click.Choice(["dev", "train"]), default="dev", show_default=True, help="Figures on train only show what was learned."
)
@click.option("--task", "tasks", type=click.Choice(NAMES), multiple=True, help="Run this task; repeatable.  [default: all with data]")
@click.option("--model", metavar="DIR", type=click.Path(path_type=Path), help="Measure your own model (see `hunkwise train`).")
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default="score-card",
    show_default=True,
    help="Write card.json, card.md and card.html there.",
)
def command(*, folder: Path, split: str, tasks: tuple[str, ...], model: Path | None, output: Path) -> None:
    """Measure a model on the data in DATA_FOLDER, print the figures, and write a score card.

    DATA_FOLDER holds changes, introductions, files (each with dev.jsonl.gz and train.jsonl.gz) and findings, as far as you have them.
    The card says what every figure means, how sure it is, and what it was measured on.

    \b
    hunkwise evaluate data
    hunkwise evaluate data --task changes --task bundles --model my-model --output my-card
    """
    from hunkwise.training.card import to_html, to_json, to_markdown, to_table
    from hunkwise.training.evaluate import evaluate, runnable

    chosen = runnable(folder, cast("Split", split), cast("Sequence[Task]", tasks))
    try:
        output.mkdir(parents=True, exist_ok=True)  # before the hour of work
    except OSError as error:
        raise OutputError(f"the folder {output} can't be made: {error.strerror}", "Name another with --output") from error
    score = evaluate(
        folder,
        partial(open_detector, model),
        split=cast("Split", split),
        tasks=chosen,
        watch=lambda task, total: progress(f"Rating {task}", total),
    )
    for name, text in (("card.json", to_json(score)), ("card.md", to_markdown(score)), ("card.html", to_html(score))):
        write_file(output / name, text)
    write_standard(to_table(score))
    click.echo(f"Score card written to {output / 'card.html'}, card.md and card.json.", err=True)
