"""Many reports into one, keeping the findings alone, so that a tree of any size fits into memory."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import structs

from hunkwise.change.model import Skipped
from hunkwise.explain.model import Explanation, Report
from hunkwise.judge.model import Dropped, FileRisk, Finding

MOST_FINDINGS = 5_000
"""Findings that a merged report keeps, the riskiest first: more than anybody reads, and what code scanning takes."""
MOST_PLACES = 1_000

# Says of one small part that a suppression hid nothing there, which isn't news about the whole.
_ABOUT_ONE_PART = "suppressions that fit nothing"

T = TypeVar("T")


class Top(Generic[T]):
    """The `most` items of highest risk, in bounded memory."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[float, int, T]] = []
        self.seen = 0

    def add(self, risk: float, item: T) -> None:
        """Keeps `item` while it is among the riskiest; of equal ones the first."""
        self.seen += 1
        push = heapq.heappush if len(self._heap) < self._most else heapq.heappushpop
        push(self._heap, (risk, -self.seen, item))

    def __iter__(self) -> Iterator[T]:
        """In falling order of risk."""
        return (item for _, _, item in sorted(self._heap, reverse=True))


def merged(reports: Iterable[Report], name: str) -> Report | None:
    """`reports` as one called `name`, risk by risk; None where there is none.

    Keeps the riskiest findings, and everything that was skipped. Fingerprints of equal code in different parts are numbered anew.
    """
    findings: Top[tuple[Finding, Explanation | None]] = Top(MOST_FINDINGS)
    dropped: Top[Dropped] = Top(MOST_FINDINGS)
    places: Top[FileRisk] = Top(MOST_PLACES)
    skipped: dict[Skipped, None] = {}
    notes: dict[str, None] = {}
    last: Report | None = None
    files = lines = 0
    risk, flagged = 0.0, False
    for last in reports:
        verdict = last.verdict
        explained = {explanation.finding.fingerprint: explanation for explanation in last.explanations}
        for finding in verdict.findings:
            findings.add(finding.risk, (finding, explained.get(finding.fingerprint)))
        for drop in verdict.dropped:
            dropped.add(drop.finding.risk, drop)
        for place in verdict.places:
            places.add(place.risk, place)
        skipped.update(dict.fromkeys(verdict.skipped))
        notes.update(dict.fromkeys(note for note in verdict.notes if not note.startswith(_ABOUT_ONE_PART)))
        files, lines = files + verdict.files, lines + verdict.lines
        risk, flagged = max(risk, verdict.risk), flagged or verdict.flagged
    if last is None:
        return None
    if findings.seen > MOST_FINDINGS:
        notes[f"{findings.seen - MOST_FINDINGS:,} findings of less risk than the {MOST_FINDINGS:,} shown are left out"] = None
    kept = list(_renumbered(findings))
    verdict = structs.replace(
        last.verdict,
        change=name,
        risk=risk,
        flagged=flagged,
        findings=tuple(finding for finding, _ in kept),
        dropped=tuple(dropped),
        places=tuple(places),
        skipped=tuple(sorted(skipped, key=lambda item: (item.path, item.reason, item.detail))),
        notes=tuple(notes),
        files=files,
        lines=lines,
    )
    return Report(last.version, verdict, tuple(explanation for _, explanation in kept if explanation is not None))


def _renumbered(findings: Iterable[tuple[Finding, Explanation | None]]) -> Iterator[tuple[Finding, Explanation | None]]:
    """Each fingerprint with its place among equal ones of the whole (`...:1`, `...:2`), in its explanation as well."""
    counts: Counter[str] = Counter()
    for finding, explanation in findings:
        stem = finding.fingerprint.partition(":")[0]
        counts[stem] += 1
        numbered = structs.replace(finding, fingerprint=f"{stem}:{counts[stem]}")
        yield numbered, explanation and structs.replace(explanation, finding=numbered)
