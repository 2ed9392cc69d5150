"""What the terminal can show."""

import os
import shutil
import sys

PLAIN = 80
"""Columns where there is no terminal."""


def columns() -> int:
    """The width of the terminal, at most 160 (longer lines tire the eye); `PLAIN` where there is none."""
    return max(40, min(shutil.get_terminal_size((PLAIN, 24)).columns, 160)) if sys.stdout.isatty() else PLAIN


def coloured() -> bool:
    """Whether standard output is a terminal that shows colours (https://no-color.org is respected)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
