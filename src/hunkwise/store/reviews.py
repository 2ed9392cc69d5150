"""Reviews: one row for each time that a head is to be judged, from the wish to the verdict."""

from hashlib import blake2b
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, Select, case, func, select, text, update

from hunkwise.store.database import now
from hunkwise.store.rows import insert_new
from hunkwise.store.tables import reviews

Kind = Literal["pull", "push", "group", "backfill"]
State = Literal["queued", "running", "done", "failed", "superseded"]
OPEN: tuple[State, ...] = ("queued", "running")


class Wanted(Struct, frozen=True):
    """A head to judge. `number` is the pull request's (0 otherwise), `ref` the branch that it goes into. `again` judges what is judged."""

    repository_id: int
    installation_id: int
    full_name: str
    kind: Kind
    number: int
    ref: str
    base: str
    head: str
    delivery: str = ""
    again: bool = False


class Review(Struct, frozen=True):
    """A review and how far it is.

    `cause` is a word for why it failed and `reason` a sentence. `risk` and `findings` are None until there is a verdict, which `verdict`
    names.
    """

    id: str
    repository_id: int
    installation_id: int
    full_name: str
    kind: Kind
    number: int
    ref: str
    base: str
    head: str
    attempt: int
    delivery: str
    state: State
    cause: str
    reason: str
    verdict: str
    risk: float | None
    findings: int | None
    check_run_id: int
    comment_id: int
    created: int
    finished: int


class Claimed(Struct, frozen=True):
    """What came of a wish: a new review to run, or None where one is under way or done; and the older ones that it ends."""

    review: Review | None
    superseded: tuple[str, ...] = ()


def claim(connection: Connection, wanted: Wanted) -> Claimed:
    """Makes the review of a head, once: a second wish for the same head makes none unless it asks for it `again` or it was skipped.

    Open reviews of other heads of the same pull request, and older ones of the same head, are superseded in the same transaction.
    """
    _serialise(connection, wanted)
    earlier = [_review(row) for row in connection.execute(_subject(wanted).order_by(reviews.c.created, reviews.c.attempt))]
    if wanted.delivery and any(one.delivery == wanted.delivery for one in earlier):
        return Claimed(None)
    same = [one for one in earlier if (one.head, one.ref) == (wanted.head, wanted.ref)]
    last = same[-1] if same else None
    if last is not None and (
        last.state == "queued" or (last.state in ("running", "done") and not wanted.again and last.cause != "skipped")
    ):
        return Claimed(None)
    review = _made(wanted, max((one.attempt for one in same), default=0) + 1, now(connection))
    if not insert_new(connection, reviews, {name: getattr(review, name) for name in review.__struct_fields__}):
        return Claimed(None)
    ended = tuple(one.id for one in (earlier if wanted.kind == "pull" else same) if one.state in OPEN)
    if ended:
        values = {"state": "superseded", "reason": "a newer push or request took its place", "finished": now(connection)}
        connection.execute(update(reviews).where(reviews.c.id.in_(ended), reviews.c.state.in_(OPEN)).values(values))
    return Claimed(review, ended)


def get_review(connection: Connection, id: str) -> Review | None:
    """The review of that id."""
    row = connection.execute(select(reviews).where(reviews.c.id == id)).one_or_none()
    return None if row is None else _review(row)


def latest_review(connection: Connection, repository_id: int, kind: Kind, number: int = 0, head: str = "") -> Review | None:
    """The newest review of a pull request (or push, or group), of one head where that is given."""
    query = select(reviews).where(reviews.c.repository_id == repository_id, reviews.c.kind == kind, reviews.c.number == number)
    if head:
        query = query.where(reviews.c.head == head)
    row = connection.execute(query.order_by(reviews.c.created.desc(), reviews.c.attempt.desc()).limit(1)).one_or_none()
    return None if row is None else _review(row)


def find_reviews(connection: Connection, repository_id: int, head: str) -> tuple[Review, ...]:
    """All reviews of a head, oldest first."""
    query = select(reviews).where(reviews.c.repository_id == repository_id, reviews.c.head == head)
    return tuple(_review(row) for row in connection.execute(query.order_by(reviews.c.created, reviews.c.attempt)))


def update_review(connection: Connection, id: str, **values: Any) -> bool:
    """Sets values of a review that is open, and the time where it ends. False where it isn't open any more: somebody ended it."""
    if values.get("state", "running") not in OPEN:
        values["finished"] = now(connection)
    return connection.execute(update(reviews).where(reviews.c.id == id, reviews.c.state.in_(OPEN)).values(values)).rowcount == 1


def known_comment(connection: Connection, repository_id: int, number: int) -> int:
    """The id of the summary comment on a pull request, 0 where none was written."""
    query = select(func.max(reviews.c.comment_id)).where(
        reviews.c.repository_id == repository_id, reviews.c.kind == "pull", reviews.c.number == number
    )
    return int(connection.execute(query).scalar() or 0)


def recent_reviews(connection: Connection, limit: int = 100) -> tuple[Review, ...]:
    """The newest reviews of all repositories."""
    return tuple(_review(row) for row in connection.execute(select(reviews).order_by(reviews.c.created.desc()).limit(limit)))


def backfilled(connection: Connection, ref: str) -> tuple[Review, ...]:
    """All reviews of one backfill, which they name as their `ref`."""
    return tuple(_review(row) for row in connection.execute(select(reviews).where(reviews.c.kind == "backfill", reviews.c.ref == ref)))


class Tally(Struct, frozen=True):
    """How many reviews are in each state, and how many milliseconds the oldest open one has waited."""

    states: dict[str, int]
    oldest: int


def tally(connection: Connection) -> Tally:
    """Counts for the metrics."""
    states = {state: int(count) for state, count in connection.execute(select(reviews.c.state, func.count()).group_by(reviews.c.state))}
    first = connection.execute(select(func.min(reviews.c.created)).where(reviews.c.state.in_(OPEN))).scalar()
    return Tally(states, 0 if first is None else max(0, now(connection) - int(first)))


def _made(wanted: Wanted, attempt: int, at: int) -> Review:
    id = f"{wanted.kind}-{wanted.repository_id}-{wanted.number}-{wanted.head}-{_short(wanted.ref)}-{attempt}"
    fields = {name: getattr(wanted, name) for name in wanted.__struct_fields__ if name != "again"}
    return Review(
        id=id, attempt=attempt, state="queued", cause="", reason="", verdict="", risk=None, findings=None, check_run_id=0, comment_id=0,
        created=at, finished=0, **fields,
    )  # fmt: skip


def _short(ref: str) -> str:
    return blake2b(ref.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _serialise(connection: Connection, wanted: Wanted) -> None:
    """Two wishes for one pull request wait for each other. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        name = f"{wanted.repository_id} {wanted.kind} {wanted.number}"
        key = int.from_bytes(blake2b(name.encode(), digest_size=7).digest())
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    else:
        # Takes the write lock before the first read, which the driver does on a write only.
        connection.execute(update(reviews).where(reviews.c.id == "").values(state="queued"))


def _subject(wanted: Wanted) -> "Select[Any]":
    query = select(reviews).where(
        reviews.c.repository_id == wanted.repository_id, reviews.c.kind == wanted.kind, reviews.c.number == wanted.number
    )
    return query if wanted.kind == "pull" else query.where(reviews.c.head == wanted.head)


def _review(row: Any) -> Review:
    return Review(**row._mapping)


class Measures(Struct, frozen=True):
    """Sums over all finished reviews but backfills: `within` counts those that took at most each bound, in seconds."""

    done: int
    seconds: float
    within: tuple[int, ...]
    pulls: int
    findings: int
    failures: dict[str, int]


def measures(connection: Connection, bounds: tuple[int, ...]) -> Measures:
    """What metrics are made of."""
    took = reviews.c.finished - reviews.c.created
    counted = [func.coalesce(func.sum(case((took <= bound * 1000, 1), else_=0)), 0) for bound in bounds]
    done = (reviews.c.state == "done") & (reviews.c.kind != "backfill")
    row = connection.execute(select(func.count(), func.coalesce(func.sum(took), 0), *counted).where(done)).one()
    pulls = connection.execute(
        select(func.count(), func.coalesce(func.sum(reviews.c.findings), 0)).where(done, reviews.c.kind == "pull", reviews.c.verdict != "")
    ).one()
    failed = connection.execute(select(reviews.c.cause, func.count()).where(reviews.c.state == "failed").group_by(reviews.c.cause))
    return Measures(
        done=int(row[0]),
        seconds=int(row[1]) / 1000,
        within=tuple(int(count) for count in row[2:]),
        pulls=int(pulls[0]),
        findings=int(pulls[1]),
        failures={str(cause): int(count) for cause, count in failed},
    )
