"""A git server on loopback: smart HTTP through git's own `http-backend`, partial clones allowed, every token checked."""

import base64
import binascii
import os
import subprocess
from pathlib import Path

from rig.faults import Faults
from rig.tokens import known_token
from rig.wire import Answer, Refusal, Request, Wire
from rig.world import Repository, World

_ALLOWED = {
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    "http.receivepack": "false",
    "safe.directory": "*",
}


class GitServer(Wire):
    """Serves `world`'s repositories at `http://127.0.0.1:PORT/OWNER/NAME.git`. Nothing can be pushed through it."""

    def __init__(self, world: World, faults: Faults, port: int = 0) -> None:
        super().__init__(self._answer, faults, port, world.now)
        self._world = world

    def _answer(self, request: Request) -> Answer:
        owner, _, rest = request.path.lstrip("/").partition("/")
        name, _, service = rest.partition("/")
        full_name = f"{owner}/{name.removesuffix('.git')}"
        try:
            with self._world.lock:
                place = self._world.find(full_name)
                if place is None and full_name.lower() in self._world.moved:
                    moved = self._world.repositories[self._world.moved[full_name.lower()]]
                    query = "&".join(f"{key}={value}" for key, value in request.query.items())
                    address = f"{self._world.git_site}/{moved.full_name}.git/{service}"
                    return Answer(301, None, {"Location": f"{address}?{query}" if query else address})
                if place is None or not self._may_read(place, request):
                    raise Refusal(404, "Not Found")
            return _backend(place.bare.folder, service, request)
        except Refusal as refusal:
            challenge = {"WWW-Authenticate": 'Basic realm="GitHub"'} if refusal.status == 401 else {}
            return Answer(refusal.status, refusal.message.encode(), {"Content-Type": "text/plain", **challenge})

    def _may_read(self, place: Repository, request: Request) -> bool:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if not value:
            if place.private:
                raise Refusal(401, "Authentication required")
            return True
        try:
            secret = base64.b64decode(value, validate=True).decode() if kind.lower() == "basic" else f"x-access-token:{value}"
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Refusal(401, "Bad credentials") from error
        token = known_token(self._world, secret.partition(":")[2])
        covered = self._world.installation_of(place) is token.installation and (
            token.repositories is None or place.id in token.repositories
        )
        return (covered and token.permissions.get("contents", "none") != "none") or not place.private


def _backend(folder: Path, service: str, request: Request) -> Answer:
    """What `git http-backend` answers."""
    settings = {
        f"GIT_CONFIG_{part}_{at}": text
        for at, pair in enumerate(_ALLOWED.items())
        for part, text in zip(("KEY", "VALUE"), pair, strict=True)
    }
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_PROJECT_ROOT": str(folder),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_COUNT": str(len(_ALLOWED)),
        **settings,
        "GIT_PROTOCOL": request.headers.get("git-protocol", ""),
        "REQUEST_METHOD": request.method,
        "PATH_INFO": f"/{service}",
        "QUERY_STRING": "&".join(f"{key}={value}" for key, value in request.query.items()),
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "HTTP_CONTENT_ENCODING": request.headers.get("content-encoding", ""),
        "REMOTE_ADDR": "127.0.0.1",
    }
    done = subprocess.run(["git", "http-backend"], input=request.body, env=environment, capture_output=True, check=False)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line)
    status = int(headers.pop("Status", "200").split()[0])
    return Answer(status, body, headers)
