"""Calls GitHub's API as the App or as one of its installations. githubkit carries the requests; answers are plain JSON.

Time is GitHub's: the clock of its answers decides when a token or a limit ends, so that a wrong clock here does no harm.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from hunkwise.errors import GitHubError
from hunkwise.github.credentials import Credentials
from hunkwise.text import one_line

Json = Any
_MARGIN = 120.0
"""Seconds before its end from which a token isn't used any more."""


class Later(GitHubError):
    """GitHub asks to wait `seconds` (a rate limit), or can't answer now (`seconds` is None): the same call may succeed later."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        super().__init__(message, "Wait: the call is made again")
        self.seconds = seconds


class Refused(GitHubError):
    """GitHub won't do what was asked; asking again is of no use. `status` is that of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"GitHub refused ({status}): {message}", "See `hunkwise github check` for what the App may do")
        self.status = status


class Unreachable(Exception):
    """No answer came."""


class Answer(Struct, frozen=True):
    """An answer: its status, headers by small letters, raw body, and the address of the next page where there is one."""

    status: int
    headers: dict[str, str]
    body: bytes
    next: str = ""

    def json(self) -> Json:
        """The body, None where it is empty. Raises ValueError where it is no JSON."""
        return msgspec.json.decode(self.body) if self.body else None


class Carrier(Protocol):
    """Sends requests; an answer of any status is an answer."""

    def send(self, method: str, where: str, body: Json, query: Mapping[str, str | int] | None) -> Answer:
        """The answer. Raises Unreachable."""
        ...

    def close(self) -> None:
        """Gives the connection back."""
        ...


class GitHubApp:
    """The App: its own calls, and tokens for its installations. Safe to share between threads."""

    def __init__(self, credentials: Credentials, timeout: float = 20.0) -> None:
        self.credentials = credentials
        self.timeout = timeout
        self.quota: dict[int, int] = {}
        self._skew = 0.0
        self._tokens: dict[int, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since 1970 by GitHub's clock, as far as an answer has told it."""
        return time.time() + self._skew

    @contextmanager
    def as_app(self) -> Iterator["Client"]:
        """A client for the App's own calls."""
        with Client(self, 0).connected() as client:
            yield client

    @contextmanager
    def installation(self, id: int) -> Iterator["Client"]:
        """A client for what an installation may do."""
        with Client(self, id).connected() as client:
            yield client

    def token(self, installation: int) -> str:
        """A token of an installation that is good for the next minutes. For installation 0 the App's own."""
        if installation == 0:
            import jwt  # noqa: PLC0415 a process that only judges needs none of it

            at = int(self.now())
            claims = {"iss": str(self.credentials.app_id), "iat": at - 60, "exp": at + 540}
            try:
                return jwt.encode(claims, self.credentials.private_key, algorithm="RS256")
            except (ValueError, TypeError, jwt.PyJWTError) as error:
                raise GitHubError("the App's private key can't be used", "Make a new one on the App's page at GitHub") from error
        with self._lock:
            known = self._tokens.get(installation)
        if known is not None and known[1] - _MARGIN > self.now():
            return known[0]
        with self.as_app() as client:
            made = client.post(f"/app/installations/{installation}/access_tokens", {})
        token, ends = str(made["token"]), datetime.fromisoformat(made["expires_at"]).timestamp()
        with self._lock:
            self._tokens[installation] = (token, ends)
        return token

    def forget(self, installation: int) -> None:
        """Drops a token that GitHub didn't take."""
        with self._lock:
            self._tokens.pop(installation, None)

    def learn(self, installation: int, headers: Mapping[str, str]) -> None:
        """Takes the time and the quota from an answer."""
        said = headers.get("date")
        if said:
            with suppress(ValueError):
                self._skew = parsedate_to_datetime(said).timestamp() - time.time()
        left = headers.get("x-ratelimit-remaining", "")
        if left.isdecimal():
            self.quota[installation] = int(left)


class Client:
    """Calls with one identity. Every method raises Later or Refused."""

    def __init__(self, app: GitHubApp, installation: int) -> None:
        self.app = app
        self.id = installation
        self._transport: Carrier

    @contextmanager
    def connected(self) -> Iterator["Client"]:
        """Keeps one connection for all calls inside."""
        self._open()
        try:
            yield self
        finally:
            self._close()

    def get(self, path: str, **query: str | int) -> Json:
        """What is at `path`."""
        return self.call("GET", path, query=query).json()

    def post(self, path: str, body: Json) -> Json:
        """Makes something."""
        return self.call("POST", path, body=body).json()

    def patch(self, path: str, body: Json) -> Json:
        """Changes something."""
        return self.call("PATCH", path, body=body).json()

    def find(self, path: str, **query: str | int) -> Json | None:
        """What is at `path`, or None where there is nothing."""
        try:
            return self.get(path, **query)
        except Refused as error:
            if error.status in (404, 410):
                return None
            raise

    def pages(self, path: str, inside: str = "", most: int = 100, **query: str | int) -> Iterator[Json]:
        """All items of a list, page by page, at most `most` pages. `inside` names the list in an answer that is an object."""
        where: str | None = path
        asked: Mapping[str, str | int] = {"per_page": 100, **query}
        for _ in range(most):
            if where is None:
                return
            answer = self.call("GET", where, query=asked)
            found = answer.json()
            yield from found[inside] if inside else found
            where, asked = answer.next or None, {}

    def graphql(self, query: str, **variables: str) -> Json:
        """The data of a GraphQL query. Raises Refused where it says what went wrong."""
        api = self.app.credentials.api.rstrip("/")
        where = f"{api.removesuffix('/v3')}/graphql"
        answer = self.call("POST", where, body={"query": query, "variables": variables}).json()
        if answer.get("errors"):
            raise Refused(200, one_line(str(answer["errors"][0].get("message", "")), 200))
        return answer["data"]

    def call(self, method: str, path: str, *, body: Json = None, query: Mapping[str, str | int] | None = None) -> Answer:
        """One request, with a new token where the old one isn't taken any more."""
        where = path if "://" in path else path.lstrip("/")
        try:
            return self._sent(method, where, body, query)
        except Refused as error:
            if error.status != 401:
                raise
        self.app.forget(self.id)
        self._close()
        self._open()
        return self._sent(method, where, body, query)

    def _sent(self, method: str, where: str, body: Json, query: Mapping[str, str | int] | None) -> Answer:
        try:
            answer = self._transport.send(method, where, body, query)
        except Unreachable as error:
            raise Later(f"GitHub can't be reached: {error}") from error
        self.app.learn(self.id, answer.headers)
        if answer.status >= 400:
            raise self._failure(answer)
        return answer

    def _failure(self, answer: Answer) -> GitHubError:
        try:
            said = one_line(str(answer.json().get("message", "")), 300)
        except (ValueError, AttributeError):
            said = "no reason given"
        status, headers = answer.status, answer.headers
        limited = status == 403 and (
            "rate limit" in said.lower() or "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
        )
        if status == 429 or limited:
            return Later("GitHub's rate limit is reached", self._wait(headers))
        if status >= 500 or status == 408:
            return Later(f"GitHub answered {status}")
        return Refused(status, said)

    def _wait(self, headers: Mapping[str, str]) -> float:
        """Seconds until a limit ends, by the clock that GitHub names; a minute where it names none."""
        after = headers.get("retry-after", "")
        if after.isdecimal():
            return float(after) + 1
        reset = headers.get("x-ratelimit-reset", "")
        if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
            return min(max(float(reset) - self.app.now(), 0.0) + 1, 7200.0)
        return 60.0

    def _open(self) -> None:
        # The library takes half a second and ninety megabytes, which a process that only judges is spared.
        from hunkwise.github.transport import Transport  # noqa: PLC0415

        self._transport = Transport(self.app.credentials.api, self.app.token(self.id), self.app.timeout)

    def _close(self) -> None:
        self._transport.close()
