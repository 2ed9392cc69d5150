"""What people say of findings: commands in comments, buttons on a check, alerts of code scanning.

All of it is kept as labels, with everything that learning will need. After a dismissal the head is judged anew.
"""

from base64 import b64decode
from typing import Any, cast
from urllib.parse import quote

import msgspec
from msgspec import Struct

from hunkwise.explain.model import Explanation, Report
from hunkwise.github import Assessment, Client, GitHubApp, Subject, chosen, dismissed
from hunkwise.github.commands import HELP
from hunkwise.github.publish import react, reply
from hunkwise.github.words import explained, finding_marked
from hunkwise.judge.model import Finding
from hunkwise.judge.policy import PATH, Policy, read_whole
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Jobs
from hunkwise.service.intake import review_job
from hunkwise.store import (
    Channel,
    Database,
    Decision,
    Label,
    Review,
    Wanted,
    add_label,
    find_reviews,
    get_review,
    latest_review,
    read_verdict,
)

YES, NO, UNKNOWN = "+1", "-1", "confused"
_ALERT = {"false positive": "false-positive", "won't fix": "accepted", "used in tests": "accepted"}


class Asked(Struct, frozen=True):
    """What the job gets. Which fields are set depends on `channel`."""

    repository_id: int
    installation_id: int
    full_name: str
    who: str
    who_id: int
    channel: str
    origin: str
    head: str = ""
    review: str = ""
    identifier: str = ""
    kind: str = ""
    comment: int = 0
    thread: int = 0
    number: int = 0
    commands: tuple[dict[str, str], ...] = ()
    decision: str = ""
    why: str = ""
    reason: str = ""
    rule: str = ""
    ref: str = ""
    path: str = ""
    line: int = 0


class Said(Struct, frozen=True):
    """What comes of a command: a reaction, a reply where words are needed, and whether the head is judged again."""

    reaction: str
    reply: str = ""
    again: bool = False


class Answering(Struct, frozen=True):
    """What the step works with."""

    database: Database
    app: GitHubApp
    jobs: Jobs
    config: ServerConfig

    def answer(self, id: str, told: dict[str, Any]) -> str:
        """Does what was asked, and says so once. Raises Later."""
        asked = msgspec.convert(told, Asked)
        with self.app.installation(asked.installation_id) as client:
            if asked.channel == "alert":
                return self._alert(client, asked)
            if asked.channel == "button":
                return self._button(client, asked)
            return self._comment(client, asked)

    def _comment(self, client: Client, asked: Asked) -> str:
        pull = client.find(f"/repos/{asked.full_name}/pulls/{asked.number}")
        if pull is None:
            return "gone"
        role = _role(client, asked)
        policy = self._policy(client, asked, str(pull["base"]["ref"]))
        author = str((pull.get("user") or {}).get("login", "")).lower() == asked.who.lower()
        with self.database.begin() as connection:
            review = latest_review(connection, asked.repository_id, "pull", asked.number)
            stored = read_verdict(connection, review.verdict) if review is not None and review.verdict else None
        assessment = msgspec.json.decode(stored, type=Assessment) if stored else None
        thread = self._thread(client, asked)
        said = [self._one(asked, one, role, policy, author, review, assessment, thread, at) for at, one in enumerate(asked.commands)]
        subject = Subject(asked.full_name, str(pull["head"]["sha"]), asked.number, "", self.app.credentials.app_id)
        if any(one.again for one in said):
            self._again(asked, str(pull["base"]["ref"]), str(pull["base"]["sha"]), str(pull["head"]["sha"]))
        if asked.kind != "review":
            for content in dict.fromkeys(one.reaction for one in said):
                react(client, asked.full_name, asked.kind, asked.comment, content)
        words = "\n\n".join(dict.fromkeys(one.reply for one in said if one.reply))
        if words:
            reply(client, subject, asked.origin, words)
        return " ".join(one.reaction for one in said)

    def _one(
        self,
        asked: Asked,
        command: dict[str, str],
        role: str,
        policy: Policy,
        author: bool,
        review: Review | None,
        assessment: Assessment | None,
        thread: str,
        at: int,
    ) -> Said:
        """One command. Who may: roles of the policy; authors may ask, but not answer for their own change."""
        verb = command["verb"]
        allowed = role in policy.github.dismiss
        if verb in ("false-positive", "confirm"):
            if author:
                return Said(NO, "Authors can't answer findings on their own change.")
            if not allowed:
                return Said(NO, f"The base branch's policy lets {', '.join(policy.github.dismiss)} answer findings.")
        elif not allowed and not author:
            return Said(NO)
        if verb == "help":
            return Said(YES, f"\n{HELP}")
        if verb == "rescan":
            return Said(YES, again=True)
        if assessment is None or review is None:
            return Said(UNKNOWN, "There is no verdict on this pull request yet.")
        found = chosen(assessment.report, command["which"], thread)
        again = dismissed(assessment.report, command["which"], thread) if verb == "confirm" and not found else ()
        if not found and not again:
            return Said(UNKNOWN, "Which finding? Give its number in the summary, as in `/hunkwise explain 1`.")
        if verb == "explain":
            return Said(YES, explained(assessment.report, found[0]))
        with self.database.begin() as connection:
            targets: tuple[Explanation | Finding, ...] = (*found, *again)
            for one in targets:
                finding = one if isinstance(one, Finding) else one.finding
                origin = f"{asked.origin}#{at}:{finding.fingerprint}"
                add_label(connection, _label(asked, origin, review, assessment.report, one, verb, role, command["reason"]))
        return Said(YES, again=verb == "false-positive" or bool(again))

    def _button(self, client: Client, asked: Asked) -> str:
        if asked.identifier not in ("false-positive", "confirm"):
            return "unknown"
        with self.database.begin() as connection:
            review = get_review(connection, asked.review)
            stored = read_verdict(connection, review.verdict) if review is not None and review.verdict else None
        if review is None or stored is None or review.repository_id != asked.repository_id:
            return "unknown"
        pull = client.find(f"/repos/{asked.full_name}/pulls/{review.number}") if review.kind == "pull" else None
        role = _role(client, asked)
        ref = str(pull["base"]["ref"]) if pull else review.ref.removeprefix("refs/heads/")
        author = pull is not None and str((pull.get("user") or {}).get("login", "")).lower() == asked.who.lower()
        if author or role not in self._policy(client, asked, ref).github.dismiss:
            return "refused"
        assessment = msgspec.json.decode(stored, type=Assessment)
        with self.database.begin() as connection:
            for one in assessment.report.explanations:
                origin = f"{asked.origin}:{one.finding.fingerprint}"
                add_label(connection, _label(asked, origin, review, assessment.report, one, asked.identifier, role, ""))
            if asked.identifier == "false-positive":
                review_job(connection, self.jobs, _wanted_again(review, asked))
        return asked.identifier

    def _alert(self, client: Client, asked: Asked) -> str:
        """A dismissal in code scanning. GitHub has checked who may; the finding is looked for by its place and rule."""
        role = _role(client, asked)
        decision = "reopened" if asked.decision == "reopened" else _ALERT.get(asked.why, "accepted")
        with self.database.begin() as connection:
            reviews = [one for one in find_reviews(connection, asked.repository_id, asked.head) if one.verdict]
            stored = read_verdict(connection, reviews[-1].verdict) if reviews else None
            if stored is None:
                add_label(connection, _bare(asked, decision, role))
                return "stored"
            assessment = msgspec.json.decode(stored, type=Assessment)
            found = [one for one in assessment.report.explanations if _at(one, asked)]
            for one in found[:1]:
                add_label(
                    connection, _label(asked, asked.origin, reviews[-1], assessment.report, one, decision, role, asked.reason or asked.why)
                )
            if not found:
                add_label(connection, _bare(asked, decision, role))
        return "stored"

    def _again(self, asked: Asked, ref: str, base: str, head: str) -> None:
        wanted = Wanted(
            asked.repository_id, asked.installation_id, asked.full_name, "pull", asked.number, ref, base, head, asked.origin, again=True
        )
        with self.database.begin() as connection:
            review_job(connection, self.jobs, wanted)

    def _policy(self, client: Client, asked: Asked, ref: str) -> Policy:
        """The base branch's policy, by the API: one small file needs no clone. A broken one lets nobody but its defaults decide."""
        where = f"/repos/{asked.full_name}/contents/{quote(PATH)}"
        found = client.find(where, ref=ref)
        text = _text(found) if found is not None else None
        return read_whole(text, self.config.defaults)

    def _thread(self, client: Client, asked: Asked) -> str:
        """The fingerprint of the finding whose thread a reply stands in."""
        if asked.kind != "pulls" or not asked.thread:
            return ""
        first = client.find(f"/repos/{asked.full_name}/pulls/comments/{asked.thread}")
        app = (first or {}).get("performed_via_github_app") or {}
        slug = self.app.credentials.slug
        ours = int(app.get("id", 0)) == self.app.credentials.app_id or (
            not app and bool(slug) and ((first or {}).get("user") or {}).get("login") == f"{slug}[bot]"
        )
        return finding_marked(str((first or {}).get("body", ""))) if ours else ""


def _role(client: Client, asked: Asked) -> str:
    """What somebody may do in a repository: admin, maintain, write, triage, read, none, or a role of the organisation's own."""
    found = client.find(f"/repos/{asked.full_name}/collaborators/{quote(asked.who, safe='')}/permission")
    return str(found.get("role_name") or found.get("permission") or "none") if found else "none"


def _text(found: dict[str, Any]) -> str | None:
    if found.get("type") != "file" or found.get("encoding") != "base64":
        return None
    return b64decode(str(found["content"])).decode("utf-8", "replace")


def _at(explanation: Explanation, asked: Asked) -> bool:
    finding = explanation.finding
    return (
        finding.path == asked.path
        and (not asked.line or finding.line <= asked.line <= max(finding.end, finding.line))
        and (not asked.rule or asked.rule.split("/")[0] == finding.category)
    )


def _label(
    asked: Asked, origin: str, review: Review, report: Report, one: Explanation | Finding, decision: str, role: str, reason: str
) -> Label:
    versions = report.verdict.versions
    return Label(
        origin=origin[:200],
        repository_id=asked.repository_id,
        installation_id=asked.installation_id,
        number=review.number,
        head=review.head,
        fingerprint=one.fingerprint if isinstance(one, Finding) else one.finding.fingerprint,
        decision=cast(Decision, decision),
        who=asked.who,
        who_id=asked.who_id,
        role=role,
        reason=reason,
        channel=cast(Channel, asked.channel),
        model=versions.model,
        versions=msgspec.json.encode(versions).decode(),
        finding=msgspec.json.encode(one).decode(),
    )


def _bare(asked: Asked, decision: str, role: str) -> Label:
    """A statement on a finding of which nothing is stored any more."""
    return Label(
        origin=asked.origin[:200],
        repository_id=asked.repository_id,
        installation_id=asked.installation_id,
        number=0,
        head=asked.head,
        fingerprint="",
        decision=cast(Decision, decision),
        who=asked.who,
        who_id=asked.who_id,
        role=role,
        reason=asked.reason or asked.why,
        channel="alert",
        model="",
        versions="{}",
        finding=msgspec.json.encode({"path": asked.path, "line": asked.line, "rule": asked.rule}).decode(),
    )


def _wanted_again(review: Review, asked: Asked) -> Wanted:
    return Wanted(
        review.repository_id, asked.installation_id, asked.full_name, review.kind, review.number, review.ref, review.base, review.head,
        asked.origin, again=True,
    )  # fmt: skip
