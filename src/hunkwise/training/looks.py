"""Samples as the heads read them: cut, seen by the signals, turned into rows, over both cores."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import NamedTuple

from msgspec import structs

from hunkwise.change.model import Change
from hunkwise.code import cut
from hunkwise.evidence import Evidence
from hunkwise.features import edit_of, merged, windows
from hunkwise.heads.change import EditRows, edit_rows
from hunkwise.heads.malice import WindowRows, window_rows
from hunkwise.heads.trained import as_a_whole, is_taught
from hunkwise.signals import Signals
from hunkwise.training.corpus import Sample

CHUNK = 32
MOST_WINDOWS = 60
"""Windows kept of one file: enough to find the worst, few enough to hold a corpus in memory."""


class FileLook(NamedTuple):
    """One file of a sample. `edit` is the whole file's edit, or, where the heads judge units alone, that of each unit in `edits`.

    `windows` with `marked` (whether a known weakness lies in the window), and what the signals saw (without steps and facts).
    """

    path: str
    edits: tuple[EditRows, ...]
    windows: tuple[WindowRows, ...]
    marked: tuple[bool, ...]
    signals: tuple[Evidence, ...]


class Look(NamedTuple):
    """A sample without its code."""

    sample: Sample
    files: tuple[FileLook, ...]


def look(sample: Sample, signals: Signals) -> Look:
    """What the heads will read of one sample."""
    files = []
    lines = frozenset(sample.lines)
    for file in sample.change.files:
        units, _ = cut(file)
        taught = [unit for unit in units if is_taught(unit)]
        edits = [edit for unit in taught if not (edit := edit_of(unit)).empty]
        if not edits:
            continue
        runs = [run for edit in edits for run in windows(edit.added)][:MOST_WINDOWS]
        rated = (edit_rows(merged(edits)),) if as_a_whole(taught) else tuple(edit_rows(edit) for edit in edits[:MOST_WINDOWS])
        bare = tuple(
            structs.replace(one, facts={}, steps=(), lines=()) for one in signals.look(units) if one.trend != "same" and one.strength > 0
        )
        marked = tuple(not lines.isdisjoint(run.numbers) for run in runs)
        files.append(FileLook(file.path, rated, tuple(window_rows(run) for run in runs), marked, bare))
    return Look(structs.replace(sample, change=Change(sample.change.name, ())), tuple(files))


_signals: list[Signals] = []
"""The signals of a worker process, loaded once when it starts."""


def _start() -> None:
    _signals.append(Signals.load())


def _chunk(samples: list[Sample]) -> list[Look]:
    return [look(sample, _signals[0]) for sample in samples]


def looks(samples: Iterable[Sample], workers: int) -> Iterator[Look]:
    """The looks of all samples, in order; at most a few chunks are under way at once."""
    stream = iter(samples)
    with ProcessPoolExecutor(workers, initializer=_start) as pool:
        pending = []
        while chunk := list(islice(stream, CHUNK)):
            pending.append(pool.submit(_chunk, chunk))
            if len(pending) > 4 * workers:
                yield from pending.pop(0).result()
        for result in pending:
            yield from result.result()
