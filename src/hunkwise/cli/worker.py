"""`hunkwise worker`: does the jobs."""

from pathlib import Path
from typing import Any

import click

from hunkwise.cli.server import app_credentials, server_config, server_options


@click.command("worker")
@server_options
@click.option("--beside", is_flag=True, hidden=True)
def command(*, credentials: Path | None, beside: bool, **options: Any) -> None:
    """Do the jobs that `hunkwise serve` takes in. Start as many as you like on any machines that reach the database.

    A worker that dies loses nothing: another takes its jobs over within seconds. SIGTERM lets it finish what is under way.

    \b
    hunkwise worker --database postgresql://db/hunkwise --data /var/lib/hunkwise
    """
    config = server_config(**options)
    keys = app_credentials(credentials, config.data)
    from hunkwise.service.logs import configure
    from hunkwise.service.worker import work

    configure()
    work(config, keys, beside)
