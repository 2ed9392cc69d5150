"""Where the three kinds of records stand in a dataset's folder."""

import re
from pathlib import Path

from msgspec import Struct

from hunkwise.errors import DatasetError
from hunkwise.findings.model import Kind

_NAMES = re.compile(r"(?P<links>findings_file_links)|(?P<files>code_files)|(?P<findings>findings)")
_ENDING = re.compile(r"\.(json|jsonl|ndjson)(\.gz)?$")


class Layout(Struct, frozen=True):
    """The data files of a dataset by kind, in the order of their names."""

    folder: Path
    files: tuple[Path, ...]
    links: tuple[Path, ...]
    findings: tuple[Path, ...]

    def paths(self, kind: Kind) -> tuple[Path, ...]:
        """The data files of one kind."""
        found: tuple[Path, ...] = getattr(self, kind)
        return found

    @property
    def size(self) -> int:
        """Bytes of all data files."""
        return sum(path.stat().st_size for path in (*self.files, *self.links, *self.findings) if path.exists())


def discover(folder: Path) -> Layout:
    """The data files in `folder`: `code_files*`, `findings_file_links*` and every other `findings*`.

    They may be .json, .jsonl or .ndjson, plain or .gz.
    Raises DatasetError where the folder or the findings aren't there.
    """
    found: dict[str, list[Path]] = {"files": [], "links": [], "findings": []}
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise DatasetError(
            f"the dataset {folder} can't be read: {error.strerror or error}", "Give the folder that holds the data files"
        ) from error
    for path in paths:
        name = _NAMES.match(path.name)
        if name is not None and name.lastgroup is not None and _ENDING.search(path.name):
            found[name.lastgroup].append(path)
    if not found["findings"]:
        raise DatasetError(
            f"there are no findings in {folder}",
            "A dataset has code_files.json, findings_file_links.json and findings.json (or any findings*.json; also .jsonl and .gz)",
        )
    return Layout(folder, tuple(found["files"]), tuple(found["links"]), tuple(found["findings"]))
