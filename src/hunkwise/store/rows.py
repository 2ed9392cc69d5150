"""Writes rows in the two ways that SQLite and Postgres share: only where none is, and over the one that is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Inserts a row unless one with the same unique values is there; says whether it was inserted."""
    made = _insert(connection, table).values(values).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(made).first() is not None


def upsert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Inserts a row, or sets the values of the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    connection.execute(_insert(connection, table).values(values).on_conflict_do_update(index_elements=keys, set_=rest))


def _insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
