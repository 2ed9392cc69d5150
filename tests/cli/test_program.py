"""The program as a whole: help, speed of help, completion, and the table of commands."""

import subprocess
import sys

import click
import pytest

from hunkwise.cli import program
from hunkwise.cli.program import TABLE, Entry

from .conftest import Run


def test_help_imports_no_command() -> None:
    """`--help` loads neither numpy nor a grammar nor a command: that is what keeps it quick."""
    watch = "import sys; from hunkwise.cli import program\ntry: program.main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True).stdout
    loaded = set(said.split())
    assert "scan" in loaded
    assert not loaded & {"numpy", "tree_sitter", "rich", "msgspec", "hunkwise.cli.scan", "hunkwise.signals", "hunkwise.detector"}


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.name)
def test_every_command_of_the_table(run: Run, entry: Entry) -> None:
    """Each command can be imported, has the name of the table, and teaches in its help."""
    command = entry.load()
    assert isinstance(command, click.Command)
    assert command.name == entry.name
    result = run(command.name, "--help")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_every_option_says_why() -> None:
    """No option of any command is without a line of help."""
    for entry in TABLE:
        command = entry.load()
        commands = [command, *command.commands.values()] if isinstance(command, click.Group) else [command]
        for one in commands:
            silent = [option.name for option in one.params if isinstance(option, click.Option) and not (option.help or option.hidden)]
            assert not silent, f"{one.name}: {silent}"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(run: Run, shell: str) -> None:
    """Each shell gets a script that asks the program."""
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_HUNKWISE_COMPLETE" in result.stdout


def test_completion_answers() -> None:
    """The program completes its own commands."""
    environment = {"_HUNKWISE_COMPLETE": "bash_complete", "COMP_WORDS": "hunkwise sc", "COMP_CWORD": "1", "PATH": ""}
    said = subprocess.run([sys.executable, "-m", "hunkwise"], env=environment, capture_output=True, text=True, check=False).stdout
    assert said.split() == ["plain,scan"]


def test_program_can_be_called_as_a_module() -> None:
    """`python -m hunkwise --help` is the program."""
    assert isinstance(program, click.Group)
    assert subprocess.run([sys.executable, "-m", "hunkwise", "-h"], capture_output=True, check=False).returncode == 0
