"""What the server remembers: deliveries, installations, repositories, reviews, labels, workers. SQLite and Postgres alike.

Rows go in and out as frozen structs; times are whole milliseconds since 1970 by the database's clock. Nothing here knows GitHub or decides.
"""

from hunkwise.store.database import Database, back_up, migrate, now, open_database, revision
from hunkwise.store.deliveries import Delivery, forget_deliveries, record_delivery, unseen
from hunkwise.store.labels import Channel, Decision, Label, add_label, labels_of, standing_dismissals
from hunkwise.store.places import (
    Place,
    account_removed,
    account_seen,
    installations,
    place_removed,
    place_seen,
    places,
)
from hunkwise.store.reviews import (
    Claimed,
    Kind,
    Measures,
    Review,
    Tally,
    Wanted,
    backfilled,
    claim,
    find_reviews,
    get_review,
    known_comment,
    latest_review,
    measures,
    recent_reviews,
    tally,
    update_review,
)
from hunkwise.store.verdicts import Stored, forget_verdicts, read_verdict, write_verdict
from hunkwise.store.workers import alive, beat, dead, leave

__all__ = [
    "Channel",
    "Claimed",
    "Database",
    "Decision",
    "Delivery",
    "Kind",
    "Label",
    "Measures",
    "Place",
    "Review",
    "Stored",
    "Tally",
    "Wanted",
    "account_removed",
    "account_seen",
    "add_label",
    "alive",
    "back_up",
    "backfilled",
    "beat",
    "claim",
    "dead",
    "find_reviews",
    "forget_deliveries",
    "forget_verdicts",
    "get_review",
    "installations",
    "known_comment",
    "labels_of",
    "latest_review",
    "leave",
    "measures",
    "migrate",
    "now",
    "open_database",
    "place_removed",
    "place_seen",
    "places",
    "read_verdict",
    "recent_reviews",
    "record_delivery",
    "revision",
    "standing_dismissals",
    "tally",
    "unseen",
    "update_review",
    "write_verdict",
]
