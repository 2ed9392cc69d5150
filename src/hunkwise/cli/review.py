"""What `scan` and `explain` share: the options that name a change, the frozen request, and opening what it needs."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from hunkwise.cli.progress import Advance
from hunkwise.errors import PatchError, UsageError

if TYPE_CHECKING:
    from hunkwise.change import FileChange, Source
    from hunkwise.detector import Detector
    from hunkwise.judge import Settings

F = TypeVar("F", bound=Callable[..., Any])
Kind = Literal["range", "staged", "patch", "tree"]


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What to review and how. `path` is the repository, or the folder of a tree, or the patch (`-` for standard input).

    `base` is empty where it is to be chosen. What is None comes from the base's own settings.
    """

    kind: Kind
    path: Path
    base: str = ""
    head: str = "HEAD"
    budget: float | None = None
    fail_on: str | None = None
    model: Path | None = None


def source_options(command: F) -> F:
    """Adds the argument and the options that name a change, and how it is judged."""
    path = click.Path(path_type=Path, allow_dash=True)
    options: tuple[Callable[[Any], Any], ...] = (
        click.argument("repo", type=path, default="."),
        click.option("--base", metavar="REV", help="Review what --head brings into REV.  [default: the main branch]"),
        click.option("--head", metavar="REV", help="The revision under review.  [default: HEAD]"),
        click.option("--staged", is_flag=True, help="Review the index: what `git commit` would commit."),
        click.option("--patch", metavar="FILE", type=path, help="Review a patch; - reads standard input."),
        click.option("--tree", metavar="DIR", type=path, help="Review all code in DIR as if it were new: a first look."),
        click.option("--budget", metavar="N", type=float, help="Alerts per hundred ordinary changes that you can bear.  [default: 1]"),
        click.option("--model", metavar="DIR", type=path, help="Judge with your own model (see `hunkwise train`)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def request_of(
    *,
    repo: Path,
    base: str | None,
    head: str | None,
    staged: bool,
    patch: Path | None,
    tree: Path | None,
    budget: float | None,
    model: Path | None,
    fail_on: str | None = None,
) -> ReviewRequest:
    """The request that the options make. Raises UsageError where they contradict each other."""
    kinds: dict[Kind, bool] = {
        "range": base is not None or head is not None,
        "staged": staged,
        "patch": patch is not None,
        "tree": tree is not None,
    }
    given = [kind for kind, asked in kinds.items() if asked]
    if len(given) > 1:
        words = {"range": "--base and --head", "staged": "--staged", "patch": "--patch", "tree": "--tree"}
        raise UsageError(f"{words[given[0]]} and {words[given[1]]} exclude each other", "Name one change to review")
    kind = given[0] if given else "range"
    return ReviewRequest(kind, patch or tree or repo, base or "", head or "HEAD", budget, fail_on, model)


def open_source(request: ReviewRequest) -> "Source":
    """The source of the request's changes. Raises RevisionError, PatchError, GitError or UsageError."""
    from hunkwise import change

    match request.kind:
        case "range":
            return change.GitRange(request.path, request.base or _base(request), request.head)
        case "staged":
            # Git names another index to the hooks of `git commit --all`, relative to where it starts them.
            index = os.environ.get("GIT_INDEX_FILE")
            return change.GitIndex(request.path, index and str(Path(index).absolute()))
        case "tree":
            return change.Tree(request.path)
        case "patch":
            name = "standard input" if str(request.path) == "-" else request.path.name
            return change.PatchSource(read_patch_bytes(request.path), name)


def _base(request: ReviewRequest) -> str:
    """The base where none was named; says which."""
    from hunkwise.cli.base import chosen_base

    base = chosen_base(request.path)
    click.echo(f"Comparing {request.head} with {base} (--base names another).", err=True)
    return base


def read_patch_bytes(path: Path) -> bytes:
    """The bytes of a patch file, or of standard input for `-`. Raises UsageError where there is none, PatchError where it is too large."""
    from hunkwise.change.patch import MAX_SIZE

    remedy = "Name a file written by `git diff`, or - for standard input"
    try:
        if str(path) == "-":
            stream = sys.stdin.buffer
            if stream.isatty():
                click.echo("Reading the patch from the terminal; Ctrl-D ends it.", err=True)
            content = stream.read(MAX_SIZE + 1)
        else:
            with path.open("rb") as file:
                content = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise UsageError(f"the patch {path} can't be read: {error.strerror}", remedy) from error
    if len(content) > MAX_SIZE:
        raise PatchError(f"the patch {path} is larger than {MAX_SIZE:,} bytes", "Split it, or scan the range in its repository")
    return content


def open_settings(request: ReviewRequest, source: "Source") -> "Settings":
    """The base's policy and suppressions, overridden by the request. Raises SettingsError."""
    from hunkwise.judge import policy, suppress

    return policy.read_settings(
        source.base_file(policy.PATH),
        source.base_file(suppress.PATH),
        datetime.now(UTC).date(),
        budget=request.budget,
        fail_on=request.fail_on,
    )


def own_signals(source: "Source") -> tuple[tuple[str, str], ...]:
    """The signals that the base declares, as (path, text). Raises SettingsError where there are too many."""
    from hunkwise.errors import SettingsError
    from hunkwise.signals.declared import FOLDER, MOST_FILES

    paths = [path for path in source.base_names(FOLDER) if path.endswith(".toml")]
    if len(paths) > MOST_FILES:
        raise SettingsError(f"{FOLDER} holds more than {MOST_FILES} signals", "Put those that belong together into a package of your own")
    return tuple((path, text) for path in paths if (text := source.base_file(path)) is not None)


def open_detector(model: Path | None, own: tuple[tuple[str, str], ...] = ()) -> "Detector":
    """A detector with the shipped model or the one in `model`, and a repository's `own` signals. Raises ArtifactError, SettingsError."""
    from hunkwise.detector import Detector
    from hunkwise.heads import load_model
    from hunkwise.signals import Signals

    return Detector(load_model(model), Signals.load(own))


def watched(detector: "Detector", advance: Advance) -> "Detector":
    """The same detector, telling `advance` of every file that it has examined."""
    from hunkwise.detector import Detector

    class Watched(Detector):
        def examine(self, file: "FileChange") -> Any:
            found = super().examine(file)
            advance(1)
            return found

    return Watched(detector.model, detector.signals)
