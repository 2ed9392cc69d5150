"""`hunkwise train`: from a folder to a model that the other commands take, and what it says where it can't."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hunkwise.cli import program
from hunkwise.heads import SHIPPED, load_model, verify
from hunkwise.training import change_fit, windows_fit
from training.tiny import data_folder

EXAMPLES = Path(__file__).parents[2] / "examples" / "findings"


def train(*words: object) -> Result:
    """The command in process."""
    return CliRunner().invoke(program, ["train", *(str(word) for word in words)], prog_name="hunkwise")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A model trained on the tiny data, and what the command said."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(change_fit, "ROUNDS", 8)
        patched.setattr(windows_fit, "ROUNDS", 8)
        folder = tmp_path_factory.mktemp("train")
        return folder / "model", train("--data", data_folder(folder / "data"), "-o", folder / "model", "--seed", 3)


@pytest.mark.slow
def test_training_on_a_data_folder(base: tuple[Path, Result]) -> None:
    """The model is whole, its card lies beside it, measures are told, and it doesn't say where the data lay."""
    out, result = base
    assert result.exit_code == 0, result.output
    assert f"The model is in {out}." in result.output
    assert "auc against ordinary changes, held-out projects: " in result.output
    assert verify(out).seed == 3
    card = (out / "CARD.md").read_text()
    assert card.startswith("# Model card: hunkwise\n")
    for path in out.glob("*.[jm]*"):
        assert str(out.parent) not in path.read_text()


@pytest.mark.slow
def test_findings_on_top_of_a_model(base: tuple[Path, Result], tmp_path: Path) -> None:
    """The examples adapt it; what can be concluded is the last word, and stands in the card."""
    result = train("--findings", EXAMPLES, "--base", base[0], "-o", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    last = result.stdout.rstrip().split("\n")[-1]
    assert "files with findings in" in last
    assert "95 % confidence" in last
    assert last in (tmp_path / "mine" / "CARD.md").read_text()
    manifest = verify(tmp_path / "mine")
    assert manifest.name == "hunkwise-adapted"
    assert {name for name in manifest.data if name.startswith("findings ")} == {
        "findings code_files.json",
        "findings findings_example.json",
        "findings findings_file_links.json",
    }
    assert len(load_model(tmp_path / "mine").heads.memory.facts) > len(load_model(base[0]).heads.memory.facts)


@pytest.mark.slow
@pytest.mark.skipif(not SHIPPED.exists(), reason="no model is shipped yet")
def test_findings_alone_adapt_the_shipped_model(tmp_path: Path) -> None:
    """Without --base it is the model that comes with the program."""
    result = train("--findings", EXAMPLES, "-o", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    assert verify(tmp_path / "mine").thresholds == load_model().manifest.thresholds


def test_nothing_to_train_on(tmp_path: Path) -> None:
    """Neither data nor findings."""
    result = train("-o", tmp_path / "x")
    assert result.exit_code == 2
    assert "Give --data, --findings or both" in result.output


def test_a_base_is_no_start_for_data(tmp_path: Path) -> None:
    """An option that would do nothing is refused."""
    result = train("--data", tmp_path, "--base", tmp_path, "-o", tmp_path / "x")
    assert result.exit_code == 2
    assert "--base" in result.output


@pytest.mark.parametrize("gone", ["lightgbm", "sklearn", "scipy"])
def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    """What lacks is named with the command that installs it, before anything is read."""
    true = importlib.util.find_spec

    def found(name: str, *rest: Any) -> Any:
        return None if name == gone else true(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", found)
    result = train("--data", tmp_path / "nowhere", "-o", tmp_path / "x")
    assert result.exit_code == 2
    assert f"training needs {gone}" in result.output
    assert "hunkwise[train]" in result.output


@pytest.mark.parametrize(("words", "said"), [(("--data", "nowhere"), "no training data"), (("--findings", "nowhere"), "nowhere")])
def test_a_folder_that_is_not_there(tmp_path: Path, words: tuple[str, str], said: str) -> None:
    """Named, with exit code 2, and nothing is written."""
    result = train(words[0], tmp_path / words[1], "-o", tmp_path / "x")
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "x").exists()


def test_an_output_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    """Before half an hour of training, not after."""
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        result = train("--data", tmp_path, "-o", out)
        assert result.exit_code == 3, result.output
        assert "can't be written" in result.output


@pytest.mark.parametrize("workers", [0, -1])
def test_no_workers_is_no_choice(tmp_path: Path, workers: int) -> None:
    """Refused as an option, not met as an error of a library."""
    assert train("--data", tmp_path, "-o", tmp_path / "x", "--workers", workers).exit_code == 2


@pytest.mark.slow
def test_a_reserved_project_stops_it(tmp_path: Path) -> None:
    """With its name; nothing is written."""
    result = train("--data", data_folder(tmp_path / "data", reserved=["example/pond"]), "-o", tmp_path / "x")
    assert result.exit_code == 2
    assert "example/pond is reserved for judging" in result.output
    assert not (tmp_path / "x").exists()


def test_a_damaged_base_is_not_adapted(tmp_path: Path) -> None:
    """Exit code 4."""
    (tmp_path / "base").mkdir()
    result = train("--findings", EXAMPLES, "--base", tmp_path / "base", "-o", tmp_path / "x")
    assert result.exit_code == 4
    assert "manifest.json" in result.output
