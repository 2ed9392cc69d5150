"""What webhooks say, as far as we use it. Unknown fields are passed over; GitHub adds some every month."""

from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from hunkwise.github.webhook import Malformed
from hunkwise.text import one_line

KNOWN = frozenset(
    (
        "check_run",
        "check_suite",
        "code_scanning_alert",
        "installation",
        "installation_repositories",
        "issue_comment",
        "merge_group",
        "pull_request",
        "pull_request_review",
        "pull_request_review_comment",
        "push",
        "repository",
    )
)
"""Events that something comes of; `ping` and all others are accepted and nothing is done."""

MOST_BODY = 65_536
"""Characters of a comment that are looked at."""


Id = Annotated[int, Meta(ge=0, le=9_223_372_036_854_775_807)]
Name = Annotated[str, Meta(pattern=r"^[^\x00-\x1f]{0,255}\Z")]
Full = Annotated[str, Meta(pattern=r"^[^\x00-\x1f/]{1,150}/[^\x00-\x1f/]{1,149}\Z")]
Ref = Annotated[str, Meta(pattern=r"^[^\x00-\x1f]{0,300}\Z")]
Commit = Annotated[str, Meta(pattern=r"^[0-9a-f]{0,64}\Z")]
"""What the columns of the database can hold, whatever somebody signs."""


class User(Struct, frozen=True):
    """Who did something. `type` is User, Bot or Organization."""

    login: Name = ""
    id: Id = 0
    type: str = "User"


class Installation(Struct, frozen=True):
    """Where the App is installed; the account stands only in events about installations."""

    id: Id
    account: User | None = None


class Repository(Struct, frozen=True):
    """A repository as most events tell it."""

    id: Id
    full_name: Full
    default_branch: Ref = ""


class End(Struct, frozen=True):
    """A side of a pull request."""

    sha: Commit
    ref: Ref


class Pull(Struct, frozen=True):
    """A pull request."""

    number: Id
    head: End
    base: End
    draft: bool = False
    state: str = "open"
    user: User | None = None


class Group(Struct, frozen=True):
    """An entry of a merge queue."""

    head_sha: Commit
    head_ref: Ref
    base_sha: Commit
    base_ref: Ref


class App(Struct, frozen=True):
    """Which App made a check."""

    id: Id


class Check(Struct, frozen=True):
    """A check run or suite."""

    id: Id
    head_sha: Commit
    external_id: Ref = ""
    app: App | None = None


class Button(Struct, frozen=True):
    """A button that somebody pressed on a check run."""

    identifier: Name


class Issue(Struct, frozen=True):
    """An issue; with `pull_request` it is a pull request."""

    number: Id
    pull_request: dict[str, Raw] | None = None


class Comment(Struct, frozen=True):
    """A comment, or a review's body. `in_reply_to_id` is the first comment of its thread."""

    id: Id
    user: User | None = None
    body: str | None = None
    in_reply_to_id: Id = 0


class Rule(Struct, frozen=True):
    """A code-scanning rule."""

    id: str | None = None


class Place(Struct, frozen=True):
    """Where an alert points."""

    path: str = ""
    start_line: Id = 0


class Instance(Struct, frozen=True):
    """An alert as it was last seen."""

    ref: Ref = ""
    commit_sha: Commit = ""
    location: Place | None = None


class Tool(Struct, frozen=True):
    """Who raised an alert."""

    name: str | None = None


class Alert(Struct, frozen=True):
    """A code-scanning alert."""

    number: Id
    rule: Rule | None = None
    tool: Tool | None = None
    dismissed_by: User | None = None
    dismissed_reason: str | None = None
    dismissed_comment: str | None = None
    most_recent_instance: Instance | None = None


class Listed(Struct, frozen=True):
    """A repository as events about installations list it."""

    id: Id
    full_name: Full


class Payload(Struct, frozen=True):
    """Everything that an event may hold; what it doesn't stays empty."""

    action: Name = ""
    installation: Installation | None = None
    repository: Repository | None = None
    sender: User | None = None
    pull_request: Pull | None = None
    changes: dict[str, Raw] | None = None
    ref: Ref | None = None
    before: Commit | None = None
    after: Commit | None = None
    deleted: bool = False
    merge_group: Group | None = None
    check_run: Check | None = None
    check_suite: Check | None = None
    requested_action: Button | None = None
    issue: Issue | None = None
    comment: Comment | None = None
    review: Comment | None = None
    alert: Alert | None = None
    repositories: list[Listed] | None = None
    repositories_added: list[Listed] | None = None
    repositories_removed: list[Listed] | None = None


_READ = msgspec.json.Decoder(Payload)
_ANY = msgspec.json.Decoder(dict[str, Raw])


def read_payload(event: str, raw: bytes) -> Payload:
    """The payload of a webhook; an empty one for events that nothing comes of. Raises Malformed where it is no such thing."""
    try:
        if event not in KNOWN:
            _ANY.decode(raw)
            return Payload()
        return _READ.decode(raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Malformed(one_line(f"the payload of {event} can't be read: {error}", 200)) from error
