"""A value no longer begins as known."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.tables.languages import C

_BLANK = frozenset({"0", "NULL", "nullptr", "-1", "FALSE", "false", "'\\0'", "0L", "0U", "0.0"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        for run in edit.gone:
            value = written(run[1:])
            if run[0] != "=" or not (value in _BLANK or run[1:2] == ("{",) or run[1:3] == ("-", "1")) or edit.came or edit.swaps:
                continue
            place = next((at for at in range(len(edit.old)) if edit.old[at : at + len(run)] == run), 0)
            name = next((token for token in reversed(edit.old[:place]) if token.isidentifier()), "")
            if place > 1 and name and "=" not in edit.new:
                yield Sighting((edit.after,), {"name": name, "before": value}, strength=0.65)


SIGNAL = Signal(
    id="initialisation-removed",
    title="A value no longer begins as known",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=C,
    promise="Compares declarations with what they were and tells of a variable that was zero, empty or null from the start and has "
    "no value there now.",
    why="On a way on which nothing else sets it, it holds what was left in memory: a secret, a stale pointer or a length of chance.",
    quiet="Variables that get another value on the same line or by a call, and those that are gone.",
    remedy="Give it a value where it is declared.",
    cause="`{name}` was `{before}` from the start and has no value there now.",
    since="0.2",
    maturity="stable",
    cwe="CWE-457",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int f(struct a *p) {\n  char *buf;\n  if (p->n)\n    buf = take(p);\n  return use(buf);\n}\n",
            "int f(struct a *p) {\n  char *buf = NULL;\n  if (p->n)\n    buf = take(p);\n  return use(buf);\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int f(struct a *p) {\n  unsigned char out[16];\n  fill(p, out);\n  return use(out);\n}\n",
            "int f(struct a *p) {\n  unsigned char out[16] = { 0 };\n  fill(p, out);\n  return use(out);\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(struct a *p) {\n  char *buf = NULL;\n  return use(buf);\n}\n",
            "int f(struct a *p) {\n  char *buf;\n  return use(buf);\n}\n",
        ),
        Example(
            "c",
            "int f(struct a *p) {\n  char *buf = take(p);\n  return use(buf);\n}\n",
            "int f(struct a *p) {\n  char *buf = NULL;\n  return use(buf);\n}\n",
        ),
    ),
)
