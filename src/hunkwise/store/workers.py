"""Workers that are alive, by the database's clock."""

from sqlalchemy import Connection, delete, select

from hunkwise.store.database import now
from hunkwise.store.rows import upsert
from hunkwise.store.tables import workers


def beat(connection: Connection, id: str, quota: int | None = None) -> None:
    """Says that a worker is alive, and how many calls GitHub leaves it (the least of all installations; None: not known yet)."""
    upsert(connection, workers, {"id": id, "seen": now(connection), "quota": quota})


def dead(connection: Connection, patience: int) -> tuple[str, ...]:
    """The workers that haven't beaten for `patience` milliseconds. They stay listed until `leave`: who recovers them may die as well."""
    return tuple(connection.execute(select(workers.c.id).where(workers.c.seen < now(connection) - patience)).scalars())


def leave(connection: Connection, id: str) -> None:
    """A worker has no jobs left and is gone."""
    connection.execute(delete(workers).where(workers.c.id == id))


def alive(connection: Connection) -> dict[str, int | None]:
    """The workers that are listed, with the quota that each has told."""
    return {str(row[0]): row[1] for row in connection.execute(select(workers.c.id, workers.c.quota))}
