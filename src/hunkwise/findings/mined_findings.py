"""Mined fixes as known findings: the file as it was before the fix, the lines that the fix touches, and what the commit says of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hunkwise.change import ChangeRecord, read_patch, read_records
from hunkwise.change.decode import decode_text
from hunkwise.change.git_run import Git
from hunkwise.change.model import FileChange
from hunkwise.errors import HunkwiseError, OutputError
from hunkwise.findings.model import SEVERITIES
from hunkwise.text import one_line

SURE: Final = 0.75
"""The sureness from which a fix is written as a finding."""
MOST_BYTES: Final = 500_000
_EXPLAINED: Final = 2_000


class MinedFinding(Struct, frozen=True):
    """A finding with its files, each in the plain form of the dataset."""

    finding: dict[str, object]
    files: tuple[dict[str, object], ...]


def as_findings(git: Git, records: Iterable[ChangeRecord], messages: dict[str, str]) -> Iterator[MinedFinding]:
    """The sure fixes among `records` as findings. `messages` are by the ids of the records; a file that git can't read is left out."""
    for record in records:
        if record.kind != "fix" or record.sureness < SURE:
            continue
        files: list[dict[str, object]] = []
        lines: list[list[int]] = []
        commit = record.id.rpartition("@")[2]
        for file in read_patch(record.diff, record.id).files:
            text = _before(git, commit, file.old_path)
            if text is None:
                continue
            files.append({"id": f"{record.id}:{file.old_path}", "repository": record.project, "path": file.old_path, "content": text})
            lines += _touched(file)
        if files:
            yield MinedFinding(_finding(record, messages.get(record.id, ""), lines if len(files) == 1 else []), tuple(files))


def _before(git: Git, commit: str, path: str) -> str | None:
    try:
        data = git.run("cat-file", "blob", f"{commit}^:{path}")
    except HunkwiseError:
        return None
    return decode_text(data) if len(data) <= MOST_BYTES else None


def _touched(file: FileChange) -> list[list[int]]:
    """The lines of the old side that are taken away, or, where nothing is, those between which something is put."""
    gone = [line.old for hunk in file.hunks for line in hunk.lines if line.mark == "-" and line.old]
    if not gone:
        for hunk in file.hunks:
            for line, after in zip(hunk.lines, hunk.lines[1:], strict=False):
                if line.mark == " " and after.mark == "+" and line.old:
                    gone.append(line.old)
    return [[number, number] for number in sorted(set(gone))[:50]]


def _finding(record: ChangeRecord, message: str, lines: list[list[int]]) -> dict[str, object]:
    subject = one_line(message.strip().split("\n", 1)[0], 200) or record.id
    severity = (record.severity or "").lower()
    out: dict[str, object] = {
        "id": record.id,
        "repository": record.project,
        "title": subject,
        "description": message.strip()[:_EXPLAINED] or subject,
        "severity": severity if severity in SEVERITIES else "medium",
    }
    if record.cwe:
        out["category"] = record.cwe[0]
    if lines:
        out["lines"] = lines
    return out


def join(parts: Iterable[Path], folder: Path) -> int:
    """Writes the three files of a dataset, as JSON lines, from the findings of single repositories; says how many findings there are.

    Raises OutputError where they can't be written.
    """
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            (folder / "code_files.json").open("wb") as files,
            (folder / "findings_file_links.json").open("wb") as links,
            (folder / "findings.json").open("wb") as findings,
        ):
            for part in parts:
                for one in read_records(part, MinedFinding):
                    count += 1
                    findings.write(msgspec.json.encode(one.finding) + b"\n")
                    for file in one.files:
                        files.write(msgspec.json.encode(file) + b"\n")
                        links.write(msgspec.json.encode({"finding_id": one.finding["id"], "file_id": file["id"]}) + b"\n")
    except OSError as error:
        raise OutputError(
            f"the dataset can't be written to {folder}: {error.strerror or error}", "Choose a folder that can be written and has room"
        ) from error
    return count
