"""A model of drawn numbers: every part in its real shape, none of it learned."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from safetensors.numpy import save

from hunkwise.features import VERSION
from hunkwise.features.payload import NAMES as PAYLOAD
from hunkwise.features.structure import NAMES as STRUCTURE
from hunkwise.features.tokens import MASK
from hunkwise.heads.artifact import FACTS, FORMAT, TENSORS, Manifest, Threshold, write
from hunkwise.heads.change import ChangeHead
from hunkwise.heads.forest import Forest
from hunkwise.heads.fuse import SCORES, Channel, Curve, Fuser, signs
from hunkwise.heads.linear import Linear
from hunkwise.heads.loading import arrays_of
from hunkwise.heads.malice import MaliceHead
from hunkwise.heads.memory import SIZE, Fact, Memory
from hunkwise.heads.trained import Heads
from hunkwise.heads.weakness import CLASS_MASK, ClassHead, WeaknessHead

SIGNALS = ("command-injection", "guard-removed", "install-script")


def forest(draw: np.random.Generator, columns: int, trees: int = 5, depth: int = 3) -> Forest:
    """Full binary trees over drawn features."""
    nodes = 2 ** (depth + 1) - 1
    inner = np.arange(nodes) < 2**depth - 1
    child = np.where(inner, 2 * np.arange(nodes) + 1, 0)
    return Forest(
        np.where(inner, draw.integers(0, columns, (trees, nodes)), -1).astype(np.int16),
        draw.normal(size=(trees, nodes)).astype(np.float32),
        np.tile(child, (trees, 1)).astype(np.int16),
        np.tile(np.where(inner, child + 1, 0), (trees, 1)).astype(np.int16),
        draw.normal(size=(trees, nodes)).astype(np.float32),
    )


def linear(draw: np.random.Generator, bias: float = 0.0) -> Linear:
    """Weights that half precision holds exactly, as an artifact keeps them."""
    return Linear(draw.normal(size=MASK + 1).astype(np.float16).astype(np.float32), bias)


def heads(seed: int = 1) -> Heads:
    """Every head."""
    draw = np.random.default_rng(seed)
    half = draw.normal(size=(SIZE, 8)).astype(np.float16).astype(np.float32)
    facts = tuple(Fact(f"f-{i}", f"example/shop: f{i}.py", f"finding {i}", "CWE-79", "high") for i in range(6))
    return Heads(
        ChangeHead(
            linear(draw, 0.25), linear(draw), linear(draw), forest(draw, 2 + 3 * len(STRUCTURE)), forest(draw, 1 + 3 * len(STRUCTURE))
        ),
        MaliceHead(linear(draw, -0.5), forest(draw, len(PAYLOAD) + 1), linear(draw, -0.5)),
        WeaknessHead(linear(draw)),
        ClassHead(
            ("CWE-79", "CWE-89"), draw.normal(size=(2, CLASS_MASK + 1)).astype(np.float16).astype(np.float32), np.zeros(2, np.float32), 0.5
        ),
        Memory(half, draw.integers(-127, 128, (6, 8)).astype(np.int8), facts),
    )


def fuser(seed: int = 1) -> Fuser:
    """A fuser whose weights have the signs that they may have."""
    draw = np.random.default_rng(seed)

    def channel() -> Channel:
        weights = (signs(SIGNALS) * draw.exponential(0.5, len(SCORES) + len(SIGNALS) + 3)).astype(np.float32)
        return Channel(Linear(weights, 0.5), Curve(np.array([-20, 0, 20], np.float32), np.array([-0.5, 1, 9], np.float32)))

    rising = Curve(np.array([-1, 1, 12], np.float32), np.array([0.001, 0.3, 0.999], np.float32))
    return Fuser(SIGNALS, channel(), channel(), draw.uniform(0.5, 8, len(SIGNALS)).astype(np.float32), (0.5, 0.25, 0.25), rising)


def manifest(**fields: Any) -> Manifest:
    """The manifest of such a model, its files still to come."""
    rest = {
        "format": FORMAT,
        "name": "drawn",
        "created": "2026-01-02T03:04:05Z",
        "program": "0.1.0",
        "features": VERSION,
        "signals": SIGNALS,
        "seed": 1,
        "data": {},
        "counts": {},
        "thresholds": (Threshold(0.5, 0.9, 0.4, 0.5, 1000), Threshold(1, 0.8, 0.9, 1, 1000), Threshold(10, 0.2, 9.5, 10, 1000)),
        "metrics": {},
        "severity": {"CWE-89": "critical"},
        "files": {},
    }
    return Manifest(**(rest | fields))


def arrays(seed: int = 1) -> dict[str, Any]:
    """The tensors of such a model."""
    return {name: np.ascontiguousarray(array) for name, array in arrays_of(heads(seed), fuser(seed)).items()}


def write_model(folder: Path, tensors: dict[str, Any] | None = None, raw: bytes | None = None, **fields: Any) -> Path:
    """A model directory with these tensors (or these bytes in place of them) and these fields in its manifest, its digests right."""
    facts = msgspec.json.encode(heads().memory.facts)
    write(folder, manifest(**fields), {TENSORS: save(arrays() if tensors is None else tensors) if raw is None else raw, FACTS: facts})
    return folder
