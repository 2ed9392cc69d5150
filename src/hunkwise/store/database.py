"""Opens the database, says what time it is there, and brings its tables up to date."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, text

from hunkwise.errors import StoreError, UsageError
from hunkwise.text import one_line

_MIGRATIONS = Path(__file__).parent / "migrations"
_NOW = {
    "sqlite": "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
}
# One number that all migrating processes of all versions lock on.
_LOCK = 4_815_162_342


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `url` is as DBOS takes it: `sqlite:///path` or `postgresql://...`; it holds a password and is never shown."""

    engine: Engine
    url: str

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: everything in it stands at its end, or nothing. Raises StoreError where the database can't be reached."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise _unreachable(error) from error

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at `url`; no connection is made yet. Raises UsageError for a kind that isn't supported."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise UsageError("the address of the database can't be read", "Write sqlite:///FILE or postgresql://USER@HOST/NAME") from error
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        engine = _sqlite(parsed)
    elif kind == "postgresql":
        # Connections that the server or the network has dropped are noticed before they are used, not in the middle of a job.
        engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=5, max_overflow=10)
    else:
        raise UsageError(f"databases of the kind {kind!r} aren't supported", "Use SQLite or Postgres")
    plain = parsed.set(drivername=kind).render_as_string(hide_password=False)
    return Database(engine, plain)


def now(connection: Connection) -> int:
    """Milliseconds since 1970 by the database's clock, which all workers share."""
    return int(connection.execute(text(_NOW[connection.dialect.name])).scalar_one())


def migrate(database: Database) -> str:
    """Brings the tables up to date and returns the revision. Safe to call from many processes at once, and while old workers run."""
    config = _config()
    with database.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        else:
            connection.execute(text("BEGIN IMMEDIATE"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return _newest()


def revision(database: Database) -> tuple[str, str]:
    """The revision that the database has (empty: none yet) and the one that this program needs."""
    with database.begin() as connection:
        return MigrationContext.configure(connection).get_current_revision() or "", _newest()


def back_up(database: Database, target: Path) -> None:
    """Copies a SQLite database into the file `target` while others write to it. Raises UsageError for Postgres or where `target` is."""
    if not database.url.startswith("sqlite"):
        raise UsageError("only SQLite is backed up by this program", "Use pg_dump for Postgres")
    try:
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise UsageError(f"{target} can't be written: {error.strerror}", "Name a new file in a folder that is there") from error
    os.close(handle)
    raw = database.engine.raw_connection()
    try:
        copy = sqlite3.connect(target)
        with copy:
            assert isinstance(raw.driver_connection, sqlite3.Connection)  # noqa: S101 for the type checker
            raw.driver_connection.backup(copy)
        copy.close()
    finally:
        raw.close()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _newest() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _sqlite(url: sa.URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise UsageError("the address of the database names no file", "Write sqlite:///FILE")
    engine = sa.create_engine(url, pool_size=5, max_overflow=10)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # A transaction that will write says so at its beginning, or two that have read would both fail to.
        connection.isolation_level = "IMMEDIATE"
        for setting in ("journal_mode=wal", "synchronous=full", "busy_timeout=30000", "foreign_keys=on"):
            connection.execute(f"PRAGMA {setting}")

    return engine


def _unreachable(error: sa.exc.DBAPIError) -> Exception:
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) or error.connection_invalidated:
        said = one_line(str(error.orig), 200)
        return StoreError(f"the database can't be used: {said}", "Check that it runs and that `hunkwise db upgrade` was called")
    return error
