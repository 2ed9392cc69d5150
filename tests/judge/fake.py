"""A model whose mind is plain: it fears the words in its table, on changed lines, and nothing else. And small changes to judge."""

import time
from collections.abc import Sequence
from math import prod

from hunkwise.change.hunks import hunks_of
from hunkwise.change.model import Change, FileChange, Status
from hunkwise.code import cut
from hunkwise.code.model import Unit
from hunkwise.errors import SettingsError
from hunkwise.evidence import Evidence
from hunkwise.heads.interface import Guess, Known, LineWeight
from hunkwise.judge import Judged, Settings, settle
from hunkwise.signals import Signals

FEARED = {"after": {"danger": 0.9, "murky": 0.4, "beacon": 0.9}, "before": {"escape": 0.8, "allowed": 0.8, "verify": 0.4}}
"""The words by side, and how strongly a changed line with one speaks for harm."""

NONE = Signals(())


class Fake:
    """Follows `hunkwise.heads.interface.Model`."""

    version = "fake-1"
    features = "words-1"

    def __init__(self, limit: float = 0.5, guess: Guess | None = None) -> None:
        self.limit = limit
        self.guess = guess or Guess("", 0.0)

    def evidence(self, units: Sequence[Unit]) -> tuple[Evidence, ...]:
        """One piece for each side with a feared word."""
        return tuple(one for unit in units for one in _evidence(unit))

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """The chance that one of the pieces is right, were they independent."""
        return 1 - prod(1 - one.strength for one in evidence if one.trend == "worse")

    def threshold(self, budget: float) -> float:
        """The limit for every budget down to a tenth of an alert."""
        if budget < 0.1:
            raise SettingsError("the budget is smaller than what was measured", "Take 0.1 or more")
        return self.limit

    def lean(self, unit: Unit) -> tuple[LineWeight, ...]:
        """The strength of the feared word of each changed line, as if it were log-odds."""
        found = [LineWeight(side, line, value, ((word, value),)) for side, line, word, value in _feared(unit)]
        return tuple(sorted(found, key=lambda one: -one.weight))

    def nearest(self, unit: Unit, count: int = 3) -> tuple[Known, ...]:
        """One near and one far finding for every unit."""
        near = Known("ADV-1", "shop, cart.py", "price taken from the request", "CWE-20", "high", 0.8)
        return (near, Known("ADV-2", "mail, send.c", "long header", "CWE-120", "low", 0.3))[:count]

    def weakness(self, unit: Unit) -> Guess:
        """What it was told to guess."""
        return self.guess

    def severity(self, cwe: str, risk: float) -> str:
        """By risk alone."""
        return "high" if risk >= 0.8 else "medium"


def _feared(unit: Unit) -> list[tuple[str, int, str, float]]:
    sides = (("before", unit.before), ("after", unit.after))
    return [
        (name, number, word, value)
        for name, side in sides
        if side is not None
        for number, text in side.lines
        if number in side.changed
        for word, value in FEARED[name].items()
        if word in text
    ]


def _evidence(unit: Unit) -> list[Evidence]:
    out = []
    for name in ("before", "after"):
        found = [(line, value) for side, line, _, value in _feared(unit) if side == name]
        if found:
            lines = tuple(line for line, _ in found)
            source = "head:malice" if any(word == "beacon" for _, _, word, _ in _feared(unit)) else "head:change"
            out.append(Evidence(source, "head", unit.id, unit.path, name, lines, max(value for _, value in found)))
    return out


def edited(path: str, before: str | None, after: str | None, old_path: str = "") -> FileChange:
    """A file of a change from the texts of its sides, None for a side that isn't there."""
    status: Status = "added" if before is None else "deleted" if after is None else "renamed" if old_path else "modified"
    return FileChange(path, old_path or path, status, hunks_of(before, after), before, after)


def judged(*files: FileChange, settings: Settings | None = None, model: Fake | None = None, signals: Signals = NONE) -> Judged:
    """The judgement of a change of those files."""
    model = model or Fake()
    parts = [cut(file) for file in files]
    units = tuple(unit for found, _ in parts for unit in found)
    return settle(
        Change("test", files),
        units=units,
        evidence=(*signals.look(units), *model.evidence(units)),
        skipped=tuple(one for _, skipped in parts for one in skipped),
        model=model,
        signals=signals,
        settings=settings or Settings(),
        started=time.perf_counter(),
    )
