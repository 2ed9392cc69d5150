"""`hunkwise model` and `hunkwise doctor`: a model that isn't what it claims to be is never used."""

import json
import shutil
from pathlib import Path

import pytest

from hunkwise.heads import SHIPPED, load_manifest

from .conftest import Repo, Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def test_show(run: Run) -> None:
    """The text names the model, its thresholds and its data; json gives the manifest."""
    manifest = load_manifest(SHIPPED)
    said = run("model", "show").stdout
    assert manifest.name in said
    assert all(name in said for name in manifest.metrics)
    assert f"{manifest.thresholds[0].risk:.3f}" in said
    assert json.loads(run("model", "show", "--format", "json").stdout)["files"] == manifest.files


def test_verify(run: Run, folder: Path) -> None:
    """An unaltered copy is in order."""
    assert run("model", "verify").exit_code == 0
    assert run("model", "verify", folder).exit_code == 0


@pytest.mark.parametrize("name", sorted(load_manifest(SHIPPED).files) if SHIPPED.exists() else [])
def test_changed_byte(run: Run, folder: Path, name: str) -> None:
    """One changed byte in any file is found, named, and has exit code 4."""
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    result = run("model", "verify", folder)
    assert result.exit_code == 4
    assert name in result.stderr


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"format": 99}, "Update"),
        ({"format": "x"}, "format"),
        ({"features": "of-old"}, "features"),
        ({"extra": 1}, "malformed"),
        (None, "manifest"),
    ],
)
def test_other_manifests(run: Run, folder: Path, change: dict[str, object] | None, word: str) -> None:
    """A newer format, other features, unknown fields and no JSON at all are refused."""
    path = folder / "manifest.json"
    path.write_text("{" if change is None else json.dumps({**json.loads(path.read_text()), **change}))
    result = run("model", "verify", folder)
    assert result.exit_code == 4
    assert word in result.stderr


def test_no_model(run: Run, tmp_path: Path) -> None:
    """A folder without a model is refused."""
    assert run("model", "show", tmp_path).exit_code == 4


def test_scan_refuses_a_damaged_model(repo: Repo, folder: Path) -> None:
    """A scan with an altered model judges nothing."""
    from click.testing import CliRunner

    from hunkwise.cli import program

    tensors = next(folder.glob("*.safetensors"))
    tensors.write_bytes(tensors.read_bytes()[:-1] + b"\x00\x01")
    result = CliRunner().invoke(program, ["scan", str(repo.path), "--base", "main", "--model", str(folder)])
    assert result.exit_code == 4
    assert result.stdout == ""
    assert "altered" in result.stderr


def test_doctor(run: Run) -> None:
    """Everything a review needs is in order here."""
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "FAIL" not in result.stdout
    assert all(word in result.stdout for word in ("git", "grammars", "signals", "model"))


def test_doctor_without_git(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named with its remedy, the rest is still checked, and the exit code is of the environment."""
    monkeypatch.setenv("PATH", "/nowhere")
    result = run("doctor")
    assert result.exit_code == 3
    assert "git can't be found" in result.stdout
    assert "ok    signals" in result.stdout


def test_version(run: Run) -> None:
    """--version names the program, the model and the signals."""
    said = run("--version").stdout
    assert "hunkwise 0." in said
    assert load_manifest(SHIPPED).name in said
    assert "signals" in said
