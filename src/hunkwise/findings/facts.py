"""Known fixes and introductions, as lists of commits: facts that others established, to be looked up in histories."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from hunkwise.change import read_records

FIXES, INTRODUCTIONS = "fix-commits.jsonl.gz", "introductions.jsonl.gz"

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


def _records(path: Path, kind: type[T]) -> Iterable[T]:
    return read_records(path, kind) if path.exists() else ()
