"""Carries requests to GitHub by githubkit, as its transport alone: its models refuse a third of GitHub's own examples."""

import ssl
from collections.abc import Generator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import httpx
from githubkit import GitHub
from githubkit.auth import BaseAuthStrategy
from githubkit.exception import GitHubException, RequestError, RequestFailed

from hunkwise.github.client import Answer, Json, Unreachable
from hunkwise.version import VERSION

_API_VERSION = "2022-11-28"


class Transport:
    """One connection to GitHub's API at `address`, with one token in every request."""

    def __init__(self, address: str, token: str, timeout: float) -> None:
        self._github = GitHub(
            _Bearer(token),
            base_url=address,
            http_cache=False,
            auto_retry=False,
            timeout=timeout,
            user_agent=f"hunkwise/{VERSION}",
            ssl_verify=_trusted(),
        )
        self._github.__enter__()  # type: ignore[no-untyped-call]

    def send(self, method: str, where: str, body: Json, query: Mapping[str, str | int] | None) -> Answer:
        """The answer, whatever its status. Raises Unreachable."""
        try:
            response: httpx.Response = self._github.request(method, where, json=body, params=dict(query) if query else None).raw_response
        except RequestFailed as error:
            response = error.response.raw_response
        except RequestError as error:
            raise Unreachable(type(error.exc).__name__) from error
        except (GitHubException, ValueError) as error:
            raise Unreachable(type(error).__name__) from error
        following = ""
        with suppress(ValueError):
            following = response.links.get("next", {}).get("url", "")
        return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.content, following)

    def close(self) -> None:
        """Gives the connection back."""
        self._github.__exit__()


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted, read once: it takes longer than a request."""
    return httpx.create_ssl_context()


class _Bearer(BaseAuthStrategy):
    def __init__(self, token: str) -> None:
        self._token = token

    def get_auth_flow(self, github: Any) -> httpx.Auth:
        return _Header(self._token)


class _Header(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        request.headers["X-GitHub-Api-Version"] = _API_VERSION
        yield request
