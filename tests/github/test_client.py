"""Calls as the App and as its installations: tokens, limits, trouble, a clock that is wrong."""

import pytest

from hunkwise.errors import GitHubError
from hunkwise.github import Credentials, GitHubApp, Later, Refused
from hunkwise.github.examine import examine
from rig import FakeGitHub, Repository
from rig.faults import secondary_limit


def app_of(github: FakeGitHub) -> GitHubApp:
    """The App, as the server would make it."""
    app = github.app
    keys = Credentials(app.id, app.private_key, app.webhook_secret, github.url, github.world.site, github.git_url, app.slug)
    return GitHubApp(keys, timeout=2)


@pytest.fixture
def shop(github: FakeGitHub) -> Repository:
    """A repository with the App on it."""
    return github.repository("acme/shop")


@pytest.fixture
def number(github: FakeGitHub, shop: Repository) -> int:
    """The installation that covers it."""
    return next(iter(github.world.installations))


def test_a_token_is_used_until_it_ends(github: FakeGitHub, shop: Repository, number: int) -> None:
    """One token for many calls; one that GitHub doesn't take any more is replaced in the middle of a job."""
    app = app_of(github)
    with app.installation(number) as client:
        client.get("/repos/acme/shop")
        client.get("/repos/acme/shop")
        assert len(github.world.tokens) == 1
        github.world.tokens.clear()
        assert client.get("/repos/acme/shop")["id"] == shop.id
    assert len(github.called("POST", "/access_tokens")) == 2
    assert app.quota[number] < 5000


@pytest.mark.parametrize("skew", [3600.0, -3600.0])
def test_a_clock_an_hour_off_does_no_harm(github: FakeGitHub, shop: Repository, number: int, skew: float) -> None:
    """GitHub's own clock counts, from its first answer on."""
    github.world.skew = skew
    app = app_of(github)
    with app.as_app() as client:
        assert client.get("/app")["id"] == github.app.id
    with app.installation(number) as client:
        assert client.get("/repos/acme/shop")["id"] == shop.id
    assert abs(app.now() - github.world.now()) < 5


def test_limits_say_how_long(github: FakeGitHub, number: int) -> None:
    """By Retry-After, by the reset that GitHub names, and a minute where it names nothing."""
    with app_of(github).installation(number) as client:
        client.get("/repos/acme/shop")
        github.fault(status=429, headers={"Retry-After": "7"})
        with pytest.raises(Later) as caught:
            client.get("/repos/acme/shop")
        assert caught.value.seconds == 8
        reset = str(int(github.world.now()) + 100)
        github.fault(status=403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})
        with pytest.raises(Later) as caught:
            client.get("/repos/acme/shop")
        assert caught.value.seconds is not None and 90 < caught.value.seconds < 110
        github.fault(status=403, body={"message": "You have exceeded a secondary rate limit."})
        with pytest.raises(Later) as caught:
            client.get("/repos/acme/shop")
        assert caught.value.seconds == 60
        github.faults.add(secondary_limit(30))
        with pytest.raises(Later) as caught:
            client.get("/repos/acme/shop")
        assert caught.value.seconds == 31


def test_trouble_is_for_later_and_refusals_are_not(github: FakeGitHub, shop: Repository, number: int) -> None:
    """500, 502, a broken connection, a time-out; 404 and 403 say what GitHub said."""
    with app_of(github).installation(number) as client:
        for fault in ({"status": 500}, {"status": 502}, {"drop": "before"}, {"delay": 4.0}):
            github.fault("/repos/*", **fault)
            with pytest.raises(Later) as caught:
                client.get("/repos/acme/shop")
            assert caught.value.seconds is None
        assert client.find("/repos/acme/none") is None
        github.fault("/repos/*", status=403, body={"message": "Resource not accessible by integration"})
        with pytest.raises(Refused, match="not accessible"):
            client.get("/repos/acme/shop")


def test_lists_are_read_to_their_end(github: FakeGitHub, number: int) -> None:
    """Page by page, in an object or bare."""
    for at in range(3):
        github.repository(f"acme/more-{at}")
    with app_of(github).installation(number) as client:
        found = [one["name"] for one in client.pages("/installation/repositories", "repositories", per_page=2)]
    assert found == ["shop", "more-0", "more-1", "more-2"]


def test_nobody_there_is_for_later() -> None:
    """An address where nobody listens."""
    app = GitHubApp(Credentials(1, "-----BEGIN x", "s", "http://127.0.0.1:9/api/v3"))
    with pytest.raises(GitHubError, match="private key"):
        app.token(0)


def test_examining_says_what_is_wrong(github: FakeGitHub, shop: Repository) -> None:
    """Key, clock, rights, events, installations and webhook; each wrong one has a remedy."""
    github.deliver_to("http://127.0.0.1:9/webhook")
    seen = {one.name: one for one in examine(app_of(github))}
    assert not any(seen[name].remedy for name in ("key", "clock", "rights", "events", "places"))
    assert seen["webhook"].remedy
    github.world.skew = 600
    github.app.permissions["checks"] = "read"
    github.app.events = ("push",)
    seen = {one.name: one for one in examine(app_of(github))}
    assert all(seen[name].remedy for name in ("clock", "rights", "events"))
    assert "checks: write" in seen["rights"].seen
