"""Many small changes judged on all cores: batches go out to worker processes that each hold the model, reports come back."""

import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from hunkwise.change.model import Change
from hunkwise.cli.merge import merged
from hunkwise.cli.review import open_detector
from hunkwise.errors import HostError
from hunkwise.explain.model import Report
from hunkwise.judge import Settings

if TYPE_CHECKING:
    from hunkwise.detector import Detector

BATCH = 2_000
"""Lines that a worker gets at a time: enough to make the hand-over cheap, few enough to keep all cores busy to the end."""
WORTH_A_POOL = 10_000
"""Lines from which starting processes pays: below, this process is done before the others have loaded the model."""
SELDOM = 100_000
"""New objects after which a worker looks for cycles: facts about code have none, and the usual haste costs a sixth of the time."""
WAITING = 3
"""Batches that are under way for each worker; what isn't read yet needs no memory."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What makes the usual linear algebra libraries keep to one thread, if it is set before they are loaded."""

Batch = tuple[Change, ...]
Own = tuple[tuple[str, str], ...]

_held: "list[Detector]" = []
"""The one detector of a worker process, put there by `_begin`."""


def reports(
    changes: Iterable[Change], settings: Settings, model: Path | None, name: str, jobs: int | None = None, own: Own = ()
) -> Iterator[Report]:
    """A report called `name` for every batch of `changes`, in order. `jobs` is the number of processes, by default one a core; `own` are
    the signals that the repository declares.

    Raises what opening a detector raises, and HostError where a worker was killed.
    """
    batches = _batches(changes)
    first: list[Batch] = []
    while sum(map(_lines, chain.from_iterable(first))) < WORTH_A_POOL and (batch := next(batches, None)) is not None:
        first.append(batch)
    workers = jobs or _cores()
    if workers < 2 or sum(map(_lines, chain.from_iterable(first))) < WORTH_A_POOL:
        detector = open_detector(model, own)
        yield from (_report(detector, batch, settings, name) for batch in chain(first, batches))
    else:
        yield from _pooled(chain(first, batches), settings, model, name, workers, own)


def _pooled(batches: Iterator[Batch], settings: Settings, model: Path | None, name: str, workers: int, own: Own) -> Iterator[Report]:
    open_detector(model, own)  # a damaged model must say so here, not inside a worker
    # The workers are as many as the cores: a linear algebra library that starts threads of its own would only be in their way.
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(model, own))
    waiting: deque[Future[Report]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_work, batch, settings, name))
            if len(waiting) >= WAITING * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise HostError("a worker process was killed, most likely for want of memory", "Free some memory and run again") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(model: Path | None, own: Own) -> None:
    """Runs once in each worker: Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(SELDOM)
    _held.append(open_detector(model, own))


def _work(batch: Batch, settings: Settings, name: str) -> Report:
    return _report(_held[0], batch, settings, name)


def _report(detector: "Detector", batch: Batch, settings: Settings, name: str) -> Report:
    """One report on the changes of a batch, each judged by itself."""
    report = merged((detector.report(change, settings) for change in batch), name)
    return report or detector.report(Change(name, ()), settings)


def _batches(changes: Iterable[Change]) -> Iterator[Batch]:
    """Changes put together to about `BATCH` lines each."""
    batch: list[Change] = []
    lines = 0
    for change in changes:
        batch.append(change)
        lines += _lines(change)
        if lines >= BATCH:
            yield tuple(batch)
            batch, lines = [], 0
    if batch:
        yield tuple(batch)


def _lines(change: Change) -> int:
    """How many lines the hunks of a change have."""
    return sum(len(hunk.lines) for file in change.files for hunk in file.hunks)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
