"""`hunkwise evaluate`: figures on standard output, a score card in a folder, clear errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hunkwise.cli import evaluate, program
from hunkwise.detector import Detector
from hunkwise.signals import Signals

from .fake import FakeModel


def open_fake(_model: Path | None) -> Detector:
    """A detector with the model that needs no training."""
    return Detector(FakeModel(), Signals(()))


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """`evaluate` measures the fake model."""
    monkeypatch.setattr(evaluate, "open_detector", open_fake)


def run(*words: object) -> Result:
    """Runs `hunkwise evaluate`."""
    return CliRunner().invoke(program, ["evaluate", *map(str, words)], prog_name="hunkwise")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a few files, half of them harmful."""
    rows = [
        {"id": f"{label}{at}", "label": label, "path": f"{label}{at}.py", "language": "python", "project": f"p{at}", "code": code}
        for label, code in (("malicious", "risky(1)\n"), ("benign", "x = 1\n"))
        for at in range(3)
    ]
    (tmp_path / "data" / "files").mkdir(parents=True)
    (tmp_path / "data" / "files" / "dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path / "data"


def test_figures_are_printed_and_a_card_is_written(data: Path, tmp_path: Path) -> None:
    """The tasks that the folder has data for, at most 80 columns wide, and the card in three forms."""
    result = run(data, "--output", tmp_path / "cards" / "one")
    assert result.exit_code == 0, result.output
    assert "files: 3 malicious, 3 benign" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert sorted(path.name for path in (tmp_path / "cards" / "one").iterdir()) == ["card.html", "card.json", "card.md"]
    card = json.loads((tmp_path / "cards" / "one" / "card.json").read_text())
    assert card["cards"][0]["figures"]["auc"] == 1


def test_missing_data_leaves_nothing_behind(data: Path, tmp_path: Path) -> None:
    """Exit code 2 with the name of what is missing, and no folder for a card that will never be."""
    result = run(data, "--task", "changes", "--output", tmp_path / "card")
    assert result.exit_code == 2
    assert "changes/dev.jsonl.gz" in result.output
    assert not (tmp_path / "card").exists()


def test_an_output_that_is_a_file_is_told(data: Path, tmp_path: Path) -> None:
    """Exit code 3, before anything is rated."""
    (tmp_path / "card").write_text("mine")
    result = run(data, "--output", tmp_path / "card")
    assert result.exit_code == 3
    assert "can't be made" in result.output
    assert (tmp_path / "card").read_text() == "mine"


def test_the_tasks_that_help_offers_are_all() -> None:
    """The command names them without importing the room; the two lists must agree."""
    from hunkwise.training.tasks import TASKS

    assert TASKS == evaluate.NAMES
