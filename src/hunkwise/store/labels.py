"""What people said of findings: who, in which role, why, of which model's finding, with the evidence that stood before them."""

from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, select

from hunkwise.store.database import now
from hunkwise.store.rows import insert_new
from hunkwise.store.tables import labels

Decision = Literal["false-positive", "confirm", "accepted", "reopened"]
Channel = Literal["comment", "button", "alert"]


class Label(Struct, frozen=True):
    """One statement on one finding.

    `origin` names the comment, button or alert event, so that the same statement is kept once. `versions` and `finding` are JSON: what
    produced the verdict, and the finding with all of its evidence. `made` is set by the database.
    """

    origin: str
    repository_id: int
    installation_id: int
    number: int
    head: str
    fingerprint: str
    decision: Decision
    who: str
    who_id: int
    role: str
    reason: str
    channel: Channel
    model: str
    versions: str
    finding: str
    made: int = 0


def add_label(connection: Connection, label: Label) -> bool:
    """Keeps a statement; False where it was kept before."""
    values = {name: getattr(label, name) for name in label.__struct_fields__}
    return insert_new(connection, labels, {**values, "made": now(connection)})


def labels_of(connection: Connection, repository_id: int, fingerprint: str = "") -> tuple[Label, ...]:
    """All statements on a repository's findings, or on one finding, oldest first."""
    query = select(*(labels.c[name] for name in Label.__struct_fields__)).where(labels.c.repository_id == repository_id)
    if fingerprint:
        query = query.where(labels.c.fingerprint == fingerprint)
    return tuple(Label(**row._mapping) for row in connection.execute(query.order_by(labels.c.id)))


def standing_dismissals(connection: Connection, repository_id: int) -> tuple[Label, ...]:
    """The last statement on each finding where that says that it is none (or that it is accepted)."""
    last: dict[str, Label] = {}
    for label in labels_of(connection, repository_id):
        if label.fingerprint:
            last[label.fingerprint] = label
    return tuple(label for label in last.values() if label.decision in ("false-positive", "accepted"))
