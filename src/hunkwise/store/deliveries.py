"""Webhook deliveries by their id, each recorded once."""

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import Connection, delete, select

from hunkwise.store.database import now
from hunkwise.store.rows import insert_new
from hunkwise.store.tables import deliveries


class Delivery(Struct, frozen=True):
    """A delivery that was accepted: what it was about and which jobs came of it, never its content."""

    guid: str
    event: str
    action: str = ""
    installation_id: int = 0
    repository_id: int = 0
    jobs: tuple[str, ...] = ()


def record_delivery(connection: Connection, delivery: Delivery) -> bool:
    """Records a delivery; False where its id was recorded before, and then nothing may come of it again."""
    values = {
        "guid": delivery.guid,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation_id,
        "repository_id": delivery.repository_id,
        "jobs": " ".join(delivery.jobs),
        "received": now(connection),
    }
    return insert_new(connection, deliveries, values)


def unseen(connection: Connection, guids: Iterable[str]) -> tuple[str, ...]:
    """Those of `guids` that were never recorded, in their order."""
    wanted = tuple(dict.fromkeys(guids))
    known = set(connection.execute(select(deliveries.c.guid).where(deliveries.c.guid.in_(wanted))).scalars())
    return tuple(guid for guid in wanted if guid not in known)


def forget_deliveries(connection: Connection, before: int) -> int:
    """Removes deliveries received before a time; GitHub redelivers for a few days only. Says how many went."""
    return connection.execute(delete(deliveries).where(deliveries.c.received < before)).rowcount
