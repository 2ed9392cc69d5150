"""Any order of pushes, deliveries, steps of jobs and deaths of workers ends with one verdict on each pull request's head.

The real intake, steps and job run on a real database; GitHub is a few dictionaries, and a scheduler decides which job takes its next step
and whether its worker dies before or after it.
"""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import event

from hunkwise.github import Assessment, Hook, read_payload
from hunkwise.github.client import Refused
from hunkwise.service import jobs as workflows
from hunkwise.service import reviewing as steps
from hunkwise.service.config import ServerConfig
from hunkwise.service.intake import Intake
from hunkwise.service.judging import Identity
from hunkwise.service.reviewing import Reviewing
from hunkwise.store import Database, migrate, open_database
from render.reports import injection, report

pytestmark = pytest.mark.faults

BASE = "b" * 40
_NUMBERS = itertools.count(1)


class World:
    """GitHub: one repository with a pull request, its checks and comments. It answers as the client does."""

    def __init__(self) -> None:
        self.repository = next(_NUMBERS)
        self.head = ""
        self.state = "open"
        self.checks: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.credentials = SimpleNamespace(app_id=7, slug="hunkwise", clone_from="https://git.example.org")

    @property
    def app(self) -> "World":
        return self

    def now(self) -> float:
        return 0.0

    def token(self, _installation: int) -> str:
        return "token"

    @contextmanager
    def installation(self, _id: int) -> Iterator["World"]:
        yield self

    def find(self, path: str, **_query: object) -> Any:
        if "/pulls/" in path:
            end = {"sha": BASE, "ref": "main"}
            return {"state": self.state, "head": {"sha": self.head}, "base": end, "user": {"login": "ann", "type": "User"}, "draft": False}
        return {"id": self.repository, "full_name": "acme/shop", "default_branch": "main"}

    def get(self, _path: str, **_query: object) -> Any:
        return {"base_commit": {"sha": BASE}, "merge_base_commit": {"sha": BASE}}

    def pages(self, path: str, _inside: str = "", **_query: object) -> Iterator[Any]:
        if path.endswith("/check-runs"):
            return iter([one for one in self.checks if one["head_sha"] == path.split("/")[-2]])
        return iter(self.comments if "/issues/" in path else [])

    def post(self, path: str, body: dict[str, Any]) -> Any:
        made = {**body, "id": next(_NUMBERS), "app": {"id": 7}, "performed_via_github_app": {"id": 7}}
        if path.endswith("/check-runs"):
            self.checks.append({**made, "output": {"annotations_count": 0}})
        elif path.endswith("/comments"):
            self.comments.append(made)
        return made

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        number = int(path.rsplit("/", maxsplit=1)[-1])
        found = next((one for one in (*self.checks, *self.comments) if one["id"] == number), None)
        if found is None:
            raise Refused(404, "Not Found")
        sent = len(body.get("output", {}).get("annotations", []))
        count = found.get("output", {}).get("annotations_count", 0) + sent
        found.update({**body, "output": {**body.get("output", {}), "annotations_count": count}})
        return found


class Killed(BaseException):
    """The worker is gone."""


class Job:
    """A job in a thread that moves only when it is told to. Finished steps are remembered over deaths."""

    def __init__(self, id: str, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.id = id
        self.work = work
        self.args = args
        self.done: list[Any] = []
        self.over = False
        self._begin()

    def _begin(self) -> None:
        self._at = 0
        self._go, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._fate = ""
        self.failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._back.acquire()

    def _run(self) -> None:
        current.job = self
        try:
            self.work(*self.args)
            self.over = True
        except Killed:
            pass
        except Exception as error:  # told by the one who moves it, since a thread's own complaint is lost
            self.failure = error
        finally:
            self._back.release()

    def step(self, work: Callable[..., Any], *args: Any) -> Any:
        """What the engine does with a step: gives the kept result, or runs it and keeps it."""
        self._at += 1
        if self._at <= len(self.done):
            return self.done[self._at - 1]
        self._back.release()
        self._go.acquire()
        if self._fate == "before":
            raise Killed
        result = work(*args)
        if self._fate == "after":
            raise Killed
        self.done.append(msgspec.json.decode(msgspec.json.encode(result)))
        return result

    def move(self, fate: str) -> None:
        """Lets it take its next step; where its worker dies, another takes it up from where it stood."""
        self._fate = fate
        self._go.release()
        self._back.acquire()
        if self.failure is not None:
            raise self.failure
        if fate:
            self._thread.join()
            self._begin()


current = threading.local()


class Queue:
    """The jobs of a run, in place of the engine."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self.waiting: list[str] = []

    def enqueue(self, _connection: object, name: str, id: str, *args: Any, **_options: object) -> None:
        """A second of the same id is none."""
        if id not in self.known:
            self.known[id] = (name, args)
            self.waiting.append(id)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for all runs: each has a repository of its own."""
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('runs') / 'db.sqlite'}")
    event.listen(opened.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=off"))
    migrate(opened)
    yield opened
    opened.close()


def assessment(head: str) -> bytes:
    """Some heads have a finding."""
    found = (structs.replace(injection("high")),) if int(head[:2], 16) % 2 else ()
    return msgspec.json.encode(Assessment(report(found, risk=0.9 if found else 0.01), (None,) * len(found)))


def delivery(world: World, action: str, head: str) -> tuple[Hook, Any]:
    """A webhook about the pull request."""
    raw = msgspec.json.encode(
        {
            "action": action,
            "installation": {"id": 2},
            "repository": {"id": world.repository, "full_name": "acme/shop"},
            "sender": {"login": "ann", "id": 4},
            "pull_request": {"number": 1, "head": {"sha": head, "ref": "x"}, "base": {"sha": BASE, "ref": "main"}},
        }
    )
    return Hook(f"guid-{next(_NUMBERS)}", "pull_request", raw), read_payload("pull_request", raw)


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_interleaving_ends_with_one_verdict(database: Database, data: st.DataObject) -> None:  # noqa: PLR0915
    """Of the last head there is exactly one check with a conclusion that isn't `cancelled`, none stays open, and at most one comment."""
    world, queue = World(), Queue()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workflows, "step", lambda _name, work, *args: current.job.step(work, *args))
        patch.setattr(workflows, "after", lambda name, id, *args, **_rest: queue.enqueue(None, name, id, *args))
        patch.setattr(steps, "PulledRange", lambda *_args: SimpleNamespace(base_file=lambda _path: None, base_names=lambda _folder: ()))
        clones = SimpleNamespace(range=contextmanager(lambda *_args: iter([Path()])), files=lambda *_args: None)
        judges = SimpleNamespace(identity=lambda: Identity("p", "m", "f", "s"), judge=lambda _clone, _base, head, *_rest: assessment(head))
        config = ServerConfig(database.url, Path())
        reviewing = Reviewing(database, world, clones, judges, queue, config)  # type: ignore[arg-type]
        known: dict[str, Callable[..., Any]] = {}
        engine = SimpleNamespace(register=known.__setitem__)
        workflows.register(engine, reviewing, SimpleNamespace(), SimpleNamespace(), SimpleNamespace())  # type: ignore[arg-type]
        intake = Intake(database, queue, 7)  # type: ignore[arg-type]
        running: list[Job] = []
        sent: list[tuple[Hook, Any]] = []
        undelivered: list[tuple[Hook, Any]] = []
        deaths = 0

        def push() -> None:
            world.head = f"{data.draw(st.integers(0, 255)):02x}{next(_NUMBERS):038x}"
            undelivered.append(delivery(world, "opened" if not sent and not undelivered else "synchronize", world.head))

        def deliver(again: bool) -> None:
            source = sent if again else undelivered
            chosen = source[data.draw(st.integers(0, len(source) - 1))]
            intake.take(*chosen)
            if not again:
                undelivered.remove(chosen)
                sent.append(chosen)

        def start() -> None:
            id = queue.waiting.pop(data.draw(st.integers(0, len(queue.waiting) - 1)))
            name, args = queue.known[id]
            running.append(Job(id, known[name], args))

        def advance(fate: str) -> None:
            job = running[data.draw(st.integers(0, len(running) - 1))]
            job.move(fate)
            if job.over:
                running.remove(job)

        push()
        for _ in range(data.draw(st.integers(5, 25))):
            choices = (
                ["push"]
                + ["deliver"] * bool(undelivered)
                + ["again"] * bool(sent)
                + ["start"] * bool(queue.waiting) * 2
                + ["step"] * bool(running) * 4
            )
            match data.draw(st.sampled_from(choices)):
                case "push":
                    push()
                case "deliver":
                    deliver(again=False)
                case "again":
                    deliver(again=True)
                case "start":
                    start()
                case "step":
                    fate = data.draw(st.sampled_from(["", "", "", "before", "after"])) if deaths < 4 else ""
                    deaths += bool(fate)
                    advance(fate)
        while undelivered or queue.waiting or running:
            if undelivered:
                deliver(again=False)
            if queue.waiting:
                start()
            while running:
                advance("")
    standing = [one for one in world.checks if one["head_sha"] == world.head]
    assert [one["conclusion"] for one in standing if one.get("conclusion") != "cancelled"] == [
        "failure" if int(world.head[:2], 16) % 2 else "success"
    ]
    assert all(one["status"] == "completed" for one in world.checks)
    assert len(world.comments) <= 1
    assert all(one["output"]["annotations_count"] <= 1 for one in world.checks)
