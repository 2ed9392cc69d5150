"""A loaded artifact at work: units in, evidence and risks out."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.code.languages import NO_PROGRAM
from hunkwise.code.model import Unit
from hunkwise.errors import SettingsError
from hunkwise.evidence import Evidence
from hunkwise.features import Edit, Reading, Row, change_row, context_row, edit_of, merged, read
from hunkwise.heads.artifact import Manifest
from hunkwise.heads.change import ChangeHead, ChangeScore, EditRows, edit_rows
from hunkwise.heads.fuse import Fuser, probability
from hunkwise.heads.interface import Guess, Known, LineWeight
from hunkwise.heads.malice import MaliceHead, WindowRows
from hunkwise.heads.memory import Memory
from hunkwise.heads.weakness import ClassHead, WeaknessHead

MOST_LINES = 12
"""Lines that one piece of evidence points at."""

POINT_FROM = -2.0
"""The log-odds of harm from which the change head says which lines it leans on; below, its first changed lines do."""

FLAWS_MATTER = ("product", "vendored")
"""Code of which a flaw reaches users; of tests, examples and generated code only attacks are told by the heads."""

ATTACKS = ("head:malice", "head:attack")
"""What the heads say of attacks; all else is about flaws."""

NEAR = 0.95
"""The cosine from which a known finding is shown as near: two in three of the nearest of other projects are then of the same class."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The trained parts by themselves, as the fuser's training needs them too."""

    change: ChangeHead
    malice: MaliceHead
    weakness: WeaknessHead
    classes: ClassHead
    memory: Memory


@dataclass(frozen=True, slots=True)
class Seen:
    """The edit of a unit, named by its id, with everything that heads read of it, computed once."""

    unit: str
    edit: Edit
    rows: EditRows
    windows: tuple[WindowRows, ...]
    numbers: tuple[tuple[int, ...], ...]


def looks_at(units: Sequence[str], edits: Sequence[Edit]) -> list[Seen]:
    """What heads read of the edits of some units, which are named by their ids."""
    return [_seen(unit, edit, reading) for unit, edit, reading in zip(units, edits, read(edits), strict=True)]


def _seen(unit: str, edit: Edit, reading: Reading) -> Seen:
    rows = EditRows(reading.change, reading.context, reading.removed, reading.added)
    windows = tuple(WindowRows(*pair) for pair in zip(reading.words, reading.payload, strict=True))
    return Seen(unit, edit, rows, windows, tuple(run.numbers for run in reading.windows))


LINES_AT_ONCE = 4_000
"""Lines of units from which on the next file waits for its turn: enough to make arrays pay, few enough to keep memory flat."""

REMEMBERED = 512
"""Units whose rows are kept: who judges a change asks about its units again."""

_recent: OrderedDict[int, tuple[Unit, Edit, Row, Row]] = OrderedDict()


def _remember(units: Sequence[Unit], looks: Sequence[Seen]) -> None:
    """Keeps what was read of some units for `_recalled`."""
    known = {unit.id: unit for unit in units}
    for look in looks:
        unit = known[look.unit]
        _recent[id(unit)] = (unit, look.edit, look.rows.change, look.rows.context)
        if len(_recent) > REMEMBERED:
            _recent.popitem(last=False)


def _recalled(unit: Unit) -> tuple[Edit, Row, Row]:
    """The edit of a unit, its net row and its context's: kept ones where it is one of the latest."""
    kept = _recent.get(id(unit))
    if kept is not None and kept[0] is unit:
        return kept[1:]
    edit = edit_of(unit)
    return edit, change_row(edit), context_row(edit)


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """The `Model` of an artifact."""

    manifest: Manifest
    digest: str
    heads: Heads
    fuser: Fuser

    @property
    def version(self) -> str:
        """Name, day of making and first digits of the manifest's digest."""
        return f"{self.manifest.name}-{self.manifest.created[:10]}-{self.digest[:8]}"

    @property
    def features(self) -> str:
        """The feature version."""
        return self.manifest.features

    def evidence(self, units: Sequence[Unit]) -> tuple[Evidence, ...]:
        """What each head says of each unit, and what change and malice head say of each file as a whole (with an empty `unit`)."""
        files: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            files[unit.path].append(unit)
        batch: dict[str, list[Unit]] = {}
        out: list[Evidence] = []
        size = 0
        for path, mine in files.items():
            batch[path] = mine
            size += sum(len(side.lines) for unit in mine for side in (unit.before, unit.after) if side is not None)
            if size >= LINES_AT_ONCE:
                out += self._of_files(batch)
                batch, size = {}, 0
        return (*out, *self._of_files(batch))

    def _of_files(self, files: Mapping[str, Sequence[Unit]]) -> Iterator[Evidence]:
        """The evidence on some files, which are read together."""
        taught = {path: [unit for unit in mine if is_taught(unit)] for path, mine in files.items()}
        edits = {(path, unit.id): edit for path, mine in taught.items() for unit in mine if not (edit := edit_of(unit)).empty}
        read_of = dict(zip(edits, looks_at([unit for _, unit in edits], tuple(edits.values())), strict=True))
        said_of = dict(zip(edits, units_evidence(self.heads, [path for path, _ in edits], tuple(read_of.values())), strict=True))
        for path, mine in taught.items():
            keys = [(path, unit.id) for unit in mine if (path, unit.id) in edits]
            looks = [read_of[key] for key in keys]
            _remember(mine, looks)
            flaws = any(unit.role in FLAWS_MATTER for unit in mine)
            said = [one for key in keys for one in said_of[key] if flaws or one.source in ATTACKS]
            yield from said
            if len(looks) > 1 and (together := [rows for look in looks for rows in look.windows]):
                worst = max((one for one in said if one.source == "head:malice"), key=lambda one: one.strength)
                yield attack_evidence(self.heads.malice, "", path, together, worst.lines)
            if looks and flaws and as_a_whole(mine):
                edit = merged([look.edit for look in looks])
                rows = edit_rows(edit)
                yield change_evidence(self.heads.change, "", path, edit, rows.change, self.heads.change.score(rows))

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """See `Model.risk`."""
        return self.fuser.risk(evidence)

    def threshold(self, budget: float) -> float:
        """The risk for a budget in alerts per hundred ordinary changes, between the measured ones by interpolation of logarithms.

        Raises SettingsError outside of what was measured.
        """
        measured = sorted(self.manifest.thresholds, key=lambda one: one.budget)
        if not measured[0].budget <= budget <= measured[-1].budget:
            raise SettingsError(
                f"a budget of {budget:g} alerts per hundred changes is outside of what the model was measured for",
                f"Choose a budget from {measured[0].budget:g} to {measured[-1].budget:g}",
            )
        return float(np.interp(np.log(budget), [np.log(one.budget) for one in measured], [one.risk for one in measured]))

    def lean(self, unit: Unit) -> tuple[LineWeight, ...]:
        """See `Model.lean`: the change head's linear parts, exactly."""
        return self.heads.change.lean(_recalled(unit)[0])

    def nearest(self, unit: Unit, count: int = 3) -> tuple[Known, ...]:
        """See `Model.nearest`."""
        return self.heads.memory.nearest(_recalled(unit)[1], count, NEAR)

    def weakness(self, unit: Unit) -> Guess:
        """See `Model.weakness`."""
        _, change, context = _recalled(unit)
        return self.heads.classes.guess(change, context)

    def severity(self, cwe: str, risk: float) -> str:
        """The middle severity of known findings of a class; for an unknown class high where the model is nearly sure, else medium."""
        return self.manifest.severity.get(cwe) or ("high" if risk >= 0.9 else "medium")


def is_taught(unit: Unit) -> bool:
    """Whether heads know such text: code in functions and regions, not manifests, lock files and settings, which signals alone judge."""
    return unit.kind != "file" and unit.language not in NO_PROGRAM


def as_a_whole(units: Sequence[Unit]) -> bool:
    """Whether the change head looks at a file's units together as well: where several changed and the file isn't new."""
    return len(units) > 1 and any(unit.before is not None for unit in units)


def units_evidence(heads: Heads, paths: Sequence[str], looks: Sequence[Seen]) -> list[list[Evidence]]:
    """What all heads and the memory say of each of some units, whose files are `paths`; asked together, which is many times as fast."""
    windows = [rows for look in looks for rows in look.windows]
    changes = heads.change.scores([look.rows for look in looks])
    malice, weakness = heads.malice.scores(windows), heads.weakness.words.scores([rows.words for rows in windows])
    remembered = heads.memory.scores([look.rows.change for look in looks])
    out: list[list[Evidence]] = []
    start = 0
    for path, look, change, (known, repaired) in zip(paths, looks, changes, remembered, strict=True):
        own = slice(start, start + len(look.windows))
        start = own.stop
        said = [change_evidence(heads.change, look.unit, path, look.edit, look.rows.change, change)]
        if look.windows:
            worst = window_evidence("malice", path, look, malice[own])
            said += [worst, window_evidence("weakness", path, look, weakness[own])]
            said.append(attack_evidence(heads.malice, look.unit, path, look.windows, worst.lines))
        if heads.memory.facts and len(look.rows.change.columns):
            said.append(memory_evidence(path, look, known, repaired))
        out.append(said)
    return out


def window_evidence(name: str, path: str, look: Seen, scores: NDArray[np.float64]) -> Evidence:
    """What a head says of the worst of a unit's windows."""
    place = int(np.argmax(scores))
    score = float(scores[place])
    lines = tuple(dict.fromkeys(look.numbers[place]))[:MOST_LINES]
    return Evidence(f"head:{name}", "head", look.unit, path, "after", lines, probability(score), facts={name: round(score, 4)})


def attack_evidence(head: MaliceHead, unit: str, path: str, windows: Sequence[WindowRows], lines: tuple[int, ...]) -> Evidence:
    """What all added code of a unit, or of a whole file, reads like."""
    score = head.reads(windows)
    return Evidence("head:attack", "head", unit, path, "after", lines, probability(score), facts={"attack": round(score, 4)})


def change_evidence(head: ChangeHead, unit: str, path: str, edit: Edit, change: Row, score: ChangeScore) -> Evidence:
    """What the change head says of an edit, with the lines of the side that it leans on most."""
    facts: dict[str, str | float] = {
        "harm": round(score.harm, 4),
        "relevance": round(score.relevance, 4),
        "direction": round(score.direction, 4),
    }
    side, lines = _lines(head, edit, change, score.harm)
    return Evidence("head:change", "head", unit, path, side, lines, probability(score.harm), facts=facts)  # type: ignore[arg-type]


def _lines(head: ChangeHead, edit: Edit, change: Row, harm: float) -> tuple[str, tuple[int, ...]]:
    if harm < POINT_FROM:
        changed = ("after", edit.added) if edit.added else ("before", edit.removed)
        return changed[0], tuple(number for number, _ in changed[1][:MOST_LINES])
    leaning = head.leaning(edit, change)
    side = leaning[0][0]
    return side, tuple(dict.fromkeys(number for there, number in leaning if there == side))[:MOST_LINES]


def memory_evidence(path: str, look: Seen, known: float, repaired: float) -> Evidence:
    """How like known harmful edits this one is (`known`), and how like them its undoing is (`repaired`)."""
    side, lines = ("after", look.edit.added) if look.edit.added else ("before", look.edit.removed)
    numbers = tuple(number for number, _ in lines[:MOST_LINES])
    facts: dict[str, str | float] = {"known": round(known, 4), "repaired": round(repaired, 4)}
    strength = round(max(known - repaired, 0.0), 4)
    return Evidence("memory", "memory", look.unit, path, side, numbers, strength, facts=facts)  # type: ignore[arg-type]
