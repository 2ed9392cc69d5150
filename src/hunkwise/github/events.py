"""What webhooks say, as far as we use it. Unknown fields are passed over; GitHub adds some every month."""

import msgspec
from msgspec import Raw, Struct

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


class User(Struct, frozen=True):
    """Who did something. `type` is User, Bot or Organization."""

    login: str = ""
    id: int = 0
    type: str = "User"


class Installation(Struct, frozen=True):
    """Where the App is installed; the account stands only in events about installations."""

    id: int
    account: User | None = None


class Repository(Struct, frozen=True):
    """A repository as most events tell it."""

    id: int
    full_name: str
    default_branch: str = ""


class End(Struct, frozen=True):
    """A side of a pull request."""

    sha: str
    ref: str


class Pull(Struct, frozen=True):
    """A pull request."""

    number: int
    head: End
    base: End
    draft: bool = False
    state: str = "open"
    user: User | None = None


class Group(Struct, frozen=True):
    """An entry of a merge queue."""

    head_sha: str
    head_ref: str
    base_sha: str
    base_ref: str


class App(Struct, frozen=True):
    """Which App made a check."""

    id: int


class Check(Struct, frozen=True):
    """A check run or suite."""

    id: int
    head_sha: str
    external_id: str = ""
    app: App | None = None


class Button(Struct, frozen=True):
    """A button that somebody pressed on a check run."""

    identifier: str


class Issue(Struct, frozen=True):
    """An issue; with `pull_request` it is a pull request."""

    number: int
    pull_request: dict[str, Raw] | None = None


class Comment(Struct, frozen=True):
    """A comment, or a review's body. `in_reply_to_id` is the first comment of its thread."""

    id: int
    user: User | None = None
    body: str | None = None
    in_reply_to_id: int = 0


class Rule(Struct, frozen=True):
    """A code-scanning rule."""

    id: str | None = None


class Place(Struct, frozen=True):
    """Where an alert points."""

    path: str = ""
    start_line: int = 0


class Instance(Struct, frozen=True):
    """An alert as it was last seen."""

    ref: str = ""
    commit_sha: str = ""
    location: Place | None = None


class Tool(Struct, frozen=True):
    """Who raised an alert."""

    name: str | None = None


class Alert(Struct, frozen=True):
    """A code-scanning alert."""

    number: int
    rule: Rule | None = None
    tool: Tool | None = None
    dismissed_by: User | None = None
    dismissed_reason: str | None = None
    dismissed_comment: str | None = None
    most_recent_instance: Instance | None = None


class Listed(Struct, frozen=True):
    """A repository as events about installations list it."""

    id: int
    full_name: str


class Payload(Struct, frozen=True):
    """Everything that an event may hold; what it doesn't stays empty."""

    action: str = ""
    installation: Installation | None = None
    repository: Repository | None = None
    sender: User | None = None
    pull_request: Pull | None = None
    changes: dict[str, Raw] | None = None
    ref: str | None = None
    before: str | None = None
    after: str | None = None
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
