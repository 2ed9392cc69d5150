"""`hunkwise signals new` and `hunkwise signals test`: write a signal of one's own, and run its examples."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hunkwise.signals import Example, Signal

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

DECLARED = """\
# A signal of our own. `hunkwise signals test {path}` runs its examples; it counts once it is on the base branch.
id = "{name}"
title = "Text of a request in a raw query"
languages = ["python"]
severity = "high"
cwe = "CWE-89"
message = "`{{sink}}` is given `{{source}}`"
why = "Whoever sends the request writes the query."
remedy = "Use `orders.find`, which binds its values."

[look]
# Where values come in, where they must not arrive, and what makes them harmless.
source = ["request.args", "request.form"]
sink = ["legacy.raw_query"]
guard = ["legacy.quote"]
# Instead of source and sink, a tree query: query = '((call function: (identifier) @call) @place (#eq? @call "print"))'

[[fires]]
line = 2
code = '''
def show(request):
    return legacy.raw_query("SELECT " + request.args["x"])
'''

[[stays_quiet]]
code = '''
def show(request):
    return legacy.raw_query("SELECT " + legacy.quote(request.args["x"]))
'''
"""

MODULE = '''\
"""Text of a request in a raw query."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, origin, span, way


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        if not ends(call.path, {{"legacy.raw_query"}}) or not call.args:
            continue
        value = origin(side, call.args[0], call.line, call.function)
        if value.request and not value.cleaned({{"legacy.quote"}}):
            facts = {{"sink": call.path, "source": value.request}}
            yield Sighting(span(call.line, call.end), facts, way(side, value, call.line, "is run"), 0.8)


SIGNAL = Signal(
    id="{name}",
    title="Text of a request in a raw query",
    kind="flow",
    category="sql-injection",
    severity="high",
    languages=frozenset({{"python"}}),
    promise="Tells of a request's text that reaches `legacy.raw_query`.",
    why="Whoever sends the request writes the query.",
    quiet="Text that went through `legacy.quote`.",
    remedy="Use `orders.find`, which binds its values.",
    cause="`{{sink}}` is given `{{source}}`.",
    since="1",
    maturity="stable",
    cwe="CWE-89",
    see=_see,
    fires=(
        Example("python", 'def show(request):\\n    return legacy.raw_query("SELECT " + request.args["x"])\\n', line=2),
    ),
    stays_quiet=(
        Example("python", 'def show(request):\\n    return legacy.raw_query("SELECT " + legacy.quote(request.args["x"]))\\n'),
    ),
)
'''


@click.command("new")
@click.argument("name")
@click.option("--python", "module", is_flag=True, help="Write a Python module for a package of your own.")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
def new(name: str, module: bool, force: bool) -> None:
    """Write a signal called NAME that works, with an example on which it fires and one on which it stays quiet.

    It is written to `.hunkwise/signals/NAME.toml`, or with --python to `NAME.py` in this folder.
    """
    from hunkwise.cli.output import write_file
    from hunkwise.errors import OutputError, UsageError
    from hunkwise.signals.declared import FOLDER

    if not NAME.fullmatch(name) or len(name) > 60:
        raise UsageError(f"{name!r} is no name for a signal", "Use lower-case words with hyphens, as in `raw-query`")
    path = Path(f"{name.replace('-', '_')}.py") if module else Path(FOLDER) / f"{name}.toml"
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", "Choose another name, or --force to overwrite it")
    if any(place.is_symlink() for place in (path, *path.parents)):
        raise OutputError(f"{path} is a symbolic link or lies behind one", "Remove the link first")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder of {path} can't be made: {error.strerror}", "See who may write there") from error
    write_file(path, (MODULE if module else DECLARED).format(name=name, path=path))
    click.echo(f"wrote {path}\nNext: hunkwise signals test {path}")


@click.command("test")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def test(file: Path) -> None:
    """Run the examples of the signal in FILE, a `.toml` or a Python module with a `SIGNAL` (whose code is run)."""
    signal = _signal(file)
    problems = [problem for example in signal.fires if (problem := _missed(signal, example))]
    problems += [problem for example in signal.stays_quiet if (problem := _loud(signal, example))]
    for problem in problems:
        click.echo(problem)
    if not signal.fires or not signal.stays_quiet:
        click.echo(f"{signal.id} lacks an example on which it {'fires' if not signal.fires else 'stays quiet'}")
    count = len(signal.fires) + len(signal.stays_quiet)
    click.echo(f"{signal.id}: {count - len(problems)} of {count} examples are as they should be")
    if problems or not signal.fires or not signal.stays_quiet:
        click.get_current_context().exit(1)


def _signal(file: Path) -> "Signal":
    from hunkwise.errors import UsageError
    from hunkwise.signals.declared import MOST_TEXT, read_declared
    from hunkwise.signals.interface import Signal

    try:
        if file.suffix == ".toml":
            with file.open("rb") as opened:
                return read_declared(opened.read(4 * MOST_TEXT + 1).decode("utf-8", "replace"), str(file))
        import runpy

        found = runpy.run_path(str(file)).get("SIGNAL")
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}", "Name a file that `hunkwise signals new` wrote") from error
    except (ImportError, SyntaxError, NameError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{file} can't be run: {error}", "Correct it") from error
    if not isinstance(found, Signal):
        raise UsageError(f"{file} has no `SIGNAL`", "`hunkwise signals new NAME --python` writes one that works")
    return found


def _seen(signal: "Signal", example: "Example") -> list[tuple[int, ...]]:
    """The lines on which a signal speaks loudly about what an example's change brought."""
    from hunkwise.change import FileChange, hunks_of
    from hunkwise.code import cut
    from hunkwise.signals import Signals

    old, code = example.before, example.after
    path = example.path or f"src/app.{_EXTENSIONS.get(example.language, example.language)}"
    change = FileChange(
        path=path, old_path=path, status="modified" if old else "added", hunks=hunks_of(old, code), before=old or None, after=code
    )
    found = Signals([signal]).look(cut(change)[0])
    failed = next((str(one.facts["failed"]) for one in found if "failed" in one.facts), "")
    if failed:
        from hunkwise.errors import UsageError

        raise UsageError(f"{signal.id} raised {failed}", "A signal must never raise")
    return [one.lines for one in found if one.trend == "worse" and one.strength >= 0.5]


_EXTENSIONS = {
    "python": "py", "javascript": "js", "typescript": "ts", "csharp": "cs", "ruby": "rb", "rust": "rs", "solidity": "sol",
    "shell": "sh", "powershell": "ps1", "perl": "pl", "kotlin": "kt", "hcl": "tf", "workflow": "yml",
}  # fmt: skip


def _missed(signal: "Signal", example: "Example") -> str:
    seen = _seen(signal, example)
    if not seen:
        return f"stays quiet where it should fire:\n{_indented(example.after)}"
    if example.line and not any(example.line in lines for lines in seen):
        return f"fires on {', '.join(str(lines[0]) for lines in seen if lines)}, not on line {example.line}:\n{_indented(example.after)}"
    return ""


def _loud(signal: "Signal", example: "Example") -> str:
    seen = _seen(signal, example)
    return f"fires on line {seen[0][0]} where it should stay quiet:\n{_indented(example.after)}" if seen else ""


def _indented(text: str) -> str:
    from hunkwise.text import visible

    return "\n".join(f"    {line}" for line in visible(text).strip("\n").splitlines())
