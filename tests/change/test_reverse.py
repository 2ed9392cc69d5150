"""A change turned round."""

from hunkwise.change import Change, read_patch, reversed_change

from .samples import PATCH


def test_twice_reversed_is_the_same() -> None:
    """Reversing undoes itself, for every kind of file that a patch can hold."""
    change = read_patch(PATCH, "sample")
    assert len(change.files) > 5
    assert reversed_change(reversed_change(change)) == change


def test_an_added_file_reversed_is_a_deleted_one() -> None:
    """The text moves to the other side with the status."""
    change = read_patch("--- /dev/null\n+++ b/x.py\n@@ -0,0 +1 @@\n+a\n", "one")
    (file,) = reversed_change(change).files
    assert (file.status, file.before, file.after) == ("deleted", "a\n", None)
    assert [(line.mark, line.old, line.new) for line in file.hunks[0].lines] == [("-", 1, None)]


def test_removed_lines_come_first() -> None:
    """In a reversed run the removed lines stand before the added ones, and base and head have changed places."""
    change = read_patch("--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n-a\n+b\n+c\n d\n", "one")
    turned = reversed_change(Change(change.name, change.files, base="left", head="right"))
    assert [(line.mark, line.text) for line in turned.files[0].hunks[0].lines] == [("-", "b"), ("-", "c"), ("+", "a"), (" ", "d")]
    assert (turned.base, turned.head) == ("right", "left")
