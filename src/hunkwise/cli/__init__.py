"""The command line: one file a command, imported only when it is called.

A command reads options into a frozen request, calls the rooms, and writes; it decides nothing itself. `main` is the program.
"""

from hunkwise.cli.program import main, program

__all__ = ["main", "program"]
