"""What a server is told when it starts."""

from pathlib import Path

from msgspec import Struct

from hunkwise.errors import SettingsError
from hunkwise.judge.policy import read_whole


class ServerConfig(Struct, frozen=True):
    """How a web process or worker runs.

    `data` is a folder for the clones, `public` the address under which people reach the console (empty: none, and then checks don't link
    to it), `defaults` the organisation's policy as text. `jobs` is how many jobs a worker does at a time, `judges` how many processes judge
    for it, `judge_seconds` how long one change may take, `clone_bytes` how large the clones may grow, `catch_up_seconds` how often missed
    deliveries are looked for.
    """

    database: str
    data: Path
    public: str = ""
    defaults: str = ""
    console_password: str = ""
    jobs: int = 8
    judges: int = 2
    judge_seconds: float = 300.0
    clone_bytes: int = 20 * 1024**3
    catch_up_seconds: float = 300.0
    model: Path | None = None


def read_defaults(path: Path | None) -> str:
    """The organisation's policy in a file, checked. Raises SettingsError."""
    if path is None:
        return ""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"the policy {path} can't be read", "Name a TOML file like .hunkwise/config.toml") from error
    read_whole(None, text)
    return text
