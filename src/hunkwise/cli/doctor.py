"""`hunkwise doctor`: whether this machine has what a review needs."""

import importlib
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import requires
from importlib.util import find_spec

import click

from hunkwise.errors import GitError, HostError, HunkwiseError
from hunkwise.text import visible

OLDEST_GIT = (2, 30)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `error` where it isn't as it should be, `detail` what was seen."""

    name: str
    detail: str
    error: HunkwiseError | None = None


@click.command("doctor")
def command() -> None:
    """Check git, grammars, signals, the model and the terminal, and say what to do where something is missing.

    Exit code 0 when a review can run here; otherwise that of the first thing that is wrong (3 environment, 4 model).
    """
    failed: HunkwiseError | None = None
    for check in checks():
        if check.error is None:
            click.echo(f"ok    {check.name:<9} {check.detail}")
        else:
            click.echo(f"FAIL  {check.name:<9} {visible(check.error.message)}\n{'':16}{visible(check.error.remedy)}")
            failed = failed or check.error
    if failed is not None:
        click.get_current_context().exit(failed.exit_code)


def checks() -> Iterator[Check]:
    """Every check, done as it is asked for. None raises."""
    yield Check("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    for name, look in (("git", _git), ("grammars", _grammars), ("signals", _signals), ("model", _model)):
        yield _checked(name, look)
    yield Check("terminal", _terminal())
    yield Check(
        "training", "installed" if find_spec("lightgbm") and find_spec("sklearn") else "not installed: pip install 'hunkwise[train]'"
    )


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, look())
    except HunkwiseError as error:
        return Check(name, "", error)
    except Exception as error:
        return Check(name, "", HostError(f"{type(error).__name__}: {error}", "Install the program anew into an empty environment"))


def _git() -> str:
    path = shutil.which("git")
    if path is None:
        raise GitError("git can't be found", "Install git and put it on the PATH; patches and trees can be reviewed without it")
    said = subprocess.run([path, "version"], capture_output=True, text=True, timeout=10, check=True).stdout.split()
    version = tuple(int(part) for part in said[2].split(".")[:2] if part.isdecimal()) if len(said) > 2 else ()
    if version < OLDEST_GIT:
        raise GitError(f"git {'.'.join(map(str, version))} is too old", f"Install git {'.'.join(map(str, OLDEST_GIT))} or newer")
    return f"{said[2]} at {path}"


def _grammars() -> str:
    needed = [found[1] for need in requires("hunkwise") or () if (found := re.match(r"tree-sitter-([a-z-]+)", need))]
    for name in needed:
        module = f"tree_sitter_{name.replace('-', '_')}"
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise HostError(
                f"the grammar {module} can't be loaded: {error}", f"pip install --force-reinstall tree-sitter-{name}"
            ) from error
    return f"{len(needed)} loaded"


def _signals() -> str:
    from hunkwise.signals import Signals

    signals = Signals.load()
    return f"{len(signals)}, digest {signals.digest}"


def _model() -> str:
    from hunkwise.cli.model import verified

    return verified(None)


def _terminal() -> str:
    from hunkwise.cli.terminal import coloured, columns

    encoding = (sys.stdout.encoding or "ascii").lower()
    words = f"{columns()} columns, {'colour' if coloured() else 'no colour'}, {encoding}"
    return words if encoding.startswith("utf") else f"{words}; set PYTHONUTF8=1 to see every character"
