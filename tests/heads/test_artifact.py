"""The model directory: what was written is what is read, and nothing else is."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.errors import ArtifactError, OutputError
from hunkwise.heads import SHIPPED, load_manifest, load_model, verify
from hunkwise.heads.artifact import FACTS, MANIFEST, TENSORS, digest, tensors, write
from hunkwise.heads.loading import arrays_of

from .parts import arrays, fuser, heads, manifest, write_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole model directory."""
    return write_model(tmp_path / "model")


def edited(folder: Path, **fields: Any) -> Path:
    """The directory with fields of its manifest changed."""
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))
    return folder


def test_what_was_written_is_read(folder: Path) -> None:
    """Every tensor, fact and field comes back as it was, and the version names the manifest's digest."""
    model, mine, joined = load_model(folder), heads(), fuser()
    assert model.heads.memory.facts == mine.memory.facts
    assert model.heads.classes.classes == mine.classes.classes
    back = arrays()
    for name, array in arrays_of(model.heads, model.fuser).items():
        assert np.array_equal(array, back[name]), name
    assert model.fuser.shares == joined.shares
    assert msgspec.structs.replace(model.manifest, files={}) == manifest()
    assert model.version == f"drawn-2026-01-02-{digest((folder / MANIFEST).read_bytes())[:8]}"
    assert verify(folder) == model.manifest


@pytest.mark.parametrize("name", [TENSORS, FACTS, MANIFEST])
@pytest.mark.parametrize("at", [0, 0.5, 0.999])
def test_a_changed_byte_is_noticed(folder: Path, name: str, at: float) -> None:
    """Wherever a byte differs, the model isn't used: by its digest, or because the manifest then says something else."""
    raw = bytearray((folder / name).read_bytes())
    place = int(at * len(raw))
    if name == MANIFEST:
        place = raw.index(b'"files"') + 60 + int(at * 60)
    raw[place] ^= 1
    (folder / name).write_bytes(raw)
    for use in (load_model, verify):
        with pytest.raises(ArtifactError) as error:
            use(folder)
        assert error.value.remedy
        assert error.value.exit_code == 4


@pytest.mark.parametrize("name", [TENSORS, FACTS, MANIFEST])
def test_a_missing_or_cut_file_is_named(folder: Path, name: str) -> None:
    """What lacks or was cut off is said by name."""
    raw = (folder / name).read_bytes()
    (folder / name).write_bytes(raw[: len(raw) // 2])
    with pytest.raises(ArtifactError):
        load_model(folder)
    (folder / name).unlink()
    with pytest.raises(ArtifactError, match=name.replace(".", r"\.")):
        load_model(folder)


def test_no_such_folder(tmp_path: Path) -> None:
    """A folder that isn't there, and one that is a file."""
    (tmp_path / "file").write_text("x")
    for name in ("nowhere", "file"):
        with pytest.raises(ArtifactError):
            load_model(tmp_path / name)


@pytest.mark.parametrize(
    ("form", "remedy"), [(2, "Update"), (10**9, "Update"), (0, "Train"), ("1", "Train"), (None, "Train"), ([], "Train")]
)
def test_another_format_is_refused(folder: Path, form: object, remedy: str) -> None:
    """A newer format asks for an update before anything else of the manifest is read, any other for a new model."""
    (folder / MANIFEST).write_text(json.dumps({"format": form, "surprise": 1}))
    with pytest.raises(ArtifactError) as error:
        load_model(folder)
    assert error.value.remedy.startswith(remedy)


@pytest.mark.parametrize(
    "fields",
    [
        {"features": "0"},
        {"surprise": 1},
        {"seed": "one"},
        {"thresholds": []},
        {"thresholds": [{"budget": 0, "risk": 0.5, "observed": 0, "bound": 0, "changes": 9}]},
        {"files": {}},
        {"files": []},
        {"signals": ["one"]},
    ],
    ids=str,
)
def test_a_manifest_that_does_not_fit_is_refused(folder: Path, fields: dict[str, Any]) -> None:
    """Other features, unknown fields, wrong types, no thresholds, no files, other signals."""
    with pytest.raises(ArtifactError):
        load_model(edited(folder, **fields))


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "a/b", "..", ".", "", "a\0b", "a\nb", "missing", "folder", "pipe"])
def test_a_manifest_names_plain_files_alone(folder: Path, name: str) -> None:
    """A name that leads out of the directory is never opened, even where the digest would be right; nor is a folder or a pipe."""
    (folder.parent / "secret").write_text("x")
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    files = json.loads((folder / MANIFEST).read_text())["files"]
    edited(folder, files=files | {name: digest(b"x")})
    with pytest.raises(ArtifactError):
        verify(folder)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_no_tensors(raw: bytes) -> None:
    """Whatever the bytes: arrays, or the error that says so."""
    try:
        assert isinstance(tensors(raw, Path("x")), dict)
    except ArtifactError as error:
        assert error.remedy


def safetensors_of(header: object, data: bytes = b"") -> bytes:
    """A file with this header."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + data


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        (2**63 - 1).to_bytes(8, "little") + b"{}",
        safetensors_of({"a": {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]}}),
        safetensors_of({"a": {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 4]}}, b"\0" * 4),
        safetensors_of({"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}}, b"\0" * 4),
        safetensors_of({"a": {"dtype": "NEW", "shape": [1], "data_offsets": [0, 4]}}, b"\0" * 4),
        safetensors_of(b"[" * 100_000),
        safetensors_of({}),
    ],
    ids=["empty", "huge header", "huge tensor", "overflow", "backwards", "unknown type", "deep", "no tensors"],
)
def test_hostile_tensors_with_right_digests_are_refused(tmp_path: Path, raw: bytes) -> None:
    """Declared sizes beyond the file, overflowing shapes and nonsense end in the error, not in memory or a traceback."""
    with pytest.raises(ArtifactError):
        load_model(write_model(tmp_path / "model", raw=raw))


def changed(name: str, how: Any) -> dict[str, Any]:
    """The tensors with one of them changed."""
    all_of = arrays()
    return all_of | {name: how(all_of[name].copy())}


def put(array: Any, at: tuple[int, ...], value: float) -> Any:
    """The array with one value replaced."""
    array[at] = value
    return array


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("change.relevance.weights", lambda a: a[:-1]),
        ("malice.words.weights", lambda a: put(a, (3,), np.nan)),
        ("change.relevance_trees.left", lambda a: put(a, (0, 1), 0)),
        ("change.direction_trees.right", lambda a: put(a, (2, 0), 10_000)),
        ("malice.trees.feature", lambda a: put(a, (0, 0), 5_000)),
        ("malice.trees.value", lambda a: put(a, (0, 14), np.inf)),
        ("malice.trees.left", lambda a: a.astype(np.float32)),
        ("malice.trees.threshold", lambda a: a[:, :3].copy()),
        ("memory.vectors", lambda a: a[:3]),
        ("memory.vectors", lambda a: a.astype(np.float32)),
        ("memory.projection", lambda a: a[:100]),
        ("classes.weights", lambda a: a[:, :7].copy()),
        ("classes.names", lambda a: np.full(4, 255, np.uint8)),
        ("classes.floor", lambda a: a[:0]),
        ("fuser.shares", lambda a: put(a, (0,), 1.5)),
        ("fuser.rarity", lambda a: a[:1]),
        ("fuser.malicious.sum.weights", lambda a: a[:-1]),
        ("fuser.calibration.value", lambda a: a[::-1].copy()),
        ("fuser.calibration.at", lambda a: a[:0]),
    ],
)
def test_misshapen_parts_are_refused(tmp_path: Path, name: str, how: Any) -> None:
    """A tree that leads in a circle, a feature that no row has, a weight that is no number: refused at loading, not met while judging."""
    with pytest.raises(ArtifactError, match="wrong shape"):
        load_model(write_model(tmp_path / "model", changed(name, how)))


def test_every_tensor_is_needed(tmp_path: Path) -> None:
    """A model that lacks any one of its tensors is refused, naming it."""
    for i, name in enumerate(arrays()):
        rest = {other: array for other, array in arrays().items() if other != name} if i % 7 == 0 else None
        if rest is not None:
            with pytest.raises(ArtifactError, match=name.replace(".", r"\.")):
                load_model(write_model(tmp_path / str(i), rest))


def test_facts_that_are_none_are_refused(folder: Path) -> None:
    """Facts of another shape, with a right digest."""
    for raw in (b"[1]", b"{}", b"\xff", b"[" * 100_000):
        write(folder, manifest(), {TENSORS: (folder / TENSORS).read_bytes(), FACTS: raw})
        with pytest.raises(ArtifactError):
            load_model(folder)


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A file in the way of the folder is an error with a remedy."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError) as error:
        write(tmp_path / "file", manifest(), {"a": b"b"})
    assert error.value.remedy


@pytest.mark.skipif(not SHIPPED.exists(), reason="no model is shipped yet")
def test_the_shipped_model_is_whole() -> None:
    """The model that comes with the program has the digests of its manifest and is within the size that was promised."""
    assert load_model().manifest == verify(SHIPPED) == load_manifest(SHIPPED)
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 12 * 1024 * 1024
