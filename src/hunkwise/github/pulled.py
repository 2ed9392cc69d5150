"""The difference of two commits whose merge base GitHub has named, read from a clone that holds just these two."""

from collections.abc import Iterator

from msgspec import structs

from hunkwise.change import GitRange
from hunkwise.change.model import Change


class PulledRange(GitRange):
    """`base` (already the merge base) against `head`, called `name` for people."""

    def __init__(self, repo: str, base: str, head: str, name: str) -> None:
        super().__init__(repo, base, head)
        self.name = name

    def changes(self) -> Iterator[Change]:
        """The one change of the range. Raises GitError or RevisionError."""
        for change in super().changes():
            yield structs.replace(change, name=self.name)

    def _ends(self) -> tuple[str, str]:
        # A clone without history has no merge base to look for.
        return self.base, self.head
