"""`hunkwise findings` on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from findings.folders import FILES, FINDINGS, dataset
from hunkwise.cli import program


def run(*args: object) -> Result:
    return CliRunner().invoke(program, ["findings", *map(str, args)])


def test_check_as_text(tmp_path: Path) -> None:
    """Text shows the guessed field names, the counts, and every reason with its records."""
    folder = dataset(tmp_path, findings=[*FINDINGS, {"id": "f3\x1b[2J", "description": "x", "severity": "urgent"}])
    result = run("check", folder)
    assert result.exit_code == 0
    for words in (
        "findings.explanation",
        "description",
        "unknown-severity",
        "'urgent'",
        "record 3",
        "high 1",
        "Files without a finding: 1",
    ):
        assert words in result.stdout
    assert "\x1b" not in result.stdout


def test_check_as_json(tmp_path: Path) -> None:
    """JSON holds the mapping and the whole report, and nothing else stands on standard output."""
    result = run("check", dataset(tmp_path, [{"id": "c1"}, *FILES[1:]]), "--format", "json")
    data = json.loads(result.stdout)
    assert data["mapping"]["files"]["code"] == "content"
    assert [problem["id"] for problem in data["report"]["problems"]] == ["c1", "f1", "f1 - c1"]


def test_strict(tmp_path: Path) -> None:
    """With --strict a record that can't be used makes the exit code 1; a whole dataset doesn't."""
    assert run("check", dataset(tmp_path / "whole"), "--strict").exit_code == 0
    broken = dataset(tmp_path / "broken", FILES[1:])
    assert run("check", broken).exit_code == 0
    assert run("check", broken, "--strict").exit_code == 1


def test_mapping_files(tmp_path: Path) -> None:
    """A mapping that is written can be corrected and given back."""
    folder = dataset(tmp_path / "in", findings=[{**finding, "severity": "urgent"} for finding in FINDINGS])
    mapping = tmp_path / "mapping.toml"
    assert "unknown-severity" in run("check", folder, "--write-mapping", mapping).stdout
    mapping.write_text(mapping.read_text() + 'urgent = "critical"\n')
    result = run("check", folder, "--mapping", mapping, "--strict")
    assert (result.exit_code, "critical 2" in result.stdout) == (0, True)
    assert "Field names" not in result.stdout


def test_import(tmp_path: Path) -> None:
    """An import writes the folder and says so."""
    result = run("import", dataset(tmp_path / "in"), "--output", tmp_path / "out")
    assert result.exit_code == 0
    assert "Written to" in result.stdout
    assert (tmp_path / "out" / "findings.json").exists()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("check", "none"), 2),
        (("check", "in", "--mapping", "none.toml"), 2),
        (("check", "in", "--write-mapping", "in/findings.json"), 3),
        (("check", "in", "--format", "xml"), 2),
        (("check",), 2),
        (("import", "in"), 2),
        (("import", "in", "--output", "in"), 2),
        (("import", "in", "--output", "in/findings.json"), 3),
    ],
)
def test_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], code: int) -> None:
    """Each wrong use has its exit code and a message without a traceback."""
    monkeypatch.chdir(dataset(tmp_path / "in").parent)
    result = run(*args)
    assert result.exit_code == code
    assert "rror" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("args", [(), ("check",), ("import",)])
def test_help(args: tuple[str, ...]) -> None:
    """Help explains what a dataset is, and each option."""
    result = run(*args, "--help")
    assert result.exit_code == 0
    assert "code_files.json" in result.stdout or "--write-mapping" in result.stdout
