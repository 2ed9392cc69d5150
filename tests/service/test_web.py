"""The web process: what it takes, what it refuses, and that nothing makes it fall over."""

import hmac
import json
import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hunkwise.github.webhook import MOST_BYTES
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Jobs, prepare
from hunkwise.service.intake import Intake
from hunkwise.service.web import Web
from hunkwise.store import Database, installations, migrate, open_database, places, recent_reviews

SECRET = "hook-secret"


class Site:
    """A web process without a network."""

    def __init__(self, folder: Path, password: str = "pw") -> None:  # noqa: S107
        self.database: Database = open_database(f"sqlite:///{folder / 'db.sqlite'}")
        migrate(self.database)
        prepare(self.database)
        self.jobs = Jobs(self.database)
        config = ServerConfig(self.database.url, folder, console_password=password)
        self.web = Web(Intake(self.database, self.jobs, 7), SECRET, config)
        self.client = TestClient(self.web.application(), raise_server_exceptions=False)

    def post(self, event: str, payload: Any, guid: str = "", **headers: str) -> int:
        """Sends a signed webhook; the status."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        sent = {
            "Content-Type": "application/json",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": guid or str(uuid.uuid4()),
            "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest(),
            **headers,
        }
        return self.client.post("/webhook", content=body, headers=sent).status_code

    def close(self) -> None:
        """Gives everything back."""
        self.jobs.close()
        self.database.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests here."""
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def pull(number: int = 1, head: str = "a" * 40, **rest: Any) -> dict[str, Any]:
    """An `opened` event."""
    return {
        "action": "opened",
        "installation": {"id": 2},
        "repository": {"id": 3, "full_name": "acme/shop", "default_branch": "main"},
        "sender": {"login": "ann", "id": 4, "type": "User"},
        "pull_request": {"number": number, "head": {"sha": head, "ref": "x"}, "base": {"sha": "b" * 40, "ref": "main"}},
        **rest,
    }


def test_github_s_own_examples_are_all_taken(site: Site, webhook_examples: dict[str, list[dict[str, Any]]]) -> None:
    """Every published example of every event is answered 202, as GitHub would send it to an App."""
    for event, examples in webhook_examples.items():
        for example in examples[:12]:
            assert site.post(event, {**example, "installation": {"id": 2, **(example.get("installation") or {})}}) == 202, event


def test_what_isn_t_signed_or_readable_is_refused_and_counted(site: Site) -> None:
    """401 without a good signature, 400 for what is no webhook, 413 for what is too large; nothing of it is kept."""
    with site.database.begin() as connection:
        before = recent_reviews(connection)
    assert site.post("pull_request", pull(91), **{"X-Hub-Signature-256": "sha256=0"}) == 401
    assert site.post("pull_request", b"{") == 400
    assert site.post("pull_request", b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}") == 400
    assert site.client.post("/webhook", content=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert site.client.get("/webhook").status_code == 405
    with site.database.begin() as connection:
        assert recent_reviews(connection) == before
    text = site.client.get("/metrics").text
    assert 'hunkwise_webhooks_total{result="unsigned"}' in text and 'hunkwise_webhooks_total{result="malformed"}' in text


def test_a_delivery_s_job_is_in_the_database_before_the_answer(site: Site) -> None:
    """Row and job together; the same delivery once more does nothing."""
    guid = str(uuid.uuid4())
    assert site.post("pull_request", pull(5), guid) == 202
    with site.database.begin() as connection:
        (made,) = [one for one in recent_reviews(connection) if one.number == 5]
    assert site.jobs.count(made.id) == (1, 0)
    assert site.post("pull_request", pull(5, "c" * 40), guid) == 202
    with site.database.begin() as connection:
        assert len([one for one in recent_reviews(connection) if one.number == 5]) == 1


def test_installations_come_and_go(site: Site) -> None:
    """Accounts and repositories are kept in step with GitHub."""
    account = {"id": 77, "account": {"login": "globex", "id": 8}}
    listed = [{"id": 71, "full_name": "globex/a"}, {"id": 72, "full_name": "globex/b"}]
    site.post("installation", {"action": "created", "installation": account, "repositories": listed})
    site.post("installation_repositories", {"action": "removed", "installation": account, "repositories_removed": listed[:1]})
    with site.database.begin() as connection:
        assert [one.full_name for one in places(connection, "globex")] == ["globex/b"]
    site.post("installation", {"action": "suspend", "installation": account})
    with site.database.begin() as connection:
        assert 77 not in installations(connection)
    site.post("installation", {"action": "unsuspend", "installation": account})
    site.post("installation", {"action": "deleted", "installation": account})
    with site.database.begin() as connection:
        assert not places(connection, "globex")


@pytest.mark.parametrize(
    "payload",
    [
        pull(action="closed"),
        pull(action="edited"),
        pull(action="edited", changes={"title": {"from": "x"}}),
        {**pull(), "installation": None},
        {**pull(), "repository": None},
    ],
)
def test_events_that_change_nothing_make_no_job(site: Site, payload: dict[str, Any]) -> None:
    """Closed, edited text, or from where the App isn't installed."""
    with site.database.begin() as connection:
        before = len(recent_reviews(connection, 1000))
    assert site.post("pull_request", payload) == 202
    with site.database.begin() as connection:
        assert len(recent_reviews(connection, 1000)) == before


def test_health_and_readiness(site: Site) -> None:
    """Alive while it answers; ready until it drains."""
    assert site.client.get("/livez").status_code == 200
    assert site.client.get("/readyz").status_code == 200
    site.web.draining = True
    assert site.client.get("/readyz").status_code == 503
    site.web.draining = False


def test_a_database_that_is_away(tmp_path: Path) -> None:
    """Webhooks get 503, so that GitHub keeps them as failed; readiness and metrics say so."""
    database = open_database("postgresql://nobody@127.0.0.1:1/none")
    jobs = Jobs(database)
    web = Web(Intake(database, jobs, 7), SECRET, ServerConfig(database.url, tmp_path))
    client = TestClient(web.application(), raise_server_exceptions=False)
    body = json.dumps(pull()).encode()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": str(uuid.uuid4()),
        "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest(),
    }
    answer = client.post("/webhook", content=body, headers=headers)
    assert answer.status_code == 503 and answer.headers["retry-after"] and "nobody@" not in answer.text
    assert client.get("/readyz").status_code == 503
    assert "hunkwise_database_up 0.0" in client.get("/metrics").text
    jobs.close()
    database.close()


def test_the_console_is_shown_to_those_who_have_the_password(site: Site, tmp_path: Path) -> None:
    """401 without it, 404 where there is none set; names from GitHub are escaped; no script may run."""
    site.post(
        "pull_request",
        pull(
            6,
            "d" * 40,
            repository={"id": 9, "full_name": "acme/<script>alert(1)</script>"[:40].replace("/s", "s"), "default_branch": "main"},
        ),
    )
    assert site.client.get("/").status_code == 401
    assert site.client.get("/", auth=("x", "wrong")).status_code == 401
    answer = site.client.get("/", auth=("x", "pw"))
    assert answer.status_code == 200 and "<script>" not in answer.text and "acme/&lt;script&gt;" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert site.client.get("/reviews/none", auth=("x", "pw")).status_code == 404
    off = Site(tmp_path, password="")
    assert off.client.get("/").status_code == 404
    off.close()


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]),
    path=st.one_of(
        st.sampled_from(["/", "/webhook", "/metrics", "/readyz", "/reviews/", "/reviews/%2e%2e", "/reviews/%00"]),
        st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#\\"), max_size=30).map(
            lambda text: "/" + text.lstrip("/")
        ),
    ),
    body=st.binary(max_size=100),
    word=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_makes_it_fail(site: Site, method: str, path: str, body: bytes, word: str) -> None:
    """Any method, path, header and body is answered, and never with 500."""
    answer = site.client.request(method, path, content=body, headers={"Authorization": word, "X-GitHub-Event": word})
    assert answer.status_code < 500
