"""A lock is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.holds import lost_holds
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for hold in lost_holds(unit):
        if hold.kind == "a lock":
            yield Sighting(span(hold.line, hold.end), {"guard": short(hold.text, 60)}, strength=0.7 if hold.alone else 0.4, side="before")


SIGNAL = Signal(
    id="lock-removed",
    title="A lock is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a lock or a mutex that stands less often while the work inside goes on.",
    why="Two at once then read and change what only one at a time kept whole.",
    quiet="Those that moved or were replaced by another of the same kind, and those that went with the work they held.",
    remedy="Take the lock again around the same work.",
    cause="`{guard}` is gone from around work that goes on.",
    since="0.2",
    maturity="stable",
    cwe="CWE-667",
    compare=_compare,
    fires=(
        Example(
            "go",
            "package a\n\nfunc (s *Store) put(k string) {\n\tstore(k)\n\tdone(k)\n}\n",
            "package a\n\nfunc (s *Store) put(k string) {\n\ts.mu.Lock()\n\tstore(k)\n\ts.mu.Unlock()\n\tdone(k)\n}\n",
            line=4,
        ),
        Example(
            "c",
            "void f(struct a *p) {\n  change(p);\n}\n",
            "void f(struct a *p) {\n  spin_lock(&p->lock);\n  change(p);\n  spin_unlock(&p->lock);\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "go",
            "package a\n\nfunc (s *Store) put(k string) {\n\ts.mu.Lock()\n\tlog(k)\n\tstore(k)\n}\n",
            "package a\n\nfunc (s *Store) put(k string) {\n\ts.mu.Lock()\n\tstore(k)\n}\n",
        ),
        Example(
            "c",
            "void f(struct a *p) {\n  mutex_lock(&p->lock);\n  change(p);\n}\n",
            "void f(struct a *p) {\n  spin_lock(&p->lock);\n  change(p);\n}\n",
        ),
    ),
)
