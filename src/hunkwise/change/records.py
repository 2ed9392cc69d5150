"""Data files of changes, files and benchmark items: JSON lines, plain or gzip, read one by one."""

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final, TypeVar, cast

import msgspec
from msgspec import Struct

from hunkwise.change.hunks import added_file
from hunkwise.change.model import Change
from hunkwise.change.patch import read_patch
from hunkwise.errors import PatchError, RecordError

MAX_RECORD: Final = 64 * 1024 * 1024
"""Bytes of one record; a file may hold any number of them."""

T = TypeVar("T", bound=Struct)


class ChangeRecord(Struct, frozen=True):
    """A change that was really made. `kind` is `fix`, `ordinary` or `introduction`; `date` is of ISO form; `diff` runs as it happened.

    `sureness` in [0, 1] is that of the kind, `labelled_by` says where it comes from.
    """

    id: str
    diff: str
    kind: str
    source: str = ""
    project: str = ""
    language: str = ""
    date: str | None = None
    advisories: tuple[str, ...] = ()
    cwe: tuple[str, ...] = ()
    severity: str | None = None
    sureness: float = 1.0
    labelled_by: str = ""


class FileRecord(Struct, frozen=True):
    """A source file of a published package. `label` is `malicious` or `benign`; near-copies share a `cluster`."""

    id: str
    path: str
    code: str
    label: str
    source: str = ""
    project: str = ""
    language: str = ""
    date: str | None = None
    cluster: str | None = None


class WeaknessRecord(Struct, frozen=True):
    """Code with a known weakness at rest. `lines` count from 1 inside `code`."""

    id: str
    path: str
    code: str
    lines: tuple[int, ...] = ()
    cwe: tuple[str, ...] = ()
    explanation: str = ""
    source: str = ""
    project: str = ""
    language: str = ""


class Item(Struct, frozen=True):
    """An unlabelled patch to judge."""

    item: str
    patch: str


class _Shape(Struct, frozen=True):
    """What tells the kinds of records apart."""

    id: str = ""
    item: str = ""
    diff: str | None = None
    patch: str | None = None
    path: str | None = None
    code: str | None = None


class Records:
    """The records of a data file as changes: diffs and patches as they stand, files as changes that add them."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def changes(self) -> Iterator[Change]:
        """One change a record, named by its id. Raises RecordError, naming the line."""
        for number, shape in _numbered(self.path, _Shape):
            diff = shape.diff if shape.diff is not None else shape.patch
            name = shape.id or shape.item
            if diff is not None:
                try:
                    yield read_patch(diff, name)
                except PatchError as error:
                    raise _wrong(self.path, number, error.message) from error
            elif shape.path is not None and shape.code is not None:
                yield Change(name, (added_file(shape.path, shape.code),))
            else:
                raise _wrong(self.path, number, "has neither `diff` nor `patch` nor `path` and `code`")

    def base_file(self, path: str) -> str | None:
        """None: records come without their base."""
        return None

    def base_names(self, folder: str) -> tuple[str, ...]:
        """Nothing: records come without their base."""
        return ()


def read_records(path: str | Path, kind: type[T]) -> Iterator[T]:
    """The records of a data file, one by one. Raises RecordError where the file or a record can't be read, naming the line."""
    return (record for _, record in _numbered(Path(path), kind))


def _numbered(path: Path, kind: type[T]) -> Iterator[tuple[int, T]]:
    decoder = msgspec.json.Decoder(kind)
    for number, line in _lines(path):
        try:
            yield number, decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise _wrong(path, number, f"is no {kind.__name__.removeprefix('_')}: {error}") from error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that aren't blank with their numbers."""
    number = 0
    try:
        with path.open("rb") as raw, _unpacked(raw) as file:
            while line := file.readline(MAX_RECORD + 1):
                number += 1
                if len(line) > MAX_RECORD:
                    raise _wrong(path, number, f"is longer than {MAX_RECORD:,} bytes")
                if not line.isspace():
                    yield number, line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise RecordError(f"{str(path)!r} is damaged or cut off behind line {number}: {error}", "Fetch or copy the file again") from error
    except OSError as error:
        raise RecordError(f"{str(path)!r} can't be read: {error.strerror or error}", "Check the path and its permissions") from error


def _unpacked(raw: BufferedReader) -> BinaryIO:
    """The file's content, unpacked where its first bytes say gzip."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == b"\x1f\x8b" else raw)


def _wrong(path: Path, number: int, what: str) -> RecordError:
    return RecordError(f"line {number} of {str(path)!r} {what}", "Check that the file is a data file of changes, files or items, and whole")
