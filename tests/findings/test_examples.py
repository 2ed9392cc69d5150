"""The dataset of our own in examples/findings."""

import importlib.util
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from hunkwise.findings import Located, Mapping, check, discover, load, propose

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "findings"


@cache
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_examples", ROOT / "tools" / "build_examples.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def located() -> dict[str, Located]:
    return {one.finding.id: one for one in load(FOLDER, propose(discover(FOLDER)).mapping).located()}


def test_data_files_are_up_to_date() -> None:
    """The three data files are what the builder makes of the sources."""
    assert builder().main("check") == 0


def test_a_changed_source_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The builder's check fails, and says what to run, where a data file isn't what the sources make."""
    for name, text in builder().build().items():
        (tmp_path / name).write_text(text.replace("withdraw", "withdrew", 1), encoding="utf-8")
    (tmp_path / "sources").symlink_to(FOLDER / "sources")
    monkeypatch.setattr(builder(), "FOLDER", tmp_path)
    assert builder().main("check") == 1
    assert "build_examples.py write" in capsys.readouterr().err
    assert builder().main("write") == 0
    assert builder().main("check") == 0


def test_every_record_can_be_used() -> None:
    """The dataset is what it is said to be: sixty findings over nine languages, Solidity in front, clean files among them."""
    report = check(FOLDER, Mapping())
    assert report.problems == ()
    assert report.findings.used >= 60
    assert len(report.languages) >= 9
    assert report.languages["solidity"] >= 18
    assert set(report.severities) == {"low", "medium", "high", "critical"}
    assert report.clean >= 8


def test_size() -> None:
    """The dataset stays small enough for everyone's checkout."""
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 400_000


def test_no_explanation_repeats_another() -> None:
    """Titles and explanations are all different."""
    findings = [one.finding for one in located().values()]
    assert len({finding.title for finding in findings}) == len({finding.explanation for finding in findings}) == len(findings)


def test_flaws_are_found_where_they_are() -> None:
    """For every finding the located lines hold the flaw's own line, and are few."""
    wrong, total = [], 0
    for listing in (FOLDER / "sources").glob("*/findings.toml"):
        for finding in tomllib.loads(listing.read_text(encoding="utf-8"))["finding"]:
            one = located()[finding["id"]]
            line = next(number for number, text in enumerate(one.file.code.split("\n"), 1) if finding["at"] in text)
            total += sum(last - first + 1 for first, last in one.lines)
            if not any(first <= line <= last for first, last in one.lines):
                wrong.append((finding["id"], line, one.lines))
    assert wrong == []
    assert total / len(located()) < 3


def test_placeholders_are_resolved() -> None:
    """No explanation holds a placeholder of the builder; the language of a fenced block stands where it's written."""
    assert not any("{{" in one.finding.explanation for one in located().values())
