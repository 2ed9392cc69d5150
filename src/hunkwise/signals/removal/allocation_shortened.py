"""Memory became smaller than what goes into it."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.tables.languages import C

_ALLOCATES = re.compile(r"(?i)alloc|^new$|Acquire\w*Memory|g_new|^alloca$|_?strlen$|extent|buf\w*size|array\w*size")
_DECLARES = re.compile(r"(?i)^(?:unsigned|signed|char|uchar|wchar_t|u?int\w*|g?char|byte|u8|short|long|float|double|void|struct|static)$")


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        if len(edit.swaps) + len(edit.gone) + len(edit.came) > 2 or not _room(edit.new):
            continue
        shorter = any(run[0] in ("+", "*") and len(run) in (2, 3) and run[-1].isalnum() for run in edit.gone) and not edit.came
        shorter = shorter or any(
            len(old) == len(new) == 1 and old[0].isdigit() and new[0].isdigit() and len(old[0]) < 9 and int(old[0]) > int(new[0]) > 0
            for old, new in edit.swaps
        )
        if shorter:
            yield Sighting((edit.after,), {"before": written(edit.old), "after": written(edit.new)}, strength=0.7)


def _room(tokens: tuple[str, ...]) -> bool:
    """Whether a line allocates, or declares an array."""
    if any(_ALLOCATES.search(token) for token in tokens):
        return True
    return bool(_DECLARES.match(tokens[0])) and "[" in tokens and "(" not in tokens[: tokens.index("[")]


SIGNAL = Signal(
    id="allocation-shortened",
    title="Memory became smaller than what goes into it",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=C,
    promise="Compares the size of an allocation or an array with what it was and tells where one more is no longer added, a factor "
    "or a number became smaller, or the size of a pointer is taken instead of that of the thing.",
    why="What is written into it as before goes past the end.",
    quiet="Lines that moved or were reformatted, and changes of the value itself.",
    remedy="Give back the room, for the end mark as well.",
    cause="`{before}` became `{after}`, while what is written into it stayed.",
    since="0.2",
    maturity="stable",
    cwe="CWE-131",
    compare=_compare,
    fires=(
        Example(
            "c",
            "char *f(const char *s) {\n  char *p = malloc(strlen(s));\n  return copy(p, s);\n}\n",
            "char *f(const char *s) {\n  char *p = malloc(strlen(s) + 1);\n  return copy(p, s);\n}\n",
            line=2,
        ),
        Example(
            "c",
            "void f(const char *s) {\n  char line[64];\n  format(line, s);\n}\n",
            "void f(const char *s) {\n  char line[128];\n  format(line, s);\n}\n",
            line=2,
        ),
        Example(
            "cpp",
            "void f(int n) {\n  int *p = new int[n];\n  p[n] = 0;\n}\n",
            "void f(int n) {\n  int *p = new int[n + 1];\n  p[n] = 0;\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "char *f(const char *s) {\n  char *p = malloc(strlen(s) + 1);\n  return copy(p, s);\n}\n",
            "char *f(const char *s) {\n  char *p = malloc(strlen(s));\n  return copy(p, s);\n}\n",
        ),
        Example(
            "c",
            "void f(const char *s) {\n  char line[256];\n  format(line, s);\n}\n",
            "void f(const char *s) {\n  char line[128];\n  format(line, s);\n}\n",
        ),
    ),
)
