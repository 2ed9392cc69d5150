"""From a model directory to a model, and back: which tensor is which part."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from hunkwise.errors import ArtifactError
from hunkwise.heads.artifact import FACTS, MANIFEST, TENSORS, checked, digest, load_manifest, tensors
from hunkwise.heads.change import ChangeHead
from hunkwise.heads.forest import Forest
from hunkwise.heads.fuse import Channel, Curve, Fuser
from hunkwise.heads.linear import Linear
from hunkwise.heads.malice import MaliceHead
from hunkwise.heads.memory import Fact, Memory
from hunkwise.heads.trained import Heads, TrainedModel
from hunkwise.heads.weakness import ClassHead, WeaknessHead

SHIPPED = Path(__file__).parent.parent / "model"
"""The model that comes with the program."""

Arrays = dict[str, NDArray[Any]]


def load_model(path: Path | None = None) -> TrainedModel:
    """The model of a directory (None: the shipped one), every digest checked.

    Raises ArtifactError where it is missing, damaged, altered, or of another format.
    """
    return _loaded((path or SHIPPED).resolve())


@lru_cache(maxsize=2)
def _loaded(folder: Path) -> TrainedModel:
    manifest = load_manifest(folder)
    arrays = tensors(checked(folder, manifest, TENSORS), folder)
    try:
        facts = msgspec.json.decode(checked(folder, manifest, FACTS), type=list[Fact])
        heads, fuser = assembled(arrays, tuple(facts), manifest.signals)
    except (KeyError, ValueError, IndexError, msgspec.MsgspecError) as error:
        raise ArtifactError(
            f"the model in {folder} lacks a part or has one of a wrong shape: {error}", "Install the model again"
        ) from error
    return TrainedModel(manifest, digest((folder / MANIFEST).read_bytes()), heads, fuser)


def assembled(arrays: Arrays, facts: tuple[Fact, ...], signals: tuple[str, ...]) -> tuple[Heads, Fuser]:
    """The parts out of named arrays. Raises KeyError or ValueError where one is missing or misshapen."""
    memory = Memory(_float(arrays, "memory.projection"), arrays["memory.vectors"], facts)
    if len(memory.vectors) != len(facts):
        raise ValueError("the memory has not as many vectors as facts")
    classes = bytes(arrays["classes.names"].tobytes()).decode().split()
    heads = Heads(
        ChangeHead(
            _linear(arrays, "change.relevance"),
            _linear(arrays, "change.surroundings"),
            _linear(arrays, "change.direction"),
            _forest(arrays, "change.relevance_trees"),
            _forest(arrays, "change.direction_trees"),
        ),
        MaliceHead(_linear(arrays, "malice.words"), _forest(arrays, "malice.trees")),
        WeaknessHead(_linear(arrays, "weakness.words")),
        ClassHead(tuple(classes), _float(arrays, "classes.weights"), _float(arrays, "classes.bias"), float(arrays["classes.floor"][0])),
        memory,
    )
    rarity, shares = _float(arrays, "fuser.rarity"), tuple(float(share) for share in arrays["fuser.shares"])
    if len(shares) != 3 or not all(0 < share < 1 for share in shares) or rarity.shape != (len(signals),):
        raise ValueError("the fuser's shares or rarities don't fit")
    vulnerable, malicious = _channel(arrays, "fuser.vulnerable"), _channel(arrays, "fuser.malicious")
    return heads, Fuser(signals, vulnerable, malicious, rarity, shares, _curve(arrays, "fuser.calibration"))


def arrays_of(heads: Heads, fuser: Fuser) -> Arrays:
    """The named arrays of all parts, as `assembled` takes them; hashed weights in half precision."""
    change, malice = heads.change, heads.malice
    out: Arrays = {"memory.projection": heads.memory.projection.astype(np.float16), "memory.vectors": heads.memory.vectors}
    for name, linear in (
        ("change.relevance", change.relevance), ("change.surroundings", change.surroundings), ("change.direction", change.direction),
        ("malice.words", malice.words), ("weakness.words", heads.weakness.words),
    ):  # fmt: skip
        out[f"{name}.weights"] = linear.weights.astype(np.float16)
        out[f"{name}.bias"] = np.array([linear.bias], np.float32)
    for name, forest in (
        ("change.relevance_trees", change.relevance_trees), ("change.direction_trees", change.direction_trees),
        ("malice.trees", malice.trees),
    ):  # fmt: skip
        for part in ("feature", "threshold", "left", "right", "value"):
            out[f"{name}.{part}"] = getattr(forest, part)
    for name, channel in (("vulnerable", fuser.vulnerable), ("malicious", fuser.malicious)):
        out[f"fuser.{name}.sum.weights"] = channel.sum.weights
        out[f"fuser.{name}.sum.bias"] = np.array([channel.sum.bias], np.float32)
        out |= _points(f"fuser.{name}.surprise", channel.surprise)
    out |= _points("fuser.calibration", fuser.calibration)
    out["fuser.rarity"] = fuser.rarity
    out["fuser.shares"] = np.array(fuser.shares, np.float32)
    out["classes.names"] = np.frombuffer("\n".join(heads.classes.classes).encode(), np.uint8).copy()
    out["classes.weights"] = heads.classes.weights.astype(np.float16)
    out["classes.bias"] = heads.classes.bias
    out["classes.floor"] = np.array([heads.classes.floor], np.float32)
    return out


def _float(arrays: Arrays, name: str) -> NDArray[np.float32]:
    return arrays[name].astype(np.float32)


def _linear(arrays: Arrays, name: str) -> Linear:
    return Linear(_float(arrays, f"{name}.weights"), float(arrays[f"{name}.bias"][0]))


def _forest(arrays: Arrays, name: str) -> Forest:
    forest = Forest(*(arrays[f"{name}.{part}"] for part in ("feature", "threshold", "left", "right", "value")))
    shape = forest.feature.shape
    if any(part.shape != shape for part in (forest.threshold, forest.left, forest.right, forest.value)):
        raise ValueError(f"the trees {name} have parts of different shapes")
    return forest


def _channel(arrays: Arrays, name: str) -> Channel:
    return Channel(_linear(arrays, f"{name}.sum"), _curve(arrays, f"{name}.surprise"))


def _curve(arrays: Arrays, name: str) -> Curve:
    curve = Curve(_float(arrays, f"{name}.at"), _float(arrays, f"{name}.value"))
    if curve.at.shape != curve.value.shape or not len(curve.at):
        raise ValueError(f"the curve {name} has parts of different lengths")
    return curve


def _points(name: str, curve: Curve) -> Arrays:
    return {f"{name}.at": curve.at, f"{name}.value": curve.value}
