"""The steps of a review, from a claimed row to what stands on GitHub. Each may run twice, and a superseded review stops at the next.

What steps hand on is plain JSON. Between them everything lies in the database and on GitHub, never in a process.
"""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct

from hunkwise.errors import HunkwiseError, SettingsError, StoreError
from hunkwise.github import EMPTY_TREE, Assessment, Client, Clones, Denied, GitHubApp, Gone, Later, PulledRange, Refused, Subject
from hunkwise.github.publish import begin_check, end_check, upload, withdraw_check, write_lines, write_summary
from hunkwise.github.words import check, comment, failure, failure_comment, sarif, skipped
from hunkwise.judge import Settings, Suppression, read_suppressions
from hunkwise.judge import policy as policies
from hunkwise.judge import suppress as suppressions
from hunkwise.judge.policy import Policy, read_whole, settings_of
from hunkwise.judge.settings import Level
from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import Jobs
from hunkwise.service.intake import review_job
from hunkwise.service.judging import Judges, Own
from hunkwise.signals.declared import FOLDER, MOST_FILES
from hunkwise.store import (
    Database,
    Review,
    Stored,
    Wanted,
    get_review,
    known_comment,
    read_verdict,
    standing_dismissals,
    update_review,
    write_verdict,
)

DISMISSED_DAYS = 365
"""How long a dismissal on GitHub holds before the finding is told again."""

_ORDER = ("low", "medium", "high", "critical")
_NONE = "0" * 40


class Range(Struct, frozen=True):
    """What a review is about, as GitHub says when it begins: the tip of the base branch, the merge base, and who proposes it."""

    tip: str
    base: str
    head: str
    draft: bool = False
    bot: bool = False


class Outcome(Struct, frozen=True):
    """What judging gave: the key of the stored assessment and the policy that it was judged under; `skip` says why it wasn't judged."""

    verdict: str
    policy: Policy
    skip: str = ""


class Ended(HunkwiseError):
    """Somebody else has ended the review: nothing more is to be done for it."""


class Unfit(HunkwiseError):
    """The change can't be judged; `cause` is a word for the metrics."""

    def __init__(self, cause: str, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.cause = cause


class Reviewing(Struct, frozen=True):
    """What the steps work with."""

    database: Database
    app: GitHubApp
    clones: Clones
    judges: Judges
    jobs: Jobs
    config: ServerConfig

    def begin(self, id: str) -> dict[str, Any]:
        """Looks at GitHub what is to be judged now, and opens the check run. Raises Ended, Unfit, Later."""
        review = self._open(id)
        with self.app.installation(review.installation_id) as client:
            review, default = self._renamed(client, review)
            found = self._range(client, review, default)
            number = 0
            if review.kind != "backfill":
                number = begin_check(client, self._subject(review))
        with self.database.begin() as connection:
            if not update_review(connection, id, state="running", check_run_id=number, full_name=review.full_name):
                raise Ended("the review was ended while it began")
        return _plain(found)

    def judge(self, id: str, begun: dict[str, Any]) -> dict[str, Any]:
        """Reads the range, judges it by the base branch's policy, and stores the assessment. Raises Ended, Unfit, Later."""
        review, found = self._open(id), msgspec.convert(begun, Range)
        address = f"{self.app.credentials.clone_from}/{review.full_name}.git"
        token = self.app.token(review.installation_id)
        try:
            with self.clones.range(review.repository_id, address, token, found.base, found.head, [found.tip]) as clone:
                self.clones.files(clone, address, token, found.tip, [policies.PATH, suppressions.PATH, f"{FOLDER}/"])
                return _plain(self._judged(review, found, clone))
        except Denied as error:
            self.app.forget(review.installation_id)
            raise Later(error.message) from error
        except Gone as error:
            raise Unfit("gone", error.message, error.remedy) from error

    def conclude(self, id: str, outcome: dict[str, Any]) -> None:
        """Completes the check run."""
        review, found = self._open(id), msgspec.convert(outcome, Outcome)
        if review.kind == "backfill":
            return
        told = (
            skipped(found.skip)
            if found.skip
            else check(self._assessment(found), _settings(found.policy), found.policy.github, self._link(id))
        )
        with self._client(review) as client:
            number = end_check(client, self._subject(review), told)
        with self.database.begin() as connection:
            update_review(connection, id, check_run_id=number)

    def summarise(self, id: str, outcome: dict[str, Any]) -> None:
        """Writes the summary comment of a pull request: where there is something to tell, or was."""
        review, found = self._open(id), msgspec.convert(outcome, Outcome)
        if review.kind != "pull" or found.policy.github.conclusion == "silent" or found.skip:
            return
        report = self._assessment(found).report
        with self.database.begin() as connection:
            known = known_comment(connection, review.repository_id, review.number)
        with self._client(review) as client:
            number = write_summary(client, self._subject(review), comment(report, self._link(id)), known, bool(report.verdict.flagged))
        with self.database.begin() as connection:
            update_review(connection, id, comment_id=number)

    def point(self, id: str, outcome: dict[str, Any]) -> None:
        """Comments on lines, for findings at the blocking level alone."""
        review, found = self._open(id), msgspec.convert(outcome, Outcome)
        policy = found.policy
        if review.kind != "pull" or policy.github.conclusion != "block" or found.skip:
            return
        assessment = self._assessment(found)
        wanted = frozenset(
            explanation.finding.fingerprint
            for explanation in assessment.report.explanations
            if _reaches(explanation.finding.severity, policy.review.fail_on)
        )
        with self._client(review) as client:
            write_lines(client, self._subject(review), assessment, wanted, policy.github.inline)

    def scan(self, id: str, outcome: dict[str, Any]) -> None:
        """Uploads the findings to code scanning."""
        review, found = self._open(id), msgspec.convert(outcome, Outcome)
        if review.kind not in ("pull", "push") or not found.policy.github.code_scanning or found.skip:
            return
        ref = f"refs/pull/{review.number}/head" if review.kind == "pull" else review.ref
        with self._client(review) as client:
            upload(client, self._subject(review), ref, sarif(self._assessment(found).report))

    def finish(self, id: str) -> None:
        """The review is done."""
        with self.database.begin() as connection:
            update_review(connection, id, state="done")

    def fail(self, id: str, cause: str, message: str, remedy: str) -> None:
        """Says "not examined" where the change is looked at, with the reason: never green, never silence."""
        with self.database.begin() as connection:
            review = get_review(connection, id)
        if review is None or review.state not in ("queued", "running"):
            return
        if review.kind != "backfill" and cause != "removed":
            policy = read_whole(None, self.config.defaults).github
            told = failure(message, remedy, policy)
            with self._client(review) as client:
                end_check(client, self._subject(review), told)
                if review.kind == "pull" and policy.conclusion != "silent":
                    with self.database.begin() as connection:
                        known = known_comment(connection, review.repository_id, review.number)
                    write_summary(client, self._subject(review), failure_comment(told), known, always=True)
        self.give_up(id, cause, message)

    def give_up(self, id: str, cause: str, message: str) -> None:
        """Marks a review as failed without a word on GitHub, where that can't be said."""
        with self.database.begin() as connection:
            update_review(connection, id, state="failed", cause=cause, reason=message[:1000])

    def withdraw(self, id: str) -> None:
        """Ends the check run of a review that was superseded. One that never got to open any has none."""
        with self.database.begin() as connection:
            review = get_review(connection, id)
        if review is None or review.kind == "backfill" or (review.kind == "push" and not review.check_run_id):
            return
        with self._client(review) as client:
            withdraw_check(client, self._subject(review))

    def _client(self, review: Review) -> AbstractContextManager[Client]:
        return self.app.installation(review.installation_id)

    def _open(self, id: str) -> Review:
        with self.database.begin() as connection:
            review = get_review(connection, id)
        if review is None or review.state not in ("queued", "running"):
            raise Ended("the review was ended by somebody else")
        return review

    def _renamed(self, client: Client, review: Review) -> tuple[Review, str]:
        """The review with the repository's present name (names move on, the id stays), and the default branch."""
        found = client.find(f"/repos/{review.full_name}")
        if found is None or int(found["id"]) != review.repository_id:
            found = client.find(f"/repositories/{review.repository_id}")
        if found is None:
            raise Unfit("removed", "the repository is gone, or the App isn't installed on it any more")
        return msgspec.structs.replace(review, full_name=str(found["full_name"])), str(found["default_branch"])

    def _range(self, client: Client, review: Review, default: str) -> Range:
        if review.kind == "push" and not _guarded(client, review, default):
            self._supersede(review.id, "the branch isn't protected")
        if review.kind == "backfill" and review.number == 0:
            return Range(review.head, EMPTY_TREE, review.head)
        if review.kind != "pull":
            return self._between(client, review, review.base, review.head)
        pull = client.find(f"/repos/{review.full_name}/pulls/{review.number}")
        if pull is None:
            raise Unfit("removed", "the pull request is gone")
        if pull["state"] != "open":
            self._supersede(review.id, "the pull request was closed")
        head, ref = str(pull["head"]["sha"]), str(pull["base"]["ref"])
        if (head, ref) != (review.head, review.ref):
            self._supersede(review.id, "the pull request has moved on", _moved(review, ref, str(pull["base"]["sha"]), head))
        found = self._between(client, review, ref, head)
        author = pull.get("user") or {}
        return msgspec.structs.replace(found, draft=bool(pull.get("draft")), bot=author.get("type") == "Bot")

    def _supersede(self, id: str, reason: str, instead: Wanted | None = None) -> None:
        with self.database.begin() as connection:
            update_review(connection, id, state="superseded", reason=reason)
            if instead is not None:
                review_job(connection, self.jobs, instead)
        raise Ended(reason)

    def _between(self, client: Client, review: Review, base: str, head: str) -> Range:
        """Merge base and tip by GitHub's own comparison. `base` is a branch or a commit."""
        if not base or base == _NONE:
            raise Unfit("no-base", "the branch is new: there is nothing to compare it with", "Open a pull request from it")
        where = f"/repos/{review.full_name}/compare/{quote(base, safe='')}...{head}"
        try:
            found = client.get(where, per_page=1)
        except Refused as error:
            if error.status in (404, 422):
                raise Unfit(
                    "no-base", "GitHub can't compare the head with its base", "Push again, or rebase onto the base branch"
                ) from error
            raise
        return Range(str(found["base_commit"]["sha"]), str(found["merge_base_commit"]["sha"]), head)

    def _judged(self, review: Review, found: Range, clone: Path) -> Outcome:
        tip = PulledRange(str(clone), found.tip, found.head, "")
        try:
            policy = read_whole(tip.base_file(policies.PATH), self.config.defaults)
            accepted = read_suppressions(tip.base_file(suppressions.PATH))
            own = _own_signals(tip)
        except SettingsError as error:
            raise Unfit("settings", error.message, error.remedy) from error
        reason = "drafts aren't reviewed" if found.draft and policy.github.drafts == "skip" else ""
        reason = reason or ("pull requests of bots aren't reviewed" if found.bot and policy.github.bots == "skip" else "")
        if reason:
            with self.database.begin() as connection:
                update_review(connection, review.id, cause="skipped", reason=reason)
            return Outcome("", policy, reason)
        today = datetime.now(UTC).date()
        settings = settings_of(policy.review, (*accepted, *self._dismissed(review.repository_id, today)), today)
        key = self._key(review.repository_id, found, settings, own)
        with self.database.begin() as connection:
            known = read_verdict(connection, key)
        name = f"{review.full_name}#{review.number}" if review.kind == "pull" else f"{review.full_name}@{found.head[:12]}"
        encoded = known or self._newly(clone, found, name, settings, own)
        verdict = msgspec.json.decode(encoded, type=Assessment).report.verdict
        with self.database.begin() as connection:
            write_verdict(connection, Stored(key, review.repository_id, verdict.versions.model, verdict.risk, encoded))
            update_review(connection, review.id, verdict=key, risk=verdict.risk, findings=len(verdict.findings))
        return Outcome(key, policy)

    def _newly(self, clone: Path, found: Range, name: str, settings: Settings, own: Own) -> bytes:
        try:
            return self.judges.judge(clone, found.base, found.head, name, settings, own)
        except HunkwiseError as error:
            raise Unfit("judging", error.message, error.remedy) from error

    def _dismissed(self, repository: int, today: date) -> tuple[Suppression, ...]:
        """What people have dismissed on GitHub, as suppressions of one finding each."""
        with self.database.begin() as connection:
            labels = standing_dismissals(connection, repository)
        found = []
        for label in labels:
            ends = datetime.fromtimestamp(label.made / 1000, UTC).date() + timedelta(days=DISMISSED_DAYS)
            if ends >= today:
                reason = label.reason or f"{label.decision} by {label.channel}"
                found.append(Suppression(reason=reason, owner=label.who, expires=ends, fingerprint=label.fingerprint))
        return tuple(found)

    def _key(self, repository: int, found: Range, settings: Settings, own: Own) -> str:
        told = (repository, found.base, found.head, self.judges.identity(), settings.digest, own)
        return blake2b(msgspec.json.encode(told), digest_size=20).hexdigest()

    def _assessment(self, outcome: Outcome) -> Assessment:
        with self.database.begin() as connection:
            stored = read_verdict(connection, outcome.verdict)
        if stored is None:
            raise StoreError(f"the verdict {outcome.verdict[:12]} is gone", "Judge the change again: /hunkwise rescan")
        return msgspec.json.decode(stored, type=Assessment)

    def _subject(self, review: Review) -> Subject:
        return Subject(review.full_name, review.head, review.number, review.id, self.app.credentials.app_id, self._link(review.id))

    def _link(self, id: str) -> str:
        return f"{self.config.public.rstrip('/')}/reviews/{id}" if self.config.public else ""


def _own_signals(tip: PulledRange) -> Own:
    """The signals that the base branch declares. Raises SettingsError where there are too many."""
    paths = [path for path in tip.base_names(FOLDER) if path.endswith(".toml")]
    if len(paths) > MOST_FILES:
        raise SettingsError(f"{FOLDER} holds more than {MOST_FILES} signals", "Put those that belong together into a package of your own")
    return tuple((path, text) for path in paths if (text := tip.base_file(path)) is not None)


def _plain(value: Struct) -> dict[str, Any]:
    """As the engine keeps it."""
    made: dict[str, Any] = msgspec.to_builtins(value)
    return made


def _moved(review: Review, ref: str, base: str, head: str) -> Wanted:
    return Wanted(review.repository_id, review.installation_id, review.full_name, "pull", review.number, ref, base, head)


def _guarded(client: Client, review: Review, default: str) -> bool:
    """Whether pushes to a branch are reviewed: to the default branch and to protected ones."""
    branch = review.ref.removeprefix("refs/heads/")
    if branch == default:
        return True
    found = client.find(f"/repos/{review.full_name}/branches/{quote(branch, safe='')}")
    return found is not None and bool(found.get("protected"))


def _settings(policy: Policy) -> Settings:
    """As far as a conclusion depends on them."""
    return settings_of(policy.review, (), None)


def _reaches(severity: str, level: Level | Literal["never"]) -> bool:
    return level != "never" and _ORDER.index(severity) >= _ORDER.index(level)
