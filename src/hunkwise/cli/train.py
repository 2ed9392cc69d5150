"""`hunkwise train`: a model from a data folder, from an organisation's own findings, or from both."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hunkwise.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from hunkwise.training.looks import Look


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Folder of public data: trains every part anew.")
@click.option(
    "--findings",
    type=click.Path(path_type=Path),
    help="Folder of a findings dataset: alone it adapts a model.",
)
@click.option(
    "--mined",
    type=click.Path(path_type=Path),
    help="Folder that `hunkwise findings mine` wrote: learned from together with --data.",
)
@click.option("--base", type=click.Path(path_type=Path), help="Model that findings alone adapt. Default: the shipped one.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write the model to.")
@click.option("--seed", default=1, show_default=True, help="The same data and seed give the same model.")
@click.option(
    "--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes that read samples; each needs about 300 MB."
)
def train(data: Path | None, findings: Path | None, mined: Path | None, base: Path | None, output: Path, seed: int, workers: int) -> None:
    """Train a model, or adapt one to your findings.

    With --data all parts are trained and measured on held-out projects (about half an hour on two cores). With --findings alone, the
    weakness head and the memory of a model learn from your findings in seconds; what so few can show is said at the end.

    \b
      hunkwise train --findings examples/findings -o my-model
      hunkwise train --data DATA --findings FINDINGS -o my-model
      hunkwise train --data DATA --mined MINED -o my-model
      hunkwise scan --model my-model
    """
    if data is None and findings is None:
        raise UsageError("there is nothing to train on", "Give --data, --findings or both")
    if data is not None and base is not None:
        raise UsageError("--data trains every part anew and starts from no --base", "Leave one of them out")
    if mined is not None and data is None:
        raise UsageError("mined changes alone hold no malicious files to learn from", "Give --data as well")
    _require_extra()
    _require_writable(output)
    from hunkwise.findings import read_reserved
    from hunkwise.signals import Signals
    from hunkwise.training.model_card import model_card
    from hunkwise.training.train import fit, mined_corpus, public_corpus, save

    if data is None:
        assert findings is not None  # noqa: S101  (checked above)
        _adapt(findings, base, output, workers)
        return
    corpus = public_corpus(data, seed, workers, _tell)
    if mined is not None:
        more = mined_corpus(mined, read_reserved(data / "reserved.txt"), workers, _tell)
        corpus = corpus._replace(looks=[*corpus.looks, *more.looks], data=corpus.data | more.data)
    if findings is not None:
        found = _findings(findings, workers)
        corpus = corpus._replace(looks=[*corpus.looks, *found[0]], data=corpus.data | found[1])
    trained = fit(corpus, Signals.load(), seed, _tell)
    manifest = save(trained, output, model_card(trained.manifest))
    click.echo(f"The model is in {output}.")
    for name, value in manifest.metrics.items():
        click.echo(f"  {name}, held-out projects: {value}")


def _adapt(findings: Path, base: Path | None, output: Path, workers: int) -> None:
    from hunkwise.heads import load_model
    from hunkwise.training.adapt import adapt
    from hunkwise.training.model_card import model_card
    from hunkwise.training.train import save

    model = load_model(base)
    looks, data = _findings(findings, workers)
    trained, conclusion = adapt(model, looks, data)
    save(trained, output, model_card(trained.manifest, conclusion.sentence))
    click.echo(f"The model is in {output}.")
    click.echo(f"{conclusion.sentence}.")


def _findings(folder: Path, workers: int) -> tuple[list["Look"], dict[str, str]]:
    from hunkwise.findings import discover, load, propose
    from hunkwise.training.corpus import finding_samples, fingerprint
    from hunkwise.training.train import examined

    layout = discover(folder)
    dataset = load(folder, propose(layout).mapping)
    for problem in dataset.problems[:5]:
        _tell(f"left out: {problem.kind} {problem.id}: {problem.reason}")
    if len(dataset.problems) > 5:
        _tell(f"and {len(dataset.problems) - 5} more; `hunkwise findings check {folder}` lists all")
    samples = list(finding_samples(dataset))
    if not samples:
        raise InputError(f"no finding in {folder} can be used", "See `hunkwise findings check` for the reasons")
    paths = [path for path in sorted(folder.glob("*.json*")) if path.is_file()]
    return examined(samples, workers, _tell), {f"findings {path.name}": fingerprint(path) for path in paths}


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _require_extra() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("lightgbm", "sklearn", "scipy") if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"training needs {', '.join(missing)}, which this installation lacks", "Install it with: pip install 'hunkwise[train]'"
        )


def _require_writable(folder: Path) -> None:
    """Half an hour of training shouldn't end at a folder that can't be written."""
    nearest = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise OutputError(f"the model can't be written to {folder}", "Choose a folder that can be written and has room")
