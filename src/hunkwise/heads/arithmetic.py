"""Probabilities and log-odds."""

import math

EDGE = 1e-6


def sigmoid(logit: float) -> float:
    """The probability of a log-odds, never quite 0 or 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def logit(probability: float) -> float:
    """The log-odds of a probability."""
    kept = max(EDGE, min(1 - EDGE, probability))
    return math.log(kept / (1 - kept))
