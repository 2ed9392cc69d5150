"""Rows in and out, the same on SQLite and Postgres."""

import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from hunkwise.errors import StoreError, UsageError
from hunkwise.store import (
    Database,
    Delivery,
    Label,
    Place,
    Stored,
    Wanted,
    account_removed,
    account_seen,
    add_label,
    back_up,
    beat,
    claim,
    dead,
    forget_deliveries,
    forget_verdicts,
    get_review,
    known_comment,
    labels_of,
    latest_review,
    leave,
    measures,
    migrate,
    now,
    open_database,
    place_removed,
    place_seen,
    places,
    read_verdict,
    record_delivery,
    revision,
    standing_dismissals,
    tally,
    unseen,
    update_review,
    write_verdict,
)
from hunkwise.store.tables import metadata

HEAD, NEXT = "a" * 40, "b" * 40


def wanted(head: str = HEAD, number: int = 3, **rest: Any) -> Wanted:
    """A wish for the verdict on a pull request."""
    return Wanted(1, 2, "o/r", "pull", number, "main", "c", head, **rest)


def label(origin: str, decision: Any = "false-positive", fingerprint: str = "f:1") -> Label:
    """A statement."""
    return Label(origin, 1, 2, 3, HEAD, fingerprint, decision, "rob", 7, "write", "why", "comment", "model-1", "{}", "{}")


def test_migrations_make_what_the_tables_say(store: Database) -> None:
    """The newest revision and the tables in code are the same, and migrating again changes nothing."""
    assert migrate(store) == revision(store)[0] == revision(store)[1]
    with store.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_processes_may_migrate_at_once(database: str) -> None:
    """Four that start together make one set of tables."""
    failed: list[Exception] = []

    def work() -> None:
        opened = open_database(database)
        try:
            migrate(opened)
        except Exception as error:
            failed.append(error)
        opened.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_the_clock_is_the_database_s(store: Database) -> None:
    """Milliseconds since 1970."""
    with store.begin() as connection:
        assert abs(now(connection) - time.time() * 1000) < 60_000


def test_a_delivery_is_recorded_once(store: Database) -> None:
    """The second of the same id says no; what never came is known."""
    with store.begin() as connection:
        assert record_delivery(connection, Delivery("g-1", "push", jobs=("a", "b")))
        assert not record_delivery(connection, Delivery("g-1", "push"))
        assert unseen(connection, ["g-2", "g-1", "g-2"]) == ("g-2",)
        assert forget_deliveries(connection, now(connection) + 1) == 1


def test_a_transaction_stands_whole_or_not_at_all(store: Database) -> None:
    """An error takes everything back."""
    with pytest.raises(RuntimeError), store.begin() as connection:
        record_delivery(connection, Delivery("g-1", "push"))
        raise RuntimeError
    with store.begin() as connection:
        assert unseen(connection, ["g-1"]) == ("g-1",)


def test_a_head_is_claimed_once(store: Database) -> None:
    """Again only where it is asked for, was skipped, or has failed; a newer head ends the older."""
    with store.begin() as connection:
        first = claim(connection, wanted()).review
        assert first is not None and claim(connection, wanted()).review is None
        newer = claim(connection, wanted(NEXT))
        assert newer.review is not None and newer.superseded == (first.id,)
        assert not update_review(connection, first.id, state="done")
        assert update_review(connection, newer.review.id, state="done", risk=0.5, findings=1, verdict="v", comment_id=9)
        assert claim(connection, wanted(NEXT)).review is None
        again = claim(connection, wanted(NEXT, again=True)).review
        assert again is not None and again.attempt == 2 and again.id != newer.review.id
        update_review(connection, again.id, state="failed", cause="git")
        assert claim(connection, wanted(NEXT)).review is not None
        back = claim(connection, wanted()).review
        assert back is not None and back.attempt == 2
        assert known_comment(connection, 1, 3) == 9


def test_a_skipped_review_can_be_claimed(store: Database) -> None:
    """A draft that wasn't reviewed is, once it is ready."""
    with store.begin() as connection:
        first = claim(connection, wanted()).review
        assert first is not None
        update_review(connection, first.id, state="done", cause="skipped")
        assert claim(connection, wanted()).review is not None


def test_one_delivery_makes_one_review(store: Database) -> None:
    """A step that claims and is run again claims nothing."""
    with store.begin() as connection:
        assert claim(connection, wanted(delivery="d", again=True)).review is not None
        assert claim(connection, wanted(delivery="d", again=True)).review is None


def test_two_claims_at_once_make_one_review(store: Database) -> None:
    """Web processes that get the same news at the same time agree."""
    made: list[str] = []
    gate = threading.Barrier(4)

    def work() -> None:
        gate.wait()
        with store.begin() as connection:
            found = claim(connection, wanted())
        made.extend([found.review.id] if found.review else [])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_reviews_are_counted(store: Database) -> None:
    """States, the oldest, and what metrics are made of."""
    with store.begin() as connection:
        done, failed = claim(connection, wanted()).review, claim(connection, wanted(number=4)).review
        assert done is not None and failed is not None
        update_review(connection, done.id, state="done", findings=2, verdict="v")
        update_review(connection, failed.id, state="failed", cause="git")
        claim(connection, wanted(number=5))
        counted, sums = tally(connection), measures(connection, (1, 10))
        latest = latest_review(connection, 1, "pull", 3)
        assert latest is not None and latest == get_review(connection, done.id)
    assert counted.states == {"done": 1, "failed": 1, "queued": 1} and counted.oldest >= 0
    assert (sums.done, sums.pulls, sums.findings, sums.failures) == (1, 1, 2, {"git": 1})
    assert sums.within[-1] == 1


def test_reports_come_back_as_they_were(store: Database) -> None:
    """Packed and unpacked; the same key keeps the first; a damaged one is an error."""
    stored = Stored("k", 1, "m", 0.5, b'{"a": 1}' * 1000)
    with store.begin() as connection:
        write_verdict(connection, stored)
        write_verdict(connection, msgspec.structs.replace(stored, report=b"other"))
        assert read_verdict(connection, "k") == stored.report
        assert read_verdict(connection, "none") is None
        assert forget_verdicts(connection, now(connection) + 1) == 1
    with store.begin() as connection:
        connection.exec_driver_sql("INSERT INTO verdict VALUES ('bad', 1, 'm', 0.1, 'x', 1)" if "sqlite" in store.url else
                                   "INSERT INTO verdict VALUES ('bad', 1, 'm', 0.1, 'x'::bytea, 1)")  # fmt: skip
    with pytest.raises(StoreError), store.begin() as connection:
        read_verdict(connection, "bad")


def test_the_last_word_on_a_finding_holds(store: Database) -> None:
    """A statement is kept once; a dismissal stands until it is taken back."""
    with store.begin() as connection:
        assert add_label(connection, label("a")) and not add_label(connection, label("a"))
        assert [one.fingerprint for one in standing_dismissals(connection, 1)] == ["f:1"]
        add_label(connection, label("b", "confirm"))
        add_label(connection, label("c", "accepted", "g:1"))
        add_label(connection, label("d", "accepted", ""))
        assert [one.fingerprint for one in standing_dismissals(connection, 1)] == ["g:1"]
        assert [one.origin for one in labels_of(connection, 1, "f:1")] == ["a", "b"]
        assert all(one.made > 0 for one in labels_of(connection, 1))


def test_places_come_and_go(store: Database) -> None:
    """A name that changes is one repository; what is removed or uninstalled is out; a known default branch stays."""
    with store.begin() as connection:
        account_seen(connection, 2, "acme")
        place_seen(connection, Place(1, 2, "acme/a", "main"))
        place_seen(connection, Place(1, 2, "acme/b"))
        place_seen(connection, Place(5, 2, "acme/c"))
        assert places(connection, "acme") == (Place(1, 2, "acme/b", "main"), Place(5, 2, "acme/c"))
        place_removed(connection, 5)
        assert len(places(connection)) == 1
        account_removed(connection, 2)
        assert places(connection) == ()


def test_silent_workers_are_found_until_they_leave(store: Database) -> None:
    """By the database's clock alone."""
    with store.begin() as connection:
        beat(connection, "w", 12)
        assert dead(connection, 60_000) == ()
        assert dead(connection, -1) == ("w",)
        leave(connection, "w")
        assert dead(connection, -1) == ()


def test_a_backup_is_a_database(tmp_path: Path) -> None:
    """Copied while it is open, with what was committed; an existing file is left alone."""
    opened = open_database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    migrate(opened)
    with opened.begin() as connection:
        record_delivery(connection, Delivery("g-1", "push"))
    back_up(opened, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o077 == 0
    copied = open_database(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with copied.begin() as connection:
        assert unseen(connection, ["g-1"]) == ()
    with pytest.raises(UsageError):
        back_up(opened, tmp_path / "copy.sqlite")
    for one in (opened, copied):
        one.close()


@pytest.mark.parametrize("address", ["mysql://x/y", "no address", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(address: str) -> None:
    """With a message, not a traceback."""
    with pytest.raises(UsageError):
        open_database(address)


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    """As an error with a remedy, for both kinds."""
    for address in (f"sqlite:///{tmp_path / 'no' / 'folder' / 'db'}", "postgresql://nobody@127.0.0.1:1/none"):
        opened = open_database(address)
        with pytest.raises(StoreError) as caught, opened.begin():
            pass
        assert caught.value.remedy
        opened.close()
