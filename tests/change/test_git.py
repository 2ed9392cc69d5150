"""Changes of git repositories: every kind of file, every kind of failure."""

import os
import stat
from pathlib import Path

import msgspec
import pytest

from hunkwise.change import Change, FileChange, GitIndex, GitRange
from hunkwise.change import git_blobs as blobs_module
from hunkwise.errors import GitError, HunkwiseError, RevisionError

from .repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "repo")


def ranged(repository: Repository, base: str = "HEAD~1", head: str = "HEAD") -> Change:
    """The change of a range."""
    (change,) = GitRange(repository.path, base, head).changes()
    msgspec.json.encode(change)  # whatever the paths, it can be written
    return change


def only(change: Change) -> FileChange:
    """The only file of a change of which nothing was skipped."""
    (file,) = change.files
    assert change.skipped == ()
    return file


def changed(file: FileChange) -> list[tuple[str, str]]:
    """The removed and added lines."""
    return [(line.mark, line.text) for hunk in file.hunks for line in hunk.lines if line.mark != " "]


def test_a_modified_file_has_both_sides(repository: Repository) -> None:
    """Texts, modes and hunks with twenty lines of context."""
    before = "".join(f"line {number}\n" for number in range(1, 101))
    repository.commit({"x.py": before})
    repository.commit({"x.py": before.replace("line 50\n", "line fifty\n")})
    file = only(ranged(repository))
    assert (file.status, file.path, file.old_mode, file.new_mode) == ("modified", "x.py", "100644", "100644")
    assert (file.before, file.after) == (before, before.replace("line 50\n", "line fifty\n"))
    assert (file.hunks[0].old_start, file.hunks[0].new_start, len(file.hunks[0].lines)) == (30, 30, 42)


def test_added_and_deleted_files(repository: Repository) -> None:
    """Each has one side, and an empty file has no hunk."""
    repository.commit({"gone.py": "a\n"})
    (repository.path / "gone.py").unlink()
    repository.commit({"new.py": "b\n", "empty.py": ""})
    files = {file.path: file for file in ranged(repository).files}
    assert (files["gone.py"].status, files["gone.py"].before, files["gone.py"].after) == ("deleted", "a\n", None)
    assert (files["new.py"].status, files["new.py"].before, files["new.py"].after) == ("added", None, "b\n")
    assert (files["empty.py"].status, files["empty.py"].after, files["empty.py"].hunks) == ("added", "", ())


def test_a_renamed_file_is_one_file(repository: Repository) -> None:
    """Both names, and only what differs."""
    text = "".join(f"line {number}\n" for number in range(30))
    repository.commit({"old name.py": text})
    repository.git("mv", "old name.py", "new name.py")
    repository.commit({"new name.py": text + "more\n"})
    file = only(ranged(repository))
    assert (file.status, file.old_path, file.path, changed(file)) == ("renamed", "old name.py", "new name.py", [("+", "more")])


def test_a_mode_change_is_told(repository: Repository) -> None:
    """A file made executable has the status of that and no hunk."""
    repository.commit({"run.sh": "echo\n"})
    (repository.path / "run.sh").chmod(0o755)
    repository.commit()
    file = only(ranged(repository))
    assert (file.status, file.old_mode, file.new_mode, file.hunks) == ("mode", "100644", "100755", ())


def test_links_and_binary_files_are_skipped(repository: Repository) -> None:
    """Symbolic links, submodules and binary files are named with their reasons."""
    inner = Repository(repository.path / "vendor" / "lib")
    inner.commit({"a.c": "x\n"})
    repository.commit({"logo.png": b"\x89PNG\0\0"})
    (repository.path / "link").symlink_to("/etc/hosts")
    inner.commit({"a.c": "y\n"})
    repository.commit({"logo.png": b"\x89PNG\0\1"})
    change = ranged(repository)
    assert change.files == ()
    assert [(skip.path, skip.reason) for skip in change.skipped] == [
        ("link", "symlink"),
        ("logo.png", "binary"),
        ("vendor/lib", "submodule"),
    ]


def test_code_that_replaces_a_link_is_examined(repository: Repository) -> None:
    """What was no text before counts as added; what is none any more is skipped."""
    repository.commit({"a": "code\n"})
    (repository.path / "b").symlink_to("a")
    repository.commit({"c": b"\0"})
    (repository.path / "a").unlink()
    (repository.path / "a").symlink_to("c")
    (repository.path / "b").unlink()
    repository.commit({"b": "evil()\n", "c": "evil()\n"})
    change = ranged(repository)
    assert [(file.path, file.status, changed(file)) for file in change.files] == [
        ("b", "added", [("+", "evil()")]),
        ("c", "added", [("+", "evil()")]),
    ]
    assert ("a", "symlink") in [(skip.path, skip.reason) for skip in change.skipped]


def test_encodings_and_line_ends(repository: Repository) -> None:
    """CRLF, byte order mark, UTF-16, Latin-1 and a missing last line feed are read as the same text."""
    text = "caf\xe9\nend\n"
    encoded: dict[str | bytes, bytes] = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "mark": b"\xef\xbb\xbf" + text.encode(),
        "utf16": text.encode("utf-16"),
        "latin": text.encode("latin-1"),
        "unended": text[:-1].encode(),
    }
    repository.commit(dict.fromkeys(encoded, b""))
    repository.commit({**encoded})
    files = ranged(repository).files
    assert len(files) == len(encoded)
    for file in files:
        assert changed(file) == [("+", "caf\xe9"), ("+", "end")], file.path
        assert (file.after or "").rstrip("\n") == "caf\xe9\nend"


def test_attributes_hide_nothing(repository: Repository) -> None:
    """A repository can't declare its code binary to keep it from being judged."""
    repository.commit({".gitattributes": "*.py binary\n*.py -diff\n", "x.py": "a\n"})
    repository.commit({"x.py": "b\n"})
    assert changed(only(ranged(repository))) == [("-", "a"), ("+", "b")]


def test_odd_paths(repository: Repository) -> None:
    """Spaces, quotes, newlines, pathspec magic, dashes and bytes that are no UTF-8 all give their file."""
    names = [b"a b.py", b"q\"uo'te.py", b"new\nline.py", b"tab\t.py", b"-dash.py", b":(top)x.py", b"*.py", b"\xff\xfe.py", "é.py".encode()]
    repository.commit(dict.fromkeys(names, "a\n"))
    repository.commit(dict.fromkeys(names, "b\n"))
    paths = {file.path for file in ranged(repository).files}
    assert paths == {"a b.py", "q\"uo'te.py", "new\nline.py", "tab\t.py", "-dash.py", ":(top)x.py", "*.py", "\\xff\\xfe.py", "é.py"}
    source = GitRange(repository.path, "HEAD~1", "HEAD")
    assert [source.base_file(name) for name in ("*.py", ":(top)x.py", "new\nline.py")] == ["a\n"] * 3


def test_a_hundred_thousand_lines(repository: Repository) -> None:
    """Size exempts no file."""
    lines = [f"x{number} = {number}\n" for number in range(100_000)]
    repository.commit({"long.py": "".join(lines)})
    lines[70_000] = "evil()\n"
    repository.commit({"long.py": "".join(lines)})
    file = only(ranged(repository))
    assert changed(file) == [("-", "x70000 = 70000"), ("+", "evil()")]
    assert file.hunks[0].lines[20].old == 70_001


def test_what_is_too_large_is_skipped(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of a file, lines of a file and bytes of a change are bounded, each told with its reason."""
    repository.commit()
    repository.commit({"a": "x" * 100, "b": "\n" * 60, "c": "y", "d": "z" * 40})
    monkeypatch.setattr(blobs_module, "MAX_BYTES", 80)
    monkeypatch.setattr(blobs_module, "MAX_LINES", 50)
    monkeypatch.setattr(blobs_module, "MAX_TOTAL", 190)
    change = ranged(repository)
    assert [file.path for file in change.files] == ["c"]
    assert [(skip.path, skip.reason) for skip in change.skipped] == [("a", "too-large"), ("b", "too-large"), ("d", "too-large")]


def test_a_range_is_taken_from_the_merge_base(repository: Repository) -> None:
    """What happened on the base since doesn't count, and policy is read from where the branches parted."""
    start = repository.commit({"policy": "old\n"})
    repository.git("switch", "-q", "-c", "pr")
    head = repository.commit({"pr.py": "a\n", "policy": "mine\n"})
    repository.git("switch", "-q", "main")
    repository.commit({"main.py": "b\n", "policy": "newer\n"})
    change = ranged(repository, "main", "pr")
    assert [file.path for file in change.files] == ["policy", "pr.py"]
    assert (change.name, change.base, change.head) == ("main...pr", start, head)
    source = GitRange(repository.path, "main", "pr")
    assert (source.base_file("policy"), source.base_file("pr.py"), source.base_file("")) == ("old\n", None, None)


def test_an_empty_range_is_an_empty_change(repository: Repository) -> None:
    """No difference is no error."""
    repository.commit({"a": "a\n"})
    assert ranged(repository, "HEAD", "HEAD").files == ()


def test_the_range_of_a_bare_repository_and_of_a_folder_inside(repository: Repository, tmp_path: Path) -> None:
    """Neither a working tree nor its root is needed."""
    repository.commit({"sub/a": "a\n"})
    repository.commit({"sub/a": "b\n", "top": "c\n"})
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    expected = ranged(repository)
    for place in (tmp_path / "bare", repository.path / "sub"):
        assert list(GitRange(place, "HEAD~1", "HEAD").changes()) == [expected]
    with pytest.raises(RevisionError, match="bare"):
        list(GitIndex(tmp_path / "bare").changes())


def test_the_index_against_head(repository: Repository) -> None:
    """What is staged counts, what only lies in the working tree doesn't, and the base is HEAD."""
    head = repository.commit({"a.py": "a\n"})
    repository.write({"a.py": "b\n", "new.py": "n\n"})
    repository.git("add", "--all")
    repository.write({"a.py": "c\n", "untracked.py": "u\n"})
    source = GitIndex(repository.path)
    (change,) = source.changes()
    assert [(file.path, file.after) for file in change.files] == [("a.py", "b\n"), ("new.py", "n\n")]
    assert (change.name, change.base, change.head) == ("staged", head, "")
    assert (source.base_file("a.py"), source.base_file("new.py")) == ("a\n", None)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_the_index_before_the_first_commit(tmp_path: Path, form: str) -> None:
    """Everything staged is added; there is no base file."""
    repository = Repository(tmp_path / "outer")
    repository.git("init", "-q", f"--object-format={form}", "fresh")
    (tmp_path / "outer" / "fresh" / "a.py").write_text("a\n")
    repository.git("-C", "fresh", "add", "a.py")
    source = GitIndex(tmp_path / "outer" / "fresh")
    (change,) = source.changes()
    assert [(file.path, file.status) for file in change.files] == [("a.py", "added")]
    assert source.base_file("a.py") is None


def test_another_index_can_be_named(repository: Repository) -> None:
    """The index that git names to a hook of `git commit --all` is the one that will be committed."""
    repository.commit({"a.py": "a\n"})
    repository.write({"a.py": "b\n"})
    index = str(repository.path / ".git" / "other")
    repository.git("read-tree", "HEAD", GIT_INDEX_FILE=index)
    repository.git("add", "a.py", GIT_INDEX_FILE=index)
    assert next(GitIndex(repository.path).changes()).files == ()
    assert [file.path for file in next(GitIndex(repository.path, index).changes()).files] == ["a.py"]


def test_a_conflict_is_told(repository: Repository) -> None:
    """An unmerged file has no staged text to judge."""
    repository.commit({"a": "a\n"})
    repository.git("switch", "-q", "-c", "other")
    repository.commit({"a": "b\n"})
    repository.git("switch", "-q", "main")
    repository.commit({"a": "c\n"})
    with pytest.raises(Exception, match="merge"):
        repository.git("merge", "other")
    (change,) = GitIndex(repository.path).changes()
    assert ("a", "unmerged") in [(skip.path, skip.reason) for skip in change.skipped]


@pytest.mark.parametrize("revision", ["nope", "", " ", "-x", "--all", "a\0b", "a\nb", "HEAD~99", "x" * 5000, "\udcff", "\ud800"])
def test_unknown_revisions(repository: Repository, revision: str) -> None:
    """A revision that isn't there, or is made to look like an option, is named; it never reaches git as an option."""
    repository.commit()
    for base, head in ((revision, "HEAD"), ("HEAD", revision)):
        with pytest.raises(RevisionError, match="there is no commit") as caught:
            ranged(repository, base, head)
        assert "spelling" in caught.value.remedy
        assert len(caught.value.message) < 300


def test_histories_without_a_common_commit(repository: Repository) -> None:
    """Told as such."""
    repository.commit()
    repository.git("switch", "-q", "--orphan", "alone")
    repository.commit({"a": "a\n"})
    with pytest.raises(RevisionError, match="no commit in common"):
        ranged(repository, "main", "alone")


def test_a_shallow_clone_without_the_base(repository: Repository, tmp_path: Path) -> None:
    """Told with the command that fetches the rest, whether the base or only the merge base is missing."""
    base = repository.commit({"a": "a\n"})
    repository.git("branch", "side")
    repository.commit({"a": "b\n"})
    repository.git("switch", "-q", "side")
    repository.commit({"s": "s\n"})
    clone = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository.path}", str(clone))
    for wanted in (base, "origin/main"):
        with pytest.raises(RevisionError) as caught:
            list(GitRange(clone, wanted, "origin/side").changes())
        assert "git fetch --unshallow" in caught.value.remedy


@pytest.mark.parametrize("kind", ["folder", "missing", "file"])
def test_no_repository(tmp_path: Path, kind: str) -> None:
    """A folder without a repository, a missing one and a file each have their words."""
    place = tmp_path / kind
    if kind == "folder":
        place.mkdir()
    if kind == "file":
        place.write_text("")
    for source in (GitRange(place, "a", "b"), GitIndex(place)):
        with pytest.raises(RevisionError, match="is no git repository" if kind == "folder" else "is no folder"):
            list(source.changes())


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Told with what to install; the machine is at fault, not the input."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git can't be found") as caught:
        ranged(repository)
    assert caught.value.exit_code == 3


def test_a_git_that_hangs_is_ended(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A call that takes too long ends in an error that says so."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 20\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with pytest.raises(GitError, match="took longer"):
        list(GitRange(repository.path, "a", "b", time_limit=0.2).changes())


def test_a_damaged_repository(repository: Repository) -> None:
    """Whatever part of a repository is garbage, the answer is a change or an error of ours."""
    repository.commit({"a": "a\n"})
    repository.commit({"a": "b\n"})
    for path in sorted((repository.path / ".git").rglob("*")):
        if not path.is_file() or "hooks" in path.parts:
            continue
        kept = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(b"\xff garbage" + kept[5:])
        for source in (GitRange(repository.path, "HEAD~1", "HEAD"), GitIndex(repository.path)):
            try:
                list(source.changes())
            except HunkwiseError as error:
                assert error.message
                assert error.remedy
        path.write_bytes(kept)


def test_a_missing_blob_is_told(repository: Repository) -> None:
    """A file whose content isn't at hand is skipped; the others are judged."""
    repository.commit({"a": "a\n", "b": "b\n"})
    repository.commit({"a": "a2\n", "b": "b2\n"})
    blob = repository.git("rev-parse", "HEAD:a")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    change = ranged(repository)
    assert [file.path for file in change.files] == ["b"]
    assert [(skip.path, skip.reason) for skip in change.skipped] == [("a", "missing")]
