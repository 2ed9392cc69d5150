"""Puts what the App says onto GitHub. Every call may be made twice: what is there already is found again and changed, never doubled.

A check run is found by its `external_id` (the review's id), the summary comment and comments on lines by unseen marks in what this App
itself has written; annotations, which GitHub only ever adds, are counted.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from hunkwise.github.client import Client, Json, Refused
from hunkwise.github.words import BATCH, SUMMARY, Assessment, Told, line_comment, mark

NAME = "Hunkwise"
"""Of the check run: what a branch protection rule names."""

_MINIMISE = """mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: RESOLVED}) { minimizedComment { isMinimized } } }"""


class Subject(Struct, frozen=True):
    """What is spoken of: a head of a repository, and the pull request that it belongs to (0: none)."""

    full_name: str
    head: str
    number: int
    external_id: str
    app_id: int
    link: str = ""

    @property
    def api(self) -> str:
        """The path of the repository in the API."""
        return f"/repos/{self.full_name}"


def begin_check(client: Client, subject: Subject) -> int:
    """The id of the check run of this review, in progress; made where there is none."""
    known = _check(client, subject)
    if known is not None:
        if known["status"] != "in_progress":
            client.patch(f"{subject.api}/check-runs/{known['id']}", {"status": "in_progress"})
        return int(known["id"])
    body = {
        "name": NAME,
        "head_sha": subject.head,
        "external_id": subject.external_id,
        "status": "in_progress",
        "started_at": _stamp(client),
        **_link(subject),
    }
    return int(client.post(f"{subject.api}/check-runs", body)["id"])


def end_check(client: Client, subject: Subject, told: Told) -> int:
    """Completes the check run of this review, with all annotations, and returns its id."""
    every = _checks(client, subject)
    id = int(every[0]["id"]) if every else begin_check(client, subject)
    sent = int(every[0]["output"]["annotations_count"]) if every else 0
    for double in every[1:]:
        _cancel(client, subject, double, "Another run has the verdict")
    where = f"{subject.api}/check-runs/{id}"
    left = list(told.annotations[sent:])
    output = {"title": told.title, "summary": told.summary}
    while len(left) > BATCH:
        client.patch(where, {"output": {**output, "annotations": left[:BATCH]}})
        left = left[BATCH:]
    end: dict[str, Any] = {
        "status": "completed",
        "conclusion": told.conclusion,
        "completed_at": _stamp(client),
        "output": {**output, **({"annotations": left} if left else {})},
        **_link(subject),
    }
    if told.actions:
        end["actions"] = list(told.actions)
    client.patch(where, end)
    return id


def withdraw_check(client: Client, subject: Subject) -> None:
    """Ends the open check runs of a review that was superseded, so that none stays yellow for ever."""
    for found in _checks(client, subject):
        _cancel(client, subject, found, "Superseded by a newer push or request")


def write_summary(client: Client, subject: Subject, text: str, known: int, always: bool) -> int:
    """Writes the one summary comment, or rewrites it; returns its id. Without `always` only one that is there is rewritten.

    `known` is its id where that is remembered (0 otherwise).
    """
    if known:
        try:
            client.patch(f"{subject.api}/issues/comments/{known}", {"body": text})
        except Refused as error:
            if error.status not in (404, 410):
                raise
        else:
            return known
    found = next((one for one in _mine(client, subject, "issues") if str(one.get("body", "")).startswith(SUMMARY)), None)
    if found is not None:
        if found["body"] != text:
            client.patch(f"{subject.api}/issues/comments/{found['id']}", {"body": text})
        return int(found["id"])
    if not always:
        return 0
    return int(client.post(f"{subject.api}/issues/{subject.number}/comments", {"body": text})["id"])


def write_lines(client: Client, subject: Subject, assessment: Assessment, wanted: frozenset[str], most: int) -> tuple[int, int]:
    """Speaks of the `wanted` findings (fingerprints) on their lines, each once in the life of the pull request, all new ones in one review.

    Comments whose finding is gone are minimised. Returns how many were written and how many minimised.
    """
    spoken = [one for one in _mine(client, subject, "pulls") if "<!-- hunkwise:finding:" in str(one.get("body", ""))]
    present = {mark(explanation.finding.fingerprint) for explanation in assessment.report.explanations}
    gone = [one for one in spoken if not any(str(one["body"]).startswith(found) for found in present)]
    hidden = sum(_minimised(client, one) for one in gone)
    known = [str(one["body"]) for one in spoken]
    pairs = zip(assessment.report.explanations, assessment.anchors, strict=True)
    new = [
        line_comment(explanation, where)
        for explanation, where in pairs
        if where is not None
        and explanation.finding.fingerprint in wanted
        and not any(body.startswith(mark(explanation.finding.fingerprint)) for body in known)
    ][: max(0, most - (len(spoken) - len(gone)))]
    if not new:
        return 0, hidden
    try:
        client.post(f"{subject.api}/pulls/{subject.number}/reviews", {"commit_id": subject.head, "event": "COMMENT", "comments": new})
    except Refused as error:
        # A head that was pushed away, or a line that GitHub doesn't show: the summary and the annotations tell it all the same.
        if error.status != 422:
            raise
        return 0, hidden
    return len(new), hidden


def upload(client: Client, subject: Subject, ref: str, packed: str) -> str:
    """Uploads SARIF and returns the upload's id; empty where the repository has no code scanning."""
    body = {"commit_sha": subject.head, "ref": ref, "sarif": packed, "tool_name": NAME}
    try:
        return str(client.post(f"{subject.api}/code-scanning/sarifs", body)["id"])
    except Refused as error:
        if error.status in (403, 404, 422):
            return ""
        raise


def react(client: Client, full_name: str, kind: str, comment: int, content: str) -> None:
    """Answers a comment with a reaction; GitHub keeps one of a kind. `kind` is `issues` or `pulls`."""
    client.post(f"/repos/{full_name}/{kind}/comments/{comment}/reactions", {"content": content})


def reply(client: Client, subject: Subject, origin: str, text: str) -> None:
    """One reply on the pull request to what `origin` names."""
    told = f"<!-- hunkwise:answer:{origin} -->"
    if not any(str(one.get("body", "")).startswith(told) for one in _mine(client, subject, "issues")):
        client.post(f"{subject.api}/issues/{subject.number}/comments", {"body": f"{told}\n{text}"})


def _check(client: Client, subject: Subject) -> Json | None:
    return next(iter(_checks(client, subject)), None)


def _checks(client: Client, subject: Subject) -> list[Json]:
    """The check runs of this review, oldest first. All of the head's are looked through: GitHub's own filter knows no external id."""
    listed = client.pages(f"{subject.api}/commits/{subject.head}/check-runs", "check_runs", check_name=NAME, filter="all")
    found = [one for one in listed if one.get("external_id") == subject.external_id and _ours(one.get("app"), subject)]
    return sorted(found, key=lambda one: int(one["id"]))


def _cancel(client: Client, subject: Subject, found: Json, title: str) -> None:
    if found["status"] != "completed":
        output = {"title": title, "summary": "The verdict stands on the newer check of this name."}
        client.patch(f"{subject.api}/check-runs/{found['id']}", {"status": "completed", "conclusion": "cancelled", "output": output})


def _mine(client: Client, subject: Subject, kind: str) -> Iterator[Json]:
    """The comments on the pull request (`issues`) or on its lines (`pulls`) that this App wrote: others may copy its marks."""
    for one in client.pages(f"{subject.api}/{kind}/{subject.number}/comments"):
        app = one.get("performed_via_github_app")
        author = one.get("user") or {}
        if _ours(app, subject) or (app is None and author.get("type") == "Bot" and author.get("login") == _bot(client)):
            yield one


def _bot(client: Client) -> str:
    return f"{client.app.credentials.slug}[bot]" if client.app.credentials.slug else ""


def _ours(app: Json | None, subject: Subject) -> bool:
    return app is not None and int(app.get("id", 0)) == subject.app_id


def _minimised(client: Client, comment: Json) -> bool:
    try:
        client.graphql(_MINIMISE, id=str(comment["node_id"]))
    except Refused:
        return False
    return True


def _link(subject: Subject) -> dict[str, str]:
    return {"details_url": subject.link} if subject.link else {}


def _stamp(client: Client) -> str:
    return datetime.fromtimestamp(client.app.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
