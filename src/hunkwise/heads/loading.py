"""From a model directory to a model, and back: which tensor is which part."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from hunkwise.errors import ArtifactError
from hunkwise.features.payload import NAMES as PAYLOAD
from hunkwise.features.structure import NAMES as STRUCTURE
from hunkwise.features.tokens import MASK
from hunkwise.heads.artifact import FACTS, MANIFEST, TENSORS, checked, digest, load_manifest, tensors
from hunkwise.heads.change import ChangeHead
from hunkwise.heads.forest import Forest
from hunkwise.heads.fuse import SCORES, Channel, Curve, Fuser
from hunkwise.heads.linear import Linear
from hunkwise.heads.malice import MaliceHead
from hunkwise.heads.memory import SIZE, Fact, Memory
from hunkwise.heads.trained import Heads, TrainedModel
from hunkwise.heads.weakness import CLASS_MASK, ClassHead, WeaknessHead

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
    if (
        memory.vectors.dtype != np.int8
        or memory.vectors.shape != (len(facts), *memory.projection.shape[1:])
        or len(memory.projection) != SIZE
    ):
        raise ValueError("the memory's vectors fit neither its facts nor its projection")
    classes = bytes(arrays["classes.names"].tobytes()).decode().split()
    heads = Heads(
        ChangeHead(
            _linear(arrays, "change.relevance"),
            _linear(arrays, "change.surroundings"),
            _linear(arrays, "change.direction"),
            _forest(arrays, "change.relevance_trees", 2 + 3 * len(STRUCTURE)),
            _forest(arrays, "change.direction_trees", 1 + 3 * len(STRUCTURE)),
        ),
        MaliceHead(_linear(arrays, "malice.words"), _forest(arrays, "malice.trees", len(PAYLOAD) + 1), _linear(arrays, "malice.whole")),
        WeaknessHead(_linear(arrays, "weakness.words")),
        ClassHead(
            tuple(classes) or ("",),
            _shaped(arrays, "classes.weights", (max(len(classes), 1), CLASS_MASK + 1)),
            _shaped(arrays, "classes.bias", (max(len(classes), 1),)),
            float(arrays["classes.floor"][0]),
        ),
        memory,
    )
    shares = tuple(_shaped(arrays, "fuser.shares", (3,)).tolist())
    if not all(0 < share < 1 for share in shares):
        raise ValueError("the fuser's shares aren't between 0 and 1")
    rarity, columns = _shaped(arrays, "fuser.rarity", (len(signals),)), len(SCORES) + len(signals) + 3
    vulnerable, malicious = _channel(arrays, "fuser.vulnerable", columns), _channel(arrays, "fuser.malicious", columns)
    return heads, Fuser(signals, vulnerable, malicious, rarity, shares, _curve(arrays, "fuser.calibration"))


def arrays_of(heads: Heads, fuser: Fuser) -> Arrays:
    """The named arrays of all parts, as `assembled` takes them; hashed weights in half precision."""
    change, malice = heads.change, heads.malice
    out: Arrays = {"memory.projection": heads.memory.projection.astype(np.float16), "memory.vectors": heads.memory.vectors}
    for name, linear in (
        ("change.relevance", change.relevance), ("change.surroundings", change.surroundings), ("change.direction", change.direction),
        ("malice.words", malice.words), ("malice.whole", malice.whole), ("weakness.words", heads.weakness.words),
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
    values = arrays[name].astype(np.float32)
    if not np.isfinite(values).all():
        raise ValueError(f"{name} has a value that is no number")
    return values


def _shaped(arrays: Arrays, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    values = _float(arrays, name)
    if values.shape != shape:
        raise ValueError(f"{name} has the shape {values.shape} and not {shape}")
    return values


def _linear(arrays: Arrays, name: str, columns: int = MASK + 1) -> Linear:
    return Linear(_shaped(arrays, f"{name}.weights", (columns,)), float(_shaped(arrays, f"{name}.bias", (1,))[0]))


def _forest(arrays: Arrays, name: str, columns: int) -> Forest:
    """Trees in which every child stands behind its parent, so that a walk ends, and every feature is one of the row's."""
    forest = Forest(*(arrays[f"{name}.{part}"] for part in ("feature", "threshold", "left", "right", "value")))
    shape = forest.feature.shape
    if len(shape) != 2 or not shape[1] or any(part.shape != shape for part in (forest.threshold, forest.left, forest.right, forest.value)):
        raise ValueError(f"the trees {name} have parts of different shapes")
    if any(part.dtype.kind != "i" for part in (forest.feature, forest.left, forest.right)) or not np.isfinite(forest.value).all():
        raise ValueError(f"the trees {name} have values that are no numbers")
    inner, own = forest.feature >= 0, np.arange(shape[1])
    if np.any(forest.feature >= columns) or any(np.any(inner & ((to <= own) | (to >= shape[1]))) for to in (forest.left, forest.right)):
        raise ValueError(f"the trees {name} lead nowhere")
    return forest


def _channel(arrays: Arrays, name: str, columns: int) -> Channel:
    return Channel(_linear(arrays, f"{name}.sum", columns), _curve(arrays, f"{name}.surprise"))


def _curve(arrays: Arrays, name: str) -> Curve:
    curve = Curve(_float(arrays, f"{name}.at"), _float(arrays, f"{name}.value"))
    if curve.at.ndim != 1 or curve.at.shape != curve.value.shape or not len(curve.at):
        raise ValueError(f"the curve {name} has parts of different lengths")
    if np.any(np.diff(curve.at) < 0) or np.any(np.diff(curve.value) < 0):
        raise ValueError(f"the curve {name} falls")
    return curve


def _points(name: str, curve: Curve) -> Arrays:
    return {f"{name}.at": curve.at, f"{name}.value": curve.value}
