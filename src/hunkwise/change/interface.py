"""The seam of every source of changes."""

from collections.abc import Iterator
from typing import Protocol

from hunkwise.change.model import Change


class Source(Protocol):
    """Where changes come from.

    Every implementation goes through the suite in `tests/conformance`.
    """

    def changes(self) -> Iterator[Change]:
        """The changes to judge: one for a range, index or patch; many small ones for a tree, so that memory stays flat.

        Raises RevisionError, PatchError, RecordError or GitError; a single file that can't be read is a `Skipped`, never an error.
        """
        ...

    def base_file(self, path: str) -> str | None:
        """The text of a file on the base side (for policy and suppressions: the base decides), or None where there is none."""
        ...

    def base_names(self, folder: str) -> tuple[str, ...]:
        """The paths of the files that lie directly in a folder on the base side, in order; nothing where there is none."""
        ...
