"""Reports under the key of everything that they were made from, so that judging the same again is a look-up."""

import zlib

from msgspec import Struct
from sqlalchemy import Connection, delete, select

from hunkwise.errors import StoreError
from hunkwise.store.database import now
from hunkwise.store.rows import insert_new
from hunkwise.store.tables import verdicts

MOST_BYTES = 256 * 1024 * 1024
"""Of one report, unpacked."""


_REMEDY = "Judge the change again: /hunkwise rescan"


class Stored(Struct, frozen=True):
    """A report as JSON under its key."""

    id: str
    repository_id: int
    model: str
    risk: float
    report: bytes


def write_verdict(connection: Connection, stored: Stored) -> None:
    """Keeps a report. One that is there stays: the same key means the same report."""
    values = {name: getattr(stored, name) for name in stored.__struct_fields__}
    insert_new(connection, verdicts, {**values, "report": zlib.compress(stored.report, 6), "created": now(connection)})


def read_verdict(connection: Connection, id: str) -> bytes | None:
    """The report of that key. Raises StoreError where it is damaged."""
    packed = connection.execute(select(verdicts.c.report).where(verdicts.c.id == id)).scalar()
    if packed is None:
        return None
    unpacked = zlib.decompressobj()
    try:
        report = unpacked.decompress(packed, MOST_BYTES)
    except (zlib.error, TypeError) as error:
        raise StoreError(f"the stored report {id[:12]} is damaged", _REMEDY) from error
    if not unpacked.eof:
        raise StoreError(f"the stored report {id[:12]} is damaged or larger than {MOST_BYTES:,} bytes", _REMEDY)
    return report


def forget_verdicts(connection: Connection, before: int) -> int:
    """Removes reports older than a time, and says how many."""
    return connection.execute(delete(verdicts).where(verdicts.c.created < before)).rowcount
