"""Data files of changes, files and items."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change import ChangeRecord, FileRecord, Item, Records, WeaknessRecord, read_records
from hunkwise.change import records as records_module
from hunkwise.errors import RecordError

DIFF = "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"
CHANGE = {"id": "one", "diff": DIFF, "kind": "fix", "cwe": ["CWE-79"], "severity": None, "date": "2024-01-01", "more": 1}
FILE = {"id": "two", "path": "y.py", "code": "a\r\nb", "label": "benign", "cluster": None}
WEAKNESS = {"id": "three", "path": "z.c", "code": "gets(x);\n", "lines": [1], "cwe": ["CWE-242"], "explanation": "unbounded"}
ITEM = {"item": "four", "patch": DIFF}


def written(path: Path, *records: Any, packed: bool = False) -> Path:
    """A data file of records; a string stands as it is."""
    text = "".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_every_kind_of_record_is_a_change(tmp_path: Path, packed: bool) -> None:
    """Diffs, patches and files, plain or packed, become changes named by their ids; blank lines are nothing."""
    path = written(tmp_path / "data", CHANGE, "", FILE, WEAKNESS, ITEM, packed=packed)
    changes = list(Records(path).changes())
    assert [change.name for change in changes] == ["one", "two", "three", "four"]
    assert [change.files[0].status for change in changes] == ["modified", "added", "added", "modified"]
    assert changes[1].files[0].after == "a\nb"
    assert Records(path).base_file("x.py") is None


def test_records_are_typed(tmp_path: Path) -> None:
    """Each kind is read with its fields; those that a record lacks have plain values, others are passed over."""
    (change,) = read_records(written(tmp_path / "c", CHANGE), ChangeRecord)
    assert (change.id, change.kind, change.cwe, change.severity, change.advisories, change.date) == (
        "one",
        "fix",
        ("CWE-79",),
        None,
        (),
        "2024-01-01",
    )
    (file,) = read_records(written(tmp_path / "f", FILE), FileRecord)
    assert (file.path, file.label, file.cluster, file.code) == ("y.py", "benign", None, "a\r\nb")
    (weakness,) = read_records(written(tmp_path / "w", WEAKNESS), WeaknessRecord)
    assert (weakness.lines, weakness.explanation) == ((1,), "unbounded")
    assert list(read_records(written(tmp_path / "i", ITEM), Item)) == [Item("four", DIFF)]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '{"id": "x"}',
        '{"id": 7, "diff": ""}',
        '{"id": "x", "diff": "no patch"}',
        '{"id": "x", "path": "a"}',
        "[" * 100_000,
        '{"id": "x", "diff": "\\ud800"}',
    ],
)
def test_wrong_records_name_their_line(tmp_path: Path, line: str) -> None:
    """What is no record is told with the number of its line, after all before it were given."""
    changes = Records(written(tmp_path / "data", CHANGE, line)).changes()
    assert next(changes).name == "one"
    with pytest.raises(RecordError, match="line 2 of ") as caught:
        next(changes)
    assert caught.value.remedy
    assert len(caught.value.message) < 500


def test_truncated_gzip(tmp_path: Path) -> None:
    """A file cut off in the middle, or damaged, is told as such wherever the cut is."""
    whole = written(tmp_path / "whole", *[{**CHANGE, "id": str(number)} for number in range(50)], packed=True).read_bytes()
    for end in (3, 12, len(whole) // 2, len(whole) - 4):
        (tmp_path / "cut").write_bytes(whole[:end])
        with pytest.raises(RecordError, match="cut off"):
            list(Records(tmp_path / "cut").changes())
    (tmp_path / "bad").write_bytes(whole[:40] + bytes(255 - byte for byte in whole[40:60]) + whole[60:])
    with pytest.raises(RecordError):
        list(Records(tmp_path / "bad").changes())


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing file and a folder are told with their path; an empty file has no records."""
    for path in (tmp_path / "nope", tmp_path):
        with pytest.raises(RecordError, match="can't be read"):
            list(Records(path).changes())
    assert list(Records(written(tmp_path / "empty")).changes()) == []


def test_a_record_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without end isn't read into memory."""
    monkeypatch.setattr(records_module, "MAX_RECORD", 100)
    with pytest.raises(RecordError, match="longer than 100 bytes"):
        list(Records(written(tmp_path / "data", {"id": "x" * 200})).changes())


@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=200), packed=st.booleans())
def test_random_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool) -> None:
    """Whatever the bytes, the answer is changes or a RecordError."""
    path = tmp_path_factory.getbasetemp() / "random-records"
    path.write_bytes((b"\x1f\x8b" if packed else b"") + data)
    try:
        list(Records(path).changes())
    except RecordError as error:
        assert error.remedy
