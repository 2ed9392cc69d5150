"""A model over a data folder: cards of all tasks, with what they hang on."""

import hashlib
from pathlib import Path

import pytest

from hunkwise.errors import RecordError, UsageError
from hunkwise.judge import Settings
from hunkwise.training.evaluate import ScoreCard, evaluate, machine, runnable
from hunkwise.training.rate import ratings
from hunkwise.training.score import Card, line_counts
from hunkwise.training.score_changes import ChangesCard
from hunkwise.training.tasks import TASKS, change_items

from . import data
from .fear import open_fear


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all tasks."""
    return data.write(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def score(folder: Path) -> ScoreCard:
    """All tasks, one process."""
    return evaluate(folder, open_fear, jobs=1)


def card_of(score: ScoreCard, task: str) -> Card:
    """The card of a task."""
    return next(card for card in score.cards if card.task == task)


def test_all_tasks_with_data_are_run(score: ScoreCard) -> None:
    """One card a task, in order, and a model that knows harm when it sees it is worth all that there is."""
    assert tuple(card.task for card in score.cards) == TASKS
    for task in ("changes", "introductions", "files", "bundles"):
        assert card_of(score, task).figures["auc"] == 1, task
    assert card_of(score, "bundles").counts == {"bundles": 12}
    assert card_of(score, "bundles").figures["file_top1"] == 1
    assert card_of(score, "locate").figures["top1"] == 1
    assert 0 < card_of(score, "locate").figures["top1_by_chance"] < 0.2


def test_grafts_take_over_what_was_rated(folder: Path, score: ScoreCard) -> None:
    """Hosts rated as forward changes aren't rated again, and the card is the same as that of the task alone."""
    totals: dict[str, int] = {}

    class Watched:
        def __init__(self, task: str, total: int) -> None:
            totals[task] = total

        def __enter__(self):  # type: ignore[no-untyped-def]
            return lambda _done: None

        def __exit__(self, *_: object) -> None:
            return None

    alone = evaluate(folder, open_fear, tasks=("grafts",), jobs=1)
    evaluate(folder, open_fear, tasks=("grafts", "changes"), jobs=1, watch=Watched)
    assert totals == {"changes": 72, "grafts": 6}
    assert alone.cards[0].figures == card_of(score, "grafts").figures
    assert alone.cards[0].counts == {"grafts": 6, "hosts": 24}


def test_the_changes_card_is_whole(score: ScoreCard) -> None:
    """Figures at the shipped threshold, intervals, the size-only line, calibration, severity and recall by language."""
    card = card_of(score, "changes")
    assert isinstance(card, ChangesCard)
    assert card.figures["recall@1%_forward"] == card.figures["pair"] == card.figures["recall@budget"] == 1
    assert card.figures["alerts@budget"] == card.figures["false_decline@5%"] == 0
    assert card.figures["time_arrow"] == 0.5
    assert card.interval95["auc"] == (1, 1)
    assert set(card.size_only) < set(card.figures)
    assert card.size_only["auc"] == 0.5
    assert card.calibration_error == pytest.approx(0.1, abs=0.01)
    assert card.severity.count == 12
    assert [(group.name, group.count, group.recall) for group in card.by] == [("language python", 12, 1), ("source made", 12, 1)]


def test_a_card_names_what_it_hangs_on(folder: Path, score: ScoreCard) -> None:
    """Digests of the data, versions, seed, machine without its name, time and latency."""
    assert score.data["changes/dev.jsonl.gz"] == hashlib.sha256((folder / "changes" / "dev.jsonl.gz").read_bytes()).hexdigest()
    assert len(score.data) == 6
    assert (score.versions.model, score.split, score.budget, score.seed) == ("fear-1", "dev", 1.0, 7)
    assert score.machine == machine()
    assert score.machine.cpu
    assert score.seconds > 0
    assert all(0 < card.latency.p50 <= card.latency.p95 for card in score.cards)


@pytest.mark.slow
def test_worker_processes_change_nothing(folder: Path) -> None:
    """Two processes rate as one does, in the same order."""
    from hunkwise.training.evaluate import Data

    items = list(change_items(Data(folder, "dev").changes))
    one, two = (
        [
            (rating.item, rating.risk, rating.places, rating.flagged, rating.findings)
            for rating in ratings(items, open_fear, Settings(), jobs)
        ]
        for jobs in (1, 2)
    )
    assert one == two
    assert len(one) == len(items)


def test_missing_data_is_told_before_anything_is_rated(folder: Path, tmp_path: Path) -> None:
    """A task without data, a split without data, a folder that isn't there: each names what is missing."""
    for task, words in (
        ("introductions", "introductions/dev.jsonl.gz"),
        ("grafts", "changes/dev.jsonl.gz and files"),
        ("locate", "findings"),
    ):
        with pytest.raises(UsageError, match=words):
            runnable(tmp_path, "dev", (task,))
    with pytest.raises(UsageError, match="split dev"):
        evaluate(tmp_path / "none", open_fear)
    with pytest.raises(UsageError, match="train"):
        evaluate(folder, open_fear, split="train", tasks=("changes",))


def test_a_damaged_record_ends_the_run(tmp_path: Path) -> None:
    """With the line in the message."""
    folder = data.write(tmp_path / "data")
    path = folder / "changes" / "dev.jsonl.gz"
    path.unlink()
    path.with_suffix("").write_text('{"id": "a", "diff": "", "kind": "fix"}\n{"id": 3}\n')
    with pytest.raises(RecordError, match="line 2"):
        evaluate(folder, open_fear, tasks=("changes",))


def test_one_side_alone_has_no_figures(tmp_path: Path) -> None:
    """Nothing can be said of fixes without ordinary changes, and nothing is."""
    folder = data.write(tmp_path / "data", ordinary=0)
    (card,) = evaluate(folder, open_fear, tasks=("changes",), jobs=1).cards
    assert card.figures == card.interval95 == {}
    assert card.counts == {"fixes": 12, "ordinary": 0}


def test_lines_are_counted_without_headers() -> None:
    """Only lines of hunks count, even those that begin with more signs."""
    assert line_counts("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\n+++c\n \n") == (2, 1)
