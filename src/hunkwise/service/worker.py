"""A worker: takes jobs until it is told to stop, then finishes those under way."""

import signal
import threading

from hunkwise.github import Clones, Credentials, GitHubApp
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Engine, Jobs
from hunkwise.service.jobs import register
from hunkwise.service.judging import Judges
from hunkwise.service.logs import logger
from hunkwise.service.reviewing import Reviewing
from hunkwise.store import open_database

DRAIN_SECONDS = 120


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
        register(self.engine, self.reviewing)

    def start(self) -> None:
        """Takes jobs from now on. Raises HunkwiseError where the database, the model or the key can't be used."""
        identity = self.judges.identity()
        self.engine.start()
        logger().info("worker_started", worker=self.engine.id, model=identity.model, signals=identity.signals)

    def stop(self, seconds: int = DRAIN_SECONDS) -> None:
        """Takes no more jobs and waits for those under way."""
        logger().info("worker_draining", worker=self.engine.id)
        self.engine.stop(seconds)
        self.judges.close()
        self.jobs.close()
        self.database.close()
        logger().info("worker_stopped", worker=self.engine.id)

    def _quota(self) -> int | None:
        return min(self.app.quota.values(), default=None)


def work(config: ServerConfig, credentials: Credentials) -> None:
    """Runs a worker until SIGTERM or SIGINT."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    worker = Worker(config, credentials)
    worker.start()
    told.wait()
    worker.stop()
