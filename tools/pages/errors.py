"""The reference of errors and exit codes, from the classes themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from hunkwise import errors
from hunkwise.cli.program import BUG, INTERRUPTED, PIPE_CLOSED
from pages import NOTE, fenced, table

CODES = [
    ("0", "Nothing at or over the level of `--fail-on`; what wasn't examined is listed in the output."),
    ("1", "Findings at or over the level of `--fail-on`. No error ever has this code."),
    ("2", "The request or what it names is wrong: an option, a revision, a patch, a settings file, a dataset."),
    ("3", "The machine lacks something: git, disk space, permission."),
    ("4", "A model or dataset isn't what it claims to be. Nothing is judged with it."),
    (str(BUG), "A fault of the program. `HUNKWISE_DEBUG=1` shows the traceback."),
    (str(INTERRUPTED), "Interrupted with Ctrl-C."),
    (str(PIPE_CLOSED), "The reader of the output has gone (`hunkwise signals | head -1`)."),
]


def documents(_root: Path) -> Mapping[str, str]:
    """`docs/reference/errors.md`."""
    tree = (errors.__doc__ or "").partition("\n\n")[2].rpartition("\n\nExit codes")[0]
    rows = [(f"`{kind.__name__}`", str(kind.exit_code), _line(kind)) for kind in _all(errors.HunkwiseError)]
    text = f"""\
# Errors and exit codes

{NOTE}

An error is two lines on standard error: what is wrong, naming the thing, and what to do about it. A traceback is a fault of the program.

## Exit codes

{table(("code", "meaning"), CODES)}

## The tree of errors

{fenced(_dedented(tree), "text")}

{table(("error", "code", "when"), rows)}
"""
    return {"docs/reference/errors.md": text}


def _all(kind: type[errors.HunkwiseError]) -> Iterator[type[errors.HunkwiseError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _all(below)


def _line(kind: type[errors.HunkwiseError]) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _dedented(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.splitlines())
