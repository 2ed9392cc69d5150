"""The program: a table of commands that imports nothing for `--help`, and the one place where errors become exit codes."""

import importlib
import io
import os
import sys
import traceback
from dataclasses import dataclass
from typing import Any

import click

from hunkwise.errors import HunkwiseError

BUG = 70
"""The exit code of a fault of ours (EX_SOFTWARE of sysexits.h)."""
INTERRUPTED = 130
PIPE_CLOSED = 141

_EPILOG = "Exit codes: 0 clean, 1 findings at or over the level of --fail-on, 2 usage or input, 3 environment, 4 model not to be trusted."


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that isn't imported yet: its module, the line that `--help` shows, its family, and its name in the module."""

    name: str
    module: str
    line: str
    family: str
    attribute: str = "command"

    def load(self) -> click.Command:
        """The command itself."""
        command: click.Command = getattr(importlib.import_module(self.module), self.attribute)
        return command


TABLE = (
    Entry("scan", "hunkwise.cli.scan", "Review a change: a commit range, the index, a patch or a whole tree.", "Review"),
    Entry("explain", "hunkwise.cli.explain", "Show one finding at length: cause, evidence, what-if, remedy.", "Review"),
    Entry("signals", "hunkwise.cli.signals", "List what the rules look for, or show one rule.", "Review"),
    Entry("init", "hunkwise.cli.init", "Write settings, a workflow and a hook for a repository.", "Set up"),
    Entry("doctor", "hunkwise.cli.doctor", "Check that this machine has what a review needs.", "Set up"),
    Entry("completion", "hunkwise.cli.completion", "Print the completion script of a shell.", "Set up"),
    Entry("findings", "hunkwise.cli.findings", "Check and import a dataset of known findings.", "Learn"),
    Entry("train", "hunkwise.cli.train", "Train a model from data folders and findings.", "Learn", "train"),
    Entry("evaluate", "hunkwise.cli.evaluate", "Measure a model and write its score card.", "Learn"),
    Entry("predict", "hunkwise.cli.predict", "Rate many patches from a JSON lines file.", "Learn"),
    Entry("model", "hunkwise.cli.model", "Show or verify a model directory.", "Learn"),
    Entry("serve", "hunkwise.cli.serve", "Take GitHub's webhooks and review what they tell of.", "Serve a team"),
    Entry("worker", "hunkwise.cli.worker", "Do the jobs that `serve` takes in.", "Serve a team"),
    Entry("github", "hunkwise.cli.github", "Set up and check the GitHub App; review a whole organisation.", "Serve a team"),
    Entry("db", "hunkwise.cli.db", "Upgrade, look at and back up the server's database.", "Serve a team"),
)


class Program(click.Group):
    """Commands by name from `TABLE`; every error leaves through `invoke`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [entry.name for entry in TABLE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return next((entry.load() for entry in TABLE if entry.name == cmd_name), None)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table by family, without importing a command."""
        widest = max(len(entry.name) for entry in TABLE)
        for family in dict.fromkeys(entry.family for entry in TABLE):
            with formatter.section(family):
                formatter.write_dl([(entry.name.ljust(widest), entry.line) for entry in TABLE if entry.family == family])

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. Every error ends here: message, remedy, exit code; a traceback only with HUNKWISE_DEBUG=1."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except HunkwiseError as error:
            tell(error)
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # The reader has gone (`| head`): nothing is left to say, and the flush at exit must not complain either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit(PIPE_CLOSED)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            _confess(error)
            ctx.exit(BUG)
        return result


def tell(error: HunkwiseError) -> None:
    """Writes an error and its remedy on standard error."""
    from hunkwise.text import visible

    click.echo(f"Error: {visible(error.message)}.", err=True)
    if error.remedy:
        click.echo(f"  {visible(error.remedy)}.", err=True)


def _confess(error: Exception) -> None:
    """A fault of ours in one line, so that a pipeline's log stays readable; the traceback on demand."""
    if os.environ.get("HUNKWISE_DEBUG"):
        traceback.print_exception(error)
    else:
        click.echo(f"This is a bug in hunkwise: {type(error).__name__}: {str(error)[:300]}", err=True)
        click.echo("  Run again with HUNKWISE_DEBUG=1 and report what it prints.", err=True)


def _print_versions(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from hunkwise.cli.versions import versions

    click.echo(versions())
    ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EPILOG)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_versions, help="Show program, model and signal versions."
)
def program() -> None:
    """Reviews code changes: which lines look vulnerable or malicious, how sure, why, and what to do.

    \b
    hunkwise scan                          what this branch would bring into main
    hunkwise scan --staged                 what is about to be committed
    hunkwise scan --patch fix.patch        a patch from a file, or - for standard input
    hunkwise explain src/app.py:14         why that line was flagged
    """


def main() -> None:
    """The console script."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that can't show a character gets `?` for it, not a traceback.
        sys.stdout.reconfigure(errors="replace")
    program.main(prog_name="hunkwise")
