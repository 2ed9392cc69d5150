"""The corridor: a change goes in, a report comes out. Command line, Action and server are doors into it."""

import time
from collections.abc import Sequence
from itertools import chain

from hunkwise.change.model import Change, FileChange, Skipped
from hunkwise.code import cut
from hunkwise.code.model import Unit
from hunkwise.evidence import Evidence
from hunkwise.explain import explain
from hunkwise.explain.model import Report
from hunkwise.heads.interface import Model
from hunkwise.judge import Judged, Settings, settle
from hunkwise.judge.model import Verdict
from hunkwise.signals import Signals
from hunkwise.version import REPORT_VERSION


class Detector:
    """Judges changes with one loaded model and one set of signals. Holds no state between changes."""

    def __init__(self, model: Model, signals: Signals) -> None:
        self.model = model
        self.signals = signals

    def examine(self, file: FileChange) -> tuple[tuple[Unit, ...], tuple[Evidence, ...], tuple[Skipped, ...]]:
        """The units of a file, what signals see of them, and what couldn't be examined."""
        units, skipped = cut(file)
        return units, self.signals.look(units), skipped

    def judge(self, change: Change, settings: Settings) -> Verdict:
        """The verdict on a change. Never raises on account of what the change contains."""
        return self._settle(change, settings).verdict

    def report(self, change: Change, settings: Settings) -> Report:
        """The verdict with an explanation for each finding that is told."""
        judged = self._settle(change, settings)
        explanations = tuple(explain(finding, judged, self.model, self.signals) for finding in judged.verdict.findings)
        return Report(version=REPORT_VERSION, verdict=judged.verdict, explanations=explanations)

    def _settle(self, change: Change, settings: Settings) -> Judged:
        start = time.perf_counter()
        examined: Sequence[tuple[tuple[Unit, ...], tuple[Evidence, ...], tuple[Skipped, ...]]] = [
            self.examine(file) for file in change.files
        ]
        units = tuple(chain.from_iterable(units for units, _, _ in examined))
        return settle(
            change,
            units=units,
            evidence=(*chain.from_iterable(evidence for _, evidence, _ in examined), *self.model.evidence(units)),
            skipped=tuple(chain.from_iterable(skipped for _, _, skipped in examined)),
            model=self.model,
            signals=self.signals,
            settings=settings,
            started=start,
        )
