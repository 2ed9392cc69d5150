"""A reference is no longer counted."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import lost_calls, used_after
from hunkwise.signals.seeing import parts, short, span
from hunkwise.signals.tables.languages import C

_COUNTS = re.compile(
    r"(?i)(?:^|_)(?:ref|get_ref|addref|incref|xincref|grab|hold|ref_get|kref_get\w*|refcount_inc\w*|atomic_inc\w*|up_ref|dup_ref|ref_sink)$|^Py_X?INCREF$"
    r"|^(?:get_device|sock_hold|dget|igrab|get_page|fget|AddRef|Retain|CFRetain)$"
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    after = unit.after
    if after is None or unit.before is None:
        return
    came = any(call.line in after.changed and _COUNTS.search(call.name) for call in after.facts.calls)
    for call in lost_calls(unit):
        if _COUNTS.search(call.name) and not came and call.args and used_after(unit, tuple(parts(name)[0] for name in call.args[0].names)):
            yield Sighting(
                span(call.line, call.end), {"call": call.name, "name": short(call.args[0].text, 40)}, strength=0.75, side="before"
            )


SIGNAL = Signal(
    id="reference-increment-removed",
    title="A reference is no longer counted",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=C,
    promise="Compares both sides and tells of a call that counted one more user of a shared thing, gone while the thing is still used.",
    why="The thing is freed while somebody still uses it.",
    quiet="Increments that moved, and things that are gone.",
    remedy="Count the reference again before the thing is kept or handed on.",
    cause="`{call}` on `{name}` is gone.",
    since="0.2",
    maturity="stable",
    cwe="CWE-911",
    compare=_compare,
    fires=(
        Example("c", "void f(struct a *p) {\n  keep(p);\n}\n", "void f(struct a *p) {\n  kref_get(&p->ref);\n  keep(p);\n}\n", line=2),
        Example("c", "void f(GObject *o) {\n  list_add(o);\n}\n", "void f(GObject *o) {\n  g_object_ref(o);\n  list_add(o);\n}\n", line=2),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(struct a *p) {\n  refcount_inc(&p->ref);\n  keep(p);\n}\n",
            "void f(struct a *p) {\n  kref_get(&p->ref);\n  keep(p);\n}\n",
        ),
        Example(
            "c", "void f(int n) {\n  done(n);\n}\n", "void f(int n) {\n  struct a *p = find(n);\n  kref_get(&p->ref);\n  done(n);\n}\n"
        ),
    ),
)
