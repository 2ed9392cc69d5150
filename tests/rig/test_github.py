"""The fake GitHub: it keeps GitHub's rules, and what it answers is what GitHub describes."""

import base64
import gzip
import json
import time
from collections.abc import Iterator
from http.client import RemoteDisconnected
from pathlib import Path
from typing import Any

import pytest

from rig import FakeGitHub, Pull, Repository
from rig.client import Client, Reply, installed, jwt_of
from rig.contract import Description
from rig.faults import secondary_limit

BEFORE = "def price(count):\n    return count * 3\n"
AFTER = "def price(count):\n    total = count * 3\n    return total\n"


@pytest.fixture
def shop(github: FakeGitHub) -> Repository:
    """A repository with the App on it; ann may write, root is its admin."""
    made = github.repository("acme/shop", {"price.py": BEFORE, "docs/read me.md": "x\n"})
    made.roles |= {"ann": "write", "root": "admin"}
    return made


@pytest.fixture
def pull(github: FakeGitHub, shop: Repository) -> Pull:
    """An open pull request of ann's."""
    return github.open_pull(shop, {"price.py": AFTER})


@pytest.fixture
def ask(github: FakeGitHub, shop: Repository) -> Client:
    """A client with the installation's token."""
    return installed(github, "acme")


def sarif(**result: Any) -> str:
    """A SARIF document with one result, as it is uploaded."""
    where = {"physicalLocation": {"artifactLocation": {"uri": "price.py"}, "region": {"startLine": 2}}}
    found = {"ruleId": "r", "message": {"text": "m"}, "locations": [where], "partialFingerprints": {"f": "1"}, **result}
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "hunkwise"}}, "results": [found]}]}
    return base64.b64encode(gzip.compress(json.dumps(document).encode())).decode()


def flow(ask: Client, pull: Pull, shop: Repository) -> Iterator[tuple[str, str, Reply]]:
    """Every call once: the method, the path without its query, and the answer."""

    def call(method: str, path: str, body: Any = None) -> tuple[str, str, Reply]:
        return method, path.partition("?")[0], ask(method, path, body)

    repo, head = f"/repos/{shop.full_name}", pull.head
    check = call("POST", f"{repo}/check-runs", {"name": "hunkwise", "head_sha": head, "external_id": "x", "status": "in_progress"})
    yield check
    run = f"{repo}/check-runs/{check[2].body['id']}"
    note = {"path": "price.py", "start_line": 2, "end_line": 2, "annotation_level": "warning", "message": "m"}
    actions = [{"label": "Confirm", "description": "It is real", "identifier": "confirm"}]
    output = {"title": "t", "summary": "s", "annotations": [note]}
    yield call("PATCH", run, {"status": "completed", "conclusion": "failure", "output": output, "actions": actions})
    yield call("GET", run)
    yield call("GET", f"{run}/annotations?per_page=50")
    yield call("GET", f"{repo}/commits/{head}/check-runs?check_name=hunkwise&filter=all")
    comment = call("POST", f"{repo}/issues/{pull.number}/comments", {"body": "hello"})
    yield comment
    mine = f"{repo}/issues/comments/{comment[2].body['id']}"
    yield call("PATCH", mine, {"body": "hello again"})
    yield call("GET", mine)
    yield call("GET", f"{repo}/issues/{pull.number}/comments?per_page=100")
    yield call("POST", f"{mine}/reactions", {"content": "eyes"})
    yield call("GET", f"{mine}/reactions")
    lines = [{"path": "price.py", "line": 2, "side": "RIGHT", "body": "look"}]
    review = call("POST", f"{repo}/pulls/{pull.number}/reviews", {"commit_id": head, "event": "COMMENT", "body": "b", "comments": lines})
    yield review
    yield call("GET", f"{repo}/pulls/{pull.number}/reviews")
    listed = call("GET", f"{repo}/pulls/{pull.number}/comments")
    yield listed
    first = listed[2].body[0]["id"]
    yield call("POST", f"{repo}/pulls/{pull.number}/comments/{first}/replies", {"body": "answer"})
    yield call("GET", f"{repo}/pulls/comments/{first}")
    yield call("POST", f"{repo}/pulls/comments/{first}/reactions", {"content": "+1"})
    upload = call("POST", f"{repo}/code-scanning/sarifs", {"commit_sha": head, "ref": "refs/pull/1/head", "sarif": sarif()})
    yield upload
    yield call("GET", f"{repo}/code-scanning/sarifs/{upload[2].body['id']}")
    for path in ("", "/pulls?state=open", f"/pulls/{pull.number}", f"/pulls/{pull.number}/files", f"/pulls/{pull.number}/commits"):
        yield call("GET", repo + path)
    for path in (f"/compare/main...{head}", f"/commits/{head}", f"/commits/{head}/pulls", "/branches/main", "/branches?protected=true"):
        yield call("GET", repo + path)
    for path in (f"/contents/price.py?ref={head}", "/git/ref/heads/main", "/collaborators/ann/permission", "/commits?sha=main"):
        yield call("GET", repo + path)
    yield call("GET", "/installation/repositories")


def test_answers_are_those_that_github_describes(
    github: FakeGitHub, ask: Client, pull: Pull, shop: Repository, github_description: Description
) -> None:
    """Each call's request and answer fit GitHub's own description."""
    faults = []
    for method, path, reply in flow(ask, pull, shop):
        assert reply.status < 300, (method, path, reply.body)
        faults += github_description.answer(method, path, reply.status, reply.body)
    app = Client(github)
    number = next(iter(github.world.installations))
    github.settle()
    for path in ("/app", "/app/installations", f"/app/installations/{number}", "/app/hook/config", "/app/hook/deliveries", "/meta"):
        reply = app("GET", path)
        faults += github_description.answer("GET", path, reply.status, reply.body)
    path = f"/app/hook/deliveries/{github.deliveries[-1].id}"
    faults += github_description.answer("GET", path, 200, app("GET", path).body)
    # The description asks that an account in this list be a user and an enterprise at once, which none can be.
    assert [fault for fault in faults if "$[0].account: " not in fault] == []
    assert github.checked


def test_requests_that_github_does_not_know_are_told(github: FakeGitHub, ask: Client, pull: Pull, github_description: Description) -> None:
    """An unknown call, a wrong type, an unknown field and an unknown parameter are violations."""
    ask("GET", "/repos/acme/shop/nonsense")
    ask("POST", "/repos/acme/shop/check-runs", {"name": 7, "head_sha": pull.head})
    ask("POST", "/repos/acme/shop/issues/1/comments", {"body": "b", "colour": "red"})
    ask("GET", "/repos/acme/shop/pulls?colour=red")
    said = "\n".join(github.violations)
    github.violations.clear()
    assert "no such call is described" in said
    assert "$.name" in said
    assert "the field colour" in said
    assert "the parameter colour" in said


def test_only_a_good_jwt_speaks_for_the_app(github: FakeGitHub) -> None:
    """Another key, an old token, one from the future, one for too long and one of another App are refused."""
    now = int(time.time())
    for claims in ({"exp": now - 1}, {"exp": now + 5000}, {"iat": now + 3600}, {"iss": "1"}):
        assert Client(github, jwt_of(github, **claims))("GET", "/app").status in (401, 404)
    assert Client(github, jwt_of(github)[:-8] + "AAAAAAAA")("GET", "/app").status == 401
    assert Client(github, "nonsense")("GET", "/app").status == 401
    assert Client(github)("GET", "/app").body["slug"] == "hunkwise"


def test_a_clock_an_hour_off_is_seen(github: FakeGitHub) -> None:
    """With GitHub's clock an hour behind, a JWT of this machine comes from the future; the Date header tells."""
    github.world.skew = -3600
    reply = Client(github)("GET", "/app")
    assert reply.status == 401
    hours = {time.strftime("%H", time.gmtime(time.time() - ago)) for ago in (3600, 3605)}
    assert reply.headers["date"].split()[4][:2] in hours


def test_a_token_ends_after_an_hour(github: FakeGitHub, ask: Client) -> None:
    """Then it is a bad credential, as it is for a repository of another installation."""
    github.repository("other/place")
    assert ask("GET", "/repos/acme/shop").status == 200
    assert ask("GET", "/repos/other/place").status == 404
    github.world.skew = 3700
    assert ask("GET", "/repos/acme/shop").status == 401


def test_permissions_are_held(github: FakeGitHub, shop: Repository, pull: Pull) -> None:
    """A token without the right to write checks can't."""
    number = next(iter(github.world.installations))
    narrow = Client(github)("POST", f"/app/installations/{number}/access_tokens", {"permissions": {"contents": "read"}}).body["token"]
    reply = Client(github, narrow)("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": pull.head})
    assert (reply.status, reply.body["message"]) == (403, "Resource not accessible by integration")


@pytest.mark.parametrize(
    "body",
    [
        {"output": {"title": "t", "summary": "x" * 65_536}},
        {
            "output": {
                "title": "t",
                "summary": "s",
                "annotations": [{"path": "p", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}] * 51,
            }
        },
        {
            "output": {
                "title": "t",
                "summary": "s",
                "annotations": [{"path": "p", "start_line": 0, "end_line": 0, "annotation_level": "notice", "message": "m"}],
            }
        },
        {"status": "completed"},
        {"actions": [{"label": "x" * 21, "description": "d", "identifier": "i"}]},
        {"actions": [{"label": "x", "description": "d", "identifier": "i"}] * 4},
        {"head_sha": "0" * 40},
    ],
    ids=["summary", "annotations", "line", "conclusion", "label", "actions", "commit"],
)
def test_check_runs_over_the_limits_are_refused(github: FakeGitHub, ask: Client, pull: Pull, body: dict[str, Any]) -> None:
    """GitHub's bounds hold."""
    reply = ask("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": pull.head, **body})
    github.violations.clear()
    assert reply.status == 422


def test_a_comment_outside_of_the_difference_sinks_the_review(ask: Client, shop: Repository, pull: Pull) -> None:
    """Line 90 isn't in the difference: nothing of the review is kept."""
    comments = [{"path": "price.py", "line": line, "body": "b"} for line in (2, 90)]
    assert ask("POST", "/repos/acme/shop/pulls/1/reviews", {"event": "COMMENT", "body": "b", "comments": comments}).status == 422
    assert (pull.reviews, pull.line_comments) == ([], [])


def test_webhooks_are_logged_and_can_be_sent_again(github: FakeGitHub, shop: Repository) -> None:
    """What nobody answered stands in the log as failed; it is redelivered with the same guid."""
    github.open_pull(shop, {"price.py": AFTER})
    github.settle()
    app = Client(github)
    failed = app("GET", "/app/hook/deliveries").body
    assert failed[0]["event"] == "pull_request"
    assert {one["status_code"] for one in failed} == {0}
    assert app("POST", f"/app/hook/deliveries/{failed[0]['id']}/attempts").status == 202
    assert github.deliveries[-1].guid == failed[0]["guid"]
    assert github.deliveries[-1].redelivery


def test_the_log_is_read_by_cursor(github: FakeGitHub, shop: Repository) -> None:
    """Pages follow each other without a gap, newest first."""
    for number in range(5):
        github.push(shop, {"n": str(number)})
    github.settle()
    seen, path = [], "/app/hook/deliveries?per_page=2"
    while path:
        reply = Client(github)("GET", path)
        seen += [one["id"] for one in reply.body]
        path = reply.headers.get("link", "").partition("/api/v3")[2].partition(">")[0]
    assert seen == [one.id for one in reversed(github.deliveries)]


def test_faults_strike_where_they_should(github: FakeGitHub, ask: Client, pull: Pull) -> None:
    """After the first, twice a status; a broken connection before and after the effect; a wait that GitHub names."""
    body = {"body": "hello"}
    path = "/repos/acme/shop/issues/1/comments"
    fault = github.fault("*/comments", "POST", status=502, after=1, times=2)
    assert [ask("POST", path, body).status for _ in range(4)] == [201, 502, 502, 201]
    assert fault.hits == 2
    github.fault("*/comments", "POST", drop="before")
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        ask("POST", path, body)
    assert len(pull.comments) == 2
    github.fault("*/comments", "POST", drop="after")
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        ask("POST", path, body)
    assert len(pull.comments) == 3
    github.faults.add(secondary_limit(7))
    reply = ask("POST", path, body)
    assert (reply.status, reply.headers["retry-after"]) == (403, "7")
    called: list[str] = []
    github.fault("*/comments", call=called.append)
    ask("GET", path)
    assert called == ["before", "after"]


def test_the_quota_ends(github: FakeGitHub, ask: Client) -> None:
    """The last call is answered, the next is refused with the moment when it may go on."""
    github.world.quota = 2
    ask("GET", "/repos/acme/shop")
    assert ask("GET", "/repos/acme/shop").headers["x-ratelimit-remaining"] == "0"
    reply = ask("GET", "/repos/acme/shop")
    assert reply.status == 403
    assert int(reply.headers["x-ratelimit-reset"]) > time.time()


def test_a_renamed_repository_leads_on(github: FakeGitHub, ask: Client, shop: Repository) -> None:
    """The old name redirects to the number, under which it answers with the new name."""
    github.rename(shop, "acme/store")
    reply = ask("GET", "/repos/acme/shop")
    assert reply.status == 301
    assert ask("GET", reply.headers["location"].partition("/api/v3")[2]).body["full_name"] == "acme/store"


def test_graphql_minimises_and_resolves(github: FakeGitHub, ask: Client, shop: Repository, pull: Pull) -> None:
    """A comment is minimised by its node id, a thread resolved, and both can be read back."""
    pytest.importorskip("graphql")
    ask("POST", "/repos/acme/shop/pulls/1/reviews", {"event": "COMMENT", "comments": [{"path": "price.py", "line": 2, "body": "b"}]})
    node = ask("GET", "/repos/acme/shop/pulls/1/comments").body[0]["node_id"]
    text = "mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: RESOLVED}) { minimizedComment { isMinimized } } }"
    assert ask("POST", "/api/graphql", {"query": text, "variables": {"id": node}}).body["data"]["minimizeComment"]
    assert pull.line_comments[0].minimized == "resolved"
    text = 'query { repository(owner: "acme", name: "shop") { pullRequest(number: 1) { reviewThreads(first: 9) { nodes { id isResolved } } } } }'
    threads = ask("POST", "/api/graphql", {"query": text}).body["data"]["repository"]["pullRequest"]["reviewThreads"]["nodes"]
    text = "mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { isResolved } } }"
    ask("POST", "/api/graphql", {"query": text, "variables": {"id": threads[0]["id"]}})
    assert pull.line_comments[0].resolved


def test_people_make_events(github: FakeGitHub, ask: Client, shop: Repository, pull: Pull) -> None:
    """Each thing that somebody does is told, in order, with the installation."""
    check = ask("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": pull.head}).body
    ask("POST", "/repos/acme/shop/code-scanning/sarifs", {"commit_sha": pull.head, "ref": "refs/pull/1/head", "sarif": sarif()})
    run = shop.checks_on(pull.head)[0]
    github.push(shop, {"price.py": BEFORE}, pull.branch)
    github.push(shop, {"price.py": AFTER}, pull.branch, start="main", force=True)
    github.press(shop, run, "confirm", "root")
    github.rerun(shop, run, "ann")
    github.rerun(shop, run, "ann", suite=True)
    github.comment(shop, pull, "root", "/hunkwise explain")
    github.dismiss(shop, 1, "root")
    github.merge_group(shop, pull)
    github.merge(shop, pull)
    told = [(one.event, one.payload.get("action", "")) for one in github.deliveries]
    assert told[:3] == [("installation", "created"), ("pull_request", "opened"), ("check_run", "created")]
    assert told[3:] == [
        ("push", ""),
        ("pull_request", "synchronize"),
        ("push", ""),
        ("pull_request", "synchronize"),
        ("check_run", "requested_action"),
        ("check_run", "rerequested"),
        ("check_suite", "rerequested"),
        ("issue_comment", "created"),
        ("code_scanning_alert", "closed_by_user"),
        ("merge_group", "checks_requested"),
        ("push", ""),
        ("pull_request", "closed"),
    ]
    assert all(one.payload["installation"]["id"] == github.deliveries[0].installation for one in github.deliveries)
    assert check["id"] == run.id


def test_webhooks_are_those_that_github_describes(
    github: FakeGitHub, ask: Client, shop: Repository, pull: Pull, github_description: Description
) -> None:
    """Each payload fits GitHub's own description of it."""
    ask("POST", "/repos/acme/shop/code-scanning/sarifs", {"commit_sha": pull.head, "ref": "refs/pull/1/head", "sarif": sarif()})
    ask("POST", "/repos/acme/shop/check-runs", {"name": "n", "head_sha": pull.head})
    ask("PATCH", f"/repos/acme/shop/check-runs/{shop.checks[0].id}", {"status": "completed", "conclusion": "success"})
    ask("POST", "/repos/acme/shop/pulls/1/reviews", {"event": "COMMENT", "comments": [{"path": "price.py", "line": 2, "body": "b"}]})
    github.reply(shop, pull, pull.line_comments[0], "root", "no")
    github.push(shop, {"price.py": BEFORE}, pull.branch)
    github.press(shop, shop.checks[0], "confirm", "root")
    github.rerun(shop, shop.checks[0], "ann")
    github.rerun(shop, shop.checks[0], "ann", suite=True)
    github.edit_comment(shop, pull, github.comment(shop, pull, "root", "/hunkwise explain"), "never mind")
    github.dismiss(shop, 1, "root")
    github.dismiss(shop, 1, "root", reopen=True)
    for action in ("converted_to_draft", "ready_for_review", "closed", "reopened"):
        github.change_pull(shop, pull, action)
    shop.bare.commit({}, "next")
    github.change_pull(shop, pull, "edited", base_branch="next")
    github.change_pull(shop, pull, "edited", base_branch="main")
    github.merge_group(shop, pull)
    github.merge(shop, pull)
    github.uninstall(next(iter(github.world.installations.values())))
    faults = [fault for one in github.deliveries for fault in github_description.webhook(one.event, one.payload)]
    # The description of check suites doesn't know that an App may ask for `merge_group`.
    assert [fault for fault in faults if ".app.events[" not in fault] == []


def test_the_manifest_flow_makes_an_app(github: FakeGitHub) -> None:
    """The confirmed manifest redirects with a code that is good for one set of keys."""
    import http.client
    from urllib.parse import parse_qs, urlencode, urlsplit

    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(github.url).port or 0)
    manifest = {"name": "Our Hunkwise", "redirect_url": "http://127.0.0.1:1/done", "default_permissions": {"checks": "write"}}
    connection.request("POST", "/settings/apps/new?state=s", urlencode({"manifest": json.dumps(manifest)}))
    answer = connection.getresponse()
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    connection.close()
    assert (answer.status, back["state"]) == (302, ["s"])
    made = Client(github)("POST", f"/app-manifests/{back['code'][0]}/conversions").body
    assert made["slug"] == "our-hunkwise"
    assert Client(github)("GET", "/app").body["permissions"] == {"metadata": "read", "checks": "write"}
    assert Client(github)("POST", f"/app-manifests/{back['code'][0]}/conversions").status == 422


def test_forks_live_elsewhere(github: FakeGitHub, shop: Repository) -> None:
    """A pull request from a fork has its head in the base repository too, and belongs to the base's installation."""
    fork = github.fork(shop, "mallory")
    pull = github.open_pull(shop, {"price.py": AFTER}, source=fork, by="mallory")
    assert shop.bare.head("refs/pull/1/head") == pull.head
    payload = github.deliveries[-1].payload
    assert payload["pull_request"]["head"]["repo"]["full_name"] == "mallory/shop"
    assert payload["pull_request"]["head"]["repo"]["fork"]
    assert payload["repository"]["full_name"] == "acme/shop"


def test_the_same_calls_make_the_same_commits(tmp_path: Path) -> None:
    """Commit ids don't depend on where or when."""
    heads = []
    for name in ("a", "b"):
        with FakeGitHub(tmp_path / name, check=False) as github:
            shop = github.repository("acme/shop", {"price.py": BEFORE})
            heads.append(github.open_pull(shop, {"price.py": AFTER, 'odd "name"\n.py': b"\xff"}).head)
    assert heads[0] == heads[1]
