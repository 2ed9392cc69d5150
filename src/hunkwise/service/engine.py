"""The durable engine (DBOS), behind one module: enqueue in a transaction, run workers, take over what a dead worker left.

Its traps, each held by a test: every worker has an id of its own, the application's version is a constant, arguments and results are plain
JSON, dead workers are found by our own heartbeat, and jobs are named by ids of ours, so that enqueueing one twice makes one.
"""

import os
import socket
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import Connection

from hunkwise.errors import HunkwiseError, StoreError
from hunkwise.service.logs import logger
from hunkwise.store import Database, beat, dead, leave
from hunkwise.text import one_line

VERSION = "jobs-1"
"""Raised only when the steps of a workflow change their order: workers take only jobs of their own version."""

BEAT = 1.0
PATIENCE = 10.0
"""Seconds between two heartbeats, and after which a silent worker counts as dead."""

MOST_RECOVERIES = 4
"""Times that a job may take its worker down before it is left alone."""

Queue = Literal["reviews", "slow"]
"""`reviews` is what people wait for; `slow` what a whole organisation asks for at once."""

Work = Callable[..., Any]


def prepare(database: Database) -> None:
    """Makes or updates the engine's own tables."""
    try:
        DBOS.migrate(database.url)
    except Exception as error:
        raise StoreError(f"the job tables can't be made: {one_line(str(error), 200)}", "Check that the database can be written") from error


class Jobs:
    """Enqueues jobs from any process; runs none."""

    def __init__(self, database: Database) -> None:
        self._client = DBOSClient(
            system_database_url=database.url,
            serializer=DBOSPortableJSONSerializer(),
            application_name="hunkwise",
            lazy=True,
            retry_connection_errors=False,
        )

    def enqueue(
        self, connection: Connection, name: str, id: str, *args: Any, queue: Queue = "reviews", priority: int = 10, delay: float = 0.0
    ) -> None:
        """Enqueues the job `id` in the transaction of `connection`: it is there when that commits. One that is there stays alone."""
        options: Any = {"workflow_name": name, "queue_name": queue, "workflow_id": id, "priority": priority, "app_version": VERSION}
        if delay > 0:
            options["delay_seconds"] = delay
        self._client.enqueue_in_transaction(connection, options, *args)

    def broken(self) -> tuple[str, ...]:
        """The ids of jobs that the engine has given up on."""
        found = self._client.list_workflows(
            status=["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"], load_input=False, load_output=False, sort_desc=True, limit=200
        )
        return tuple(one.workflow_id for one in found)

    def count(self, prefix: str) -> tuple[int, int]:
        """How many jobs whose ids begin so are still to be done, and how many are done."""
        found = self._client.list_workflows(workflow_id_prefix=prefix, load_input=False, load_output=False)
        going = sum(one.status in ("PENDING", "ENQUEUED", "DELAYED") for one in found)
        return going, len(found) - going

    def forget(self, days: int) -> int:
        """Removes jobs that ended so many days ago, a thousand at most; says how many."""
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        ended: list[str] = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
        found = self._client.list_workflows(status=ended, end_time=before, limit=1000, load_input=False, load_output=False)
        if found:
            self._client.delete_workflows([one.workflow_id for one in found])
        return len(found)

    def close(self) -> None:
        """Gives the connections back."""
        self._client.destroy()


class Engine:
    """A worker's engine: runs the registered jobs until it is stopped."""

    def __init__(self, database: Database, jobs: int, quota: Callable[[], int | None] = lambda: None) -> None:
        self.id = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._database = database
        self._jobs = jobs
        self._quota = quota
        self._stop = threading.Event()
        self._heart = threading.Thread(target=self._live, name="heartbeat", daemon=True)
        config: DBOSConfig = {
            "name": "hunkwise",
            "system_database_url": database.url,
            "executor_id": self.id,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": 1.0,
            "max_executor_threads": jobs * 2 + 8,
            "sys_db_pool_size": jobs + 4,
        }
        DBOS(config=config)

    def register(self, name: str, work: Work) -> None:
        """Makes `work` the job `name`; before `start`."""
        DBOS.workflow(name=name, max_recovery_attempts=MOST_RECOVERIES)(work)

    def start(self) -> None:
        """Takes jobs from now on. Raises StoreError where the database isn't ready."""
        with self._database.begin() as connection:
            beat(connection, self.id)
        try:
            DBOS.launch()
            DBOS.register_queue("reviews", worker_concurrency=self._jobs, polling_interval_sec=0.2, on_conflict="always_update")
            DBOS.register_queue("slow", worker_concurrency=max(1, self._jobs // 4), polling_interval_sec=1.0, on_conflict="always_update")
        except Exception as error:
            raise StoreError(f"the job engine can't start: {one_line(str(error), 200)}", "Run `hunkwise db upgrade`") from error
        self._heart.start()

    def stop(self, seconds: int) -> None:
        """Takes no more jobs, and waits for those under way; what isn't done by then another worker takes over."""
        DBOS.destroy(workflow_completion_timeout_sec=seconds, destroy_registry=True)
        self._stop.set()
        self._heart.join(5)

    def _live(self) -> None:
        """Beats, and recovers the jobs of workers that don't."""
        log = logger()
        while not self._stop.wait(BEAT):
            try:
                with self._database.begin() as connection:
                    beat(connection, self.id, self._quota())
                    silent = dead(connection, int(PATIENCE * 1000))
                for id in silent:
                    if id != self.id:
                        take_over(id)
                        with self._database.begin() as connection:
                            leave(connection, id)
                        log.warning("worker_recovered", dead=id)
            except HunkwiseError as error:
                log.warning("heartbeat_failed", error=error.message)
            except Exception as error:
                log.warning("heartbeat_failed", error=type(error).__name__)


def take_over(worker: str) -> None:
    """Puts the jobs of a dead worker back into the queue; finished steps aren't repeated. The engine has no public name for this."""
    DBOS._recover_pending_workflows([worker])


def step(name: str, work: Work, *args: Any) -> Any:
    """Inside a job: runs `work` once; its result, plain JSON, is kept and given again when the job is run anew."""
    return DBOS.run_step({"name": name}, work, *args)


def after(name: str, id: str, *args: Any, seconds: float, queue: Queue = "reviews") -> None:
    """Inside a job: enqueues another that begins in `seconds`, so that nothing is held while it waits."""
    options: Any = {"workflow_name": name, "queue_name": queue, "workflow_id": id, "priority": 5, "delay_seconds": max(seconds, 0.1)}
    DBOS.enqueue_workflow_with_options(options, *args)
