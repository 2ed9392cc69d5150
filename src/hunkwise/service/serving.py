"""Runs the web process, and beside it a worker of its own that is started again when it dies."""

import signal
import subprocess
import threading
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette

from hunkwise.github import Credentials
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Jobs, prepare
from hunkwise.service.intake import Intake
from hunkwise.service.logs import logger
from hunkwise.service.web import Web
from hunkwise.service.worker import DRAIN_SECONDS
from hunkwise.store import migrate, open_database

DRAIN_WEB = 20


def serve(config: ServerConfig, credentials: Credentials, host: str, port: int, worker: Sequence[str]) -> None:
    """Serves until SIGTERM or SIGINT. `worker` is the command of a worker to run beside it; empty where workers run elsewhere.

    Raises StoreError where the database can't be brought up to date.
    """
    database = open_database(config.database)
    migrate(database)
    prepare(database)
    jobs = Jobs(database)
    web = Web(Intake(database, jobs, credentials.app_id), credentials.webhook_secret, config)
    beside = Beside(worker) if worker else None
    try:
        _Server(web, web.application(), host, port).run()
    finally:
        if beside is not None:
            beside.stop()
        jobs.close()
        database.close()


class Beside:
    """A worker process, started again when it ends before it is told to."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._stop = threading.Event()
        self._process = subprocess.Popen(self._command)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets the worker finish its jobs and ends it."""
        self._stop.set()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(DRAIN_SECONDS + 10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._thread.join(5)

    def _watch(self) -> None:
        wait = 1.0
        while True:
            code = self._process.wait()
            if self._stop.wait(wait):
                return
            logger().error("worker_died", code=code, again_after=wait)
            wait = min(wait * 2, 30.0)
            self._process = subprocess.Popen(self._command)


class _Server(uvicorn.Server):
    def __init__(self, web: Web, application: Starlette, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                host,
                port,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=DRAIN_WEB,
            )
        )
        self._web = web

    def handle_exit(self, sig: int, frame: object) -> None:
        """From now on readiness says no; what is under way is answered.

        Not left to uvicorn, which raises the signal again when it is done and so ends the process before the worker beside it is stopped.
        """
        self._web.draining = True
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
