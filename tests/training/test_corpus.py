"""Data files as samples: labels by direction, reserved projects refused, no project in two folds."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from hunkwise.errors import RecordError
from hunkwise.findings import discover, load, propose, read_reserved
from hunkwise.training.corpus import FOLDS, change_samples, file_samples, finding_samples, fold_of, weakness_samples

from .tiny import change_records, file_records, store, weakness_records

EXAMPLES = Path(__file__).parents[2] / "examples" / "findings"
READERS = (
    ("changes", change_samples, change_records(4)),
    ("files", file_samples, file_records(4)),
    ("weaknesses", weakness_samples, weakness_records(4)),
)


def test_a_fix_undone_is_the_harmful_one(tmp_path: Path) -> None:
    """Every change both ways round: only the undone fix is harmful, nothing else tells the two apart."""
    path = store(tmp_path / "c.gz", change_records(4))
    samples = list(change_samples(path, frozenset()))
    assert [(sample.id, sample.way, sample.fix, sample.harmful) for sample in samples[:4]] == [
        ("change-0", "forward", True, False),
        ("change-0", "reversed", True, True),
        ("change-1", "forward", False, False),
        ("change-1", "reversed", False, False),
    ]
    there, back = samples[0].change.files[0], samples[1].change.files[0]
    texts = [
        {mark: [line.text for hunk in file.hunks for line in hunk.lines if line.mark == mark] for mark in "+-"} for file in (there, back)
    ]
    assert texts[0]["+"] == texts[1]["-"]
    assert texts[0]["-"] == texts[1]["+"]
    assert samples[0].stratum == "made python"
    assert (samples[1].cwe, samples[1].severity, samples[1].title) == ("CWE-79", "high", "EX-0")


def test_an_introduction_is_harmful_as_it_was_written(tmp_path: Path) -> None:
    """And harmless turned round."""
    rows = [change_records(1)[0] | {"kind": "introduction"}]
    assert [sample.harmful for sample in change_samples(store(tmp_path / "c.gz", rows), frozenset())] == [True, False]


def test_files_and_weaknesses_are_added(tmp_path: Path) -> None:
    """As changes that add a file; the lines of a weakness are kept."""
    files = list(file_samples(store(tmp_path / "f.gz", file_records(4)), frozenset()))
    assert [sample.harmful for sample in files] == [True, False, True, False]
    assert all(sample.change.files[0].status == "added" and sample.task == "file" for sample in files)
    (flaw,) = weakness_samples(store(tmp_path / "w.gz", weakness_records(1)), frozenset())
    (line,) = flaw.lines
    assert "render" in flaw.change.files[0].hunks[0].lines[line - 1].text


@pytest.mark.parametrize(("name", "reader", "rows"), READERS, ids=[name for name, _, _ in READERS])
def test_a_reserved_project_is_refused(tmp_path: Path, name: str, reader: Any, rows: list[dict[str, Any]]) -> None:
    """In every kind of data file, in whatever case it is written."""
    (tmp_path / "reserved.txt").write_text("# kept\n\n  Example/Kept \nother\n")
    kept = read_reserved(tmp_path / "reserved.txt")
    assert kept == {"example/kept", "kept", "other"}
    for project in ("EXAMPLE/kept", "Other"):
        path = store(tmp_path / f"{name}.gz", [rows[0], rows[1] | {"project": project}])
        with pytest.raises(RecordError, match=project):
            list(reader(path, kept))
    assert list(reader(store(tmp_path / "fine.gz", rows), kept))
    assert read_reserved(tmp_path / "nowhere.txt") == frozenset()


@pytest.mark.parametrize(("name", "reader", "rows"), READERS, ids=[name for name, _, _ in READERS])
def test_folds_never_split_a_project(tmp_path: Path, name: str, reader: Any, rows: list[dict[str, Any]]) -> None:
    """Whatever is learned of a project, its near-copies included, is learned outside of the fold that judges it."""
    everything = {"changes": change_records(), "files": file_records(), "weaknesses": weakness_records()}[name]
    project = {row["id"]: row["project"] for row in everything}
    folds: dict[str, set[int]] = defaultdict(set)
    for sample in reader(store(tmp_path / "all.gz", everything), frozenset()):
        folds[project[sample.id]].add(sample.fold)
    assert len(folds) > FOLDS
    assert all(len(found) == 1 for found in folds.values())
    assert set.union(*folds.values()) == set(range(FOLDS))


def test_folds_are_frozen() -> None:
    """The same project is in the same fold on every machine and in every run."""
    assert [fold_of(name) for name in ("example/shop", "example/wiki", "größe", "")] == [0, 2, 4, 3]


def test_findings_point_at_lines() -> None:
    """The dataset of our own: files with findings are harmful, of the worst severity, at lines that the files have."""
    samples = list(finding_samples(load(EXAMPLES, propose(discover(EXAMPLES)).mapping)))
    harmful = [sample for sample in samples if sample.harmful]
    assert len(harmful) > 20
    for sample in harmful:
        assert sample.severity
        count = sum(len(hunk.lines) for hunk in sample.change.files[0].hunks)
        assert all(1 <= line <= count for line in sample.lines)
    assert sum(bool(sample.lines) for sample in harmful) > 0.8 * len(harmful)
    assert {sample.cwe[:4] for sample in harmful} <= {"CWE-", ""}
