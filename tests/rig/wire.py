"""HTTP on loopback: a table of routes, a thread a connection, faults struck in one place, every call written down."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rig.faults import Fault, Faults


@dataclass
class Request:
    """A request as the routes see it; `headers` have small letters, `args` are the parts of the path."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    args: dict[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The body as an object; nothing is an empty one. Raises Refusal as GitHub does."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refusal(400, "Problems parsing JSON") from error
        if not isinstance(value, dict):
            raise Refusal(400, "Body should be a JSON object")
        return value


@dataclass
class Answer:
    """An answer: `body` is sent as JSON, or as it is where it is bytes, or not at all where it is None."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """An answer that isn't what was asked for, in GitHub's form."""

    def __init__(self, status: int, message: str, errors: list[Any] | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors
        self.headers = dict(headers or {})

    def answer(self) -> Answer:
        """As it goes over the wire."""
        body: dict[str, Any] = {"message": self.message, "documentation_url": "https://docs.github.com/rest", "status": str(self.status)}
        if self.errors:
            body["errors"] = self.errors
        return Answer(self.status, body, self.headers)


@dataclass(frozen=True)
class Call:
    """A request that came in and the status that it got (0: the connection was broken)."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    status: int
    at: float

    def json(self) -> Any:
        """The body that was sent."""
        return json.loads(self.body)


Handler = Callable[[Request], Answer]


class Wire:
    """A server on a free port of loopback that gives each request to `handle`."""

    def __init__(self, handle: Handler, faults: Faults, port: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.calls: list[Call] = []
        self.faults = faults
        self._handle = handle
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.wire = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Answers from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stops listening and waits for the accepting thread."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()

    def serve(self, request: Request) -> Answer | None:
        """The answer, or None where the connection is to be broken. Writes the call down."""
        fault = self.faults.strike(request.method, request.path)
        answer = self._struck(request, fault) if fault else self._handle(request)
        self.calls.append(Call(request.method, request.path, request.query, request.body, answer.status if answer else 0, time.time()))
        return answer

    def _struck(self, request: Request, fault: Fault) -> Answer | None:
        time.sleep(fault.delay)
        if fault.call:
            fault.call("before")
        if fault.drop == "before":
            return None
        if fault.status:
            body = fault.body if fault.body is not None else {"message": HTTPStatus(fault.status).phrase}
            return Answer(fault.status, body, dict(fault.headers))
        answer = self._handle(request)
        if fault.call:
            fault.call("after")
        return None if fault.drop == "after" else answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    wire: Wire

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Server

    def _any(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = "/" + parts.path.removeprefix("/api/v3/").lstrip("/")
        request = Request(self.command, path, dict(parse_qsl(parts.query, keep_blank_values=True)), headers, self._read(headers))
        answer = self.server.wire.serve(request)
        if answer is None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        raw = b"" if answer.body is None else answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json; charset=utf-8", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)
        self.wfile.flush()

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = _any

    def _read(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(headers.get("content-length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def log_message(self, format: str, *args: Any) -> None:
        """Calls are written down in `Wire.calls`, not on the terminal."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header by GitHub's clock, which a test may set wrong."""
        return super().date_time_string(self.server.wire.clock() if timestamp is None else timestamp)


class Routes:
    """A table of routes: `@routes("GET", "/repos/{owner}/{repo}")`. `{name+}` spans slashes."""

    def __init__(self) -> None:
        self._table: list[tuple[str, list[str], Callable[..., Answer], dict[str, Any]]] = []

    def __call__(self, method: str, path: str, **facts: Any) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        def keep(function: Callable[..., Answer]) -> Callable[..., Answer]:
            self._table.append((method, path.strip("/").split("/"), function, facts))
            return function

        return keep

    def find(self, method: str, path: str) -> tuple[Callable[..., Answer], dict[str, str], dict[str, Any]] | None:
        """The function, the parts of the path and the facts of the first route that fits."""
        parts = [unquote(part) for part in path.strip("/").split("/")]
        for known, template, function, facts in self._table:
            args = _matched(template, parts) if known == method else None
            if args is not None:
                return function, args, facts
        return None


def _matched(template: list[str], parts: list[str]) -> dict[str, str] | None:
    args: dict[str, str] = {}
    for at, piece in enumerate(template):
        if piece.endswith("+}"):
            rest = len(template) - at - 1
            end = len(parts) - rest
            if end <= at or parts[end:] != template[at + 1 :]:
                return None
            args[piece[1:-2]] = "/".join(parts[at:end])
            return args
        if at >= len(parts) or (not piece.startswith("{") and piece != parts[at]):
            return None
        if piece.startswith("{"):
            args[piece[1:-1]] = parts[at]
    return args if len(parts) == len(template) else None
