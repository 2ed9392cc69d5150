"""Evidence into a risk: two channels (vulnerable, malicious), each monotone in what speaks for harm, each calibrated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.evidence import Evidence
from hunkwise.heads.arithmetic import sigmoid
from hunkwise.heads.forest import Forest

NOTHING = -6.0
"""The log-odds that a head which said nothing stands for."""

SCORES = ("harm", "relevance", "direction", "malice", "weakness", "known", "repaired")


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line through points: log-odds of the trees to a probability."""

    at: NDArray[np.float32]
    chance: NDArray[np.float32]

    def __call__(self, score: float) -> float:
        """The probability for a score, by linear interpolation, level outside of the points."""
        return float(np.interp(score, self.at, self.chance))


@dataclass(frozen=True, slots=True)
class Channel:
    """Trees over the fused numbers, and their calibration."""

    trees: Forest
    calibration: Calibration

    def risk(self, numbers: NDArray[np.float32]) -> float:
        """The calibrated probability of this kind of harm."""
        return self.calibration(self.trees.score(numbers))


@dataclass(frozen=True, slots=True)
class Fuser:
    """Joins all evidence on a unit, a file or a change. `signals` are the ids whose sightings are columns, in order."""

    signals: tuple[str, ...]
    vulnerable: Channel
    malicious: Channel

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """The chance of harm of either kind: 1 - (1 - vulnerable)(1 - malicious), in [0, 1)."""
        numbers = fused(evidence, self.signals)
        if numbers is None:
            return 0.0
        return 1 - (1 - self.vulnerable.risk(numbers)) * (1 - self.malicious.risk(numbers))


def fused(evidence: Sequence[Evidence], signals: Sequence[str]) -> NDArray[np.float32] | None:
    """The numbers that the trees see, or None where nothing speaks for anything.

    First SCORES; then for each signal the strongest sighting that the change brought; then how much all signals saw come and go, and how
    many different ones came. What the change head says of a whole file stands before what it says of the file's units.
    """
    heads = [item for item in evidence if item.kind in ("head", "memory")]
    seen = [item for item in evidence if item.source.startswith("signal:") and item.trend != "same" and item.strength > 0]
    if not heads and not seen:
        return None
    scores = dict.fromkeys(SCORES, NOTHING)
    change = [item for item in heads if item.source == "head:change"]
    whole = [item for item in change if not item.unit]
    if ruling := max(whole or change, key=lambda item: float(item.facts["harm"]), default=None):
        scores |= {name: float(ruling.facts[name]) for name in ("harm", "relevance", "direction")}
    for item in heads:
        for name in ("malice", "weakness", "known", "repaired"):
            if name in item.facts:
                scores[name] = max(scores[name], float(item.facts[name]))
    column = {name: i for i, name in enumerate(signals)}
    came = np.zeros(len(signals), np.float32)
    total_came = total_went = 0.0
    kinds = set()
    for item in seen:
        if item.trend == "better":
            total_went += item.strength
            continue
        total_came += item.strength
        kinds.add(item.source)
        place = column.get(item.source.removeprefix("signal:"))
        if place is not None:
            came[place] = max(came[place], item.strength)
    totals = [np.log1p(total_came), np.log1p(total_went), min(len(kinds), 5)]
    return np.concatenate([[scores[name] for name in SCORES], came, totals]).astype(np.float32)


def monotone(signals: Sequence[str]) -> list[int]:
    """1 where more may only raise the risk, -1 where it may only lower it, 0 where either may be, for each number of `fused`."""
    return [1, 1, 1, 1, 1, 1, -1, *([1] * len(signals)), 1, -1, 0]


def probability(log_odds: float) -> float:
    """For evidence: a head's log-odds as a strength in (0, 1)."""
    return round(sigmoid(log_odds), 4)
