"""An edit of a unit, or of all units of a file, as numbers: hashed tokens, structure counts, payload statistics.

The same code serves training and judging. `VERSION` is raised with anything that changes a number; an artifact names the version it needs.
"""

from hunkwise.features.edit import Edit, edit_of, merged
from hunkwise.features.reading import Reading, read
from hunkwise.features.rows import Row, change_row, context_row, union, window_row
from hunkwise.features.structure import structure
from hunkwise.features.windows import windows

VERSION = "1"

__all__ = [
    "VERSION",
    "Edit",
    "Reading",
    "Row",
    "change_row",
    "context_row",
    "edit_of",
    "merged",
    "read",
    "structure",
    "union",
    "window_row",
    "windows",
]
