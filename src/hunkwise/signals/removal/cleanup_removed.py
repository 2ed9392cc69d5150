"""A release of a resource is gone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import lost_calls, used_after
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import C

_ENDS = re.compile(
    r"(?i)free|(?:^|_)(?:close|release|unref|put|destroy|clear|dispose|delete|detach|drop|cleanup|unlock|unmap|munmap|decref|reset)(?:_\w+)?$|Py_X?DECREF|^g_clear"
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None or len(after.changed) > 3 or len(before.changed) > 8:
        return
    came = [call for call in after.facts.calls if call.line in after.changed and _ENDS.search(call.name)]
    for call in lost_calls(unit):
        if _ENDS.search(call.name) and not came and not call.used and call.args and used_after(unit, call.args[0].names):
            yield Sighting(
                span(call.line, call.end), {"call": call.name, "name": short(call.args[0].text, 40)}, strength=0.6, side="before"
            )
            return


SIGNAL = Signal(
    id="cleanup-removed",
    title="A release of a resource is gone",
    kind="guard",
    category="removed-guard",
    severity="low",
    languages=C,
    promise="Compares both sides and tells of a call that freed, closed or released something, gone by itself while the thing is "
    "still made.",
    why="Each run leaves a little behind, until memory, files or connections run out.",
    quiet="Releases that moved, were replaced or went with what they released.",
    remedy="Release it again on every way out.",
    cause="`{call}` of `{name}` is gone.",
    since="0.2",
    maturity="stable",
    cwe="CWE-401",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int f(struct a *p) {\n  char *b = take(p);\n  if (bad(b))\n    return -1;\n  free(b);\n  return 0;\n}\n",
            "int f(struct a *p) {\n  char *b = take(p);\n  if (bad(b)) {\n    free(b);\n    return -1;\n  }\n  free(b);\n  return 0;\n}\n",
            line=4,
        ),
        Example(
            "c",
            "void f(void) {\n  int fd = open_it();\n  use(fd);\n}\n",
            "void f(void) {\n  int fd = open_it();\n  use(fd);\n  close(fd);\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(void) {\n  int fd = open_it();\n  use(fd);\n  safe_close(fd);\n}\n",
            "void f(void) {\n  int fd = open_it();\n  use(fd);\n  close(fd);\n}\n",
        ),
        Example("c", "void f(int n) {\n  use(n);\n}\n", "void f(int n) {\n  int fd = open_it();\n  use(n);\n  close(fd);\n}\n"),
    ),
)
