"""A pointer is no longer set to null after it was freed."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import used_after
from hunkwise.signals.tables.languages import C

_NULL = frozenset({"NULL", "nullptr"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    now = {target for one in after.facts.assignments for target in one.targets if one.value.text in _NULL or one.line in after.changed}
    for one in before.facts.assignments:
        if one.value.text not in _NULL or one.line not in before.changed or one.operator != "=":
            continue
        name = one.targets[0] if one.targets else ""
        declared = before.facts.definitions and any(other.line == one.line for other in before.facts.definitions)
        ends = any(
            call.line <= one.line <= call.line + 4 and _frees(call.name) and name in given.names
            for call in before.facts.calls
            for given in call.args
        )
        ends = ends or any(
            other.operator == "delete" and name in other.targets and other.line <= one.line <= other.line + 4
            for other in before.facts.assignments
        )
        if name and name not in now and not declared and (ends or "." in name) and used_after(unit, (name,)):
            yield Sighting((one.line,), {"name": name}, strength=0.75 if ends else 0.55, side="before")


def _frees(name: str) -> bool:
    return "free" in name.lower() or "release" in name.lower() or "destroy" in name.lower() or name.endswith(("_put", "_unref", "_close"))


SIGNAL = Signal(
    id="pointer-reset-removed",
    title="A pointer is no longer set to null after it was freed",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=C,
    promise="Compares both sides and tells of an assignment of null to a pointer or member, gone while the pointer lives on.",
    why="What comes later, a second cleaning or a retry, then takes the dangling pointer for a living one.",
    quiet="Pointers that get another value or are gone.",
    remedy="Set it to null again, right after the free.",
    cause="`{name}` is no longer set to null here.",
    since="0.2",
    maturity="stable",
    cwe="CWE-416",
    compare=_compare,
    fires=(
        Example(
            "c",
            "void f(struct a *p) {\n  free(p->buf);\n  p->n = 0;\n}\n",
            "void f(struct a *p) {\n  free(p->buf);\n  p->buf = NULL;\n  p->n = 0;\n}\n",
            line=3,
        ),
        Example(
            "cpp",
            "void A::clear() {\n  delete item;\n  done();\n}\n",
            "void A::clear() {\n  delete item;\n  item = nullptr;\n  done();\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "void f(struct a *p) {\n  free(p->buf);\n  p->buf = take();\n}\n",
            "void f(struct a *p) {\n  free(p->buf);\n  p->buf = NULL;\n}\n",
        ),
        Example("c", "void f(struct a *p) {\n  p->n = 0;\n}\n", "void f(struct a *p) {\n  p->n = 0;\n  q = NULL;\n}\n"),
    ),
)
