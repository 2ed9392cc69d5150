"""A whole server in this process, with a GitHub on loopback: what the tests of flows share."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from hunkwise.github import Credentials
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Jobs, prepare
from hunkwise.service.intake import Intake
from hunkwise.service.web import Web
from hunkwise.service.worker import Worker
from hunkwise.store import Database, Label, Review, find_reviews, labels_of, migrate, open_database, tally
from rig import FakeGitHub, Pull, Repository

PLAIN = "import os\nimport subprocess\n\n\ndef show(name):\n    return subprocess.run(['ls', name])\n"
HARM = "import os\nimport subprocess\n\n\ndef show(name):\n    os.system('ls ' + name)\n    return subprocess.run(['ls', name])\n"
CALM = "import os\nimport subprocess\n\n\ndef show(name):\n    # what is there\n    return subprocess.run(['ls', name])\n"
PASSWORD = "not-a-secret"


def keys_of(github: FakeGitHub) -> Credentials:
    """The credentials of the fake's App."""
    app = github.app
    return Credentials(app.id, app.private_key, app.webhook_secret, github.url, github.world.site, github.git_url, app.slug)


def until(happened: Callable[[], object], seconds: float = 240.0) -> None:
    """Waits until something is true. Raises AssertionError after too long."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it didn't happen in time"
        time.sleep(0.03)


class Team:
    """A GitHub, a database, a web process that takes its webhooks, and a worker."""

    def __init__(self, github: FakeGitHub, database: Database, config: ServerConfig, port: int) -> None:
        self.github = github
        self.database = database
        self.config = config
        self.port = port
        self.names = iter(range(1, 10_000))

    def shop(self, files: dict[str, str | bytes | None] | None = None, **roles: str) -> Repository:
        """A new repository in an organisation of its own; `roles` are added to ann's and root's."""
        made = self.github.repository(f"acme-{next(self.names)}/shop", files or {"app.py": PLAIN})
        made.roles |= {"ann": "write", "root": "admin", **roles}
        return made

    def reviews(self, place: Repository, head: str, kind: str = "pull") -> tuple[Review, ...]:
        """All reviews of a head of one kind."""
        with self.database.begin() as connection:
            return tuple(one for one in find_reviews(connection, place.id, head) if one.kind == kind)

    def labels(self, place: Repository) -> tuple[Label, ...]:
        """All labels of a repository."""
        with self.database.begin() as connection:
            return labels_of(connection, place.id)

    def settled(self, place: Repository, head: str, count: int = 1, kind: str = "pull") -> Review:
        """Waits until `count` reviews of a head have ended, and gives the newest."""
        until(lambda: sum(one.state not in ("queued", "running") for one in self.reviews(place, head, kind)) >= count)
        self.github.settle()
        return self.reviews(place, head, kind)[-1]

    def busy(self) -> bool:
        """Whether any review is open."""
        with self.database.begin() as connection:
            states = tally(connection).states
        return bool(states.get("queued", 0) + states.get("running", 0))

    def catch_up(self, wide: bool = False) -> None:
        """Lets the worker look for what was missed."""
        jobs = Jobs(self.database)
        with self.database.begin() as connection:
            jobs.enqueue(connection, "catch_up", f"catch-up-test-{next(self.names)}", next(self.names), wide, queue="slow")
        jobs.close()

    def reviewed(self, place: Repository, text: str = HARM, **rest: object) -> tuple[Pull, Review]:
        """A pull request that makes app.py `text`, and its ended review."""
        pull = self.github.open_pull(place, {"app.py": text}, **rest)  # type: ignore[arg-type]
        return pull, self.settled(place, pull.head)


@contextmanager
def listening(github: FakeGitHub, config: ServerConfig, database: Database) -> Iterator[int]:
    """A web process in a thread; its port. GitHub's webhooks go there."""
    jobs = Jobs(database)
    keys = keys_of(github)
    web = Web(Intake(database, jobs, keys.app_id), keys.webhook_secret, config)
    server = uvicorn.Server(uvicorn.Config(web.application(), log_config=None, access_log=False, lifespan="off"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        github.deliver_to(f"http://127.0.0.1:{port}/webhook")
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(10)
            jobs.close()


@contextmanager
def at_work(github: FakeGitHub, url: str, folder: Path, **settings: object) -> Iterator[Team]:
    """A whole team on the database at `url`."""
    config = ServerConfig(url, folder / "data", console_password=PASSWORD, jobs=4, judges=1, catch_up_seconds=3600, **settings)  # type: ignore[arg-type]
    database = open_database(url)
    migrate(database)
    prepare(database)
    worker = Worker(config, keys_of(github))
    with listening(github, config, database) as port:
        worker.start()
        try:
            yield Team(github, database, config, port)
        finally:
            worker.stop(1)
            database.close()
