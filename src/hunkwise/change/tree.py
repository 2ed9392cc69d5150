"""All files of a folder as changes that add them, a few at a time. Symbolic links are never followed."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from hunkwise.change.decode import without_surrogates
from hunkwise.change.git_run import TIME_LIMIT, Git
from hunkwise.change.hunks import added_file
from hunkwise.change.model import Change, FileChange, Skipped
from hunkwise.change.walk import Folder, shown
from hunkwise.errors import GitError, RevisionError

BATCH_FILES: Final = 16
BATCH_CHARACTERS: Final = 512 * 1024
"""A change is handed on when it holds this many files or characters."""


class Tree:
    """The files of a folder that git would keep: in a repository what it lists, elsewhere all but what `.gitignore` files leave out.

    `paths` (relative to `root`) narrow it to some files and folders; one that is named is read even where git ignores it.
    """

    def __init__(self, root: str | Path, paths: Iterable[str] = (), time_limit: float = TIME_LIMIT) -> None:
        self.root = Path(root)
        self.paths = tuple(paths)
        self.time_limit = time_limit

    def changes(self) -> Iterator[Change]:
        """Many small changes, in the order of paths, so that memory stays flat.

        Raises RevisionError where the folder or one of the paths is missing.
        """
        if not self.root.is_dir():
            raise RevisionError(f"{str(self.root)!r} is no folder", "Check its path")
        folder = Folder(self.root)
        wanted = tuple(self._inside(path) for path in self.paths) or ("",)
        files: list[FileChange] = []
        skipped: list[Skipped] = []
        size = 0
        for found in self._listed(folder, wanted):
            content = None if isinstance(found, Skipped) else folder.content(found)
            if isinstance(found, Skipped):
                skipped.append(found)
            elif content is not None and content.problem is not None:
                skipped.append(Skipped(shown(found), *content.problem))
            elif content is not None and content.text is not None:
                files.append(added_file(shown(found), content.text))
                size += len(content.text)
            if len(files) + len(skipped) >= BATCH_FILES or size >= BATCH_CHARACTERS:
                yield Change(str(self.root), tuple(files), tuple(skipped))
                files, skipped, size = [], [], 0
        if files or skipped:
            yield Change(str(self.root), tuple(files), tuple(skipped))

    def base_file(self, path: str) -> str | None:
        """The text of a file of the folder as it stands there."""
        return Folder(self.root).content(path).text if "\0" not in path and without_surrogates(path) == path else None

    def base_names(self, folder: str) -> tuple[str, ...]:
        """The files that lie directly in a folder of the tree as it stands there."""
        found = Folder(self.root).paths(folder) if (self.root / folder).is_dir() else ()
        return tuple(sorted(path for path in found if isinstance(path, str) and path.rpartition("/")[0] == folder))

    def _inside(self, path: str) -> str:
        """`path` relative to the root, without `.` and `..`; the root itself is empty."""
        root, whole = (Path(os.path.abspath(each)) for each in (self.root, self.root / path))  # noqa: PTH100 resolve() would follow links
        if not whole.is_relative_to(root) or not os.path.lexists(whole):
            raise RevisionError(f"there is no {path!r} in {str(self.root)!r}", "Give paths inside the folder, relative to it")
        return "" if whole == root else whole.relative_to(root).as_posix()

    def _listed(self, folder: Folder, wanted: tuple[str, ...]) -> Iterator[str | Skipped]:
        """The paths of all files, relative to the root: what git lists, and what is under a wanted path of which git lists nothing."""
        known = self._known(wanted)
        yield from known
        for start in wanted:
            if not any(_under(path, start) for path in known):
                yield from folder.paths(start)

    def _known(self, wanted: tuple[str, ...]) -> list[str]:
        """The files under the wanted paths that git keeps or would keep; none where there is no repository or git can't read it."""
        try:
            git = Git(self.root, time_limit=self.time_limit)
            raw = git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *(path or "." for path in wanted))
        except (RevisionError, GitError):
            return []
        return sorted(os.fsdecode(path) for path in set(raw.split(b"\0")) - {b""})


def _under(path: str, start: str) -> bool:
    return not start or path == start or path.startswith(start + "/")
