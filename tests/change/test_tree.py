"""Whole folders as changes."""

import os
import time
from pathlib import Path

import pytest

from hunkwise.change import Change, Tree
from hunkwise.change import walk as walk_module
from hunkwise.change.ignore import ignored, name_fits, rules_of
from hunkwise.change.walk import Folder
from hunkwise.errors import RevisionError

from .repository import Repository

FILES: dict[str | bytes, str | bytes] = {
    ".gitignore": "# built\n*.log\n!keep.log\n/build/\ndocs/**/*.html\ncache\nsub/*.tmp\n\\#odd\n[ab]?.txt\n**/deep\nlit\\*eral\n",
    "a.py": "a\n",
    "x.log": "",
    "keep.log": "",
    "build/out.js": "",
    "src/build/kept.js": "",
    "docs/a/b/c.html": "",
    "docs/c.html": "",
    "docs/c.md": "",
    "src/cache/x": "",
    "sub/one.tmp": "",
    "sub/more/one.tmp": "",
    "#odd": "",
    "a1.txt": "",
    "c1.txt": "",
    "x/y/deep/z": "",
    "lit*eral": "",
    "literal": "",
    "inner/.gitignore": "*\n!.gitignore\n!*.py\n",
    "inner/x.c": "",
    "inner/x.py": "",
    "node_modules/p/index.js": "",
}


def paths(changes: list[Change]) -> list[str]:
    """The paths of all files."""
    return [file.path for change in changes for file in change.files]


def skips(changes: list[Change]) -> dict[str, str]:
    """The reasons by path."""
    return {skip.path: skip.reason for change in changes for skip in change.skipped}


def test_a_repository_lists_what_git_keeps(tmp_path: Path) -> None:
    """Tracked and new files, not ignored ones, each added whole."""
    repository = Repository(tmp_path)
    repository.write(FILES)
    repository.git("add", "a.py")
    repository.git("add", "-f", "x.log")
    changes = list(Tree(tmp_path).changes())
    listed = repository.git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    assert paths(changes) == sorted(listed)
    file = next(file for change in changes for file in change.files if file.path == "a.py")
    assert (file.status, file.before, file.after, len(file.hunks)) == ("added", None, "a\n", 1)


def test_outside_of_git_the_rules_are_the_same(tmp_path: Path) -> None:
    """A plain folder leaves out what git would, and says that it left something out."""
    repository = Repository(tmp_path / "repo")
    repository.write(FILES)
    (tmp_path / "repo" / ".git").rename(tmp_path / "aside")
    changes = list(Tree(tmp_path / "repo").changes())
    (tmp_path / "aside").rename(tmp_path / "repo" / ".git")
    assert sorted(paths(changes)) == sorted(repository.git("ls-files", "--others", "--exclude-standard").splitlines())
    assert skips(changes) == {"": "ignored"}


def test_what_is_named_is_read(tmp_path: Path) -> None:
    """Paths narrow the tree; one that git ignores is read when it is asked for, as is an ignored folder given as the root."""
    repository = Repository(tmp_path)
    repository.write(FILES)
    assert paths(list(Tree(tmp_path, ["src", "./a.py"]).changes())) == ["a.py", "src/build/kept.js"]
    assert paths(list(Tree(tmp_path, ["build", "x.log"]).changes())) == ["build/out.js", "x.log"]
    assert paths(list(Tree(tmp_path / "build").changes())) == ["out.js"]


def test_missing_places(tmp_path: Path) -> None:
    """A folder or path that isn't there, or leads out, is named."""
    with pytest.raises(RevisionError, match="is no folder"):
        list(Tree(tmp_path / "nope").changes())
    for path in ("nope", "../", "/etc/hosts"):
        with pytest.raises(RevisionError, match="there is no"):
            list(Tree(tmp_path, [path]).changes())


@pytest.mark.parametrize("under_git", [True, False])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, under_git: bool) -> None:
    """Symbolic links, pipes and binary files are skipped with their reasons; a link to a folder is no way out."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("secret\n")
    root = tmp_path / "root"
    root.mkdir()
    if under_git:
        repository = Repository(root)
        repository.commit({"sub/secret.py": "mine\n"})
        (root / "sub" / "secret.py").unlink()
        (root / "sub").rmdir()
        (root / "sub").symlink_to(outside)
    (root / "file").symlink_to(outside / "secret.py")
    (root / "folder").symlink_to(outside)
    (root / "logo.png").write_bytes(b"\0")
    if not under_git:  # git lists no pipes
        os.mkfifo(root / "pipe")
    changes = list(Tree(root).changes())
    assert paths(changes) == []
    found = skips(changes)
    assert (found["file"], found["folder"], found["logo.png"]) == ("symlink", "symlink", "binary")
    assert found["sub/secret.py" if under_git else "pipe"] == ("symlink" if under_git else "not-a-file")
    source = Tree(root)
    for path in ("file", "folder/secret.py", "sub/secret.py", "../outside/secret.py", str(outside / "secret.py"), "", "a\0b", "nope/x"):
        assert source.base_file(path) is None


def test_environments_and_caches_are_left_out(tmp_path: Path) -> None:
    """A virtual environment is told; installed packages of the folder's own are read."""
    for name in ("env/pyvenv.cfg", "env/lib/x.py", "__pycache__/x.py", ".hg/x", "node_modules/p/x.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    changes = list(Tree(tmp_path).changes())
    assert paths(changes) == ["node_modules/p/x.js"]
    assert skips(changes) == {"env": "environment", "": "ignored"}


def test_a_repository_inside_is_told(tmp_path: Path) -> None:
    """A submodule's files are another repository's."""
    outer = Repository(tmp_path)
    Repository(tmp_path / "vendor").commit({"a.c": "a\n"})
    outer.commit({"b.c": "b\n"})
    changes = list(Tree(tmp_path).changes())
    assert paths(changes) == ["b.c"]
    assert skips(changes) == {"vendor": "submodule"}


def test_odd_names_and_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that aren't UTF-8 are shown, large files skipped, files that vanished are nothing."""
    repository = Repository(tmp_path)
    repository.commit({b"\xff.py": "a\n", "new\nline.py": "a\n", "large.py": "x" * 100, "gone.py": "a\n"})
    (tmp_path / "gone.py").unlink()
    monkeypatch.setattr(walk_module, "MAX_BYTES", 50)
    changes = list(Tree(tmp_path).changes())
    assert sorted(paths(changes)) == ["\\xff.py", "new\nline.py"]
    assert skips(changes) == {"large.py": "too-large"}


def test_changes_are_small(tmp_path: Path) -> None:
    """A large tree comes in many changes, each of a few files."""
    for number in range(100):
        (tmp_path / f"{number:03}.py").write_text("x = 1\n" * number)
    changes = list(Tree(tmp_path).changes())
    assert len(changes) == 7
    assert max(len(change.files) for change in changes) == 16
    assert paths(changes) == [f"{number:03}.py" for number in range(100)]


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*", "anything", True),
        ("a*b", "ab", True),
        ("a*b", "axxb", True),
        ("a*b", "axxbc", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("[!a-c]x", "dx", True),
        ("[!a-c]x", "bx", False),
        ("[a-c]", "b", True),
        ("[]]", "]", True),
        ("[a", "[a", False),
        ("\\*", "*", True),
        ("\\*", "x", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_patterns_of_names(pattern: str, name: str, fits: bool) -> None:
    """Stars, question marks, sets and backslashes, over the whole name."""
    assert name_fits(pattern, name) == fits


def test_hostile_patterns_take_bounded_time() -> None:
    """Many stars don't make the search explode, neither inside a name nor over folders."""
    start = time.perf_counter()
    assert not name_fits("*a" * 100 + "b", "a" * 250)
    rules = rules_of("/".join(["**", "a"] * 200) + "/b\n", "")
    assert not ignored(rules, "/".join(["a"] * 1000), folder=False)
    assert time.perf_counter() - start < 5


def test_a_folder_that_cant_be_entered_is_told(tmp_path: Path) -> None:
    """The place that can't be listed is named; a single file is its own listing."""
    assert [getattr(found, "reason", found) for found in Folder(tmp_path / "nope").paths()] == ["unreadable"]
    assert list(Folder(tmp_path).paths("file.py")) == ["file.py"]
