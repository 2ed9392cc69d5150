"""Many changes rated on all cores: each worker process holds one detector, ratings come back in order, and little is held at a time."""

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import Final

from msgspec import Struct

from hunkwise.change import Item, read_patch
from hunkwise.detector import Detector
from hunkwise.errors import HostError, PatchError
from hunkwise.judge import Settings
from hunkwise.training.tasks import TaskItem

BATCH: Final = 16
"""Changes that a worker gets at a time."""
WAITING: Final = 3
"""Batches under way for each worker; what isn't read yet needs no memory."""
WORTH_A_POOL: Final = 4
"""Batches from which starting processes pays."""
MOST_PLACES: Final = 1000

Opener = Callable[[], Detector]
"""Opens the detector, once in each process; it must be picklable (a function of a module, or a partial of one)."""

Ratable = TaskItem | Item

_held: list[Detector] = []
"""The one detector of a worker process, put there by `_begin`."""


class Spot(Struct, frozen=True, gc=False):
    """A place of a change: the line on the head side, of the base side where a line was only taken away."""

    path: str
    line: int


class Rating(Struct, frozen=True):
    """What became of one item: `places` the worst first, at most `MOST_PLACES`; `severity` that of the riskiest finding told, or empty.

    A patch that can't be read has risk 0, and `skipped` says why.
    """

    item: str
    risk: float
    places: tuple[Spot, ...] = ()
    flagged: bool = False
    findings: int = 0
    severity: str = ""
    seconds: float = 0.0
    skipped: str = ""


def ratings(items: Iterable[Ratable], opener: Opener, settings: Settings, jobs: int | None = None) -> Iterator[Rating]:
    """A rating of every item, in order. `jobs` is the number of processes, by default one a core.

    Raises what the opener raises, and HostError where a worker was killed.
    """
    batches = _batches(items)
    first = list(islice(batches, WORTH_A_POOL))
    workers = jobs or cores()
    if workers < 2 or len(first) < WORTH_A_POOL:
        detector = opener()
        for batch in chain(first, batches):
            yield from (rated(detector, item, settings) for item in batch)
    else:
        yield from _pooled(chain(first, batches), opener, settings, workers)


def rated(detector: Detector, item: Ratable, settings: Settings) -> Rating:
    """The rating of one item. Raises SettingsError where the model doesn't know the budget, and nothing on account of the item."""
    started = time.perf_counter()
    if isinstance(item, TaskItem):
        name, change = item.id, item.change
    else:
        try:
            name, change = item.item, read_patch(item.patch, item.item)
        except PatchError as error:
            return Rating(item.item, 0.0, skipped=error.message)
    verdict = detector.judge(change, settings)
    return Rating(
        item=name,
        risk=verdict.risk,
        places=tuple(Spot(place.path, place.line) for place in verdict.places[:MOST_PLACES]),
        flagged=verdict.flagged,
        findings=len(verdict.findings),
        severity=verdict.findings[0].severity if verdict.findings else "",
        seconds=time.perf_counter() - started,
    )


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pooled(batches: Iterator[tuple[Ratable, ...]], opener: Opener, settings: Settings, workers: int) -> Iterator[Rating]:
    opener()  # a damaged model must say so here, not inside a worker
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(opener,))
    waiting: deque[Future[list[Rating]]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_work, batch, settings))
            if len(waiting) >= WAITING * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise HostError("a worker process was killed, most likely for want of memory", "Free some memory and run again") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(opener: Opener) -> None:
    """Runs once in each worker: Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _held.append(opener())


def _work(batch: tuple[Ratable, ...], settings: Settings) -> list[Rating]:
    return [rated(_held[0], item, settings) for item in batch]


def _batches(items: Iterable[Ratable]) -> Iterator[tuple[Ratable, ...]]:
    source = iter(items)
    while batch := tuple(islice(source, BATCH)):
        yield batch
