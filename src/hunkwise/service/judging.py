"""Judges in processes of their own: a parser holds the interpreter's lock, a hostile file may take for ever; neither may stop a worker.

A judging process reads a clone, judges, and hands back bytes. It ends with its worker, however that dies.
"""

import multiprocessing
import os
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from pathlib import Path

import msgspec
from msgspec import Struct

from hunkwise.errors import HostError, HunkwiseError
from hunkwise.judge import Settings

Own = tuple[tuple[str, str], ...]
"""Signals that a repository declares, as (path, text)."""


class Identity(Struct, frozen=True):
    """What judges: a verdict depends on it beside the change and the settings."""

    program: str
    model: str
    features: str
    signals: str


class Judges:
    """A few processes that judge. Safe to share between threads."""

    def __init__(self, count: int, seconds: float, model: Path | None = None) -> None:
        self._slots = threading.BoundedSemaphore(count)
        self._count = count
        self._seconds = seconds
        self._model = str(model or "")
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._identity: Identity | None = None

    def identity(self) -> Identity:
        """What judges here. Raises HostError where the model can't be used."""
        if self._identity is None:
            self._identity = msgspec.json.decode(self._do("identity", 600.0, self._model), type=Identity)
        return self._identity

    def judge(self, clone: Path, base: str, head: str, name: str, settings: Settings, own: Own = ()) -> bytes:
        """The assessment of a range as JSON, by our signals and the repository's `own`.

        Raises HostError where it takes too long, breaks its process, or can't be done.
        """
        return self._do("judge", self._seconds, self._model, str(clone), base, head, name, settings, own)

    def close(self) -> None:
        """Ends the processes, whatever they do."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _kill(pool)

    def _do(self, work: str, seconds: float, *args: object) -> bytes:
        with self._slots:
            pool = self._opened()
            try:
                done, body, remedy = pool.submit(_told, work, *args).result(timeout=seconds)
            except TooLong as error:
                self._drop(pool)
                raise HostError(f"judging took longer than {seconds:g} seconds", "Split the change") from error
            except BrokenExecutor as error:
                self._drop(pool)
                raise HostError("the judging process broke down", "Split the change, or give the worker more memory") from error
        if not done:
            raise HostError(body.decode(), remedy)
        return body

    def _opened(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._count, context, _follow, (os.getpid(),))
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        _kill(pool)


def _kill(pool: ProcessPoolExecutor) -> None:
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()


def _follow(parent: int) -> None:
    """In a judging process: ends it when its worker is gone. A killed worker can't tell it to."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _told(name: str, *args: object) -> tuple[bool, bytes, str]:
    """In a judging process: what work gave, or the words of its error, as our exceptions don't travel between processes whole."""
    from hunkwise.service import judge_work  # noqa: PLC0415 a worker itself never loads a model

    try:
        return True, getattr(judge_work, name)(*args), ""
    except HunkwiseError as error:
        return False, error.message.encode("utf-8", "replace"), error.remedy
    except RecursionError:
        return False, b"the change is nested too deeply", "Split the change"
