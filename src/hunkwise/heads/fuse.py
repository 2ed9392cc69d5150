"""Evidence into a risk: three channels (vulnerable, malicious, signals) in which evidence for harm can only raise it, on one scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.evidence import Evidence
from hunkwise.heads.arithmetic import sigmoid
from hunkwise.heads.linear import Linear

SCORES = {
    "harm": -6.0,
    "relevance": -6.0,
    "direction": 0.0,
    "malice": -6.0,
    "attack": -6.0,
    "weakness": -6.0,
    "known": 0.0,
    "repaired": 0.0,
}
"""What heads and memory say, and what stands for it where one of them says nothing."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line through points."""

    at: NDArray[np.float32]
    value: NDArray[np.float32]

    def __call__(self, score: float) -> float:
        """The value for a score, by linear interpolation, level outside of the points."""
        return float(np.interp(score, self.at, self.value))


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of harm: a weighted sum of the fused numbers, and the surprise that it is.

    Surprise is minus the logarithm of the share of ordinary changes that score at least as high: what a score costs in false alarms.
    """

    sum: Linear
    surprise: Curve

    def __call__(self, numbers: NDArray[np.float32]) -> float:
        """The surprise, in nats, from 0."""
        return self.surprise(self.sum.bias + float(self.sum.weights @ numbers))


@dataclass(frozen=True, slots=True)
class Fuser:
    """Joins all evidence on a unit, a file or a change. `signals` are the ids whose sightings are columns, in order.

    `rarity` is the surprise of each signal: minus the logarithm of the share of ordinary changes on which it speaks. `shares` are the parts
    of the false alarms that the vulnerable, the malicious and the signals' channel may spend; they sum to 1.
    """

    signals: tuple[str, ...]
    vulnerable: Channel
    malicious: Channel
    rarity: NDArray[np.float32]
    shares: tuple[float, float, float]
    calibration: Curve

    def risk(self, evidence: Sequence[Evidence]) -> float:
        """The calibrated chance of harm of either kind, in [0, 1)."""
        numbers = fused(evidence, self.signals)
        return 0.0 if numbers is None else self.calibration(self.surprise(numbers))

    def surprise(self, numbers: NDArray[np.float32]) -> float:
        """The surprise of the channels joined, in nats."""
        seen = float(np.max(numbers[len(SCORES) : len(SCORES) + len(self.signals)] * self.rarity, initial=0.0))
        return joined(self.vulnerable(numbers), self.malicious(numbers), seen, self.shares)


AGREEING = 0.2
"""How much of the second largest surprise comes on top of the largest: channels that agree are surer than one alone."""

RARE = 4.6
"""The surprise, in nats, of one ordinary change in a hundred: where malice and signals begin to have a word of their own."""

COMMON = 2.0
"""What every nat under RARE costs them: their middling values are noise beside what the vulnerable channel knows of the same change."""


def joined(vulnerable: float, malicious: float, seen: float, shares: tuple[float, float, float]) -> float:
    """The largest surprise and a part of the second, each charged with its channel's share of the false alarms."""
    spent = (vulnerable, *(surprise - COMMON * max(0.0, RARE - surprise) for surprise in (malicious, seen)))
    largest, second, _ = sorted((surprise + math.log(share) for surprise, share in zip(spent, shares, strict=True)), reverse=True)
    return largest + AGREEING * max(second, 0.0)


def fused(evidence: Sequence[Evidence], signals: Sequence[str]) -> NDArray[np.float32] | None:
    """The numbers that the sums weigh, or None where nothing speaks for anything.

    First SCORES; then for each signal the strongest sighting that the change brought; then how much all signals saw come and go, and how
    many different ones came. What is said of a whole file stands before what is said of its units.
    """
    heads = [item for item in evidence if item.kind in ("head", "memory")]
    seen = [item for item in evidence if item.source.startswith("signal:") and item.trend != "same" and item.strength > 0]
    if not heads and not seen:
        return None
    scores = dict(SCORES)
    change = [item for item in heads if item.source == "head:change"]
    whole = [item for item in change if not item.unit]
    if ruling := max(whole or change, key=lambda item: float(item.facts["harm"]), default=None):
        scores |= {name: float(ruling.facts[name]) for name in ("harm", "relevance", "direction")}
    reads = [item for item in heads if "attack" in item.facts]
    for item in [item for item in reads if not item.unit] or reads:
        scores["attack"] = max(scores["attack"], float(item.facts["attack"]))
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


def signs(signals: Sequence[str]) -> NDArray[np.int8]:
    """1 where more may only raise the risk, -1 where it may only lower it, 0 where it may do nothing, for each number of `fused`."""
    speaks = {"harm": 1, "relevance": 0, "direction": 0, "malice": 1, "attack": 1, "weakness": 1, "known": 1, "repaired": -1}
    return np.array([*(speaks[name] for name in SCORES), *([1] * len(signals)), 1, -1, 1], np.int8)


def probability(log_odds: float) -> float:
    """For evidence: a head's log-odds as a strength in (0, 1)."""
    return round(sigmoid(log_odds), 4)
