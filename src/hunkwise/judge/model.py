"""What comes out of judging: findings and the verdict over them."""

from typing import Literal

from msgspec import Struct

from hunkwise.change.model import Skipped
from hunkwise.evidence import Evidence

Severity = Literal["low", "medium", "high", "critical"]
DroppedReason = Literal["suppressed", "below-budget", "standing", "duplicate"]


class Finding(Struct, frozen=True):
    """A unit that looks harmful, with all the evidence for it.

    `risk` is the calibrated chance (in [0, 1]) that this unit brings harm in. `lines` are the lines to look at, on `side`, the worst first;
    `line` and `end` span them around the worst. `category` is a short id (`sql-injection`, `removed-guard`, `malicious-code`, ...); `rule`
    the id of the signal that the finding is named after, or the category where none is.
    `fingerprint` survives shifted lines, reformatting and a renamed file.
    """

    fingerprint: str
    path: str
    side: Literal["before", "after"]
    line: int
    end: int
    lines: tuple[int, ...]
    unit: str
    name: str
    language: str
    risk: float
    severity: Severity
    category: str
    title: str
    cwe: str
    tactic: str
    evidence: tuple[Evidence, ...]
    rule: str = ""


class Dropped(Struct, frozen=True):
    """A finding that isn't told, and why: `detail` names the suppression, its owner and its expiry, or the threshold."""

    finding: Finding
    reason: DroppedReason
    detail: str = ""


class FileRisk(Struct, frozen=True):
    """How risky one file of the change is, and its worst line on the head side (base side where lines were only taken away)."""

    path: str
    line: int
    risk: float


class Versions(Struct, frozen=True):
    """What produced a verdict: same change and same versions, same verdict."""

    program: str
    model: str
    features: str
    signals: str
    settings: str


class Verdict(Struct, frozen=True):
    """The judgement of a change.

    `risk` is the calibrated chance that the change brings harm; `flagged` whether it reaches `threshold`, which keeps alerts on ordinary
    changes to `budget` in a hundred. `places` orders the files and lines by risk. `notes` are things to tell that aren't findings: an
    expired suppression, a change to the reviewer's own settings.
    """

    change: str
    base: str
    head: str
    risk: float
    flagged: bool
    threshold: float
    budget: float
    findings: tuple[Finding, ...]
    dropped: tuple[Dropped, ...]
    places: tuple[FileRisk, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    files: int
    lines: int
    seconds: float
    versions: Versions
