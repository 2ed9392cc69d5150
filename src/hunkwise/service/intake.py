"""An event into rows and jobs, in one transaction. Nothing is fetched here: what an event claims is checked when its job begins."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from hunkwise.github.commands import commands_in
from hunkwise.github.events import MOST_BODY, Check, Listed, Payload
from hunkwise.github.webhook import Hook
from hunkwise.service.engine import Jobs
from hunkwise.store import (
    Database,
    Delivery,
    Place,
    Review,
    Wanted,
    account_removed,
    account_seen,
    claim,
    find_reviews,
    place_removed,
    place_seen,
    record_delivery,
)
from hunkwise.text import one_line

PULL_ACTIONS = frozenset(("opened", "synchronize", "reopened", "ready_for_review", "edited"))
ALERT_ACTIONS = {"closed_by_user": "dismissed", "dismissed": "dismissed", "reopened_by_user": "reopened", "reopened": "reopened"}
PRIORITY = {"pull": 10, "group": 5, "push": 50, "backfill": 100}
"""Of reviews, the smaller the sooner: a merge queue holds others up."""


class Intake(Struct, frozen=True):
    """Where events go. `app_id` tells our own checks and comments from those of others."""

    database: Database
    jobs: Jobs
    app_id: int

    def take(self, hook: Hook, payload: Payload) -> tuple[str, ...]:
        """Records the delivery and all that comes of it; returns the ids of new jobs. A delivery that is known does nothing."""
        with self.database.begin() as connection:
            head = Delivery(
                hook.guid,
                hook.event,
                payload.action[:60],
                payload.installation.id if payload.installation else 0,
                payload.repository.id if payload.repository else 0,
            )
            if not record_delivery(connection, head):
                return ()
            return tuple(self._done(connection, hook, payload))

    def _done(self, connection: Connection, hook: Hook, payload: Payload) -> list[str]:
        if hook.event in ("installation", "installation_repositories"):
            _installation(connection, hook.event, payload)
            return []
        if payload.installation is None or payload.repository is None:
            return []
        place = Place(payload.repository.id, payload.installation.id, payload.repository.full_name, payload.repository.default_branch)
        if hook.event == "repository" and payload.action == "deleted":
            place_removed(connection, place.repository_id)
            return []
        place_seen(connection, place)
        wishes = [*_wanted(hook, payload, place), *self._again(connection, hook, payload, place)]
        made = [review_job(connection, self.jobs, one) for one in wishes]
        answer = _answer(hook, payload, place, self.app_id)
        if answer is not None:
            self.jobs.enqueue(connection, "answer", f"answer-{hook.guid}", answer, priority=20)
            made.append(f"answer-{hook.guid}")
        return [id for id in made if id]

    def _again(self, connection: Connection, hook: Hook, payload: Payload, place: Place) -> list[Wanted]:
        """What somebody's press on re-run asks for."""
        check: Check | None = (
            payload.check_run if hook.event == "check_run" else payload.check_suite if hook.event == "check_suite" else None
        )
        if payload.action != "rerequested" or check is None or (check.app is not None and check.app.id != self.app_id):
            return []
        found = find_reviews(connection, place.repository_id, check.head_sha)
        newest: dict[tuple[str, int, str], Review] = {(one.kind, one.number, one.ref): one for one in found}
        return [
            Wanted(
                one.repository_id,
                place.installation_id,
                place.full_name,
                one.kind,
                one.number,
                one.ref,
                one.base,
                one.head,
                hook.guid,
                True,
            )
            for one in newest.values()
            if hook.event == "check_suite" or check.external_id in ("", one.id) or one.id.rsplit("-", 1)[0] in check.external_id
        ]


def review_job(connection: Connection, jobs: Jobs, wanted: Wanted) -> str:
    """Claims a review and enqueues its job in one transaction; returns its id, or an empty text where there is nothing to do."""
    claimed = claim(connection, wanted)
    if claimed.review is None:
        return ""
    queue: Any = "slow" if wanted.kind == "backfill" else "reviews"
    jobs.enqueue(connection, "review", claimed.review.id, claimed.review.id, 0, queue=queue, priority=PRIORITY[wanted.kind])
    return claimed.review.id


def _wanted(hook: Hook, payload: Payload, place: Place) -> list[Wanted]:
    pull, group = payload.pull_request, payload.merge_group
    common = (place.repository_id, place.installation_id, place.full_name)
    if hook.event == "pull_request" and pull is not None and payload.action in PULL_ACTIONS:
        if payload.action == "edited" and "base" not in (payload.changes or {}):
            return []
        return [Wanted(*common, "pull", pull.number, pull.base.ref, pull.base.sha, pull.head.sha)]
    if hook.event == "merge_group" and group is not None and payload.action == "checks_requested":
        return [Wanted(*common, "group", 0, group.head_ref, group.base_sha, group.head_sha)]
    if hook.event == "push" and payload.ref and payload.ref.startswith("refs/heads/") and not payload.deleted:
        if payload.ref.startswith("refs/heads/gh-readonly-queue/"):
            return []
        return [Wanted(*common, "push", 0, payload.ref, payload.before or "", payload.after or "")]
    return []


def _answer(hook: Hook, payload: Payload, place: Place, app_id: int) -> dict[str, Any] | None:
    """What the job `answer` gets: plain values, only what it needs."""
    sender = payload.sender
    if sender is None:
        return None
    asked: dict[str, Any] = {
        "repository_id": place.repository_id,
        "installation_id": place.installation_id,
        "full_name": place.full_name,
        "who": sender.login,
        "who_id": sender.id,
    }
    if hook.event == "check_run" and payload.action == "requested_action" and payload.check_run is not None and payload.requested_action:
        check = payload.check_run
        if check.app is not None and check.app.id != app_id:
            return None
        button = {"channel": "button", "origin": f"button:{hook.guid}", "review": check.external_id, "head": check.head_sha}
        return {**asked, **button, "identifier": payload.requested_action.identifier[:40]}
    if hook.event == "code_scanning_alert" and payload.alert is not None and payload.action in ALERT_ACTIONS:
        return {**asked, **_alert(hook, payload)} if payload.alert.tool is None or payload.alert.tool.name == "Hunkwise" else None
    if sender.type == "Bot" or payload.action not in ("created", "submitted", "edited"):
        return None
    return _spoken(hook, payload, asked)


def _alert(hook: Hook, payload: Payload) -> dict[str, Any]:
    alert = payload.alert
    assert alert is not None  # noqa: S101 for the type checker: the caller looked
    instance = alert.most_recent_instance
    where = instance.location if instance else None
    return {
        "channel": "alert",
        "origin": f"alert:{hook.guid}",
        "decision": ALERT_ACTIONS[payload.action],
        "why": one_line(alert.dismissed_reason or "", 100),
        "reason": one_line(alert.dismissed_comment or "", 1000),
        "rule": (alert.rule.id or "")[:200] if alert.rule else "",
        "ref": instance.ref if instance else "",
        "head": instance.commit_sha if instance else "",
        "path": where.path if where else "",
        "line": where.start_line if where else 0,
    }


def _spoken(hook: Hook, payload: Payload, asked: dict[str, Any]) -> dict[str, Any] | None:
    """A comment or review that holds commands. An edited comment counts as a new one: its id and its text name it."""
    if hook.event == "issue_comment" and payload.issue is not None and payload.issue.pull_request is not None:
        said, number, kind = payload.comment, payload.issue.number, "issues"
    elif hook.event == "pull_request_review_comment" and payload.pull_request is not None:
        said, number, kind = payload.comment, payload.pull_request.number, "pulls"
    elif hook.event == "pull_request_review" and payload.pull_request is not None and payload.action == "submitted":
        said, number, kind = payload.review, payload.pull_request.number, "review"
    else:
        return None
    commands = commands_in((said.body or "")[:MOST_BODY]) if said is not None else ()
    if said is None or not commands:
        return None
    return {
        **asked,
        "channel": "comment",
        "origin": f"{kind}:{said.id}:{hook.guid}" if payload.action == "edited" else f"{kind}:{said.id}",
        "kind": kind,
        "comment": said.id,
        "thread": said.in_reply_to_id,
        "number": number,
        "commands": [{"verb": one.verb, "which": one.which, "reason": one.reason} for one in commands],
    }


def _installation(connection: Connection, event: str, payload: Payload) -> None:
    installed = payload.installation
    if installed is None:
        return
    if event == "installation" and payload.action == "deleted":
        account_removed(connection, installed.id)
        return
    if installed.account is not None:
        account_seen(connection, installed.id, installed.account.login, payload.action != "suspend")
    for listed in (*(payload.repositories or ()), *(payload.repositories_added or ())):
        place_seen(connection, _listed(listed, installed.id))
    for listed in payload.repositories_removed or ():
        place_removed(connection, listed.id)


def _listed(found: Listed, installation: int) -> Place:
    return Place(found.id, installation, found.full_name)
