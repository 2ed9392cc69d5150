"""What the fake GitHub remembers: accounts, the App, repositories, pull requests and all that is said and measured on them."""

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from rig.bare import Bare

PERMISSIONS = {
    "contents": "read",
    "pull_requests": "write",
    "checks": "write",
    "security_events": "write",
    "metadata": "read",
}
EVENTS = (
    "check_run",
    "check_suite",
    "code_scanning_alert",
    "issue_comment",
    "merge_group",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "push",
)


@dataclass
class Account:
    """A user, an organisation, or the bot of an App."""

    id: int
    login: str
    kind: Literal["User", "Organization", "Bot"] = "User"


@dataclass
class App:
    """The App under test. `private_key` is PEM; `webhook_url` is empty while nobody listens."""

    id: int
    slug: str
    owner: Account
    client_id: str
    client_secret: str
    private_key: str
    public_key: str
    webhook_secret: str
    webhook_url: str = ""
    permissions: dict[str, str] = field(default_factory=lambda: dict(PERMISSIONS))
    events: tuple[str, ...] = EVENTS


@dataclass
class Installation:
    """The App on one account. `chosen` holds repository ids where not all of them were given."""

    id: int
    account: Account
    permissions: dict[str, str]
    chosen: set[int] | None = None
    suspended: bool = False


@dataclass
class Token:
    """An installation token and what it allows."""

    value: str
    installation: Installation
    permissions: dict[str, str]
    repositories: set[int] | None
    expires: float


@dataclass
class Comment:
    """A comment on a pull request; `path` is set for one on a line. `thread` is the id of the first comment of its thread."""

    id: int
    user: Account
    body: str
    at: float
    changed: float
    path: str = ""
    line: int = 0
    start_line: int = 0
    side: str = "RIGHT"
    commit: str = ""
    review: int = 0
    thread: int = 0
    minimized: str = ""
    resolved: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Review:
    """A review of a pull request."""

    id: int
    user: Account
    body: str
    state: str
    commit: str
    at: float


@dataclass
class Pull:
    """A pull request. `source` is the repository that its branch lies in (None once that is deleted)."""

    id: int
    number: int
    title: str
    body: str
    author: Account
    source: "Repository | None"
    branch: str
    head: str
    base_branch: str
    base: str
    at: float
    draft: bool = False
    state: Literal["open", "closed"] = "open"
    merged: str = ""
    comments: list[Comment] = field(default_factory=list)
    line_comments: list[Comment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


@dataclass
class Check:
    """A check run as it was sent. `annotations` collects those of all requests; `ended` is when it was completed (0: not yet)."""

    id: int
    suite: int
    fields: dict[str, Any]
    annotations: list[dict[str, Any]]
    at: float
    ended: float = 0.0

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)


@dataclass
class Sarif:
    """An upload to code scanning: the whole document, unpacked."""

    id: str
    commit: str
    ref: str
    document: dict[str, Any]


@dataclass
class Repository:
    """A repository with its bare git repository behind it."""

    id: int
    owner: Account
    name: str
    bare: Bare
    private: bool = True
    default_branch: str = "main"
    parent: "Repository | None" = None
    archived: bool = False
    code_scanning: bool = True
    roles: dict[str, str] = field(default_factory=dict)
    protected: set[str] = field(default_factory=lambda: {"main"})
    pulls: dict[int, Pull] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    suites: dict[str, int] = field(default_factory=dict)
    sarifs: list[Sarif] = field(default_factory=list)
    alerts: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner.login}/{self.name}"

    def checks_on(self, commit: str, name: str | None = None) -> list[Check]:
        """The check runs on a commit."""
        return [check for check in self.checks if check["head_sha"] == commit and name in (None, check["name"])]


class World:
    """Everything, behind one lock. `skew` moves GitHub's clock against this machine's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        self.skew = 0.0
        self.quota = 5000
        self.spent: dict[str, int] = {}
        self.site = ""
        self.git_site = ""
        self.app: App
        self.accounts: dict[str, Account] = {}
        self.installations: dict[int, Installation] = {}
        self.repositories: dict[int, Repository] = {}
        self.moved: dict[str, int] = {}
        self.tokens: dict[str, Token] = {}
        self.members: dict[str, set[str]] = {}
        self.manifests: dict[str, App] = {}
        self._ids = itertools.count(1001)

    def now(self) -> float:
        """GitHub's time in seconds since 1970."""
        return time.time() + self.skew

    def id(self) -> int:
        """A number that nothing else has."""
        return next(self._ids)

    def account(self, login: str, kind: Literal["User", "Organization", "Bot"] = "User") -> Account:
        """The account called `login`, made where there is none."""
        with self.lock:
            return self.accounts.setdefault(login.lower(), Account(self.id(), login, kind))

    @property
    def bot(self) -> Account:
        """Who the App speaks as."""
        return self.account(f"{self.app.slug}[bot]", "Bot")

    def find(self, full_name: str) -> Repository | None:
        """A repository by its present name."""
        return next((found for found in self.repositories.values() if found.full_name.lower() == full_name.lower()), None)

    def installation_of(self, repository: Repository) -> Installation | None:
        """The installation that covers a repository."""
        for found in self.installations.values():
            if found.account is repository.owner and (found.chosen is None or repository.id in found.chosen):
                return found
        return None

    def covered(self, installation: Installation) -> Iterator[Repository]:
        """The repositories that an installation covers."""
        return (found for found in self.repositories.values() if self.installation_of(found) is installation)

    def role(self, repository: Repository, login: str) -> str:
        """admin, write, read or none: what somebody may do in a repository."""
        if login.lower() == repository.owner.login.lower():
            return "admin"
        return repository.roles.get(login.lower(), "none" if repository.private else "read")


def stamp(seconds: float) -> str:
    """A moment as GitHub writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
