"""Hunkwise reviews code changes with trained models: which lines look vulnerable or malicious, how sure, why, and what to do.

The corridor that every door (command line, Action, server) walks is `hunkwise.detector.Detector.judge`.
"""

from hunkwise.version import VERSION as __version__

__all__ = ["__version__"]
