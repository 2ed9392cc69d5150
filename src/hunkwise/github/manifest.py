"""The App as GitHub is asked to make it: the fewest permissions that do the work, and the events that it waits for."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from hunkwise.errors import GitHubError
from hunkwise.github.credentials import Credentials

PERMISSIONS = {
    "contents": "read",
    "pull_requests": "write",
    "checks": "write",
    "security_events": "write",
    "metadata": "read",
}
EVENTS = (
    "check_run",
    "check_suite",
    "code_scanning_alert",
    "issue_comment",
    "merge_group",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "push",
    "repository",
)
"""Events about installations come to every App unasked."""


class Made(Struct, frozen=True):
    """What GitHub answers when an App is made from a manifest."""

    id: int
    slug: str
    pem: str
    webhook_secret: str
    client_id: str = ""
    client_secret: str = ""


def manifest(name: str, public: str, back: str) -> dict[str, Any]:
    """The manifest of an App called `name` whose server people reach at `public`; GitHub sends the browser to `back` afterwards."""
    return {
        "name": name,
        "url": public,
        "hook_attributes": {"url": f"{public.rstrip('/')}/webhook", "active": True},
        "redirect_url": back,
        "public": False,
        "default_permissions": PERMISSIONS,
        "default_events": list(EVENTS),
    }


def where_to_post(web: str, organisation: str, state: str) -> str:
    """The page of GitHub that takes a manifest; `state` comes back with the answer."""
    place = f"organizations/{organisation}/settings" if organisation else "settings"
    return f"{web.rstrip('/')}/{place}/apps/new?{urlencode({'state': state})}"


def credentials_of(answer: bytes, api: str, web: str) -> Credentials:
    """The credentials in GitHub's answer. Raises GitHubError where it holds none."""
    try:
        made = msgspec.json.decode(answer, type=Made)
    except msgspec.MsgspecError as error:
        raise GitHubError("GitHub's answer holds no App", "Begin again: a code is good once, and for an hour") from error
    return Credentials(
        app_id=made.id,
        private_key=made.pem,
        webhook_secret=made.webhook_secret,
        api=api,
        web=web,
        slug=made.slug,
        client_id=made.client_id,
        client_secret=made.client_secret,
    )


def lacking(given: dict[str, str]) -> list[str]:
    """The permissions that an App lacks, as `name: level`."""
    rank = {"none": 0, "read": 1, "write": 2, "admin": 3}
    return [f"{name}: {level}" for name, level in PERMISSIONS.items() if rank.get(given.get(name, "none"), 0) < rank[level]]
