"""`hunkwise db`: the server's database."""

from pathlib import Path

import click

from hunkwise.cli.server import DATA, DATABASE, database_url, installed


@click.group("db")
def command() -> None:
    """Bring the server's database up to date, look at it, back it up."""


@command.command("upgrade")
@DATABASE
@DATA
def upgrade(database: str | None, data: Path) -> None:
    """Make the tables, or bring them up to date. Safe while old workers run, and to call twice."""
    installed()
    from hunkwise.service.engine import prepare
    from hunkwise.store import migrate, open_database

    opened = open_database(database_url(database, data))
    now = migrate(opened)
    prepare(opened)
    opened.close()
    click.echo(f"The database has revision {now}.")


@command.command("status")
@DATABASE
@DATA
def status(database: str | None, data: Path) -> None:
    """Show the revision of the tables, the reviews by state and the workers. Exit code 3 where an upgrade is needed."""
    installed()
    from hunkwise.errors import StoreError
    from hunkwise.store import alive, open_database, revision, tally

    opened = open_database(database_url(database, data))
    has, needs = revision(opened)
    if has != needs:
        raise StoreError(f"the database has revision {has or 'none'} and needs {needs}", "Run `hunkwise db upgrade`")
    with opened.begin() as connection:
        counted, workers = tally(connection), alive(connection)
    opened.close()
    states = ", ".join(f"{count} {state}" for state, count in sorted(counted.states.items()))
    click.echo(f"revision {has}\nreviews  {states or 'none'}\nworkers  {len(workers)}")


@command.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@DATABASE
@DATA
def backup(target: Path, database: str | None, data: Path) -> None:
    """Copy a SQLite database into the new file TARGET while the server runs. Postgres has pg_dump."""
    installed()
    from hunkwise.store import back_up, open_database

    opened = open_database(database_url(database, data))
    back_up(opened, target)
    opened.close()
    click.echo(f"Written: {target}")
