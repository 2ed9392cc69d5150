"""`hunkwise predict`: one prediction an item, in order, whatever the patches hold."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hunkwise.cli import predict, program
from hunkwise.detector import Detector
from hunkwise.signals import Signals

from .fake import FakeModel

GOOD = "--- a/m.py\n+++ b/m.py\n@@ -1,2 +1,2 @@\n def f(x):\n-    return x\n+    return abs(x)\n"
BAD = GOOD.replace("abs(", "risky(")
BROKEN = GOOD.replace("+    return abs(x)\n", "")


def open_fake(_model: Path | None) -> Detector:
    """A detector with the model that needs no training; a worker process finds it by name."""
    return Detector(FakeModel(), Signals.load())


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """`predict` rates with the fake model."""
    monkeypatch.setattr(predict, "open_detector", open_fake)


def run(*words: object) -> Result:
    """Runs `hunkwise predict`."""
    return CliRunner().invoke(program, ["predict", *map(str, words)], prog_name="hunkwise")


def items_of(path: Path, *patches: str) -> Path:
    """An items file with those patches, named 0, 1, ..."""
    path.write_text("".join(json.dumps({"item": str(at), "patch": patch}) + "\n" for at, patch in enumerate(patches)))
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The predictions in a file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_item_is_rated_in_order(tmp_path: Path) -> None:
    """Each line answers to its item, the harmful one has the higher risk, and places are paths with lines."""
    result = run(items_of(tmp_path / "items.jsonl", GOOD, BAD), "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    good, bad = read(tmp_path / "out.jsonl")
    assert [good["item"], bad["item"]] == ["0", "1"]
    assert bad["risk"] > good["risk"]
    assert bad["places"][0] == {"path": "m.py", "line": 2}
    assert set(bad) == {"item", "risk", "places"}


def test_an_unreadable_patch_is_skipped_loudly(tmp_path: Path) -> None:
    """It has risk 0 and its reason, the rest is rated, and the end counts it."""
    result = run(items_of(tmp_path / "items.jsonl", BAD, BROKEN, "no diff", BAD), "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    first, broken, nothing, last = read(tmp_path / "out.jsonl")
    assert broken["risk"] == nothing["risk"] == 0
    assert "cuts off" in broken["skipped"]
    assert "no unified diff" in nothing["skipped"]
    assert first["risk"] == last["risk"] > 0
    assert "2 patches couldn't be read" in result.stderr


@pytest.mark.slow
def test_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough items for worker processes are rated just as by one process, in the same order."""
    patches = [BAD if at % 3 == 0 else BROKEN if at % 7 == 0 else GOOD for at in range(100)]
    items = items_of(tmp_path / "items.jsonl", *patches)
    run(items, "-o", tmp_path / "many.jsonl")
    monkeypatch.setattr("hunkwise.training.rate.cores", lambda: 1)
    run(items, "-o", tmp_path / "one.jsonl")
    assert read(tmp_path / "many.jsonl") == read(tmp_path / "one.jsonl")
    assert len(read(tmp_path / "one.jsonl")) == 100


def test_gzip_and_nothing(tmp_path: Path) -> None:
    """A packed items file is read, and one without items gives an empty file."""
    packed = tmp_path / "items.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps({"item": "a", "patch": BAD}).encode()))
    assert run(packed, "-o", tmp_path / "out.jsonl").exit_code == 0
    assert [one["item"] for one in read(tmp_path / "out.jsonl")] == ["a"]
    assert run(items_of(tmp_path / "none.jsonl"), "-o", tmp_path / "out.jsonl").exit_code == 0
    assert read(tmp_path / "out.jsonl") == []


@pytest.mark.parametrize("content", ['{"item": "1"', '{"item": 1, "patch": ""}', '{"item": "1"}', "[]", "\xff"])
def test_a_wrong_record_ends_the_run(tmp_path: Path, content: str) -> None:
    """The error names the line, the exit code is 2, and what stood at the output still stands."""
    output = tmp_path / "out.jsonl"
    output.write_text("before")
    items = items_of(tmp_path / "items.jsonl", GOOD)
    items.write_bytes(items.read_bytes() + content.encode("latin-1"))
    result = run(items, "-o", output)
    assert result.exit_code == 2
    assert "line 2" in result.output
    assert output.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["items.jsonl", "out.jsonl"]


def test_an_output_that_cannot_be_written_is_told_first(tmp_path: Path) -> None:
    """A missing folder or a folder in the place of the file: exit code 3, before anything is rated."""
    items = items_of(tmp_path / "items.jsonl", GOOD)
    for output in (tmp_path / "none" / "out.jsonl", tmp_path):
        result = run(items, "-o", output)
        assert result.exit_code == 3, result.output
        assert "can't be written" in result.output


def test_a_missing_items_file_is_told(tmp_path: Path) -> None:
    """Exit code 2, with the path."""
    result = run(tmp_path / "none.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert "none.jsonl" in result.output
