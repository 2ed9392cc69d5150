"""What a change is, and where changes come from.

Files, hunks and lines, immutable, and a reader for each source: commit range, index, patch, tree, records. Sources only read: nothing of a
repository runs. What can't be examined is a `Skipped` with its reason.
"""

from hunkwise.change.git import GitIndex, GitRange
from hunkwise.change.hunks import added_file, hunks_of
from hunkwise.change.interface import Source
from hunkwise.change.model import Change, FileChange, Hunk, Line, Skipped
from hunkwise.change.patch import PatchSource, read_patch
from hunkwise.change.records import ChangeRecord, FileRecord, Item, Records, WeaknessRecord, read_records
from hunkwise.change.reverse import reversed_change
from hunkwise.change.tree import Tree

__all__ = [
    "Change",
    "ChangeRecord",
    "FileChange",
    "FileRecord",
    "GitIndex",
    "GitRange",
    "Hunk",
    "Item",
    "Line",
    "PatchSource",
    "Records",
    "Skipped",
    "Source",
    "Tree",
    "WeaknessRecord",
    "added_file",
    "hunks_of",
    "read_patch",
    "read_records",
    "reversed_change",
]
