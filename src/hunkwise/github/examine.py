"""Whether the App is set up as it must be: key, permissions, events, webhook, clock. Says what is wrong and what to do."""

import hmac
import time
import urllib.request
import uuid
from collections.abc import Iterator
from hashlib import sha256
from urllib.error import HTTPError, URLError

from msgspec import Struct

from hunkwise.errors import GitHubError, HunkwiseError
from hunkwise.github.client import Client, GitHubApp, Refused
from hunkwise.github.manifest import EVENTS, lacking
from hunkwise.text import one_line

MOST_SKEW = 30.0
"""Seconds that the clock may be off."""


class Finding(Struct, frozen=True):
    """One thing looked at: what was seen, or what is wrong and the remedy."""

    name: str
    seen: str
    remedy: str = ""


def examine(app: GitHubApp) -> Iterator[Finding]:
    """Every check in turn; those after one that hides them are left out. None raises."""
    try:
        with app.as_app() as client:
            about = client.get("/app")
            yield Finding("key", f"GitHub knows App {about['id']} ({one_line(str(about.get('slug')), 60)})")
            yield _clock(app)
            yield _permissions(about)
            yield _events(about)
            yield from _installations(client)
            yield from _webhook(client, app.credentials.webhook_secret)
    except HunkwiseError as error:
        yield Finding("key", error.message, _remedy(error))


def _remedy(error: HunkwiseError) -> str:
    if isinstance(error, Refused) and error.status in (401, 404):
        return "Check app_id and private_key: make a new key on the App's page, under General"
    return error.remedy


def _clock(app: GitHubApp) -> Finding:
    off = app.now() - time.time()
    remedy = "Set this machine's clock (NTP); Hunkwise goes by GitHub's until then" if abs(off) > MOST_SKEW else ""
    return Finding("clock", f"{abs(off):.0f} s {'behind' if off > 0 else 'ahead of'} GitHub's" if abs(off) >= 1 else "as GitHub's", remedy)


def _permissions(about: dict[str, dict[str, str]]) -> Finding:
    missing = lacking(about.get("permissions", {}))
    if missing:
        return Finding(
            "rights", f"the App lacks {', '.join(missing)}", "Add them on the App's page, under Permissions, and let the owner accept"
        )
    return Finding("rights", "all that are needed")


def _events(about: dict[str, list[str]]) -> Finding:
    missing = sorted(set(EVENTS) - set(about.get("events", [])) - {"repository"})
    if missing:
        return Finding("events", f"the App doesn't get {', '.join(missing)}", "Tick them on the App's page, under Subscribe to events")
    return Finding("events", "all that are needed")


def _installations(client: Client) -> Iterator[Finding]:
    found = list(client.pages("/app/installations"))
    if not found:
        yield Finding("places", "the App isn't installed anywhere", "Install it: open its page and press Install")
    for one in found:
        login = one_line(str((one.get("account") or {}).get("login", "")), 80)
        missing = lacking(one.get("permissions", {}))
        if one.get("suspended_at"):
            yield Finding("places", f"{login} has suspended the App", "Unsuspend it in the organisation's settings")
        elif missing:
            yield Finding("places", f"{login} hasn't accepted {', '.join(missing)}", "Let an owner accept the new permissions")
        else:
            yield Finding("places", f"installed on {login}")


def _webhook(client: Client, secret: str) -> Iterator[Finding]:
    url = str(client.get("/app/hook/config").get("url", ""))
    yield _ping(url, secret)
    recent = client.get("/app/hook/deliveries", per_page=30)
    failed = [one for one in recent if not 200 <= int(one.get("status_code") or 0) < 300]
    if failed:
        said = one_line(str(failed[0].get("status", "")), 80)
        remedy = "Missed deliveries are fetched again by the server once it can be reached"
        yield Finding("log", f"{len(failed)} of the last {len(recent)} deliveries failed ({said})", remedy)
    elif recent:
        yield Finding("log", f"the last {len(recent)} deliveries arrived")


def _ping(url: str, secret: str) -> Finding:
    body = b'{"zen":"hunkwise github check"}'
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "ping",
        "X-GitHub-Delivery": str(uuid.uuid4()),
        "X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest(),
    }
    if not url.startswith(("https://", "http://")):
        return Finding("webhook", "the App has no webhook address", "Set it on the App's page, under Webhook")
    try:
        request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 looked at above
        with urllib.request.urlopen(request, timeout=15) as answer:  # noqa: S310
            return Finding("webhook", f"{one_line(url, 120)} answers {answer.status}")
    except HTTPError as error:
        remedy = "Give GitHub and the server the same secret" if error.code == 401 else "See the server's log"
        return Finding("webhook", f"{one_line(url, 120)} answers {error.code}", remedy)
    except (URLError, OSError, GitHubError) as error:
        return Finding(
            "webhook", f"{one_line(url, 120)} can't be reached from here: {one_line(str(error), 100)}", "Start the server, or its proxy"
        )
