"""JSON arrays, objects keyed by id and JSON lines read one record at a time, however large the file is."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

import msgspec
from msgspec import Struct

from hunkwise.errors import DatasetError
from hunkwise.findings.model import Reason
from hunkwise.findings.scan import CHUNK, MAX_DEPTH, MAX_RECORD, Window

MAX_EXPANSION = 250
"""How much larger than its packed size a .gz may become; source code packs four to twenty to one."""

Shape = Literal["array", "keyed", "values", "lines"]
WRAPPERS = frozenset({"data", "items", "records", "results", "rows", "findings", "files", "code_files", "codefiles", "links", "issues"})
FIELDS = frozenset(
    {"id", "_id", "uid", "uuid", "sha", "path", "file", "filename", "file_path", "name", "code", "content", "source", "repository", "repo"}
    | {"finding", "finding_id", "file_id", "title", "severity", "risk", "impact", "description", "body", "language", "project"}
)
"""First keys that tell a record from an object keyed by id, where only one object stands in the file."""
_FIRST_MEMBER = re.compile(rb'\{\s*"([A-Za-z_]+)"\s*:\s*[^{\s]')


class Record(Struct, frozen=True):
    """One record of a data file: its number (from 1), its byte offset, its key in an object keyed by id, and its value.

    Where it can't be read, `value` is None, and `reason` and `detail` say why.
    """

    number: int
    offset: int
    key: str
    value: object
    reason: Reason | None = None
    detail: str = ""


def records(path: Path, advance: Callable[[int], None] | None = None) -> Iterator[Record]:
    """The records of a `.json`, `.jsonl`, `.ndjson` file, or of one packed as `.gz`, in memory bounded by the largest record.

    `advance` is told now and then how many more bytes of the file were read. A record that can't be decoded is handed out with its reason.
    Raises DatasetError, with byte and record, where the file can't be read on.
    """
    with _opened(path, advance) as read:
        window = Window(read, path.name)
        first = window.peek()
        if window.data[window.at : window.at + 3] == b"\xef\xbb\xbf":
            window.at += 3
            first = window.peek()
        if first < 0:
            raise DatasetError(f"{path.name} is empty", "Give a file with at least `[]`")
        if 0 in window.data[:4] or bytes(window.data[:2]) in (b"\xff\xfe", b"\xfe\xff"):
            raise DatasetError(f"{path.name} isn't UTF-8 text", "Convert it, for example with `iconv -f UTF-16 -t UTF-8`")
        shape = _shape(window, ".jsonl" in path.suffixes or ".ndjson" in path.suffixes)
        if shape == "lines":
            yield from _lines(window)
        elif shape == "values":
            while window.peek() >= 0:
                yield _next(window)
        else:
            yield from _array(window) if shape == "array" else _keyed(window)
            if window.peek() >= 0:
                raise window.error("something follows the end of the data")


def _shape(window: Window, named_lines: bool) -> Shape:
    """How the file is built, from its first mebibyte."""
    if named_lines:
        return "lines"
    if window.data[window.at] == 0x5B:
        return "array"
    if window.data[window.at] != 0x7B:
        raise window.error("an array or an object is expected")
    while len(window.data) < CHUNK and window.more():
        pass
    head = bytes(window.data[window.at :])
    trial = Window(lambda size: b"", window.name)
    trial.data += head
    try:
        trial.value()
        follows = trial.peek()
    except DatasetError:
        trial.at, follows = len(head), 0
    found = _FIRST_MEMBER.match(head)
    names_field = found is not None and found[1].decode("ascii").lower() in FIELDS
    if follows != 0x7B and (follows > 0 or not names_field):
        return "keyed"
    return "values" if b"\n" in head[: trial.at].rstrip() else "lines"


def _next(window: Window, key: str = "") -> Record:
    """The next value as a record."""
    offset = window.base + window.at
    raw, reason = window.value()
    window.number += 1
    if window.at > CHUNK:
        window.forget()
    if reason is not None:
        limit = f"more than {MAX_RECORD:,} bytes" if reason == "too-large" else f"more than {MAX_DEPTH} brackets deep"
        return Record(window.number, offset, key, None, reason, limit)
    return _decoded(raw, window.number, offset, key)


def _decoded(raw: bytes, number: int, offset: int, key: str = "") -> Record:
    try:
        return Record(number, offset, key, msgspec.json.decode(raw))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return Record(number, offset, key, None, "not-json", str(error)[:200])


def _array(window: Window) -> Iterator[Record]:
    window.at += 1
    if window.peek() == 0x5D:
        window.at += 1
        return
    while True:
        if window.peek() < 0:
            raise window.error("the file ends before the array does")
        yield _next(window)
        mark = window.peek()
        if mark == 0x5D:
            window.at += 1
            return
        if mark != 0x2C:
            raise window.error("the file ends before the array does" if mark < 0 else "a comma or the end of the array is expected")
        window.at += 1


def _keyed(window: Window) -> Iterator[Record]:
    window.at += 1
    if window.peek() == 0x7D:
        window.at += 1
        return
    while True:
        if window.peek() != 0x22:
            raise window.error("a key in double quotes is expected")
        raw, _ = window.value()
        key = _decoded(raw, 0, 0).value
        if not isinstance(key, str):
            raise window.error("the key before this isn't valid text")
        if window.peek() != 0x3A:
            raise window.error("a colon is expected after the key")
        window.at += 1
        mark = window.peek()
        if mark < 0:
            raise window.error("the file ends before the object does")
        if mark == 0x5B and key.lower() in WRAPPERS:
            yield from _array(window)
        else:
            yield _next(window, key)
        mark = window.peek()
        if mark == 0x7D:
            window.at += 1
            return
        if mark != 0x2C:
            raise window.error("the file ends before the object does" if mark < 0 else "a comma or the end of the object is expected")
        window.at += 1


def _lines(window: Window) -> Iterator[Record]:
    """One value a line: a broken line costs only itself."""
    while window.peek() >= 0:
        offset, lost, searched = window.base + window.at, False, window.at
        while True:
            end = window.data.find(b"\n", searched)
            if end >= 0:
                break
            searched = len(window.data)
            if searched - window.at > MAX_RECORD:
                window.at, searched, lost = searched, 0, True
                window.forget()
            if not window.more():
                end = len(window.data)
                break
        raw = bytes(window.data[window.at : end])
        window.at = end
        window.number += 1
        if window.at > CHUNK:
            window.forget()
        if lost:
            yield Record(window.number, offset, "", None, "too-large", f"more than {MAX_RECORD:,} bytes")
        else:
            yield _decoded(raw, window.number, offset)


@contextmanager
def _opened(path: Path, advance: Callable[[int], None] | None) -> Iterator[Callable[[int], bytes]]:
    """A function that reads the (unpacked) bytes of `path`; everything that can go wrong below comes out as DatasetError."""
    try:
        with path.open("rb") as raw:
            if path.suffix == ".gz":
                with gzip.open(raw) as file:
                    yield _reader(path, raw, file.read, advance)
            else:
                yield _reader(path, raw, raw.read, advance)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(f"{path.name} is a damaged gzip file: {error}", "Pack or copy it again") from error
    except OSError as error:
        raise DatasetError(
            f"{path.name} can't be read: {error.strerror or error}", "Check that it exists and that you may read it"
        ) from error


def _reader(path: Path, raw: IO[bytes], unpack: Callable[[int], bytes], advance: Callable[[int], None] | None) -> Callable[[int], bytes]:
    packed = path.suffix == ".gz"
    seen = unpacked = 0

    def read(size: int) -> bytes:
        nonlocal seen, unpacked
        chunk = unpack(size)
        unpacked += len(chunk)
        position = raw.tell()
        if advance is not None and position > seen:
            advance(position - seen)
        seen = position
        if packed and unpacked > 64 * CHUNK and unpacked > MAX_EXPANSION * position:
            raise DatasetError(f"{path.name} grows more than {MAX_EXPANSION}-fold when unpacked", "Unpack it yourself if that is meant")
        return chunk

    return read
