"""A migrated database of each kind."""

from collections.abc import Iterator

import pytest

from hunkwise.store import Database, migrate, open_database


@pytest.fixture
def store(database: str) -> Iterator[Database]:
    """An empty database with all tables, once SQLite and once Postgres."""
    opened = open_database(database)
    migrate(opened)
    yield opened
    opened.close()
