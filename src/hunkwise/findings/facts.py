"""Known fixes and introductions, as lists of commits: facts that others established, to be looked up in histories."""

import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from hunkwise.errors import RecordError

FIXES, INTRODUCTIONS = "fix-commits.jsonl.gz", "introductions.jsonl.gz"
_MOST_BYTES = 1 << 20

T = TypeVar("T", bound=Struct)


class KnownFix(Struct, frozen=True):
    """A commit that is known to mend a flaw. `repo` is owner/name."""

    repo: str
    commit: str
    advisories: tuple[str, ...] = ()
    cwe: tuple[str, ...] = ()
    severity: str | None = None


class KnownIntroduction(Struct, frozen=True):
    """A commit that let a crash in, and those that took it out; `certain` where the first was found alone."""

    repo: str
    introduced: str
    fixed: tuple[str, ...] = ()
    id: str = ""
    crash: str = ""
    severity: str | None = None
    certain: bool = False


class Facts(Struct, frozen=True):
    """What is known of one repository."""

    fixes: tuple[KnownFix, ...] = ()
    introductions: tuple[KnownIntroduction, ...] = ()


def read_facts(folder: Path) -> dict[str, Facts]:
    """The facts in a folder by repository (owner/name in lower case); a missing file holds none. Raises RecordError, naming the line."""
    fixes: dict[str, list[KnownFix]] = defaultdict(list)
    introductions: dict[str, list[KnownIntroduction]] = defaultdict(list)
    for fix in _records(folder / FIXES, KnownFix):
        fixes[fix.repo.lower()].append(fix)
    for one in _records(folder / INTRODUCTIONS, KnownIntroduction):
        introductions[one.repo.lower()].append(one)
    return {name: Facts(tuple(fixes[name]), tuple(introductions[name])) for name in {*fixes, *introductions}}


def _records(path: Path, kind: type[T]) -> Iterator[T]:
    if not path.exists():
        return
    try:
        with gzip.open(path, "rb") as file:
            number = 0
            while line := file.readline(_MOST_BYTES):
                number += 1
                yield msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, OSError, EOFError) as error:
        raise RecordError(f"{path.name}, line {number}: {error}", "Give the file whole, as JSON lines packed by gzip") from error
