"""Files of published npm packages, fetched once into a cache outside of the repository and checked by their digest."""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path


class Unavailable(Exception):
    """Something that this machine can't have; the message says why."""


@dataclass(frozen=True)
class Package:
    """A release of an npm package, named by its digest as npm writes it (`sha512-...`)."""

    name: str
    version: str
    integrity: str


OPENAPI = Package(
    "@octokit/openapi",
    "23.0.2",
    "sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
)
EXAMPLES = Package(
    "@octokit/webhooks-examples",
    "7.6.1",
    "sha512-De6U3XB6O3DtCa7bKgCMzTHdeopqqZ6SNivMYJnK65ierKL1AnNIA0tkRYCRS7lwGT792d+Ps1WbfHlso6MynQ==",
)
GRAPHQL = Package(
    "@octokit/graphql-schema",
    "15.26.1",
    "sha512-RFDC2MpRBd4AxSRvUeBIVeBU7ojN/SxDfALUd7iVYOSeEK3gZaqR2MGOysj4Zh2xj2RY5fQAUT+Oqq7hWTraMA==",
)


def cache() -> Path:
    """The folder for what was fetched; made where it isn't there."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hunkwise-tests"
    root.mkdir(parents=True, exist_ok=True)
    return root


_refused: dict[Package, Unavailable] = {}
"""What couldn't be fetched: one try a run, so that a machine without network loses seconds, not hours."""


def member(package: Package, name: str, seconds: float = 120) -> bytes:
    """The bytes of one file of a package, fetched by `npm pack`. Raises Unavailable where that doesn't work or the digest differs."""
    if package in _refused:
        raise _refused[package]
    try:
        return _fetched(package, name, seconds)
    except Unavailable as error:
        _refused[package] = error
        raise


def _fetched(package: Package, name: str, seconds: float) -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable(f"{package.name} can't be fetched: npm isn't installed")
    with tempfile.TemporaryDirectory(prefix="hunkwise-npm-") as folder:
        command = [npm, "pack", "--loglevel=error", "--ignore-scripts", "--fetch-retries=0", f"{package.name}@{package.version}"]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"{package.name} can't be fetched: npm took longer than {seconds:g} s") from error
        archives = list(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or len(archives) != 1:
            said = ", ".join(line.removeprefix("npm error ") for line in done.stderr.strip().splitlines()[:3]) or "npm gave no reason"
            raise Unavailable(f"{package.name} can't be fetched: {said[:200]}")
        digest = base64.b64encode(hashlib.sha512(archives[0].read_bytes()).digest()).decode()
        if f"sha512-{digest}" != package.integrity:
            raise Unavailable(f"{package.name} {package.version} isn't what it was: its digest differs")
        with tarfile.open(archives[0]) as archive:
            held = archive.extractfile(f"package/{name}")
            if held is None:
                raise Unavailable(f"{package.name} holds no {name}")
            return held.read()


def put(path: Path, content: bytes) -> None:
    """Writes a file of the cache in one step, so that two processes may do it at once."""
    handle, scratch = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(scratch).replace(path)
