"""The registry of signals, and the one place where they are run over both sides of a change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import msgspec
import xxhash

from hunkwise.code.model import Side, Unit
from hunkwise.errors import SettingsError
from hunkwise.evidence import Evidence, Trend
from hunkwise.registry import members, plugged
from hunkwise.signals import infrastructure, malice, removal, supply, weakness
from hunkwise.signals.declared import read_all
from hunkwise.signals.interface import Sighting, Signal

GROUP = "hunkwise.signals"
"""The entry-point group under which other packages offer signals."""

ELSEWHERE = 0.3
"""What a sighting in a test, an example, generated or vendored code is worth beside one in the product."""

Mark = Literal["before", "after"]
Seen = tuple[Unit, Mark, Sighting]


class Signals:
    """A fixed set of signals. Immutable, safe to share between threads; the order is that of the ids."""

    def __init__(self, signals: Iterable[Signal]) -> None:
        """Raises SettingsError where two have the same id."""
        self._by_id: dict[str, Signal] = {}
        for signal in sorted(signals, key=lambda signal: signal.id):
            if signal.id in self._by_id:
                raise SettingsError(f"two signals have the id {signal.id!r}", "Rename one, or uninstall the package that offers it")
            self._by_id[signal.id] = signal
        self._of_languages: dict[tuple[frozenset[str], bool], tuple[Signal, ...]] = {}
        told = "\n".join(f"{signal.id} {signal.since} {signal.maturity}" for signal in self)
        self.digest: str = xxhash.xxh3_64_hexdigest(told.encode())[:12]

    @classmethod
    def load(cls, own: Sequence[tuple[str, str]] = ()) -> "Signals":
        """Ours, those of other installed packages, and those that a repository declares in `own`: files as (name, text).

        Raises SettingsError where one can't be loaded or takes the id of another.
        """
        ours = (signal for package in (weakness, removal, supply, infrastructure, malice) for signal in members(package, "SIGNAL", Signal))
        return cls((*ours, *plugged(GROUP, Signal), *read_all(own)))

    def __iter__(self) -> Iterator[Signal]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, name: str) -> Signal | None:
        """The signal of that id; the `source` of its evidence (`signal:<id>`) does as well."""
        return self._by_id.get(name.removeprefix("signal:"))

    def look(self, units: Sequence[Unit]) -> tuple[Evidence, ...]:
        """What all signals see in `units`, told apart into what the change brought, took away and left. Never raises.

        Code that only moved within its file is left as it stood. A signal that raises (one of another package may) is told as evidence of
        strength 0 with the fact `failed`, so that its silence is not taken for a clean result.
        """
        files: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            files[unit.path].append(unit)
        return tuple(evidence for group in files.values() for signal in self._looking_at(group) for evidence in _look(signal, group))

    def _looking_at(self, units: Sequence[Unit]) -> tuple[Signal, ...]:
        """The signals that look at such units at all: of their languages, and where none has a base, none that compares."""
        languages = frozenset(unit.language for unit in units)
        based = any(unit.before is not None for unit in units)
        found = self._of_languages.get((languages, based))
        if found is None:
            wanted = languages | {"any"}
            found = tuple(one for one in self if not wanted.isdisjoint(one.languages) and (based or one.see is not None))
            self._of_languages[languages, based] = found
        return found


def _look(signal: Signal, units: Sequence[Unit]) -> Iterator[Evidence]:
    mine = units if "any" in signal.languages else [unit for unit in units if unit.language in signal.languages]
    failed: list[Evidence] = []
    if signal.see is not None:
        see = signal.see
        before = _gather(signal, mine, "before", lambda unit: see(unit, unit.before) if unit.before is not None else (), failed)
        after = _gather(signal, mine, "after", lambda unit: see(unit, unit.after) if unit.after is not None else (), failed)
        if before or after:
            yield from _trends(signal, before, after)
    if signal.compare is not None:
        compare = signal.compare
        forward = _gather(signal, mine, "after", lambda unit: compare(unit) if unit.before is not None else (), failed)
        yield from (_evidence(signal, unit, side, seen, "worse") for unit, side, seen in forward)
        back = _gather(
            signal,
            mine,
            "after",
            lambda unit: compare(_reversed(unit)) if unit.before is not None and unit.after is not None else (),
            failed,
        )
        yield from (_evidence(signal, unit, _other(side), seen, "better") for unit, side, seen in back)
    yield from failed[:1]


def _gather(
    signal: Signal, units: Sequence[Unit], side: Mark, run: Callable[[Unit], Iterable[Sighting]], failed: list[Evidence]
) -> list[Seen]:
    """What `run` sees in each unit; a failure goes to `failed` as evidence of strength 0."""
    seen: list[Seen] = []
    for unit in units:
        try:
            for found in run(unit):
                seen.append((unit, found.side if signal.compare is not None else side, found))
        except Exception as error:  # a signal of another package may do anything
            failed.append(_evidence(signal, unit, side, Sighting((), {"failed": type(error).__name__}, strength=0.0), "same"))
    return _once(seen) if len(seen) > 1 else seen


def _once(seen: list[Seen]) -> list[Seen]:
    """Units of one file overlap in their context: the same sighting stays only with the unit whose change it touches, else the first."""
    best: dict[object, Seen] = {}
    for unit, mark, sighting in seen:
        key = (mark, sighting.lines, tuple(sorted((name, str(value)) for name, value in sighting.facts.items())))
        kept = best.get(key)
        if kept is None or (not _touches(*kept) and _touches(unit, mark, sighting)):
            best[key] = (unit, mark, sighting)
    return list(best.values())


def _touches(unit: Unit, mark: Mark, sighting: Sighting) -> bool:
    side = unit.before if mark == "before" else unit.after
    return side is not None and not side.changed.isdisjoint(sighting.lines)


def _trends(signal: Signal, before: list[Seen], after: list[Seen]) -> Iterator[Evidence]:
    """Pairs the sightings of both sides: first those of equal text, then those of one unit that name the same thing."""
    gone = list(before)
    new: list[Seen] = []
    standing: list[Seen] = []
    for key in (_exact, _alike):
        counterparts: dict[object, list[Seen]] = defaultdict(list)
        for seen in gone:
            counterparts[key(seen)].append(seen)
        candidates, new = (after if key is _exact else new), []
        for seen in candidates:
            matched = counterparts.get(key(seen))
            if matched:
                matched.pop(0)
                standing.append(seen)
            else:
                new.append(seen)
        gone = [seen for rest in counterparts.values() for seen in rest]
    yield from (_evidence(signal, unit, side, seen, "worse") for unit, side, seen in new)
    yield from (_evidence(signal, unit, side, seen, "better") for unit, side, seen in gone)
    yield from (_evidence(signal, unit, side, seen, "same") for unit, side, seen in standing)


def _exact(seen: Seen) -> object:
    unit, mark, sighting = seen
    side = unit.before if mark == "before" else unit.after
    return _text(side, sighting.lines), tuple(sorted((name, str(value)) for name, value in sighting.facts.items()))


def _alike(seen: Seen) -> object:
    unit, _, sighting = seen
    thing = next((sighting.facts[name] for name in ("sink", "call", "name", "guard") if name in sighting.facts), "")
    return unit.id, thing


def _text(side: Side | None, numbers: Sequence[int]) -> str:
    if side is None:
        return ""
    wanted = set(numbers)
    return "\n".join("".join(text.split()) for number, text in side.lines if number in wanted)


def _reversed(unit: Unit) -> Unit:
    return msgspec.structs.replace(unit, before=unit.after, after=unit.before)


def _other(side: Mark) -> Mark:
    return "after" if side == "before" else "before"


def _evidence(signal: Signal, unit: Unit, side: Mark, seen: Sighting, trend: Trend) -> Evidence:
    elsewhere = unit.role != "product" and not signal.everywhere
    facts = {**seen.facts, "role": unit.role} if unit.role != "product" else seen.facts
    strength = min(1.0, max(0.0, seen.strength)) * (ELSEWHERE if elsewhere else 1.0)
    return Evidence(
        source=f"signal:{signal.id}",
        kind=signal.kind,
        unit=unit.id,
        path=unit.path,
        side=side,
        lines=tuple(sorted(set(seen.lines))),
        strength=strength,
        trend=trend,
        facts=facts,
        steps=seen.steps,
    )
