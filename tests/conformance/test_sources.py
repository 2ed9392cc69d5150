"""What every source of changes must do, whichever it is."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from hunkwise.change import Change, GitIndex, GitRange, PatchSource, Records, Source, Tree, hunks_of
from hunkwise.change.hunks import lines_of

BEFORE = "def total(xs):\n    return sum(xs)\n"
AFTER = "def total(xs):\n    # all of them\n    return sum(xs)\n"
PATCH = "--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,3 @@\n def total(xs):\n+    # all of them\n     return sum(xs)\n"
POLICY = ".hunkwise/config.toml"


def _git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=Someone", "-c", "user.email=someone@example.org"]
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *identity, *words], cwd=folder, env=environment, check=True, capture_output=True)


def _repository(folder: Path) -> Path:
    """A repository whose head changes app.py and its own policy; the index equals the head against its parent."""
    (folder / ".hunkwise").mkdir()
    (folder / "app.py").write_text(BEFORE)
    (folder / POLICY).write_text("base = true\n")
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "-q", "-m", "base")
    (folder / "app.py").write_text(AFTER)
    (folder / POLICY).write_text("base = false\n")
    _git(folder, "add", "--all")
    return folder


def _range(folder: Path) -> Source:
    _git(_repository(folder), "commit", "-q", "-m", "head")
    return GitRange(folder, "HEAD~1", "HEAD")


def _index(folder: Path) -> Source:
    return GitIndex(_repository(folder))


def _tree(folder: Path) -> Source:
    return Tree(_repository(folder))


def _patch(folder: Path) -> Source:
    return PatchSource(PATCH.encode(), "fix.patch")


def _records(folder: Path) -> Source:
    path = folder / "items.jsonl"
    path.write_bytes(
        msgspec.json.encode({"item": "one", "patch": PATCH}) + b"\n" + msgspec.json.encode({"id": "two", "path": "n.py", "code": AFTER})
    )
    return Records(path)


SOURCES: list[Callable[[Path], Source]] = [_range, _index, _tree, _patch, _records]


@pytest.fixture(params=SOURCES, ids=lambda make: make.__name__.strip("_"))
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    """Each source in turn, over the same change where it can show it."""
    made: Source = request.param(tmp_path)
    return made


def test_it_gives_named_changes_that_can_be_written(source: Source) -> None:
    """Every change has a name for people and survives JSON."""
    changes = list(source.changes())
    assert changes
    for change in changes:
        assert change.name
        assert msgspec.json.decode(msgspec.json.encode(change), type=Change) == change


def test_it_shows_the_added_line(source: Source) -> None:
    """The line that the change adds is there with its number on the head side."""
    lines = [line for change in source.changes() for file in change.files for hunk in file.hunks for line in hunk.lines]
    assert any((line.mark, line.text, line.new) == ("+", "    # all of them", 2) for line in lines)


def test_it_gives_the_same_twice(source: Source) -> None:
    """Asking again gives the same changes: a source keeps no state."""
    assert list(source.changes()) == list(source.changes())


def test_texts_and_hunks_agree(source: Source) -> None:
    """Where texts are at hand every line stands where its number says; where only hunks are known, that is told."""
    for change in source.changes():
        for file in change.files:
            for text, number in ((file.before, "old"), (file.after, "new")):
                if text is None:
                    continue
                assert "\r\n" not in text
                for hunk in file.hunks:
                    for line in hunk.lines:
                        at = getattr(line, number)
                        assert at is None or lines_of(text)[at - 1] == line.text
            if file.before is not None or file.after is not None:
                assert hunks_of(file.before, file.after) == file.hunks
        partial = any(file.hunks and file.before is None and file.after is None for file in change.files)
        assert partial == any(skip.reason == "context-not-at-hand" for skip in change.skipped)


def test_numbers_count_up(source: Source) -> None:
    """On each side of a hunk the numbers run without a gap from its start."""
    for change in source.changes():
        for file in change.files:
            for hunk in file.hunks:
                old = [line.old for line in hunk.lines if line.old is not None]
                new = [line.new for line in hunk.lines if line.new is not None]
                assert old == list(range(hunk.old_start, hunk.old_start + len(old)))
                assert new == list(range(hunk.new_start, hunk.new_start + len(new)))


def test_the_base_decides(source: Source) -> None:
    """Policy comes from the base side where there is one; what isn't there is None, whatever is asked."""
    expected = {"GitRange": "base = true\n", "GitIndex": "base = true\n", "Tree": "base = false\n"}
    assert source.base_file(POLICY) == expected.get(type(source).__name__)
    for path in ("nope", "", "../x", "/etc/hosts", "a\0b", "a\nb", ":(top)app.py", "-x", ".hunkwise", ".", "app.py/x", "\ud800"):
        assert source.base_file(path) is None
