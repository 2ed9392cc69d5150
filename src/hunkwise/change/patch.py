"""Reads unified diffs, git's and plain ones, in one pass over the lines. Never applies them, never opens a file that they name."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, structs

from hunkwise.change.decode import decode_patch, normal_ends, without_surrogates
from hunkwise.change.model import Change, FileChange, Hunk, Line, Mark, Skipped, Status
from hunkwise.change.patch_paths import git_names, paired_names, stamped_name, unquoted
from hunkwise.errors import PatchError

MAX_SIZE: Final = 256 * 1024 * 1024
"""Characters of a patch; a larger one is refused as a whole."""
MAX_LINES: Final = 1_000_000
"""Lines that a patch shows of one file; what is longer is skipped with its reason."""
MAX_FILES: Final = 100_000

_HUNK: Final = re.compile(r"@@ -([0-9]{1,9})(?:,([0-9]{1,9}))? \+([0-9]{1,9})(?:,([0-9]{1,9}))? @@ ?(.*)")
_NOWHERE: Final = "/dev/null"
_REMEDY: Final = "Write it anew with `git diff` or `diff -u`, and pass it on whole and unedited"


class PatchSource:
    """A patch from a file or standard input. `name` is what people call it ("fix.patch")."""

    def __init__(self, text: str | bytes, name: str) -> None:
        self.text = text
        self.name = name

    def changes(self) -> Iterator[Change]:
        """The one change that the patch describes. Raises PatchError."""
        yield read_patch(self.text if isinstance(self.text, str) else decode_patch(self.text), self.name)

    def base_file(self, path: str) -> str | None:
        """None: a patch comes without its base."""
        return None

    def base_names(self, folder: str) -> tuple[str, ...]:
        """Nothing: a patch comes without its base."""
        return ()


def read_patch(text: str, name: str) -> Change:
    """The change that a unified diff describes; several diffs one after another and mail around them are fine, an empty text is no change.

    A file that the patch shows whole (added or deleted) has its text; for all others only hunks are known, which a `Skipped` without path
    says (`context-not-at-hand`). Binary files, symbolic links and submodules are skipped. Raises PatchError, naming the line.
    """
    if len(text) > MAX_SIZE:
        raise PatchError(
            f"the patch {name!r} has {len(text):,} characters, more than {MAX_SIZE:,}", "Split it, or scan the range in its repository"
        )
    return _Reader(normal_ends(without_surrogates(text)).removeprefix("\ufeff"), name).read()


class _Section(Struct):
    """One file's part of a patch while it is being read."""

    line: int
    old: str
    new: str
    git: bool
    headed: bool = False
    created: bool = False
    removed: bool = False
    renamed: bool = False
    copied: bool = False
    binary: bool = False
    combined: bool = False
    mode_set: bool = False
    old_mode: str = ""
    new_mode: str = ""
    size: int = 0
    hunks: list[Hunk] = []


class _Reader:
    """Walks over the lines of one patch. `at` is the index of the next line."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()
        self.bom = "\ufeff" in text
        self.at = 0
        self.section: _Section | None = None
        self.files: list[FileChange] = []
        self.skipped: list[Skipped] = []

    def read(self) -> Change:
        lines, end = self.lines, len(self.lines)
        while self.at < end:
            line = lines[self.at]
            first = line[:1]
            if first == "@" and line.startswith("@@ "):
                self._hunk(line)
                continue
            if first == "-" and line.startswith("--- "):
                self._names(line)
            elif first == "d" and line.startswith("diff "):
                self._diff(line)
            elif self.section is not None and self.section.git and not self.section.headed:
                self._extended(self.section, line)
            elif self.section is not None and first == "B" and _is_binary(line):
                self.section.binary = True
            elif first == "*" and line == "*" * 15 and self.at + 1 < end and lines[self.at + 1].startswith("*** "):
                raise self._error(self.at + 1, "begins a hunk of a context diff, a form that isn't read")
            self.at += 1
        self._close()
        if not self.files and not self.skipped and any(line.strip() for line in lines):
            raise PatchError(f"the patch {self.name!r} holds no unified diff", _REMEDY)
        if any(file.hunks and file.before is None and file.after is None for file in self.files):
            self.skipped.append(
                Skipped("", "context-not-at-hand", "a patch shows only the lines around each change; the rest of the files wasn't seen")
            )
        return Change(self.name, tuple(self.files), tuple(self.skipped))

    # ------------------------------------------------------------------------------------------------------------------------ headers

    def _diff(self, line: str) -> None:
        self._close()
        if line.startswith("diff --git "):
            old, new = git_names(line[11:])
            self.section = _Section(self.at + 1, old, new, git=True)
        elif line.startswith(("diff --cc ", "diff --combined ")):
            path = unquoted(line.split(" ", 2)[2])
            self.section = _Section(self.at + 1, path, path, git=False, combined=True)

    def _names(self, line: str) -> None:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        section = self.section
        expected = section is not None and section.git and not section.headed
        if not following.startswith("+++ "):
            if expected or self.at + 1 == len(self.lines):
                raise self._error(self.at + 1, "names the old file, but no line with `+++` follows")
            return
        (old, old_gone), (new, new_gone) = stamped_name(line[4:]), stamped_name(following[4:])
        if section is not None and section.combined and not section.headed:
            section.headed = True
        else:
            if not expected or section is None:
                self._close()
                section = self.section = _Section(self.at + 1, "", "", git=False)
            _name(section, old, new, old_gone, new_gone)
        self.at += 1

    def _extended(self, section: _Section, line: str) -> None:
        first = line[:1]
        if first == "n" and line.startswith("new file mode "):
            section.created, section.new_mode = True, line[14:].strip()
        elif first == "d" and line.startswith("deleted file mode "):
            section.removed, section.old_mode = True, line[18:].strip()
        elif first == "o" and line.startswith("old mode "):
            section.mode_set, section.old_mode = True, line[9:].strip()
        elif first == "n" and line.startswith("new mode "):
            section.mode_set, section.new_mode = True, line[9:].strip()
        elif first == "r" and line.startswith("rename from "):
            section.renamed, section.old = True, unquoted(line[12:])
        elif first == "r" and line.startswith("rename to "):
            section.renamed, section.new = True, unquoted(line[10:])
        elif first == "c" and line.startswith("copy from "):
            section.copied, section.old = True, unquoted(line[10:])
        elif first == "c" and line.startswith("copy to "):
            section.copied, section.new = True, unquoted(line[8:])
        elif first == "i" and line.startswith("index "):
            words = line.split(" ")
            if len(words) == 3:
                section.old_mode = section.new_mode = words[2]
        elif _is_binary(line):
            section.binary = True

    # -------------------------------------------------------------------------------------------------------------------------- hunks

    def _hunk(self, header: str) -> None:
        section, start = self.section, self.at
        found = _HUNK.match(header)
        if found is None:
            raise self._error(start + 1, "is no hunk header")
        if section is None:
            raise self._error(start + 1, "begins a hunk, but no line names its file")
        if section.git and not section.headed:
            section.headed = True
        left, right = int(found[2] or 1), int(found[4] or 1)
        if section.size + left + right > 2 * MAX_LINES:
            raise self._error(start + 1, f"makes the file longer than {MAX_LINES:,} lines")
        old, new = int(found[1]), int(found[3])
        lines = self._body(left, right, old, new)
        section.size += len(lines)
        if lines:
            section.hunks.append(Hunk(old, new, tuple(self._unmarked(lines) if self.bom else lines), found[5]))

    def _body(self, left: int, right: int, old: int, new: int) -> list[Line]:
        """The lines of a hunk whose header promises `left` and `right` lines, from `old` and `new` on; `at` moves behind them."""
        source, start, at, end = self.lines, self.at + 1, self.at + 1, len(self.lines)
        lines: list[Line] = []
        add = lines.append
        while left > 0 or right > 0:
            if at == end:
                raise self._error(start, "begins a hunk that the end of the patch cuts off")
            text = source[at]
            mark = text[:1]
            if mark == "+" and right > 0:
                add(Line("+", text[1:], None, new))
                new, right = new + 1, right - 1
            elif mark == "-" and left > 0:
                add(Line("-", text[1:], old, None))
                old, left = old + 1, left - 1
            elif (mark in (" ", "")) and left > 0 and right > 0:
                add(Line(" ", text[1:], old, new))
                old, new, left, right = old + 1, new + 1, left - 1, right - 1
            elif mark != "\\":
                raise self._error(at + 1, "doesn't belong to the hunk that it stands in")
            at += 1
        while at < end and source[at][:1] == "\\":
            at += 1
        if at < end and source[at][:1] in ("+", "-", " ") and source[at].strip() and not self._ends_hunk(at):
            raise self._error(at + 1, "stands behind the last line that its hunk's header promises")
        self.at = at
        return lines

    def _ends_hunk(self, at: int) -> bool:
        """Whether a line behind a hunk, though it looks like one of its lines, opens the next file or closes a mail."""
        line = self.lines[at]
        return line in ("-- ", "--") or (line.startswith("--- ") and at + 1 < len(self.lines) and self.lines[at + 1].startswith("+++ "))

    def _unmarked(self, lines: list[Line]) -> list[Line]:
        """`lines` without a byte order mark at the beginning of the file."""
        return [structs.replace(line, text=line.text.removeprefix("\ufeff")) if 1 in (line.old, line.new) else line for line in lines]

    # ------------------------------------------------------------------------------------------------------------------------- results

    def _close(self) -> None:
        section, self.section = self.section, None
        if section is None:
            return
        if len(self.files) + len(self.skipped) >= MAX_FILES:
            raise self._error(section.line, f"names more than {MAX_FILES:,} files")
        if section.headed and not section.hunks and section.size == 0 and self.at == len(self.lines) and self.lines[-1].startswith("+++ "):
            raise self._error(len(self.lines), "names a file, but the patch ends before its first hunk")
        reason = _unexamined(section)
        if reason is not None:
            self.skipped.append(Skipped(section.new, *reason))
        else:
            self.files.append(_file(section))

    def _error(self, number: int, what: str) -> PatchError:
        return PatchError(f"line {number} of the patch {self.name!r} {what}", _REMEDY)


def _is_binary(line: str) -> bool:
    return (line.startswith("Binary files ") and line.endswith(" differ")) or line == "GIT binary patch"


def _name(section: _Section, old: str, new: str, old_gone: bool, new_gone: bool) -> None:
    """Takes the names of the `---` and `+++` lines over. A git header has named the file already; renames keep their full names."""
    section.headed = True
    section.created |= old_gone
    section.removed |= new_gone
    if section.renamed or section.copied or (section.git and _NOWHERE in (old, new) and section.new in (old, new)):
        return
    old, new = paired_names(old, new)
    section.old, section.new = (new if old == _NOWHERE else old), (old if new == _NOWHERE else new)


def _unexamined(section: _Section) -> tuple[str, str] | None:
    """Why a file can't be judged from the patch, or None."""
    modes = (section.old_mode, section.new_mode)
    if sum(len(hunk.lines) for hunk in section.hunks) <= 2:  # more is no link, whatever the header claims
        if "160000" in modes:
            return "submodule", "another repository's commit, whose code isn't here"
        if "120000" in modes:
            return "symlink", "a symbolic link, which holds a path and no code"
    if section.binary and not section.hunks:
        return "binary", "the patch shows no text for it"
    if section.combined and not section.hunks:
        return "combined-diff", "a merge shown against both parents; scan the range in its repository"
    if not section.hunks and not (section.created or section.removed or section.renamed or section.copied or section.mode_set):
        return "no-content", "the patch names the file and shows no change of it"
    return None


def _file(section: _Section) -> FileChange:
    hunks = tuple(section.hunks)
    status = _status(section)
    return FileChange(
        path=section.new,
        old_path=section.old,
        status=status,
        hunks=hunks,
        before=_whole(hunks, "-") if status == "deleted" else None,
        after=_whole(hunks, "+") if status == "added" else None,
        old_mode=section.old_mode,
        new_mode=section.new_mode,
    )


def _status(section: _Section) -> Status:
    if section.created != section.removed:
        return "added" if section.created else "deleted"
    if section.copied:
        return "copied"
    if section.renamed or section.old != section.new:
        return "renamed"
    return "mode" if section.mode_set and not section.hunks else "modified"


def _whole(hunks: tuple[Hunk, ...], mark: Mark) -> str | None:
    """The text of a file that one hunk shows whole, else None. The final line feed, which a hunk doesn't tell, is assumed."""
    if not hunks:
        return ""
    if len(hunks) > 1 or any(line.mark != mark for line in hunks[0].lines):
        return None
    if (hunks[0].new_start if mark == "+" else hunks[0].old_start) != 1:
        return None
    return "".join(line.text + "\n" for line in hunks[0].lines)
