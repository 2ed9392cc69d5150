"""A Postgres of our own on loopback: a fresh cluster in a folder, from the system's programs, thrown away afterwards."""

import itertools
import os
import shlex
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from rig.packages import Unavailable

_SETTINGS = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c listen_addresses=127.0.0.1"


def programs() -> Path:
    """The folder of initdb and pg_ctl. Raises Unavailable."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name.split(".")[0]), reverse=True)
    for place in [*places, *([Path(found).resolve().parent] if found else [])]:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise Unavailable("Postgres isn't installed: there is no initdb")


class Postgres:
    """A cluster on a free port. A context manager; `database()` makes an empty database and returns its address.

    Postgres refuses to run as root: then everything is done as the system's user `postgres`.
    """

    def __init__(self) -> None:
        self._programs = programs()
        self._as: list[str] = []
        if os.geteuid() == 0:
            if shutil.which("runuser") is None:
                raise Unavailable("Postgres doesn't run as root, and there is no runuser")
            self._as = ["runuser", "-u", "postgres", "--"]
        self.folder = Path(tempfile.mkdtemp(prefix="hunkwise-pg-"))
        self.port = _free_port()
        self._names = itertools.count(1)

    def __enter__(self) -> "Postgres":
        try:
            if self._as:
                shutil.chown(self.folder, "postgres")
            self._run("initdb", "-D", self._data, "-U", "hunkwise", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
            self.start()
            # Whatever becomes of this process: when it ends, the pipe closes, and the server goes with it.
            stop = f"{shlex.join([*self._as, str(self._programs / 'pg_ctl'), '-D', self._data, '-m', 'immediate', 'stop'])}"
            command = ["setsid", "sh", "-c", f"read -r _; {stop}; rm -rf {shlex.quote(str(self.folder))}"]
            nothing = subprocess.DEVNULL
            self._watcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=nothing, stderr=nothing, cwd="/")
        except (LookupError, OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            said = getattr(error, "stderr", b"") or b""
            raise Unavailable(f"Postgres can't be started: {said.decode(errors='replace').strip()[-300:] or error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._watcher.communicate(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = f"-p {self.port} -k {self.folder} {_SETTINGS}"
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "30", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stops it; `immediate` is what a power cut does to its clients."""
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop", check=False)

    def database(self, scheme: str = "postgresql+psycopg") -> str:
        """A new empty database; its address in SQLAlchemy's form for `scheme`."""
        name = f"rig_{os.getpid()}_{next(self._names)}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hunkwise", name)
        return f"{scheme}://hunkwise@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        command = [*self._as, str(self._programs / program), *words]
        # The server that pg_ctl leaves behind must not hold our pipes.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False, timeout=60)
            if check and done.returncode != 0:
                said.seek(0)
                raise subprocess.CalledProcessError(done.returncode, command, stderr=said.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
