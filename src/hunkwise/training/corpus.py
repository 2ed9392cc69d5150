"""Data files and findings as samples: a change with what is known of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from hunkwise.change import Change, ChangeRecord, FileRecord, WeaknessRecord, added_file, read_patch, read_records, reversed_change
from hunkwise.errors import RecordError
from hunkwise.findings import Dataset, is_reserved

FOLDS = 5

Task = Literal["change", "file", "graft", "weakness"]
SEVERITIES = ("low", "medium", "high", "critical")


class Sample(Struct, frozen=True):
    """A change with its label.

    `task` says where it comes from: `change` (a record of a change, in the direction `way`), `file` (a file that is added), `graft` (a part
    of a malicious file inside an ordinary change), `weakness` (code with a known weakness at `lines`, added). `harmful` is its label; `fix`
    says of a change record in either direction that it is one, `let_in` that it let a flaw in, and `sureness` in [0, 1] how sure that is.
    `stratum` groups what is balanced against each other (source and language).
    """

    id: str
    task: Task
    way: Literal["forward", "reversed", "added"]
    change: Change
    harmful: bool
    fix: bool
    project: str
    stratum: str
    cwe: str = ""
    severity: str = ""
    title: str = ""
    sureness: float = 1.0
    let_in: bool = False
    lines: tuple[int, ...] = ()

    @property
    def fold(self) -> int:
        """Which of FOLDS its project belongs to: a project is in one."""
        return fold_of(self.project)


def fold_of(project: str) -> int:
    """The fold of a project, by digest: the same in every run."""
    return xxh3_64_intdigest(project.encode()) % FOLDS


def refuse(project: str, kept_back: frozenset[str]) -> None:
    """Raises RecordError where a project is reserved for judging."""
    if is_reserved(project, kept_back):
        raise RecordError(f"the project {project} is reserved for judging", "Take its records out of the training data")


def change_samples(path: Path, kept_back: frozenset[str]) -> Iterator[Sample]:
    """Every change of a file of change records, forward and reversed. A reversed fix is harmful, and a change that let a flaw in."""
    for record in read_records(path, ChangeRecord):
        refuse(record.project, kept_back)
        change = read_patch(record.diff, record.id)
        fix, let_in = record.kind == "fix", record.kind == "introduction"
        rest = {
            "fix": fix,
            "project": record.project,
            "stratum": f"{record.source} {record.language}",
            "cwe": record.cwe[0] if record.cwe else "",
            "severity": (record.severity or "").lower(),
            "title": " ".join(record.advisories[:2]),
            "sureness": record.sureness,
            "let_in": let_in,
        }
        yield Sample(record.id, "change", "forward", change, let_in, **rest)  # type: ignore[arg-type]
        yield Sample(record.id, "change", "reversed", reversed_change(change), fix, **rest)  # type: ignore[arg-type]


def file_samples(path: Path, kept_back: frozenset[str]) -> Iterator[Sample]:
    """Every file of a file of file records, as a change that adds it."""
    for record in read_records(path, FileRecord):
        refuse(record.project, kept_back)
        harmful = record.label == "malicious"
        change = Change(record.id, (added_file(record.path, record.code),))
        yield Sample(record.id, "file", "added", change, harmful, False, record.project, record.language)


def weakness_samples(path: Path, kept_back: frozenset[str]) -> Iterator[Sample]:
    """Every piece of code with a known weakness, as a change that adds it."""
    for record in read_records(path, WeaknessRecord):
        refuse(record.project, kept_back)
        change = Change(record.id, (added_file(record.path, record.code),))
        cwe = record.cwe[0] if record.cwe else ""
        stratum = f"{record.source} {record.language}"
        yield Sample(record.id, "weakness", "added", change, True, False, record.project, stratum, cwe, lines=record.lines)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a data file, for the manifest."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def finding_samples(dataset: Dataset) -> Iterator[Sample]:
    """Every file of a findings dataset, as a change that adds it; `lines` are those that its findings point at."""
    for example in dataset.examples():
        lines = {line for one in example.located for first, last in one.lines for line in range(first, min(last, first + 200) + 1)}
        worst = max((one.finding for one in example.located), key=lambda finding: SEVERITIES.index(finding.severity), default=None)
        file = example.file
        yield Sample(
            id=f"{file.repository}/{file.id}",
            task="weakness",
            way="added",
            change=Change(file.path, (added_file(file.path, file.code),)),
            harmful=worst is not None,
            fix=False,
            project=file.repository,
            stratum="findings",
            cwe=worst.category if worst is not None and worst.category.startswith("CWE-") else "",
            severity=worst.severity if worst is not None else "",
            title=worst.title if worst is not None else "",
            lines=tuple(sorted(lines)),
        )
