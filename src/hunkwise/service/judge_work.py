"""What judging processes do. Only they import this: it loads a model."""

from functools import cache, lru_cache
from pathlib import Path

import msgspec

from hunkwise.detector import Detector
from hunkwise.github.anchor import anchor
from hunkwise.github.pulled import PulledRange
from hunkwise.github.words import Assessment
from hunkwise.heads import load_model
from hunkwise.heads.interface import Model
from hunkwise.judge import Settings
from hunkwise.service.judging import Identity, Own
from hunkwise.signals import Signals
from hunkwise.version import VERSION


def identity(model: str) -> bytes:
    """What judges here, as JSON."""
    detector = _detector(model)
    return msgspec.json.encode(Identity(VERSION, detector.model.version, detector.model.features, detector.signals.digest))


def judge(model: str, clone: str, base: str, head: str, name: str, settings: Settings, own: Own) -> bytes:
    """The assessment of a range of a clone, as JSON."""
    change = next(PulledRange(clone, base, head, name).changes())
    report = _detector(model, own).report(change, settings)
    return msgspec.json.encode(Assessment(report, tuple(anchor(change, explanation) for explanation in report.explanations)))


@lru_cache(maxsize=16)
def _detector(model: str, own: Own = ()) -> Detector:
    return Detector(_model(model), Signals.load(own))


@cache
def _model(model: str) -> Model:
    return load_model(Path(model) if model else None)
