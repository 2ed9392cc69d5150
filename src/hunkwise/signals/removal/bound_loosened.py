"""A bound lets one more through."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.seeing import words
from hunkwise.signals.tables.guards import BOUND
from hunkwise.signals.tables.languages import COMPILED, C

_LEAVE = frozenset({(">=", ">"), ("<=", "<")})
_STAY = frozenset({("<", "<="), (">", ">=")})
_LOOPS = frozenset({"for", "while"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    after = unit.after
    if after is None:
        return
    for edit in edits(unit):
        if len(edit.swaps) + len(edit.gone) + len(edit.came) != 1:
            continue
        guard = next((one for one in after.facts.guards if one.line <= edit.after <= one.end and one.comparisons), None)
        if guard is None or not _sized(guard.text, unit.language):
            continue
        loop = guard.kind == "loop" or edit.new[0] in _LOOPS
        swap = (edit.swaps[0][0][0], edit.swaps[0][1][0]) if edit.swaps and len(edit.swaps[0][0]) == len(edit.swaps[0][1]) == 1 else None
        lost = bool(edit.gone) and len(edit.gone[0]) == 2 and edit.gone[0][0] == "-" and edit.gone[0][1].isdigit()
        looser = swap in (_LEAVE if guard.kind == "exit" else _STAY) or (
            lost and any(operator in (("<", "<=") if loop or guard.kind == "wrap" else (">", ">=")) for _, operator, _ in guard.comparisons)
        )
        if looser:
            yield Sighting((edit.after,), {"before": written(edit.old), "after": written(edit.new)}, strength=0.75)


def _sized(text: str, language: str) -> bool:
    """Whether a comparison is about a size; in C nearly all are."""
    return language in C or bool(words(text) & BOUND)


SIGNAL = Signal(
    id="bound-loosened",
    title="A bound lets one more through",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=COMPILED,
    promise="Compares a comparison with what it was: one less is no longer taken off the bound, or the equal case passes now.",
    why="The one step too far reads or writes just behind the end.",
    quiet="Comparisons that became stricter, and those whose values changed as well.",
    remedy="Compare with the last valid place, as before.",
    cause="`{before}` became `{after}`, which lets one more through.",
    since="0.2",
    maturity="stable",
    cwe="CWE-193",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void f(char *b, int n) {\n  for (int i = 0; i < n; i += 2)\n    b[i + 1] = 0;\n}\n",
            "void f(char *b, int n) {\n  for (int i = 0; i < n - 1; i += 2)\n    b[i + 1] = 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int f(char *b, int i) {\n  if (i > SIZE)\n    return -1;\n  return b[i];\n}\n",
            "int f(char *b, int i) {\n  if (i >= SIZE)\n    return -1;\n  return b[i];\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc at(b []byte, i int) byte {\n\tif i > len(b) {\n\t\treturn 0\n\t}\n\treturn b[i]\n}\n",
            "package a\n\nfunc at(b []byte, i int) byte {\n\tif i >= len(b) {\n\t\treturn 0\n\t}\n\treturn b[i]\n}\n",
            line=4,
        ),
        Example(
            "java",
            "class A {\n  int sum(int[] b) {\n    int s = 0;\n    for (int i = 0; i <= b.length; i++) {\n"
            "      s += b[i];\n    }\n    return s;\n  }\n}\n",
            "class A {\n  int sum(int[] b) {\n    int s = 0;\n    for (int i = 0; i < b.length; i++) {\n"
            "      s += b[i];\n    }\n    return s;\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(char *b, int i) {\n  if (i >= SIZE)\n    return -1;\n  return b[i];\n}\n",
            "int f(char *b, int i) {\n  if (i > SIZE)\n    return -1;\n  return b[i];\n}\n",
        ),
        Example(
            "c",
            "int f(char *b, int i) {\n  if (i + 1 > SIZE)\n    return -1;\n  return b[i];\n}\n",
            "int f(char *b, int i) {\n  if (i >= SIZE)\n    return -1;\n  return b[i];\n}\n",
        ),
    ),
)
