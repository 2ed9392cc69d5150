"""A model run over the items of the tasks: score cards, with everything that one needs to get the same figures again."""

import platform
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import Final, Literal

import numpy as np
from msgspec import Struct

from hunkwise.change import ChangeRecord, FileRecord, read_records
from hunkwise.errors import RecordError, UsageError
from hunkwise.findings import discover, load, propose
from hunkwise.judge import Settings
from hunkwise.judge.model import Versions
from hunkwise.training.measure import ROUNDS, SEED
from hunkwise.training.rate import Opener, Rating, cores, ratings
from hunkwise.training.score import Card, bundles_card, files_card, grafts_card, introductions_card, locate_card
from hunkwise.training.score_changes import changes_card
from hunkwise.training.tasks import (
    FORWARD,
    HOST,
    TASKS,
    Task,
    TaskItem,
    bundles,
    change_items,
    file_items,
    graft_items,
    introduction_items,
    locations,
)
from hunkwise.version import VERSION

CARD_VERSION: Final = "1"
"""Of the score card as JSON; raised only when a reader of the old one would break."""
FINDINGS: Final = "findings"
"""The folder of the findings dataset inside a data folder."""

Split = Literal["train", "dev"]
Advance = Callable[[int], None]
Watch = Callable[[Task, int], AbstractContextManager[Advance]]
"""Called when a task begins, with the number of its items; gives a function that counts what is done."""


class Machine(Struct, frozen=True):
    """Where a card was measured."""

    cpu: str
    cores: int
    system: str
    python: str
    numpy: str


class ScoreCard(Struct, frozen=True):
    """The cards of all tasks that were run.

    `data` has the SHA-256 of every data file by its path in the data folder; `seed` and `rounds` are those of the intervals; `seconds` is
    the wall time of everything.
    """

    version: str
    created: str
    versions: Versions
    budget: float
    split: Split
    seed: int
    rounds: int
    data: dict[str, str]
    machine: Machine
    seconds: float
    cards: tuple[Card, ...]


class Data:
    """A data folder: what each task needs of it, read once. Raises RecordError or DatasetError where something can't be read."""

    def __init__(self, folder: Path, split: Split) -> None:
        self.folder = folder
        self.split = split

    def path(self, kind: str) -> Path:
        """The file of records of a kind, packed where such a file is there."""
        plain = self.folder / kind / f"{self.split}.jsonl"
        return plain if plain.exists() else plain.with_name(f"{plain.name}.gz")

    @cached_property
    def changes(self) -> tuple[ChangeRecord, ...]:
        """Fixes and ordinary changes."""
        return tuple(record for record in read_records(self.path("changes"), ChangeRecord) if record.kind in ("fix", "ordinary"))

    @cached_property
    def introductions(self) -> tuple[ChangeRecord, ...]:
        """Changes that let a flaw in, and ordinary ones."""
        return tuple(read_records(self.path("introductions"), ChangeRecord))

    @cached_property
    def files(self) -> tuple[FileRecord, ...]:
        """Malicious and benign files."""
        return tuple(read_records(self.path("files"), FileRecord))

    def sources(self, task: Task) -> tuple[Path, ...]:
        """The files that a task is made from."""
        if task == "locate":
            layout = discover(self.folder / FINDINGS)
            return (*layout.files, *layout.links, *layout.findings)
        kinds = {"grafts": ("changes", "files"), "bundles": ("changes",)}.get(task, (task,))
        return tuple(self.path(kind) for kind in kinds)

    def has(self, task: Task) -> bool:
        """Whether the data of a task is here."""
        if task == "locate":
            return (self.folder / FINDINGS).is_dir()
        return all(path.is_file() for path in self.sources(task))


def evaluate(
    folder: Path,
    opener: Opener,
    *,
    split: Split = "dev",
    tasks: Sequence[Task] = (),
    settings: Settings | None = None,
    jobs: int | None = None,
    watch: Watch = lambda _task, _total: nullcontext(lambda _done: None),
) -> ScoreCard:
    """The score card of the detector that `opener` opens, over `tasks` (all whose data is in `folder`, where none is named).

    `jobs` is the number of processes, by default one a core. Raises UsageError where `folder` has no data for a task, RecordError,
    PatchError or DatasetError where a data file can't be used, and what the opener raises.
    """
    started = time.perf_counter()
    data = Data(folder, split)
    chosen = runnable(folder, split, tasks)
    settings = settings or Settings()
    detector = opener()
    forward: dict[str, Rating] = {}

    def run(task: Task, items: Sequence[TaskItem]) -> dict[str, Rating]:
        found = {}
        with watch(task, len(items)) as advance:
            for rating in ratings(items, opener, settings, jobs):
                found[rating.item] = rating
                advance(1)
        if task == "changes":
            forward.update({name: rating for name, rating in found.items() if name.endswith(FORWARD)})
        return found

    cards = tuple(_card(task, data, run, forward) for task in chosen)
    digests = {path.relative_to(folder).as_posix(): _digest(path) for task in chosen for path in data.sources(task)}
    return ScoreCard(
        version=CARD_VERSION,
        created=datetime.now(UTC).date().isoformat(),
        versions=Versions(VERSION, detector.model.version, detector.model.features, detector.signals.digest, settings.digest),
        budget=settings.budget,
        split=split,
        seed=SEED,
        rounds=ROUNDS,
        data=dict(sorted(digests.items())),
        machine=machine(),
        seconds=round(time.perf_counter() - started, 1),
        cards=cards,
    )


def runnable(folder: Path, split: Split, tasks: Sequence[Task] = ()) -> tuple[Task, ...]:
    """`tasks`, or all whose data is in `folder` where none is named, in the order of `TASKS`. Raises UsageError where data is missing."""
    data = Data(folder, split)
    for task in tasks:
        if not data.has(task):
            wanted = FINDINGS if task == "locate" else " and ".join(path.relative_to(folder).as_posix() for path in data.sources(task))
            raise UsageError(f"{folder} has no {wanted} for the task {task}", "Name a data folder that has it, or another task")
    chosen = tuple(task for task in TASKS if (task in tasks if tasks else data.has(task)))
    if not chosen:
        raise UsageError(f"{folder} has no data of the split {split}", f"Name a folder with changes/{split}.jsonl.gz and the like")
    return chosen


Run = Callable[[Task, Sequence[TaskItem]], dict[str, Rating]]


def _card(task: Task, data: Data, run: Run, forward: dict[str, Rating]) -> Card:
    """The card of a task. `forward` are the ratings of changes as they happened, by item, as far as they are known."""
    match task:
        case "changes":
            return changes_card(data.changes, run(task, tuple(change_items(data.changes))))
        case "introductions":
            return introductions_card(data.introductions, run(task, tuple(introduction_items(data.introductions))))
        case "files":
            return files_card(data.files, run(task, tuple(file_items(data.files))))
        case "grafts":
            # A host is an ordinary change as it happened: what was rated as such isn't rated again.
            hosts = {name.removesuffix(FORWARD) + HOST: rating for name, rating in forward.items()}
            items = [item for item in graft_items(data.changes, data.files) if item.id not in hosts]
            return grafts_card(data.changes, data.files, hosts | run(task, items))
        case "bundles":
            made = tuple(bundles(data.changes))
            return bundles_card(made, {record.id: record.project for record in data.changes}, run(task, [bundle.item for bundle in made]))
        case "locate":
            folder = data.folder / FINDINGS
            found = tuple(locations(load(folder, propose(discover(folder)).mapping)))
            return locate_card(found, run(task, [location.item for location in found]))


def machine() -> Machine:
    """This machine, without its name."""
    return Machine(_cpu(), cores(), f"{platform.system()} {platform.machine()}", platform.python_version(), np.__version__)


def _cpu() -> str:
    """The processor's own name for itself, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or "unknown"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RecordError(f"{str(path)!r} can't be read: {error.strerror}", "Check the path and its permissions") from error
