"""What can be seen and said with certainty: one file a signal, found by the registry, run over both sides of a change.

A signal promises one thing, says why it matters and what to do, and carries the examples that are its tests and its documentation.
"""

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.signals import Signals

__all__ = ["Example", "Sighting", "Signal", "Signals"]
