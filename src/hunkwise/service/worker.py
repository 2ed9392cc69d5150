"""A worker: takes jobs until it is told to stop, then finishes those under way."""

import os
import signal
import threading

import hunkwise.github.transport  # noqa: F401 now, and not in the first job, which somebody waits for
from hunkwise.errors import HunkwiseError
from hunkwise.github import Clones, Credentials, GitHubApp
from hunkwise.service.answering import Answering
from hunkwise.service.backfilling import Backfilling
from hunkwise.service.catching_up import CatchingUp
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Engine, Jobs
from hunkwise.service.jobs import register
from hunkwise.service.judging import Judges
from hunkwise.service.logs import logger
from hunkwise.service.reviewing import Reviewing
from hunkwise.store import now, open_database

DRAIN_SECONDS = 120
WIDE = 12
"""Of so many times of catching up, one looks through all open pull requests; so does the first after a start."""


class Worker:
    """A worker and everything that it holds."""

    def __init__(self, config: ServerConfig, credentials: Credentials) -> None:
        self.database = open_database(config.database)
        self.app = GitHubApp(credentials)
        self.jobs = Jobs(self.database)
        self.judges = Judges(config.judges, config.judge_seconds, config.model)
        clones = Clones(config.data / "clones", config.clone_bytes)
        self.reviewing = Reviewing(self.database, self.app, clones, self.judges, self.jobs, config)
        self.engine = Engine(self.database, config.jobs, self._quota)
        answering = Answering(self.database, self.app, self.jobs, config)
        catching_up = CatchingUp(self.database, self.app, self.jobs, self.reviewing)
        register(self.engine, self.reviewing, answering, catching_up, Backfilling(self.database, self.app, self.jobs))
        self._every = config.catch_up_seconds
        self._stop = threading.Event()
        self._clock = threading.Thread(target=self._tick, name="clock", daemon=True)

    def start(self) -> None:
        """Takes jobs from now on. Raises HunkwiseError where the database, the model or the key can't be used."""
        self.engine.start()
        self._clock.start()
        try:
            identity = self.judges.identity()  # takes a moment, in which the first jobs talk to GitHub
        except HunkwiseError:
            self.stop(0)
            raise
        logger().info("worker_started", worker=self.engine.id, model=identity.model, signals=identity.signals)

    def stop(self, seconds: int = DRAIN_SECONDS) -> None:
        """Takes no more jobs and waits for those under way."""
        logger().info("worker_draining", worker=self.engine.id)
        self._stop.set()
        self.engine.stop(seconds)
        self.judges.close()
        self.jobs.close()
        self.database.close()
        logger().info("worker_stopped", worker=self.engine.id)

    def _tick(self) -> None:
        """Wishes for catching up at its times. All workers do, and the same wish makes one job."""
        swept = False
        while not self._stop.is_set():
            try:
                with self.database.begin() as connection:
                    at = now(connection) // int(self._every * 1000)
                    wide = at % WIDE == 0 or not swept
                    self.jobs.enqueue(connection, "catch_up", f"catch-up-{at}{'-wide' if wide else ''}", at, wide, queue="slow")
                swept = True
            except HunkwiseError as error:
                logger().warning("clock_failed", error=error.message)
            self._stop.wait(min(self._every / 5, 30.0))

    def _quota(self) -> int | None:
        return min(self.app.quota.values(), default=None)


def work(config: ServerConfig, credentials: Credentials, beside: bool) -> None:
    """Runs a worker until SIGTERM or SIGINT; one that runs `beside` a web process also ends when that is gone."""
    told = threading.Event()
    parent = os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    worker = Worker(config, credentials)
    worker.start()
    while not told.wait(1.0):
        if beside and os.getppid() != parent:
            break
    worker.stop()
