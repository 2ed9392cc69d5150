"""Evidence into a verdict: risk of units, files and the change, what is told and what is dropped, and why."""

import dataclasses
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from hunkwise.change.model import Change, FileChange, Skipped
from hunkwise.code.model import Unit
from hunkwise.evidence import Evidence, Trend
from hunkwise.heads.interface import Model
from hunkwise.judge.candidate import candidate, place, signal_of
from hunkwise.judge.fingerprint import numbered
from hunkwise.judge.model import Dropped, FileRisk, Finding, Verdict, Versions
from hunkwise.judge.paths import matches
from hunkwise.judge.settings import Settings
from hunkwise.judge.suppress import Suppressor
from hunkwise.signals import Signals
from hunkwise.text import one_line
from hunkwise.version import VERSION

LOUD = 0.5
"""The strength from which stable evidence of high severity is told beside the riskiest findings of a flagged change."""

OWN = ".hunkwise/"
"""Where a repository keeps what governs its reviews."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with everything that it was made from: what an explanation needs."""

    change: Change
    units: tuple[Unit, ...]
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    settings: Settings


@dataclass(frozen=True, slots=True)
class Rated:
    """A unit with its evidence, its risk and the finding that it would be told as."""

    unit: Unit
    evidence: tuple[Evidence, ...]
    risk: float
    finding: Finding | None


def pool(risks: Iterable[float]) -> float:
    """The risk of a change from those of its files: that of the worst."""
    return max(risks, default=0.0)


def settle(
    change: Change,
    *,
    units: Sequence[Unit],
    evidence: Sequence[Evidence],
    skipped: Sequence[Skipped],
    model: Model,
    signals: Signals,
    settings: Settings,
    started: float,
) -> Judged:
    """The verdict on a change whose files were cut and examined. `started` is what `time.perf_counter` said when that began.

    Raises SettingsError where the model doesn't know the budget, and nothing on account of the change.
    """
    threshold = model.threshold(settings.budget)
    judged, ignored = _admitted(change, units, settings)
    kept = {unit.id for unit in judged}
    paths = {unit.path for unit in judged}
    seen = tuple(one for one in evidence if one.unit in kept or (not one.unit and one.path in paths))
    whole = tuple(one for one in seen if not one.unit)
    rated = _rated(judged, seen, model, signals, threshold)
    suppressor = Suppressor(settings.suppressions, settings.today)
    risk, told, dropped = _decided(rated, whole, threshold, model, signals, suppressor)
    paths = {path for file in change.files for path in (file.path, file.old_path) if path}
    verdict = Verdict(
        change=change.name,
        base=change.base,
        head=change.head,
        risk=risk,
        flagged=bool(told),
        threshold=threshold,
        budget=settings.budget,
        findings=tuple(told),
        dropped=tuple(dropped),
        places=_places(rated, whole, model, signals),
        skipped=_skipped(change, skipped, ignored, seen),
        notes=(*_own(sorted(paths)), *suppressor.notes(sorted(paths))),
        files=len(change.files),
        lines=sum(line.mark != " " for file in change.files for hunk in file.hunks for line in hunk.lines),
        seconds=time.perf_counter() - started,
        versions=Versions(program=VERSION, model=model.version, features=model.features, signals=signals.digest, settings=settings.digest),
    )
    return Judged(change=change, units=tuple(judged), evidence=seen, verdict=verdict, settings=settings)


def fails(verdict: Verdict, settings: Settings) -> bool:
    """Whether a finding of the verdict is as severe as the settings make a run fail for."""
    order = ("low", "medium", "high", "critical")
    if settings.fail_on == "never":
        return False
    return any(order.index(finding.severity) >= order.index(settings.fail_on) for finding in verdict.findings)


def _admitted(change: Change, units: Sequence[Unit], settings: Settings) -> tuple[list[Unit], list[Skipped]]:
    """The units to judge, and what the policy leaves out. A renamed file is left out only where both of its paths are."""
    left_out = {file.path: pattern for file in change.files if (pattern := _ignored(file, settings.ignore))}
    skipped = [Skipped(path, "ignored-by-policy", f"review.ignore has {pattern}") for path, pattern in left_out.items()]
    judged: list[Unit] = []
    foreign: dict[str, str] = {}
    for unit in units:
        if unit.path in left_out:
            continue
        if settings.languages and unit.language not in settings.languages:
            foreign[unit.path] = unit.language
        else:
            judged.append(unit)
    skipped += [Skipped(path, "ignored-by-policy", f"review.languages doesn't have {language}") for path, language in foreign.items()]
    return judged, skipped


def _ignored(file: FileChange, patterns: Sequence[str]) -> str:
    fitting = (pattern for pattern in patterns if all(matches(path, pattern) for path in (file.path, file.old_path) if path))
    return next(fitting, "")


def _rated(units: Sequence[Unit], evidence: Sequence[Evidence], model: Model, signals: Signals, threshold: float) -> list[Rated]:
    """Every unit with its risk, the riskiest first, and a finding wherever one may be told or dropped."""
    mine: dict[str, list[Evidence]] = defaultdict(list)
    for seen in evidence:
        mine[seen.unit].append(seen)
    plain = [Rated(unit, tuple(mine[unit.id]), model.risk(mine[unit.id]), None) for unit in units]
    files = _file_risks(plain, [one for one in evidence if not one.unit], model)
    built = []
    for one in sorted(plain, key=lambda one: (one.unit.path, one.unit.line, one.unit.id)):
        suspect = max(one.risk, files[one.unit.path]) >= threshold or _stable(one, "worse", signals)
        trend: Trend | None = "worse" if suspect else "same" if _stable(one, "same", signals) else None
        found = candidate(one.unit, one.evidence, one.risk, model=model, signals=signals, trend=trend) if trend is not None else None
        built.append(dataclasses.replace(one, finding=found))
    prints = iter(numbered(one.finding.fingerprint for one in built if one.finding is not None))
    named = [
        one if one.finding is None else dataclasses.replace(one, finding=structs.replace(one.finding, fingerprint=next(prints)))
        for one in built
    ]
    return sorted(named, key=lambda rated: (-rated.risk, rated.unit.path, rated.unit.line, rated.unit.id))


def _file_risks(rated: Sequence[Rated], whole: Sequence[Evidence], model: Model) -> dict[str, float]:
    """The risk of each file: of all evidence about its units together, and about the file as a `whole`."""
    files: dict[str, list[Rated]] = defaultdict(list)
    for one in rated:
        files[one.unit.path].append(one)
    return {
        path: model.risk([*(one for one in whole if one.path == path), *(one for part in parts for one in part.evidence)])
        if len(parts) > 1
        else parts[0].risk
        for path, parts in files.items()
    }


def _decided(
    rated: Sequence[Rated], whole: Sequence[Evidence], threshold: float, model: Model, signals: Signals, suppressor: Suppressor
) -> tuple[float, list[Finding], list[Dropped]]:
    """The risk without what is suppressed, the findings to tell and those to drop, the riskiest first.

    What a team has accepted is taken out before the risk is looked at again, so that it neither flags the change nor hides something else.
    """
    left = list(rated)
    dropped: list[Dropped] = []
    files = _file_risks(left, whole, model)
    while True:
        risk = pool(files.values())
        chosen = _chosen(left, files, threshold, signals) if risk >= threshold else []
        accepted = {one.unit.id: detail for one in chosen if one.finding is not None and (detail := suppressor.hides(one.finding))}
        if not accepted:
            break
        dropped += [Dropped(one.finding, "suppressed", accepted[one.unit.id]) for one in chosen if one.finding and one.unit.id in accepted]
        touched = {one.unit.path for one in chosen if one.unit.id in accepted}
        left = [one for one in left if one.unit.id not in accepted]
        again = _file_risks([one for one in left if one.unit.path in touched], (), model)
        files = {path: again.get(path, value) for path, value in files.items() if path not in touched or path in again}
    told: list[Finding] = []
    places: set[tuple[str, str, frozenset[int]]] = set()
    for one in chosen:
        if one.finding is None:
            continue
        at = (one.finding.path, one.finding.side, frozenset(one.finding.lines))
        if at in places:
            dropped.append(Dropped(one.finding, "duplicate", "a riskier finding points at the same lines"))
        else:
            told.append(one.finding)
            places.add(at)
    gone = {one.unit.id for one in chosen}
    quiet = [one for one in left if one.unit.id not in gone]
    dropped += [
        _silent(one.finding, _stable(one, "worse", signals), threshold, suppressor)
        for one in quiet
        if one.finding is not None and _stable(one, None, signals)
    ]
    return risk, told, sorted(dropped, key=lambda one: -one.finding.risk)


def _chosen(left: Sequence[Rated], files: Mapping[str, float], threshold: float, signals: Signals) -> list[Rated]:
    """What a flagged change is flagged for: units over the threshold (or the riskiest of the riskiest file), and loud ones."""
    over = [one for one in left if one.risk >= threshold]
    if not over:
        worst = max(files, key=lambda path: files[path])
        over = [next(one for one in left if one.unit.path == worst)]
    sure = {one.unit.id for one in over}
    return [one for one in left if one.unit.id in sure or (one.risk >= threshold / 2 and _loud(one, signals))]


def _silent(finding: Finding, worse: bool, threshold: float, suppressor: Suppressor) -> Dropped:
    """Why a unit with something to see isn't told. A suppression that fits it counts as used either way."""
    accepted = suppressor.hides(finding)
    if not worse:
        return Dropped(finding, "standing", "it stood there before the change")
    if accepted:
        return Dropped(finding, "suppressed", accepted)
    return Dropped(finding, "below-budget", f"risk {finding.risk:.2f} is under the threshold {threshold:.2f} of the budget")


def _stable(one: Rated, trend: Trend | None, signals: Signals) -> bool:
    """Whether a stable signal saw something of that trend (worse or same, without one)."""
    return any(
        found.strength > 0 and (found.trend == trend or (trend is None and found.trend != "better"))
        for found in one.evidence
        if (signal := signal_of(found, signals)) is not None and signal.maturity == "stable"
    )


def _loud(one: Rated, signals: Signals) -> bool:
    """Whether a stable signal of high severity saw the change get worse in code of the product."""
    return one.unit.role == "product" and any(
        found.trend == "worse" and found.strength >= LOUD
        for found in one.evidence
        if (signal := signal_of(found, signals)) is not None and signal.maturity == "stable" and signal.severity in ("high", "critical")
    )


def _places(rated: Sequence[Rated], whole: Sequence[Evidence], model: Model, signals: Signals) -> tuple[FileRisk, ...]:
    """A place for each unit, the riskiest file first and inside a file the riskiest unit."""
    files = _file_risks(rated, whole, model)
    ordered = sorted(rated, key=lambda one: (-files[one.unit.path], one.unit.path, -one.risk, one.unit.line))
    return tuple(FileRisk(path=one.unit.path, line=place(one.unit, one.evidence, signals), risk=one.risk) for one in ordered)


def _skipped(change: Change, skipped: Sequence[Skipped], ignored: Sequence[Skipped], evidence: Sequence[Evidence]) -> tuple[Skipped, ...]:
    """Everything that wasn't examined, each once; what the policy leaves out is told as that alone. A failed signal counts as well."""
    by_policy = {one.path for one in ignored}
    failed = [Skipped(one.path, "signal-failed", one.source) for one in evidence if "failed" in one.facts and one.strength == 0]
    rest = [one for one in (*change.skipped, *skipped, *failed) if one.path not in by_policy or not one.path]
    return tuple(dict.fromkeys((*rest, *ignored)))


def _own(paths: Iterable[str]) -> list[str]:
    touched = [one_line(path, 120) for path in paths if path.startswith(OWN)]
    return [f"this change edits {path}: shown, not obeyed; what the base says decides" for path in touched]
