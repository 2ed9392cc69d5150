"""Trained parts: change head, weakness head, malice head, memory of known findings, and the fuser that joins them with the signals.

A model directory is loaded by digest; nothing in it is code. Judging needs numpy alone.
"""

from hunkwise.heads.artifact import Manifest, load_manifest, verify
from hunkwise.heads.interface import Guess, Known, LineWeight, Model
from hunkwise.heads.loading import SHIPPED, load_model

__all__ = ["SHIPPED", "Guess", "Known", "LineWeight", "Manifest", "Model", "load_manifest", "load_model", "verify"]
