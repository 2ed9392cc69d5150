"""The reference of the command line, from the commands themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from hunkwise.cli import program
from hunkwise.cli.program import BUG, INTERRUPTED, PIPE_CLOSED, TABLE
from pages import NOTE, fenced

WIDTH = 100
HEAD = f"""\
# Command line

{NOTE}

Every command, with the text that `--help` prints. Exit codes stand in [errors](errors.md), settings in [settings](settings.md).
"""
ENVIRONMENT = f"""\
## Environment

- `NO_COLOR`: any value turns colours off.
- `HUNKWISE_DEBUG`: any value makes a fault of the program print its traceback instead of one line (exit code {BUG}).
- `GIT_INDEX_FILE`: which index `--staged` reviews; git sets it for its hooks.

Besides the exit codes of errors, {INTERRUPTED} means interrupted (Ctrl-C) and {PIPE_CLOSED} that the reader of the output has gone.
"""


def documents(_root: Path) -> Mapping[str, str]:
    """`docs/reference/cli.md`."""
    root = click.Context(program, info_name="hunkwise", max_content_width=WIDTH, terminal_width=WIDTH)
    parts = [HEAD, "## hunkwise\n\n" + fenced(program.get_help(root), "text")]
    for entry in TABLE:
        command = entry.load()
        parts += [f"{'#' * level} {path}\n\n{fenced(text, 'text')}" for level, path, text in _helps(command, entry.name, root, 2)]
    return {"docs/reference/cli.md": "\n\n".join(part.strip() for part in (*parts, ENVIRONMENT)) + "\n"}


def _helps(command: click.Command, name: str, parent: click.Context, level: int) -> Iterator[tuple[int, str, str]]:
    """A command and those below it: (depth of the heading, the words that call it, its help)."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=WIDTH, terminal_width=WIDTH)
    yield level, context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            one = command.get_command(context, below)
            if one is not None:
                yield from _helps(one, below, context, level + 1)
