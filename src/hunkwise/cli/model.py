"""`hunkwise model`: what a trained model is, and whether it is what it claims to be."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hunkwise.text import one_line

if TYPE_CHECKING:
    from hunkwise.heads import Manifest
    from hunkwise.heads.artifact import Threshold

_FOLDER = click.Path(path_type=Path)


@click.group("model")
def command() -> None:
    """Show or verify a model directory. Without DIR it is the one that ships with the program."""


@command.command("show")
@click.argument("directory", metavar="[DIR]", required=False, type=_FOLDER)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="json is for programs.  [default: text]")
def show(directory: Path | None, form: str) -> None:
    """What the model in DIR was trained on, how good it measured, and from which risk on it alerts for a budget."""
    from hunkwise.heads import SHIPPED, load_manifest

    manifest = load_manifest(directory or SHIPPED)
    if form == "json":
        from hunkwise.render.json import encode

        click.echo(encode(manifest), nl=False)
    else:
        click.echo(described(manifest))


@command.command("verify")
@click.argument("directory", metavar="[DIR]", required=False, type=_FOLDER)
def verify(directory: Path | None) -> None:
    """Check every file of DIR against the digests in its manifest. Exit code 4 where one differs."""
    click.echo(verified(directory))


def verified(directory: Path | None) -> str:
    """What was verified, in a line. Raises ArtifactError where a file isn't what the manifest says, or the parts don't fit."""
    from hunkwise.heads import SHIPPED, load_model
    from hunkwise.heads import verify as verify_files

    folder = directory or SHIPPED
    manifest = verify_files(folder)
    model = load_model(folder)
    return f"{one_line(model.version)}: {len(manifest.files)} files have the digests of the manifest"


def described(manifest: "Manifest") -> str:
    """The manifest for people."""
    head = {
        "name": manifest.name,
        "created": manifest.created,
        "format": manifest.format,
        "program": manifest.program,
        "features": manifest.features,
        "signals": len(manifest.signals),
        "seed": manifest.seed,
    }
    parts = [
        *_rows(head, ""),
        "",
        "Thresholds: alerts in a hundred ordinary changes",
        "  budget    risk  observed  90 % bound  changes",
        *(_threshold(one) for one in manifest.thresholds),
    ]
    sections: dict[str, Mapping[str, object]] = {
        "Data": manifest.data,
        "Records": manifest.counts,
        "Measures": manifest.metrics,
        "Files": manifest.files,
    }
    for heading, values in sections.items():
        parts += ["", heading, *_rows(values, "  ")]
    return "\n".join(parts)


def _threshold(one: "Threshold") -> str:
    return f"  {one.budget:>6g}  {one.risk:>6.3f}  {one.observed:>8.2f}  {one.bound:>10.2f}  {one.changes:>7,}"


def _rows(values: Mapping[str, object], indent: str) -> Iterable[str]:
    widest = max((len(name) for name in values), default=0)
    return [f"{indent}{one_line(name, 60):<{min(widest, 60)}}  {_value(value)}" for name, value in values.items()]


def _value(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else one_line(str(value))
