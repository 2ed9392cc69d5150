"""The manifest flow: a page on loopback hands the manifest to GitHub by the user's browser, and takes the code that comes back."""

import html
import json
import secrets
import threading
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlsplit

from hunkwise.errors import GitHubError
from hunkwise.github.credentials import Credentials
from hunkwise.github.manifest import credentials_of, manifest, where_to_post

PATIENCE = 900.0
"""Seconds that somebody has to confirm the App on GitHub's page."""


def make_app(name: str, public: str, organisation: str, api: str, web: str, tell: Callable[[str], None], port: int = 0) -> Credentials:
    """Makes an App with the user's help and returns its credentials. `tell` says which page to open. Raises GitHubError."""
    state = secrets.token_urlsafe(24)
    waiting = _Waiting(state)
    with HTTPServer(("127.0.0.1", port), _handler(waiting)) as server:
        back = f"http://127.0.0.1:{server.server_port}/made"
        waiting.page = _page(where_to_post(web, organisation, state), json.dumps(manifest(name, public, back)))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        try:
            tell(f"http://127.0.0.1:{server.server_port}/")
            if not waiting.came.wait(PATIENCE):
                raise GitHubError("nobody confirmed the App", "Begin again and confirm it on GitHub's page")
        finally:
            server.shutdown()
    return exchange(waiting.code, api, web)


def exchange(code: str, api: str, web: str) -> Credentials:
    """The credentials that a code stands for; it is good once. Raises GitHubError."""
    if not code.isalnum():
        raise GitHubError("the code isn't one of GitHub's", "Begin again")
    request = urllib.request.Request(  # noqa: S310 the address was checked to be https or loopback
        f"{api.rstrip('/')}/app-manifests/{code}/conversions", data=b"", method="POST", headers={"Accept": "application/vnd.github+json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return credentials_of(answer.read(1_000_000), api, web)
    except HTTPError as error:
        raise GitHubError(f"GitHub didn't take the code ({error.code})", "Begin again: a code is good once, and for an hour") from error
    except (URLError, OSError) as error:
        raise GitHubError("GitHub can't be reached", "Check the network and the address of the API") from error


class _Waiting:
    def __init__(self, state: str) -> None:
        self.state = state
        self.page = ""
        self.code = ""
        self.came = threading.Event()


def _handler(waiting: _Waiting) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = parse_qs(parts.query)
            if parts.path == "/":
                self._answer(200, waiting.page)
            elif parts.path != "/made":
                self._answer(404, "There is nothing here.")
            elif not secrets.compare_digest(asked.get("state", [""])[0].encode(), waiting.state.encode()):
                self._answer(400, "This answer belongs to another setup.")
            else:
                waiting.code = asked.get("code", [""])[0]
                self._answer(200, "The App is made. Go back to the terminal.")
                waiting.came.set()

        def _answer(self, status: int, text: str) -> None:
            body = f"<!doctype html><meta charset=utf-8><title>Hunkwise</title>{text}".encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """A code is a secret, and would stand in a log."""

    return Handler


def _page(target: str, text: str) -> str:
    value = html.escape(text, quote=True)
    return (
        f'<form action="{html.escape(target, quote=True)}" method="post"><input type="hidden" name="manifest" value="{value}">'
        "<p>GitHub will show the permissions and ask for the App's name.</p><button>Go to GitHub</button></form>"
    )
