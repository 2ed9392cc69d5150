"""A re-entrancy guard, a pause switch or a limit on size, gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.holds import lost_holds
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import CODE

_MINE = frozenset({"a re-entrancy guard", "a size limit", "a pause switch"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    for hold in lost_holds(unit):
        if hold.kind in _MINE:
            yield Sighting(span(hold.line, hold.end), {"guard": short(hold.text, 60), "subject": hold.kind}, strength=0.8, side="before")


SIGNAL = Signal(
    id="lock-or-limit-removed",
    title="A re-entrancy guard or a limit is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a re-entrancy guard, a pause switch or a limit on size that stands less often while the work "
    "goes on.",
    why="Two at once, or one without end, then break what only one at a time and within bounds kept whole.",
    quiet="Locks that moved or were replaced by another of the same kind, and those that went with the work they held.",
    remedy="Put it back around the same work.",
    cause="`{guard}`, {subject}, is gone from around work that goes on.",
    since="0.1",
    maturity="stable",
    cwe="CWE-667",
    compare=_compare,
    fires=(
        Example(
            "solidity",
            "contract A {\n  function pay(address to) external {\n    send(to);\n  }\n}\n",
            "contract A {\n  function pay(address to) external nonReentrant {\n    send(to);\n  }\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc f(w W, r *R) {\n\tbody := read(r)\n\tstore(body)\n}\n",
            "package a\n\nfunc f(w W, r *R) {\n\tr.Body = MaxBytesReader(w, r, 100)\n\tbody := read(r)\n\tstore(body)\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "go",
            "package a\n\nfunc (s *Store) put(k string) {\n\ts.mu.Lock()\n\tlog(k)\n\tstore(k)\n}\n",
            "package a\n\nfunc (s *Store) put(k string) {\n\ts.mu.Lock()\n\tstore(k)\n}\n",
        ),
        Example(
            "solidity",
            "contract A {\n  function pay(address to) external nonReentrant {\n    send(to);\n  }\n}\n",
            "contract A {\n  function pay(address to) external {\n    send(to);\n  }\n}\n",
        ),
        Example("python", "def f(a):\n    return max(a)\n", "def f(a, limit):\n    return max(a, limit)\n"),
    ),
)
