"""The model directory: a manifest with digests, tensors, and facts. No pickle, no code; read only after every digest has been checked."""

import hashlib
from pathlib import Path
from stat import S_ISREG
from typing import Annotated, Final

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from hunkwise.errors import ArtifactError, OutputError
from hunkwise.features import VERSION as FEATURES

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TENSORS: Final = "tensors.safetensors"
FACTS: Final = "facts.json"
MOST_BYTES: Final = 256 * 1024 * 1024


class Threshold(Struct, frozen=True):
    """The lowest risk at which at most `budget` in a hundred ordinary changes were flagged, `observed` of them on `changes` held-out ones.

    `bound` is the rate (in a hundred) that isn't exceeded with 90 % confidence (exact binomial).
    """

    budget: Annotated[float, Meta(gt=0)]
    risk: float
    observed: float
    bound: float
    changes: int


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What an artifact is: when and from what it was made, what it needs, how it measured, and the SHA-256 of each of its files."""

    format: int
    name: str
    created: str
    program: str
    features: str
    signals: tuple[str, ...]
    seed: int
    data: dict[str, str]
    counts: dict[str, int]
    thresholds: Annotated[tuple[Threshold, ...], Meta(min_length=1)]
    metrics: dict[str, float]
    severity: dict[str, str]
    files: dict[str, str]


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def load_manifest(folder: Path) -> Manifest:
    """The manifest of a model directory.

    Raises ArtifactError where it is missing, malformed, newer than this program, or made for other features.
    """
    raw = _read(folder, MANIFEST)
    try:
        found = msgspec.json.decode(raw)
        version = found.get("format") if isinstance(found, dict) else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ArtifactError(f"the manifest of the model in {folder} can't be read: {error}", "Install the model again") from error
    if version != FORMAT:
        remedy = "Update hunkwise" if isinstance(version, int) and version > FORMAT else "Train the model again"
        raise ArtifactError(f"the model in {folder} has format {version!r}; this version reads format {FORMAT}", remedy)
    try:
        manifest = msgspec.convert(found, Manifest)
    except msgspec.ValidationError as error:
        raise ArtifactError(f"the manifest of the model in {folder} is malformed: {error}", "Install the model again") from error
    if manifest.features != FEATURES:
        raise ArtifactError(
            f"the model in {folder} needs features {manifest.features}; this version computes {FEATURES}",
            "Train the model again or update hunkwise",
        )
    return manifest


def verify(folder: Path) -> Manifest:
    """The manifest, after every file that it names was found unaltered. Raises ArtifactError naming the first that isn't."""
    manifest = load_manifest(folder)
    for name in manifest.files:
        checked(folder, manifest, name)
    return manifest


def checked(folder: Path, manifest: Manifest, name: str) -> bytes:
    """The bytes of one file of an artifact. Raises ArtifactError where its digest isn't the manifest's."""
    if Path(name).name != name or not name.isprintable() or name not in manifest.files:
        raise ArtifactError(f"the manifest of the model in {folder} names no plain file {name!r}", "Install the model again")
    raw = _read(folder, name)
    if digest(raw) != manifest.files[name]:
        raise ArtifactError(
            f"the file {name} of the model in {folder} was altered: its digest isn't the manifest's", "Install the model again"
        )
    return raw


def tensors(raw: bytes, folder: Path) -> dict[str, NDArray[np.generic]]:
    """The arrays of a safetensors file. Raises ArtifactError where it is malformed."""
    from safetensors import SafetensorError  # noqa: PLC0415  (a tenth of a second that --help needn't spend)
    from safetensors.numpy import load  # noqa: PLC0415

    try:
        return dict(load(raw))
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"the weights of the model in {folder} can't be read: {error}", "Install the model again") from error


def write(folder: Path, manifest: Manifest, files: dict[str, bytes]) -> Manifest:
    """Writes an artifact, the manifest last, and returns the manifest with the digests. Raises OutputError where it can't."""
    complete = msgspec.structs.replace(manifest, files={name: digest(raw) for name, raw in sorted(files.items())})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(complete), indent=1) + b"\n")
    except OSError as error:
        raise OutputError(
            f"the model can't be written to {folder}: {error.strerror}", "Choose a folder that can be written and has room"
        ) from error
    return complete


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            raise ArtifactError(f"{name} of the model in {folder} is no file or too large", "Install the model again")
        return path.read_bytes()
    except OSError as error:
        raise ArtifactError(
            f"the model in {folder} has no readable {name}: {error.strerror}", "Give the folder of a model, or install it again"
        ) from error
