"""A dataset written anew in the plain three-file form, whole or not at all."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from hunkwise.errors import OutputError, UsageError
from hunkwise.findings.check import report
from hunkwise.findings.dataset import Advance, Dataset, load
from hunkwise.findings.mapping import Mapping
from hunkwise.findings.model import CodeFile, KnownFinding, Link, Report

FILES = ("code_files.json", "findings_file_links.json", "findings.json", "report.json")
"""What an imported dataset consists of."""


def import_(folder: Path, out: Path, mapping: Mapping, advance: Advance | None = None) -> Report:
    """Write the usable part of the dataset in `folder` to the folder `out`, with the report on everything.

    The folder appears complete or not at all. It may exist if it is empty or an earlier import, which is then replaced.
    Raises DatasetError where `folder` can't be read, UsageError where `out` is that folder or holds other things, OutputError where it
    can't be written or the disk is full.
    """
    _usable_output(folder, out)
    dataset = load(folder, mapping, advance)
    result = report(dataset, advance)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            _write(dataset, result, draft, advance)
            _replace(draft, out)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"the dataset can't be written to {out}: {error.strerror or error}",
            "Give --output a folder on a disk with room, where you may write",
        ) from error
    return result


def _usable_output(folder: Path, out: Path) -> None:
    """Refuse an output that would cost anything but an earlier import."""
    try:
        if out.resolve() == folder.resolve():
            raise UsageError(f"{out} is the dataset itself", "Give --output another folder")
        held = sorted(path.name for path in out.iterdir()) if out.exists() else []
    except OSError as error:
        raise OutputError(
            f"{out} can't be used as output: {error.strerror or error}", "Give --output a folder that you may write to"
        ) from error
    if held and (set(held) - set(FILES) or FILES[-1] not in held):
        raise UsageError(f"{out} holds other files", "Give --output a new or empty folder, or one that an import wrote")


def _write(dataset: Dataset, result: Report, draft: Path, advance: Advance | None) -> None:
    _array(draft / FILES[0], map(_file_record, dataset.files(advance)))
    _array(draft / FILES[1], map(_link_record, dataset.links))
    _array(draft / FILES[2], map(_finding_record, dataset.findings.values()))
    (draft / FILES[3]).write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")
    draft.chmod(0o755)


def _file_record(file: CodeFile) -> object:
    return {"id": file.id, "repository": file.repository, "path": file.path, "content": file.code}


def _link_record(link: Link) -> object:
    return {"finding_id": link.finding, "file_id": link.file}


def _finding_record(finding: KnownFinding) -> object:
    record: dict[str, object] = {
        "id": finding.id,
        "repository": finding.repository,
        "title": finding.title,
        "description": finding.explanation,
        "severity": finding.severity,
    }
    if finding.category:
        record["category"] = finding.category
    if finding.lines:
        record["lines"] = [list(span) for span in finding.lines]
    return record


def _array(path: Path, items: Iterable[object]) -> None:
    """Write `items` as a JSON array, one on each line, without holding them."""
    with path.open("wb") as file:
        start = b"[\n"
        for item in items:
            file.write(start + msgspec.json.encode(item))
            start = b",\n"
        file.write(b"[]\n" if start == b"[\n" else b"\n]\n")
        file.flush()
        os.fsync(file.fileno())


def _replace(draft: Path, out: Path) -> None:
    """Put `draft` where `out` is; an earlier import stays until the new one stands."""
    with _aside(out):
        draft.rename(out)


@contextlib.contextmanager
def _aside(out: Path) -> Iterator[None]:
    if not out.exists():
        yield
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.rename(old)
    try:
        yield
    except BaseException:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
