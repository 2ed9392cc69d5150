"""GitHub on loopback, as a test drives it: repositories, people who push, open, comment and press, and what came of it."""

import re
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import rig.api_app
import rig.api_checks
import rig.api_code
import rig.api_talk
import rig.graphql  # noqa: F401 - each of them adds its calls
from rig import contract, objects, said
from rig.api import Context, handle
from rig.api_talk import comment_on, issue, reply_to
from rig.bare import Bare
from rig.faults import Fault, Faults
from rig.gitserver import GitServer
from rig.hooks import Delivery, Hooks
from rig.packages import Unavailable
from rig.tokens import key_pair
from rig.wire import Answer, Call, Request, Wire
from rig.world import PERMISSIONS, Account, App, Check, Comment, Installation, Pull, Repository, World, stamp

Files = Mapping[str, str | bytes | None]


class FakeGitHub:
    """GitHub's API at `url`, its git server at `git_url`, and the people who work there.

    A context manager: it listens inside of it. `deliver_to` says where webhooks go; until then they fail and stand in the log, as after
    downtime. Every request is held against GitHub's description where that can be had: what is wrong lands in `violations` (and
    `checked` says whether it can). `faults` breaks the API on purpose, `git_faults` the git server.
    """

    def __init__(self, folder: Path | None = None, check: bool = True, port: int = 0, git_port: int = 0) -> None:
        self._scratch = None if folder else tempfile.TemporaryDirectory(prefix="hunkwise-github-")
        self.world = World(folder or Path(self._scratch.name if self._scratch else "."))
        self.faults, self.git_faults = Faults(), Faults()
        self.violations: list[str] = []
        self.unchecked = "not asked for"
        self._description: contract.Description | None = None
        if check:
            try:
                self._description, self.unchecked = contract.description(), ""
            except Unavailable as error:
                self.unchecked = str(error)
                warnings.warn(f"requests aren't held against GitHub's own description: {error}", stacklevel=2)
        self.hooks = Hooks(self.world)
        self._wire = Wire(self._handle, self.faults, port, self.world.now)
        self._git = GitServer(self.world, self.git_faults, git_port)
        self.world.site = f"http://127.0.0.1:{self._wire.port}"
        self.world.git_site = f"http://127.0.0.1:{self._git.port}"
        private, public = key_pair()
        owner = self.world.account("hunkwise-makers", "Organization")
        self.world.app = App(self.world.id(), "hunkwise", owner, "Iv23fake", "not-a-secret", private, public, "webhook-secret-of-the-rig")

    def __enter__(self) -> "FakeGitHub":
        self._wire.start()
        self._git.start()
        self.hooks.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hooks.stop()
        self._wire.stop()
        self._git.stop()
        if self._scratch:
            self._scratch.cleanup()

    @property
    def url(self) -> str:
        """The root of the REST API."""
        return f"{self.world.site}/api/v3"

    @property
    def git_url(self) -> str:
        """The root of the git server: `{git_url}/OWNER/NAME.git`."""
        return self.world.git_site

    @property
    def app(self) -> App:
        """The App under test, with its keys."""
        return self.world.app

    @property
    def checked(self) -> bool:
        """Whether requests are held against GitHub's description; `unchecked` says why not."""
        return self._description is not None

    @property
    def calls(self) -> list[Call]:
        """Every request to the API, in order."""
        return self._wire.calls

    @property
    def git_calls(self) -> list[Call]:
        """Every request to the git server, in order."""
        return self._git.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """The log of webhooks, oldest first."""
        return self.hooks.log

    def called(self, method: str, ending: str) -> list[Call]:
        """The calls of a method whose path ends so."""
        return [call for call in self.calls if call.method == method and call.path.endswith(ending)]

    def fault(self, path: str = "*", method: str = "*", **rest: Any) -> Fault:
        """Makes calls to the API go wrong; see `Fault`."""
        return self.faults.add(Fault(path, method, **rest))

    def deliver_to(self, url: str) -> None:
        """Posts webhooks to `url` from now on."""
        self.world.app.webhook_url = url

    def settle(self, seconds: float = 20) -> None:
        """Waits until all webhooks have been posted."""
        self.hooks.settle(seconds)

    # People and places

    def install(self, login: str, kind: Literal["User", "Organization"] = "Organization", chosen: set[int] | None = None) -> Installation:
        """Installs the App on an account, if it isn't there; tells the App."""
        world = self.world
        account = world.account(login, kind)
        for found in world.installations.values():
            if found.account is account:
                return found
        made = Installation(world.id(), account, {**PERMISSIONS, **world.app.permissions}, chosen)
        world.installations[made.id] = made
        self.hooks.emit(
            "installation", "created", None, account, installed=made, installation=objects.installation(world, made), repositories=[]
        )
        return made

    def uninstall(self, installation: Installation) -> None:
        """Takes the App away; its tokens end."""
        self.world.installations.pop(installation.id, None)
        told = objects.installation(self.world, installation)
        self.hooks.emit("installation", "deleted", None, installation.account, installed=installation, installation=told, repositories=[])

    def repository(
        self, full_name: str, files: Files | None = None, *, private: bool = True, installed: bool = True, parent: Repository | None = None
    ) -> Repository:
        """A new repository with `files` on its main branch, with the App installed on its owner. Its `roles` say who may do what."""
        owner, name = full_name.split("/")
        world = self.world
        with world.lock:
            account = world.account(owner, "Organization")
            made = Repository(world.id(), account, name, Bare(world.folder / owner / f"{name}.git"), private, parent=parent)
            world.repositories[made.id] = made
        if parent:
            made.bare.copy(parent.bare, parent.bare.head("refs/heads/main"), "refs/heads/main")
        else:
            made.bare.commit(files if files is not None else {"README.md": f"# {name}\n"}, message="Begin")
        if installed:
            self.install(owner)
        return made

    def fork(self, place: Repository, owner: str) -> Repository:
        """A copy of a repository that belongs to a user, without the App."""
        self.world.account(owner, "User")
        return self.repository(f"{owner}/{place.name}", private=place.private, installed=False, parent=place)

    def rename(self, place: Repository, full_name: str) -> None:
        """Renames or transfers a repository: the old name leads on."""
        owner, name = full_name.split("/")
        with self.world.lock:
            self.world.moved[place.full_name.lower()] = place.id
            place.owner, place.name = self.world.account(owner, "Organization"), name

    # What people do; each of it sends its webhook

    def push(self, place: Repository, files: Files, branch: str = "main", by: str = "ann", **rest: Any) -> str:
        """Pushes a commit: `push`, and `synchronize` for every open pull request from that branch. Returns the commit's id."""
        before = place.bare.head(f"refs/heads/{branch}") or "0" * 40
        commit = place.bare.commit(files, branch, author=by, **rest)
        who = self.world.account(by)
        self._tell_push(place, who, f"refs/heads/{branch}", before, commit, forced=bool(rest.get("force")))
        for home in self.world.repositories.values():
            for pull in home.pulls.values():
                if pull.source is place and pull.branch == branch and pull.state == "open":
                    self._move(home, pull, commit)
                    self._tell(home, pull, "synchronize", who, before=before, after=commit)
        return commit

    def open_pull(
        self,
        place: Repository,
        files: Files | None = None,
        *,
        branch: str = "",
        source: Repository | None = None,
        base: str = "main",
        by: str = "ann",
        title: str = "A change",
        body: str = "",
        draft: bool = False,
    ) -> Pull:
        """Opens a pull request of `branch` (made with `files` where they are given) from `source` (default: the repository itself)."""
        world, home = self.world, source or place
        kind: Literal["User", "Bot"] = "Bot" if by.endswith("[bot]") else "User"
        number = max(place.pulls, default=0) + 1
        branch = branch or f"change-{number}"
        commit = (
            home.bare.commit(files, branch, author=by, start=f"refs/heads/{base}")
            if files is not None
            else home.bare.head(f"refs/heads/{branch}")
        )
        tip = place.bare.head(f"refs/heads/{base}")
        pull = Pull(world.id(), number, title, body, world.account(by, kind), home, branch, commit, base, tip, world.now(), draft)
        self._move(place, pull, commit)
        place.pulls[number] = pull
        self._tell(place, pull, "opened", pull.author)
        return pull

    def change_pull(self, place: Repository, pull: Pull, action: str, by: str = "ann", **changes: Any) -> None:
        """Does `closed`, `reopened`, `ready_for_review`, `converted_to_draft` or `edited` (with `base_branch=` or `title=`)."""
        before, tip = pull.base_branch, pull.base
        states: dict[str, dict[str, Any]] = {
            "closed": {"state": "closed"},
            "reopened": {"state": "open"},
            "ready_for_review": {"draft": False},
            "converted_to_draft": {"draft": True},
        }
        for name, value in {**states.get(action, {}), **changes}.items():
            setattr(pull, name, value)
        facts: dict[str, Any] = {}
        if "base_branch" in changes:
            pull.base = place.bare.head(f"refs/heads/{pull.base_branch}")
            facts["changes"] = {"base": {"ref": {"from": before}, "sha": {"from": tip}}}
        elif action == "edited":
            facts["changes"] = {"title": {"from": "before"}}
        self._tell(place, pull, action, self.world.account(by), **facts)

    def merge(self, place: Repository, pull: Pull, by: str = "ann") -> str:
        """Merges a pull request: `push` to its base, then `closed`."""
        before = place.bare.head(f"refs/heads/{pull.base_branch}")
        pull.merged = place.bare.merge(before, pull.head, f"refs/heads/{pull.base_branch}", f"Merge pull request #{pull.number}")
        ref = f"refs/heads/{pull.base_branch}"
        who = self.world.account(by)
        self._tell_push(place, who, ref, before, pull.merged)
        self.change_pull(place, pull, "closed", by)
        return pull.merged

    def merge_group(self, place: Repository, *pulls: Pull) -> str:
        """Puts pull requests into the merge queue: the id of the queue's commit."""
        base = place.bare.head(f"refs/heads/{pulls[0].base_branch}")
        commit = base
        ref = f"refs/heads/gh-readonly-queue/{pulls[0].base_branch}/pr-{pulls[-1].number}-{base}"
        for pull in pulls:
            commit = place.bare.merge(commit, pull.head, ref, f"Merge pull request #{pull.number}")
        group = {
            "head_sha": commit,
            "head_ref": ref,
            "base_sha": base,
            "base_ref": f"refs/heads/{pulls[0].base_branch}",
            "head_commit": {"id": commit},
        }
        group["head_commit"] = objects.head_commit(self.world, place, commit)
        self.hooks.emit("merge_group", "checks_requested", place, pulls[0].author, merge_group=group)
        return commit

    def comment(self, place: Repository, pull: Pull, by: str, body: str) -> Comment:
        """Somebody comments."""
        with self.world.lock:
            return comment_on(self._context(), place, pull, self.world.account(by), body)

    def reply(self, place: Repository, pull: Pull, to: Comment, by: str, body: str) -> Comment:
        """Somebody replies to a comment on a line."""
        with self.world.lock:
            return reply_to(self._context(), place, pull, to, self.world.account(by), body)

    def edit_comment(self, place: Repository, pull: Pull, comment: Comment, body: str) -> None:
        """Somebody changes what they said."""
        changes, comment.body = {"body": {"from": comment.body}}, body
        told = said.comment(self.world, place, pull.number, comment)
        about = issue(self._context(), place, pull)
        self.hooks.emit("issue_comment", "edited", place, comment.user, issue=about, comment=told, changes=changes)

    def press(self, place: Repository, check: Check, identifier: str, by: str) -> None:
        """Somebody presses a button of a check run."""
        told = objects.check(self.world, place, check)
        self.hooks.emit(
            "check_run", "requested_action", place, self.world.account(by), check_run=told, requested_action={"identifier": identifier}
        )

    def rerun(self, place: Repository, check: Check, by: str, suite: bool = False) -> None:
        """Somebody presses re-run, on a check run or on all of them."""
        who = self.world.account(by)
        if suite:
            told = objects.suite(self.world, place, check["head_sha"])
            self.hooks.emit("check_suite", "rerequested", place, who, check_suite=told)
        else:
            self.hooks.emit("check_run", "rerequested", place, who, check_run=objects.check(self.world, place, check))

    def dismiss(self, place: Repository, number: int, by: str, reason: str = "false positive", reopen: bool = False) -> None:
        """Somebody dismisses an alert of code scanning, or opens it again."""
        alert = place.alerts[number]
        who = self.world.account(by)
        alert["state"] = "open" if reopen else "dismissed"
        alert["dismissed_reason"] = None if reopen else reason
        alert["dismissed_by"] = None if reopen else objects.user(self.world, who)
        alert["dismissed_at"] = None if reopen else stamp(self.world.now())
        told = {name: value for name, value in alert.items() if name != "_key"}
        instance = alert["most_recent_instance"]
        action = "reopened_by_user" if reopen else "closed_by_user"
        self.hooks.emit("code_scanning_alert", action, place, who, alert=told, ref=instance["ref"], commit_oid=instance["commit_sha"])

    def _tell_push(self, place: Repository, who: Account, ref: str, before: str, after: str, forced: bool = False) -> None:
        new = not before.strip("0")
        told = objects.head_commit(self.world, place, after)
        compare = f"{self.world.site}/{place.full_name}/compare/{before[:12]}...{after[:12]}"
        facts = {"created": new, "deleted": False, "forced": forced, "base_ref": None, "compare": compare, "commits": [told]}
        pusher = {"name": who.login, "email": f"{who.login}@example.org"}
        self.hooks.emit("push", "", place, who, ref=ref, before=before, after=after, head_commit=told, pusher=pusher, **facts)

    def _move(self, place: Repository, pull: Pull, commit: str) -> None:
        pull.head = commit
        ref = f"refs/pull/{pull.number}/head"
        if pull.source is place or pull.source is None:
            place.bare.point(ref, commit)
        else:
            place.bare.copy(pull.source.bare, commit, ref)

    def _tell(self, place: Repository, pull: Pull, action: str, who: Account, **facts: Any) -> None:
        told = objects.pull(self.world, place, pull)
        self.hooks.emit("pull_request", action, place, who, number=pull.number, pull_request=told, **facts)

    def _context(self) -> Context:
        return Context(self.world, self.hooks, Request("", "", {}, {}, b""))

    def _handle(self, request: Request) -> Answer:
        if self._description and not request.path.startswith(("/settings/", "/organizations/", "/api/graphql", "/graphql")):
            path = re.sub(r"^/repositories/\d+", "/repos/owner/name", request.path)
            found = self._description.request(request.method, path, request.query, request.body)
            self.violations += found
        return handle(self.world, self.hooks, request)
