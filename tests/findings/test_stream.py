"""Reading data files record by record."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.errors import DatasetError
from hunkwise.findings import scan, stream
from hunkwise.findings.stream import Record, records

THREE = [{"id": "a", "code": 'x = "\\"}]{"'}, {"id": "b", "tags": [[1], {}]}, {"id": "ü", "code": "line\nline\t\\\\"}]


def read(tmp_path: Path, content: bytes | str, name: str = "data.json") -> list[Record]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(records(path))


def test_array(tmp_path: Path) -> None:
    """An array gives its elements with numbers from 1 and the byte offsets where they begin."""
    content = json.dumps(THREE, indent=1, ensure_ascii=False)
    found = read(tmp_path, content)
    assert [record.value for record in found] == THREE
    assert [record.number for record in found] == [1, 2, 3]
    assert all(content.encode()[record.offset :].startswith(b"{") for record in found)


def test_object_keyed_by_id(tmp_path: Path) -> None:
    """An object keyed by id gives its values with their keys."""
    found = read(tmp_path, json.dumps({item["id"]: item for item in THREE}))
    assert [(record.key, record.value) for record in found] == [(item["id"], item) for item in THREE]


def test_keys_are_decoded(tmp_path: Path) -> None:
    """A key's escapes are resolved."""
    assert [record.key for record in read(tmp_path, '{"\\u00fc\\"": {}, "b": "text"}')] == ['ü"', "b"]


@pytest.mark.parametrize("name", ["data.json", "data.jsonl", "data.ndjson"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    """JSON lines are read under any ending, blank lines passed over."""
    lines = "\r\n\n".join(json.dumps(item) for item in THREE)
    assert [record.value for record in read(tmp_path, lines, name)] == THREE


def test_objects_one_after_another(tmp_path: Path) -> None:
    """Objects laid out over several lines, without an array around them, are read too."""
    text = "\n".join(json.dumps(item, indent=2) for item in THREE)
    assert [record.value for record in read(tmp_path, text)] == THREE


def test_a_single_record(tmp_path: Path) -> None:
    """One record alone isn't taken for an object keyed by id."""
    assert [record.value for record in read(tmp_path, '{"id": "a", "code": "x"}')] == [{"id": "a", "code": "x"}]


def test_wrapped_array(tmp_path: Path) -> None:
    """An array under a usual name is opened; what stands beside it comes out as a record of its own, so nothing is lost."""
    found = read(tmp_path, json.dumps({"version": 1, "findings": THREE}))
    assert [record.value for record in found] == [1, *THREE]


def test_empty_containers(tmp_path: Path) -> None:
    """An empty array or object has no records and is no error."""
    assert read(tmp_path, " [ ] \n") == read(tmp_path, "{}") == []


def test_byte_order_mark(tmp_path: Path) -> None:
    """A UTF-8 byte order mark is passed over."""
    assert [record.value for record in read(tmp_path, b"\xef\xbb\xbf[1]")] == [1]


def test_gzip(tmp_path: Path) -> None:
    """A .gz is unpacked on the way, and `advance` counts packed bytes."""
    path = tmp_path / "data.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, THREE)).encode()))
    seen: list[int] = []
    assert [record.value for record in records(path, seen.append)] == THREE
    assert sum(seen) == path.stat().st_size


def test_damaged_gzip(tmp_path: Path) -> None:
    """A truncated or altered .gz is a DatasetError."""
    packed = gzip.compress(json.dumps(THREE).encode())
    for content in (packed[:-9], packed[:20], b"no gzip at all", packed[:15] + b"\xff\xff\xff" + packed[18:]):
        with pytest.raises(DatasetError):
            read(tmp_path, content, "data.json.gz")


def test_expanding_gzip(tmp_path: Path) -> None:
    """A .gz that grows without measure is refused."""
    with pytest.raises(DatasetError, match="fold"):
        read(tmp_path, gzip.compress(b"[" + b" " * (70 << 20) + b"]"), "data.json.gz")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"12", "an array or an object"),
        (b'"text"', "an array or an object"),
        ("[1]".encode("utf-16"), "isn't UTF-8"),
        ("[1]".encode("utf-16-le"), "isn't UTF-8"),
        (b"[1] 2", "follows the end"),
        (b"[1 2]", "comma"),
        (b"[1,]", "value is expected"),
        (b"[,1]", "value is expected"),
        (b"[1}", "comma"),
        (b'{"a": 1]', "comma"),
        (b'{"a" 1}', "colon"),
        (b"{a: 1}", "key in double quotes"),
        (b'{"a": {}, "\\ud800": {}}', "isn't valid text"),
        (b'[{"a": "x', "middle of a string"),
        (b'[{"a": 1', "middle of a record"),
        (b"[" + b"7" * 20_000, "value is expected"),
    ],
)
def test_broken_files(tmp_path: Path, content: bytes, words: str) -> None:
    """A file that can't be read on is an error that names file, record and byte."""
    with pytest.raises(DatasetError, match=words) as caught:
        read(tmp_path, content)
    assert "data.json" in caught.value.message
    assert caught.value.remedy


def test_missing_file(tmp_path: Path) -> None:
    """A file that isn't there, or is a folder, is a DatasetError."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(DatasetError, match="can't be read"):
            list(records(path))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"a": 01}', "not-json"),
        ('{"a": "\\ud800"}', "not-json"),
        ('{"a": [}}', "not-json"),
        ('{"a": "\x01"}', "not-json"),
        ("nul", "not-json"),
        ("[" * 200 + "]" * 200, "too-deep"),
        ("[" * 100_000 + "]" * 100_000, "too-deep"),
    ],
)
def test_broken_records(tmp_path: Path, content: str, reason: str) -> None:
    """A record that can't be decoded costs only itself."""
    found = read(tmp_path, f'[{content}, {{"id": "next"}}]')
    assert [record.reason for record in found] == [reason, None]
    assert found[1].value == {"id": "next"}


def test_invalid_utf8_costs_one_record(tmp_path: Path) -> None:
    """Bytes that aren't UTF-8 cost only the record that they stand in."""
    found = read(tmp_path, b'[{"a": "\xff\xfe"}, {"a": 1}]')
    assert [record.reason for record in found] == ["not-json", None]


def test_broken_line_costs_one_record(tmp_path: Path) -> None:
    """In JSON lines a broken line doesn't hide the next."""
    found = read(tmp_path, '{"id": 1}\n{"id": [[[ \n{"id": 3}', "data.jsonl")
    assert [record.reason for record in found] == [None, "not-json", None]


def test_huge_numbers(tmp_path: Path) -> None:
    """Numbers beyond all measure are a value or a broken record, never an exception."""
    found = read(tmp_path, f"[{'9' * 5000}, 1e999, -1e-999, {'1' * 60}]")
    assert len(found) == 4


@pytest.mark.parametrize("name", ["data.json", "data.jsonl"])
def test_too_large_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A record over the limit is passed over without being held; the next one is read."""
    for module in (scan, stream):
        monkeypatch.setattr(module, "MAX_RECORD", 5000)
        monkeypatch.setattr(module, "CHUNK", 1000)
    big = {"id": "big", "code": 'a\\"{' * 5000}
    items = [{"id": "a"}, big, {"id": "b"}, {"id": "many", "list": list(range(5000))}, {"id": "c"}]
    text = json.dumps(items) if name == "data.json" else "\n".join(map(json.dumps, items))
    found = read(tmp_path, text, name)
    assert [record.reason for record in found] == [None, "too-large", None, "too-large", None]
    assert [record.value for record in found if record.reason is None] == [items[0], items[2], items[4]]
    assert all(text[record.offset] == "{" for record in found)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, max_size=6), st.integers(1, 40), st.sampled_from([None, 1]), st.booleans())
def test_any_chunking(
    tmp_path_factory: pytest.TempPathFactory, items: list[object], chunk: int, indent: int | None, ascii_only: bool
) -> None:
    """Wherever the chunks of a file end, the same records come out as a whole-file parser finds."""
    path = tmp_path_factory.mktemp("chunks") / "data.json"
    path.write_text(json.dumps(items, indent=indent, ensure_ascii=ascii_only), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "CHUNK", chunk)
        assert [record.value for record in records(path)] == items


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=60) | st.text(alphabet='[]{}",:\\ 1a\n', max_size=60).map(str.encode),
    st.sampled_from(["d.json", "d.jsonl", "d.json.gz"]),
)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    """Random bytes give records or a DatasetError, nothing else."""
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(content)
    try:
        assert all(record.number == number for number, record in enumerate(records(path), 1))
    except DatasetError as error:
        assert name in error.message


@pytest.mark.slow
def test_bounded_memory(tmp_path: Path) -> None:
    """A file of 100 MB, one array on one line, is read with less than 60 MB more than the program takes by itself."""
    import subprocess
    import sys

    record = json.dumps({"id": "x", "code": 'a line of code { x = y[i]; } and a \\n in a "string"\n' * 20_000}).encode()
    with (tmp_path / "big.json").open("wb") as file:
        file.write(b"[" + record)
        for _ in range(100_000_000 // len(record)):
            file.write(b"," + record)
        file.write(b"]")
    program = (
        "import resource, sys, pathlib\n"
        "from hunkwise.findings.stream import records\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "count = sum(1 for _ in records(pathlib.Path(sys.argv[1])))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "big.json")], capture_output=True, text=True, check=True)
    count, growth = map(int, done.stdout.split())
    assert count == 100_000_000 // len(record) + 1
    assert growth < 60_000
