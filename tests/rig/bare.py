"""Bare git repositories made on the fly: commits by fast-import, differences as GitHub tells them."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
}
_EPOCH = 1_767_225_600
_STATUS = {"A": "added", "M": "modified", "D": "removed", "R": "renamed", "C": "copied", "T": "changed"}


@dataclass
class FileDifference:
    """One file of a difference. `left` and `right` are the line numbers that stand in its hunks."""

    path: str
    before: str
    status: str
    blob: str
    patch: str = ""
    additions: int = 0
    deletions: int = 0
    left: set[int] = field(default_factory=set)
    right: set[int] = field(default_factory=set)


class Bare:
    """A bare repository in a folder. Commits have fixed authors and rising dates: the same calls make the same ids everywhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ticks = 0
        if not folder.exists():
            folder.mkdir(parents=True)
            self.git("init", "--quiet", "--bare", "--initial-branch=main")

    def git(self, *words: str, data: bytes = b"") -> bytes:
        """Runs git on this repository and returns what it prints. Raises CalledProcessError."""
        return subprocess.run(["git", "-C", str(self.folder), *words], input=data, env=ENVIRONMENT, capture_output=True, check=True).stdout

    def head(self, ref: str) -> str:
        """The id of the commit that a ref or id names, or an empty string."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
        except subprocess.CalledProcessError:
            return ""

    def commit(
        self,
        files: Mapping[str, str | bytes | None],
        branch: str = "main",
        start: str = "",
        message: str = "A commit",
        author: str = "Someone",
        force: bool = False,
    ) -> str:
        """Puts a commit on `branch` with `files` written (None: deleted), and returns its id.

        A new branch grows from `start` (a ref or id; default: main). With `force` an old one is put back to `start` first, as after a
        rebase.
        """
        ref = f"refs/heads/{branch}"
        parent = ("" if force else self.head(ref)) or self.head(start or "refs/heads/main")
        self._ticks += 1
        who = f"{author} <{re.sub('[^a-z]', '-', author.lower())}@example.org> {_EPOCH + 60 * self._ticks} +0000"
        text = message.encode()
        lines = [f"commit {ref}\nauthor {who}\ncommitter {who}\ndata {len(text)}\n".encode(), text, b"\n"]
        lines += [f"from {parent}\n".encode()] if parent else []
        for path, content in files.items():
            quoted = '"' + "".join(f"\\{byte:03o}" for byte in os.fsencode(path)) + '"'
            if content is None:
                lines.append(f"D {quoted}\n".encode())
            else:
                raw = content.encode() if isinstance(content, str) else content
                lines += [f"M 100644 inline {quoted}\ndata {len(raw)}\n".encode(), raw, b"\n"]
        self.git("fast-import", "--quiet", "--force", data=b"".join(lines))
        return self.head(ref)

    def point(self, ref: str, commit: str) -> None:
        """Sets a ref; an empty `commit` deletes it."""
        self.git("update-ref", *(("-d", ref) if not commit else (ref, commit)))

    def copy(self, other: "Bare", commit: str, ref: str) -> None:
        """Takes a commit and all that it needs from another repository, and names it."""
        self.git("fetch", "--quiet", "--no-tags", str(other.folder), f"+{commit}:{ref}")

    def merge_base(self, one: str, other: str) -> str:
        """The commit at which two lines of work parted, or an empty string."""
        try:
            return self.git("merge-base", one, other).decode().split()[0]
        except subprocess.CalledProcessError:
            return ""

    def merge(self, base: str, head: str, ref: str, message: str) -> str:
        """A merge commit of two commits on `ref`, without looking at conflicts: the tree is head's where only head changed."""
        tree = self.git("merge-tree", "--write-tree", base, head).decode().split()[0]
        who = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "GitHub")
        mail = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "noreply@example.org")
        self._ticks += 1
        date = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{_EPOCH + 60 * self._ticks} +0000")
        words = ["git", "-C", str(self.folder), "commit-tree", tree, "-p", base, "-p", head, "-m", message]
        made = subprocess.run(words, env={**ENVIRONMENT, **who, **mail, **date}, capture_output=True, check=True).stdout.decode().strip()
        self.point(ref, made)
        return made

    def read(self, commit: str, path: str) -> tuple[str, bytes] | None:
        """The blob id and the content of a file in a commit, or None."""
        row = self.git("ls-tree", "-z", "--full-tree", commit, "--", path).split(b"\0")[0]
        if not row or b" blob " not in row:
            return None
        blob = row.split(b"\t")[0].split()[2].decode()
        return blob, self.git("cat-file", "blob", blob)

    def facts(self, commit: str) -> tuple[str, list[str], str, str, int, str]:
        """Of a commit: its tree, its parents, the author's name and address, the second it was made, its message."""
        raw = self.git("show", "-s", "--format=%T%x00%P%x00%an%x00%ae%x00%at%x00%B", commit, "--").decode("utf-8", "replace")
        tree, parents, name, mail, at, message = raw.split("\0", 5)
        return tree, parents.split(), name, mail, int(at), message.strip()

    def difference(self, base: str, head: str) -> list[FileDifference]:
        """What `head` changed since it left `base`, a file each, with GitHub's words for what happened."""
        start = self.merge_base(base, head) or base
        flags = ("--no-ext-diff", "--no-textconv", "--no-color", "-M", "--no-abbrev")
        fields = self.git("diff", *flags, "--raw", "-z", start, head, "--").decode("utf-8", "replace").split("\0")
        files: list[FileDifference] = []
        at = iter(fields)
        for entry in at:
            if entry.startswith(":"):
                letter, blobs = entry.split()[4][0], entry.split()[2:4]
                before = next(at)
                path = next(at) if letter in "RC" else before
                files.append(FileDifference(path, before, _STATUS.get(letter, "changed"), blobs[0] if letter == "D" else blobs[1]))
        whole = self.git("diff", *flags, "--unified=3", start, head, "--").decode("utf-8", "replace")
        for file, text in zip(files, re.split(r"^diff --git ", whole, flags=re.MULTILINE)[1:], strict=False):
            _fill(file, text)
        return files


def _fill(file: FileDifference, text: str) -> None:
    """Counts and lines of a file from its part of a unified difference."""
    hunks = re.search(r"^@@ ", text, re.MULTILINE)
    file.patch = text[hunks.start() :].rstrip("\n") if hunks else ""
    old = new = 0
    for line in file.patch.split("\n"):
        if found := re.match(r"@@ -(\d+)(?:,\d+)? \+(\d+)", line):
            old, new = int(found[1]), int(found[2])
        elif line.startswith("+"):
            file.right.add(new)
            file.additions, new = file.additions + 1, new + 1
        elif line.startswith("-"):
            file.left.add(old)
            file.deletions, old = file.deletions + 1, old + 1
        elif line.startswith(" "):
            file.left.add(old)
            file.right.add(new)
            old, new = old + 1, new + 1
