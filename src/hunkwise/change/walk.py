"""Reads a folder without git: its paths, and the text of its files. Never leaves it, never follows a symbolic link."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hunkwise.change.decode import decode_path
from hunkwise.change.git_blobs import MAX_BYTES, Content, content_of
from hunkwise.change.ignore import MAX_SIZE, Rule, ignored, rules_of
from hunkwise.change.model import Skipped

_REPOSITORIES: Final = frozenset((".git", ".hg", ".svn"))
_CACHES: Final = frozenset(("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox"))


class Folder:
    """A folder of files. Paths are relative to it, with `/`; bytes that aren't UTF-8 are surrogates, as Python's file names have them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.real = os.path.realpath(root)
        self.contained: dict[Path, bool] = {}

    def content(self, path: str) -> Content:
        """A regular file's text, or why there is none. A file that isn't there is nothing at all."""
        whole = self.root / path
        if not self._contains(whole.parent):
            return Content(problem=("symlink", "it lies behind a symbolic link that leads out of the folder"))
        try:
            kind = whole.lstat().st_mode
            if not stat.S_ISREG(kind):
                return Content(problem=_not_regular(kind))
            # The file may have been swapped since: no link is followed, and a pipe doesn't block.
            with os.fdopen(os.open(whole, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return Content()
        except OSError as error:
            return Content(problem=("unreadable", error.strerror or str(error)))
        if len(data) > MAX_BYTES:
            return Content(problem=("too-large", f"more than {MAX_BYTES:,} bytes"))
        return content_of(data)

    def paths(self, start: str = "") -> Iterator[str | Skipped]:
        """All files at or under `start`, without repositories, caches, virtual environments and what `.gitignore` files leave out."""
        if start and not (self.root / start).is_dir():
            yield start
            return
        stack: list[tuple[str, tuple[Rule, ...]]] = [(start, ())]
        hidden = 0
        while stack:
            folder, rules = stack.pop()
            found = self._entries(folder)
            if isinstance(found, Skipped):
                yield found
                continue
            rules += self._rules(folder, found)
            deeper: list[tuple[str, tuple[Rule, ...]]] = []
            for entry in found:
                path = f"{folder}/{entry.name}" if folder else entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and entry.name in _REPOSITORIES:
                    continue
                if (is_folder and entry.name in _CACHES) or ignored(rules, shown(path), is_folder):
                    hidden += 1
                elif is_folder:
                    deeper.append((path, rules))
                else:
                    yield path
            stack += reversed(deeper)
        if hidden:
            yield Skipped("", "ignored", f"{hidden} files and folders are left out by .gitignore or are caches of tools")

    def _entries(self, folder: str) -> "list[os.DirEntry[str]] | Skipped":
        """What lies in a folder, by name, or why it isn't entered."""
        try:
            with os.scandir(self.root / folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            return Skipped(shown(folder), "unreadable", error.strerror or str(error))
        if folder and any(entry.name == "pyvenv.cfg" for entry in found):
            return Skipped(shown(folder), "environment", "a virtual environment of Python, whose packages aren't the folder's own")
        return found

    def _rules(self, folder: str, entries: "list[os.DirEntry[str]]") -> tuple[Rule, ...]:
        """The rules of the `.gitignore` among the entries of a folder."""
        for entry in entries:
            if entry.name == ".gitignore" and entry.is_file(follow_symlinks=False):
                text = self.content(f"{folder}/.gitignore" if folder else ".gitignore").text or ""
                return rules_of(text[:MAX_SIZE], shown(folder) + "/" if folder else "")
        return ()

    def _contains(self, folder: Path) -> bool:
        if folder not in self.contained:
            real = os.path.realpath(folder)
            self.contained[folder] = real == self.real or real.startswith(self.real.rstrip("/") + "/")
        return self.contained[folder]


def shown(path: str) -> str:
    """A path of the file system as outputs have it."""
    return path if path.isascii() else decode_path(os.fsencode(path))


def _not_regular(kind: int) -> tuple[str, str]:
    if stat.S_ISLNK(kind):
        return "symlink", "a symbolic link, which holds a path and no code"
    if stat.S_ISDIR(kind):
        return "submodule", "a repository inside the repository; scan it on its own"
    return "not-a-file", "a device, pipe or socket"
