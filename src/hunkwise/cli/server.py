"""What `serve`, `worker`, `github` and `db` share: their options, and the configuration that these make."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hunkwise.errors import HostError, OutputError

if TYPE_CHECKING:
    from hunkwise.github import Credentials
    from hunkwise.service.config import ServerConfig

F = TypeVar("F", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path)

DATABASE = click.option(
    "--database", metavar="URL", envvar="HUNKWISE_DATABASE", help="sqlite:///FILE or postgresql://...  [default: SQLite in --data]"
)
DATA = click.option(
    "--data", metavar="DIR", type=_PATH, envvar="HUNKWISE_DATA", default="hunkwise-data", show_default=True, help="Keep clones here."
)
CREDENTIALS = click.option(
    "--credentials",
    metavar="FILE",
    type=_PATH,
    envvar="HUNKWISE_GITHUB_CREDENTIALS",
    help="What `hunkwise github setup` wrote.  [default: github-app.json in --data, where it is]",
)


def server_options(command: F) -> F:
    """Adds the options of a process that does jobs or takes webhooks."""
    options: tuple[Callable[[Any], Any], ...] = (
        DATABASE,
        DATA,
        CREDENTIALS,
        click.option("--policy", metavar="FILE", type=_PATH, envvar="HUNKWISE_POLICY", help="Settings for repositories that have none."),
        click.option(
            "--public-url",
            metavar="URL",
            envvar="HUNKWISE_PUBLIC_URL",
            default="",
            help="Where people reach the console: checks link to it.",
        ),
        click.option("--model", metavar="DIR", type=_PATH, envvar="HUNKWISE_MODEL", help="Judge with your own model."),
        click.option(
            "--jobs",
            type=click.IntRange(1, 64),
            envvar="HUNKWISE_JOBS",
            default=8,
            show_default=True,
            help="Jobs that a worker does at once.",
        ),
        click.option(
            "--judges", type=click.IntRange(1, 64), envvar="HUNKWISE_JUDGES", help="Processes that judge.  [default: one a core, at most 4]"
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def database_url(database: str | None, data: Path) -> str:
    """The database that the options name. Raises OutputError where its folder can't be made."""
    if database:
        return database
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise OutputError(f"the folder {data} can't be made: {error.strerror}", "Name another with --data") from error
    return f"sqlite:///{data.resolve() / 'hunkwise.sqlite'}"


def server_config(
    *, database: str | None, data: Path, policy: Path | None, public_url: str, model: Path | None, jobs: int, judges: int | None
) -> "ServerConfig":
    """The configuration that the options make. Raises SettingsError, OutputError."""
    installed()
    from hunkwise.service.config import ServerConfig, read_defaults

    return ServerConfig(
        database=database_url(database, data),
        data=data,
        public=public_url,
        defaults=read_defaults(policy),
        console_password=os.environ.get("HUNKWISE_CONSOLE_PASSWORD", ""),
        jobs=jobs,
        judges=judges or min(os.cpu_count() or 1, 4),
        model=model,
    )


def app_credentials(credentials: Path | None, data: Path) -> "Credentials":
    """The App's credentials, from the file and the environment. Raises SettingsError."""
    installed()
    from hunkwise.github import read_credentials

    usual = data / "github-app.json"
    return read_credentials(credentials or (usual if usual.is_file() else None), os.environ)


def installed() -> None:
    """Raises HostError where the `server` extra isn't installed."""
    from importlib.util import find_spec

    if find_spec("dbos") is None or find_spec("githubkit") is None or find_spec("starlette") is None:
        raise HostError("the server isn't installed", "pip install 'hunkwise[server]'")
