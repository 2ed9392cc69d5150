"""What proves to GitHub who we are: from a file that only its owner may read, or from the environment. Never shown, never logged."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from hunkwise.errors import SettingsError

PREFIX = "HUNKWISE_GITHUB_"
"""Each field of `Credentials` can stand in the environment under this and its name in capitals."""


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    """A GitHub App. `api` and `web` are GitHub's addresses; `git` is where repositories are cloned from (`web` unless it is named)."""

    app_id: int
    private_key: str
    webhook_secret: str
    api: str = "https://api.github.com"
    web: str = "https://github.com"
    git: str = ""
    slug: str = ""
    client_id: str = ""
    client_secret: str = ""

    def __repr__(self) -> str:
        """Without any secret, as it may end in a log."""
        return f"Credentials(app_id={self.app_id}, api={self.api!r})"

    @property
    def clone_from(self) -> str:
        """Address under which repositories are cloned."""
        return (self.git or self.web).rstrip("/")


def read_credentials(path: Path | None, environment: Mapping[str, str]) -> Credentials:
    """The App's credentials: the file's, and over them what the environment gives.

    Raises SettingsError where something is missing, wrong, or a file that others can read.
    """
    fields: dict[str, object] = _file(path) if path is not None else {}
    for name in Credentials.__struct_fields__:
        value = environment.get(PREFIX + name.upper())
        if value:
            fields[name] = value
    key_file = environment.get(PREFIX + "PRIVATE_KEY_FILE")
    if key_file:
        fields["private_key"] = _text(Path(key_file))
    remedy = "Run `hunkwise github setup`, or set HUNKWISE_GITHUB_APP_ID, _PRIVATE_KEY_FILE and _WEBHOOK_SECRET"
    try:
        found = msgspec.convert(fields, Credentials, strict=False)
    except msgspec.ValidationError as error:
        # The message names a field and its type, never its value.
        raise SettingsError(f"the GitHub App's credentials can't be used: {error}", remedy) from error
    if not found.private_key.lstrip().startswith("-----BEGIN") or not found.webhook_secret:
        raise SettingsError("the GitHub App's private key is no PEM text, or its webhook secret is empty", remedy)
    for address in (found.api, found.web, found.clone_from):
        if not _safe(address):
            raise SettingsError(f"the address {address!r} isn't https", "Give https addresses; plain http is for loopback alone")
    return found


def write_credentials(path: Path, credentials: Credentials) -> None:
    """Writes a new file that only its owner can read. Raises SettingsError where it is there already or can't be written."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise SettingsError(f"{path} is there already", "Name another file, or remove that one") from error
    except OSError as error:
        raise SettingsError(f"{path} can't be written: {error.strerror}", "Name a file in a folder that you may write to") from error
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(credentials), indent=2) + b"\n")


def _file(path: Path) -> dict[str, object]:
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"the credentials {path} can't be read: {error.strerror}", "Run `hunkwise github setup`") from error
    if stat.S_IMODE(mode) & 0o077:
        raise SettingsError(f"others can read the credentials {path}", f"Run `chmod 600 {path}`")
    try:
        return msgspec.json.decode(content, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise SettingsError(f"the credentials {path} aren't JSON", "Run `hunkwise github setup` again") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"the private key {path} can't be read", "Name the PEM file that GitHub gave you") from error


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and loopback)) and not parts.username
