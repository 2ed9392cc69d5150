"""A small client of the fake, for the rig's own tests: signs as the App, fetches tokens, asks."""

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any

from rig.github import FakeGitHub


@dataclass
class Reply:
    """An answer: `body` is the JSON, or the bytes where it is none."""

    status: int
    headers: dict[str, str]
    body: Any


@dataclass
class Client:
    """Asks the fake over HTTP, as the App or (with a repository's installation) as an installation."""

    github: FakeGitHub
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", int(self.github.url.split(":")[2].split("/")[0]), timeout=20)
        raw = b"" if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.token or jwt_of(self.github)}", "Accept": "application/vnd.github+json", **headers}
        try:
            prefix = "" if path.startswith("/api/graphql") else "/api/v3"
            connection.request(method, prefix + path, raw, sent)
            answer = connection.getresponse()
            text = answer.read()
            kind = answer.headers.get("Content-Type", "")
            held = json.loads(text) if text and "json" in kind and answer.status != 204 else text or None
            return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, held)
        finally:
            connection.close()


def jwt_of(github: FakeGitHub, **claims: Any) -> str:
    """A JWT of the App; `claims` replace the usual ones."""
    import jwt

    now = int(time.time())
    return jwt.encode({"iat": now - 30, "exp": now + 500, "iss": str(github.app.id), **claims}, github.app.private_key, algorithm="RS256")


def installed(github: FakeGitHub, login: str) -> Client:
    """A client with the token of the installation on `login`."""
    number = next(one.id for one in github.world.installations.values() if one.account.login == login)
    reply = Client(github)("POST", f"/app/installations/{number}/access_tokens", {})
    return Client(github, reply.body["token"])
