"""`hunkwise serve`: the web process, and beside it a worker."""

import sys
from pathlib import Path
from typing import Any

import click

from hunkwise.cli.server import app_credentials, server_config, server_options


@click.command("serve")
@server_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here; 0.0.0.0 for all, behind something that speaks TLS.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Listen on this port.")
@click.option(
    "--worker/--no-worker", default=True, show_default=True, help="Run a worker beside it; without, start `hunkwise worker` elsewhere."
)
def command(*, credentials: Path | None, host: str, port: int, worker: bool, **options: Any) -> None:
    """Take GitHub's webhooks at /webhook and review what they tell of.

    All on one machine with SQLite, or with Postgres and any number of `hunkwise worker` processes. The database is brought up to date
    first. SIGTERM ends it when what is under way is done.

    \b
    hunkwise serve                                                 one machine
    hunkwise serve --no-worker --database postgresql://db/hunkwise   workers elsewhere
    """
    config = server_config(**options)
    keys = app_credentials(credentials, config.data)
    from hunkwise.service.logs import configure
    from hunkwise.service.serving import serve

    configure()
    serve(config, keys, host, port, _worker(credentials, options) if worker else ())


def _worker(credentials: Path | None, options: dict[str, Any]) -> list[str]:
    """The command of a worker with the same options."""
    words = [sys.executable, "-m", "hunkwise", "worker", "--beside"]
    for name, value in {"credentials": credentials, **options}.items():
        if value is not None and value != "":
            words += [f"--{name.replace('_', '-')}", str(value)]
    return words
