"""Secrets come from a file that only its owner can read, or from the environment, and are never shown."""

from pathlib import Path

import pytest

from hunkwise.errors import SettingsError
from hunkwise.github import Credentials, read_credentials, write_credentials

KEY = "-----BEGIN RSA PRIVATE KEY-----\nnot a key\n-----END RSA PRIVATE KEY-----\n"
FOUND = Credentials(7, KEY, "hook-secret", slug="hunkwise")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """By its owner alone, and never over a file that is there."""
    path = tmp_path / "app.json"
    write_credentials(path, FOUND)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_credentials(path, {}) == FOUND
    with pytest.raises(SettingsError, match="there already"):
        write_credentials(path, FOUND)
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="others can read"):
        read_credentials(path, {})


def test_the_environment_alone_will_do(tmp_path: Path) -> None:
    """With the key as text or as a file; over a file it wins."""
    (tmp_path / "key.pem").write_text(KEY)
    environment = {
        "HUNKWISE_GITHUB_APP_ID": "7",
        "HUNKWISE_GITHUB_PRIVATE_KEY_FILE": str(tmp_path / "key.pem"),
        "HUNKWISE_GITHUB_WEBHOOK_SECRET": "hook-secret",
        "HUNKWISE_GITHUB_SLUG": "hunkwise",
    }
    assert read_credentials(None, environment) == FOUND


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"APP_ID": "x", "PRIVATE_KEY": KEY, "WEBHOOK_SECRET": "s"},
        {"APP_ID": "7", "PRIVATE_KEY": "no key", "WEBHOOK_SECRET": "s"},
        {"APP_ID": "7", "PRIVATE_KEY": KEY, "WEBHOOK_SECRET": "s", "API": "http://github.example.org/api/v3"},
        {"APP_ID": "7", "PRIVATE_KEY": KEY, "WEBHOOK_SECRET": "s", "WEB": "https://user:pw@github.example.org"},
    ],
)
def test_what_is_wrong_is_told_without_secrets(fields: dict[str, str]) -> None:
    """Missing fields, a key that is none, an address that isn't https."""
    with pytest.raises(SettingsError) as caught:
        read_credentials(None, {f"HUNKWISE_GITHUB_{name}": value for name, value in fields.items()})
    assert KEY not in caught.value.message and caught.value.remedy


def test_they_are_never_shown() -> None:
    """Neither the key nor the secret, in any text form."""
    assert "hook-secret" not in f"{FOUND} {FOUND!r}" and "BEGIN" not in f"{FOUND!r}"
