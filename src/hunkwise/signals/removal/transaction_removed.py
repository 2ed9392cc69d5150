"""A transaction is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.holds import lost_holds
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for hold in lost_holds(unit):
        if hold.kind == "a transaction":
            yield Sighting(span(hold.line, hold.end), {"guard": short(hold.text, 60)}, strength=0.7 if hold.alone else 0.4, side="before")


SIGNAL = Signal(
    id="transaction-removed",
    title="A transaction is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a transaction or a row lock that stands less often while the work inside goes on.",
    why="A failure half way, or a second caller, then leaves things half changed.",
    quiet="Those that moved or were replaced by another of the same kind, and those that went with the work they held.",
    remedy="Put the work into one transaction again.",
    cause="`{guard}` is gone from around work that goes on.",
    since="0.2",
    maturity="preview",
    cwe="CWE-362",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def put(k):\n    store(k)\n    done(k)\n",
            "def put(k):\n    with transaction.atomic():\n        store(k)\n    done(k)\n",
            line=2,
        ),
        Example(
            "java",
            "class A {\n  void pay(long a) {\n    move(a);\n  }\n}\n",
            "class A {\n  @Transactional\n  void pay(long a) {\n    move(a);\n  }\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def put(k):\n    with transaction.atomic():\n        log(k)\n        store(k)\n",
            "def put(k):\n    with transaction.atomic():\n        store(k)\n",
        ),
        Example("python", "def put(k):\n    return 1\n", "def put(k):\n    with transaction.atomic():\n        store(k)\n"),
    ),
)
