"""What judging processes do. Only they import this: it loads a model."""

from functools import cache
from pathlib import Path

import msgspec

from hunkwise.detector import Detector
from hunkwise.github.anchor import anchor
from hunkwise.github.pulled import PulledRange
from hunkwise.github.words import Assessment
from hunkwise.heads import load_model
from hunkwise.judge import Settings
from hunkwise.service.judging import Identity
from hunkwise.signals import Signals
from hunkwise.version import VERSION


def identity(model: str) -> bytes:
    """What judges here, as JSON."""
    detector = _detector(model)
    return msgspec.json.encode(Identity(VERSION, detector.model.version, detector.model.features, detector.signals.digest))


def judge(model: str, clone: str, base: str, head: str, name: str, settings: Settings) -> bytes:
    """The assessment of a range of a clone, as JSON."""
    change = next(PulledRange(clone, base, head, name).changes())
    report = _detector(model).report(change, settings)
    return msgspec.json.encode(Assessment(report, tuple(anchor(change, explanation) for explanation in report.explanations)))


@cache
def _detector(model: str) -> Detector:
    return Detector(load_model(Path(model) if model else None), Signals.load())
