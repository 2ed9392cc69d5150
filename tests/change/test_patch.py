"""The reader of patches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change import Change, FileChange, PatchSource, read_patch
from hunkwise.change import patch as patch_module
from hunkwise.errors import PatchError

from .samples import PATCH


def only(text: str) -> FileChange:
    """The single file of a patch."""
    (file,) = read_patch(text, "test").files
    return file


def marks(file: FileChange) -> list[tuple[str, str]]:
    """The lines of all hunks with their marks."""
    return [(line.mark, line.text) for hunk in file.hunks for line in hunk.lines]


def test_every_kind_of_section_is_read() -> None:
    """Each section of a real git patch gives its file with the right status and paths, or a reason why not."""
    change = read_patch(PATCH, "sample")
    assert [(file.status, file.old_path, file.path) for file in change.files] == [
        ("modified", "src/app.py", "src/app.py"),
        ("added", "new file.py", "new file.py"),
        ("deleted", "gone.py", "gone.py"),
        ("renamed", "old/name.py", "new/name.py"),
        ("copied", "kept.py", "copy.py"),
        ("mode", "run.sh", "run.sh"),
        ("added", "empty.txt", "empty.txt"),
        ("modified", 'café "q"\n\\xff.py', 'café "q"\n\\xff.py'),
    ]
    assert [(skip.path, skip.reason) for skip in change.skipped] == [
        ("logo.png", "binary"),
        ("data.bin", "binary"),
        ("link", "symlink"),
        ("vendor/lib", "submodule"),
        ("merged.py", "combined-diff"),
        ("", "context-not-at-hand"),
    ]


def test_lines_are_numbered_on_both_sides() -> None:
    """Numbers follow the hunk header; a context line that lost its blank counts; lines like headers inside a hunk are lines."""
    first, second = read_patch(PATCH, "sample").files[0].hunks
    assert (first.old_start, first.new_start, first.section) == (1, 1, "def first():")
    assert [(line.mark, line.text, line.old, line.new) for line in first.lines] == [
        (" ", "def first():", 1, 1),
        ("-", "    return 1", 2, None),
        ("+", "    return 2", None, 2),
        ("+", "    # never reached", None, 3),
        (" ", "", 3, 4),
        (" ", "def second():", 4, 5),
        (" ", "    return 3", 5, 6),
    ]
    assert [(line.mark, line.text) for line in second.lines] == [("-", "-- old comment"), ("+", "++ new comment")]


def test_whole_files_have_their_text() -> None:
    """An added or deleted file, which a patch shows whole, has its text; a patch of such files lacks no context."""
    change = read_patch(PATCH, "sample")
    assert (change.files[1].before, change.files[1].after, change.files[1].new_mode) == (None, "print(1)\nprint(2)\n", "100755")
    assert (change.files[2].before, change.files[2].after) == ("print(1)\n", None)
    assert read_patch("--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n", "x").skipped == ()


@pytest.mark.parametrize(
    ("header", "old", "new", "status"),
    [
        ("--- a/src/x.c\n+++ b/src/x.c", "src/x.c", "src/x.c", "modified"),
        ("--- src/x.c\n+++ src/x.c", "src/x.c", "src/x.c", "modified"),
        ("--- pkg-1.0.orig/src/x.c\t2020-01-01 10:00:00\n+++ pkg-1.0/src/x.c\t2020-01-02 10:00:00", "src/x.c", "src/x.c", "modified"),
        ("--- x.c.orig\n+++ x.c", "x.c", "x.c", "modified"),
        ("--- i/x.c\n+++ w/x.c", "x.c", "x.c", "modified"),
        ("Index: x.c\n=====\n--- x.c\t(revision 1)\n+++ x.c\t(working copy)", "x.c", "x.c", "modified"),
        ("diff --git a/b.py b/b.py\n--- a/b.py\n+++ b/b.py", "b.py", "b.py", "modified"),
        ("diff --git src/b.py src/b.py\n--- src/b.py\n+++ src/b.py", "src/b.py", "src/b.py", "modified"),
        ("diff -u a/x.c b/x.c\n--- a/x.c\n+++ b/x.c", "x.c", "x.c", "modified"),
        ("--- a/one.c\n+++ b/two.c", "one.c", "two.c", "renamed"),
        ("--- a/a b.c\t\n+++ b/a b.c\t", "a b.c", "a b.c", "modified"),
    ],
)
def test_names(header: str, old: str, new: str, status: str) -> None:
    """Names lose the prefixes that diff tools put before them, and nothing else."""
    file = only(f"{header}\n@@ -1 +1 @@\n-a\n+b\n")
    assert (file.old_path, file.path, file.status) == (old, new, status)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("a/x y b/x y", "x y"),
        ("a/b/c b/b/c", "b/c"),
        ('"a/\\303\\251" "b/\\303\\251"', "é"),
        ('"a/tab\\there" "b/tab\\there"', "tab\there"),
        ('a/plain "b/\\377"', "\\xff"),
    ],
)
def test_names_of_the_git_line(line: str, path: str) -> None:
    """Where no other line names the file, the `diff --git` line does, with spaces and quotes."""
    assert only(f"diff --git {line}\nold mode 100644\nnew mode 100755\n").path == path


def test_names_without_prefixes_of_one_sided_files() -> None:
    """A folder that is called like a prefix stays where git's line shows that there are none."""
    assert only("diff --git b/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n").path == "b/x"
    assert only("diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n").path == "x"


@pytest.mark.parametrize(
    "header",
    [
        "--- a/x\n+++ /dev/null",
        "diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null",
        "--- x\t2020-01-01 10:00:00.0 +0000\n+++ x\t1970-01-01 00:00:00.000000000 +0000",
    ],
)
def test_deleted_files(header: str) -> None:
    """A missing side is told by `/dev/null` or by the time stamp zero."""
    file = only(f"{header}\n@@ -1 +0,0 @@\n-a\n")
    assert (file.status, file.path, file.old_path, file.before) == ("deleted", "x", "x", "a\n")


def test_windows_line_ends() -> None:
    """A patch saved with CRLF reads as the one with LF."""
    assert read_patch(PATCH.replace("\n", "\r\n"), "p") == read_patch(PATCH, "p")


def test_a_lone_carriage_return_ends_no_line() -> None:
    """Only a line feed ends a line, as for git; the carriage return stays visible in the text."""
    assert marks(only("--- a/x\n+++ b/x\n@@ -1 +1,1 @@\n-a\n+b\rc\u2028d\x0ce\n")) == [("-", "a"), ("+", "b\rc\u2028d\x0ce")]


def test_a_byte_order_mark_is_no_text() -> None:
    """The mark goes from the first line of a file and of a patch, and stays anywhere else, where it would be hidden text."""
    file = only("\ufeff--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-\ufeffa\n+\ufeffb\n c\ufeff\n")
    assert marks(file) == [("-", "a"), ("+", "b"), (" ", "c\ufeff")]


def test_diffs_one_after_another_are_one_change() -> None:
    """Several mails or diffs in one text give all their files."""
    assert len(read_patch(PATCH + PATCH, "p").files) == 2 * len(read_patch(PATCH, "p").files)


@pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
def test_an_empty_patch_is_no_change(text: str) -> None:
    """Nothing to apply is nothing to judge."""
    assert read_patch(text, "p") == Change("p", ())


def test_claims_of_the_header_hide_no_code() -> None:
    """Lines that a tool would apply are read even where the header says binary, symbolic link or submodule."""
    hunk = "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n+evil()\n b\n"
    for claim in ("index 1..2 120000\n", "index 1..2 160000\n", "Binary files a/x and b/x differ\n"):
        assert ("+", "evil()") in marks(only("diff --git a/x b/x\n" + claim + hunk))


def test_a_section_without_content_is_told() -> None:
    """A file that is named and not shown is skipped, not passed over."""
    assert [(skip.path, skip.reason) for skip in read_patch("diff --git a/x b/x\nindex 1..2 100644\n", "p").skipped] == [
        ("x", "no-content")
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n", 3),
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\ngarbage\n", 6),
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n@@ -9 +9 @@\n-b\n+c\n", 5),
        ("--- a/x\n+++ b/x\n@@ what @@\n a\n", 3),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+evil()\n", 6),
        ("--- a/x\n+++ b/x\n@@ -99999999999 +1 @@\n-a\n+b\n", 3),
        ("--- a/x\n+++ b/x\n@@ -1,999999999 +1,999999999 @@\n-a\n+b\n", 3),
        ("@@ -1 +1 @@\n-a\n+b\n", 1),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n*** a/y\n--- b/y\n***************\n*** 1 ****\n! a\n", 8),
        ("--- a/x\n+++ b/x\n", 2),
        ("--- a/x\n", 1),
        ("diff --git a/x b/x\n--- a/x\n@@ -1 +1 @@\n-a\n+b\n", 2),
    ],
)
def test_garbled_patches_name_the_line(text: str, line: int) -> None:
    """A patch that is cut off or edited by hand is refused with the line and a remedy."""
    with pytest.raises(PatchError, match=rf"^line {line} of the patch 'p' ") as caught:
        read_patch(text, "p")
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["hello\nworld\n", "\x00\x01\x02", "Only in a: x\n"])
def test_what_is_no_patch_is_refused(text: str) -> None:
    """Text without a unified diff is no empty change: nothing would have been examined."""
    with pytest.raises(PatchError, match="holds no unified diff"):
        read_patch(text, "p")


def test_a_huge_patch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Size, lines of a file and number of files are bounded."""
    monkeypatch.setattr(patch_module, "MAX_SIZE", 10)
    with pytest.raises(PatchError, match="characters"):
        read_patch(PATCH, "p")
    monkeypatch.undo()
    monkeypatch.setattr(patch_module, "MAX_LINES", 2)
    with pytest.raises(PatchError, match="longer than 2 lines"):
        read_patch(PATCH, "p")
    monkeypatch.undo()
    monkeypatch.setattr(patch_module, "MAX_FILES", 2)
    with pytest.raises(PatchError, match="more than 2 files"):
        read_patch(PATCH, "p")


def test_encodings_of_a_patch() -> None:
    """UTF-16 with its mark (as PowerShell writes) reads as UTF-8; where encodings are mixed each line is read on its own."""
    text = "--- a/é\n+++ b/é\n@@ -1 +1 @@\n-a\n+ü\n"
    expected = list(PatchSource(text, "p").changes())
    for data in (text.encode(), text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        assert list(PatchSource(data, "p").changes()) == expected
    mixed = text.encode().replace("ü".encode(), b"\xfc")
    assert list(PatchSource(mixed, "p").changes()) == expected


def test_lone_surrogates_are_replaced() -> None:
    """What no output could encode doesn't get in."""
    file = only("--- a/x\udcff\n+++ b/x\udcff\n@@ -1 +1 @@\n-a\n+\ud800\n")
    assert (file.path, marks(file)[1]) == ("x\ufffd", ("+", "\ufffd"))


def test_every_prefix_is_read_or_refused() -> None:
    """Cut off anywhere, a patch gives a change or a PatchError, never another exception."""
    refused = 0
    for end in range(len(PATCH)):
        try:
            read_patch(PATCH[:end], "p")
        except PatchError:
            refused += 1
    assert 0 < refused < len(PATCH)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever the bytes, the answer is a change or a PatchError."""
    try:
        list(PatchSource(data, "p").changes())
    except PatchError as error:
        assert error.message


LINES = PATCH.split("\n")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*LINES, "@@ -1 +1 @@", "+x", "-x", " x", "\\", "@@", "--- ", "+++ ", "diff --git ", 'diff --git "', "rename to "]),
        max_size=30,
    )
)
def test_shuffled_patch_lines_are_read_or_refused(lines: list[str]) -> None:
    """Lines of a patch in any order give a change or a PatchError, and every line of a hunk stands in the text."""
    try:
        change = read_patch("\n".join(lines), "p")
    except PatchError:
        return
    for file in change.files:
        for _, text in marks(file):
            assert any(line[1:] == text for line in lines)
