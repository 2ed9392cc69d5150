"""A lock, a transaction or a limit, gone."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from hunkwise.code.model import Facts, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import touched
from hunkwise.signals.seeing import of_file, parts, short, span
from hunkwise.signals.tables.guards import HOLDS
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    left, had = _kinds(after.whole), _kinds(before.whole)
    kept = {call.path for call in after.facts.calls}
    lasting = {call.line for call in before.facts.calls if call.path in kept}
    told: set[str] = set()
    for name, line, end, kind in _held(before.facts):
        goes_on = bool(lasting - {line})
        if kind not in told and had[kind] > left[kind] and touched(before, line, end) and goes_on:
            told.add(kind)
            strength = 0.4 if kind == "a time limit" else 0.8 if kind in ("a re-entrancy guard", "a rate limit", "a size limit") else 0.6
            yield Sighting(span(line, end), {"guard": short(name, 60), "subject": kind}, strength=strength, side="before")


@of_file
def _kinds(whole: Facts) -> Counter[str]:
    """How many of each kind stand in a file."""
    return Counter(kind for _, _, _, kind in _held(whole))


def _held(facts: Facts) -> Iterator[tuple[str, int, int, str]]:
    """(text, first line, last line, what it holds back) of every lock, transaction and limit."""
    for call in facts.calls:
        if call.name == "setTimeout":
            continue  # a timer
        kind = _kind(call.name) or _kind(".".join(parts(call.path)[-2:]))
        if kind:
            yield call.path, call.line, call.end, kind
        if call.name.endswith(("Field", "Column", "Input")):
            continue  # the length of a column is no limit on work
        for given in call.args:
            if (
                given.name
                and _kind(given.name) in ("a time limit", "a size limit")
                and given.text not in ("None", "null", "0", "undefined")
            ):
                yield f"{given.name}={given.text}", call.line, call.line, _kind(given.name)
    for guard in facts.guards:
        if guard.kind == "attribute" and (kind := _kind(guard.text.split("(", 1)[0])):
            yield guard.text, guard.line, guard.end, kind


@lru_cache(maxsize=4096)
def _kind(name: str) -> str:
    flat = name.lower().replace("_", "").replace("-", "").lstrip("@")
    return HOLDS.get(flat, "") or HOLDS.get(flat.rsplit(".", 1)[-1], "")


SIGNAL = Signal(
    id="lock-or-limit-removed",
    title="A lock or a limit is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a lock, a transaction, a re-entrancy guard, a rate, time or size limit that stands less "
    "often while the work goes on.",
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
            "package a\n\nfunc (s *Store) put(k string) {\n\tstore(k)\n}\n",
            "package a\n\nfunc (s *Store) put(k string) {\n\ts.mu.Lock()\n\tstore(k)\n}\n",
            line=4,
        ),
        Example(
            "python",
            "def put(k):\n    store(k)\n    done(k)\n",
            "def put(k):\n    with transaction.atomic():\n        store(k)\n    done(k)\n",
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
            "solidity",
            "contract A {\n  function pay(address to) external nonReentrant {\n    send(to);\n  }\n}\n",
            "contract A {\n  function pay(address to) external {\n    send(to);\n  }\n}\n",
        ),
        Example("python", "def f(a):\n    return max(a)\n", "def f(a, limit):\n    return max(a, limit)\n"),
    ),
)
