"""The GitHub of the load bench, in a process of its own: repositories, open pull requests, and when their checks ended."""

import hashlib
import hmac
import json
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import uuid4

from hunkwise.change import Change as ReadChange
from hunkwise.change import Records
from hunkwise.change.model import FileChange
from rig import FakeGitHub

Files = dict[str, str | bytes | None]
MOST_FILES, MOST_LINES = 40, 5_000


@dataclass(frozen=True)
class Change:
    """Both sides of the files that a change touches."""

    before: Files
    after: Files


@dataclass(frozen=True)
class Event:
    """A webhook that is to be sent, and the head that it is about."""

    head: str
    payload: bytes


def real(folder: Path) -> Iterator[Change]:
    """The changes of a data folder that have text on both sides, without very large ones."""
    for path in sorted(path for ending in ("*.jsonl", "*.jsonl.gz") for path in folder.rglob(ending)):
        for read in islice(Records(path).changes(), 400):
            made = _both_sides(read)
            if made is not None:
                yield made


def made_up() -> Iterator[Change]:
    """Small changes, one in ten with a flaw."""
    for number in range(1000):
        calm = f"import os\nimport subprocess\n\n\ndef show{number}(name):\n    return subprocess.run(['ls', name, '{number}'])\n"
        harm = f"    os.system('ls {number} ' + name)\n" if number % 10 == 0 else f"    # number {number}\n"
        head, tail = calm.rsplit("    return", 1)
        yield Change({"app.py": calm}, {"app.py": f"{head}{harm}    return{tail}"})


class GitHub:
    """A handle on the process. A context manager: inside of it the repositories stand and the pull requests are open, but nobody knows."""

    def __init__(self, folder: Path, changes: "list[Change] | Any", repositories: int, events: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(theirs, folder, list(changes), repositories, events), daemon=True)
        self.keys: dict[str, Any] = {}
        self.events: list[Event] = []

    def __enter__(self) -> "GitHub":
        self._process.start()
        self.keys, self.events = self._ours.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.send(("stop", ""))
        self._process.join(20)

    def deliver_to(self, url: str) -> None:
        """From now on GitHub's own webhooks (on check runs and comments of ours) go there."""
        self._ours.send(("deliver", url))
        self._ours.recv()

    def ends(self) -> dict[str, tuple[float, int]]:
        """When the check of each head was completed, and how many check runs it has."""
        self._ours.send(("ends", ""))
        found: dict[str, tuple[float, int]] = self._ours.recv()
        return found

    def signed(self, event: Event) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of a webhook."""
        secret = str(self.keys["webhook_secret"]).encode()
        headers = {
            "Content-Type": "application/json",
            "X-GitHub-Delivery": str(uuid4()),
            "X-GitHub-Event": "pull_request",
            "X-Hub-Signature-256": f"sha256={hmac.new(secret, event.payload, hashlib.sha256).hexdigest()}",
        }
        return event.payload, headers


def _live(pipe: Connection, folder: Path, changes: list[Change], repositories: int, events: int) -> None:
    """The process: builds everything, then answers questions."""
    with FakeGitHub(folder, check=False) as github:
        github.world.quota = 10**9
        github.hooks.muted = True
        made = _pulls(github, changes, repositories, events)
        github.hooks.muted = False
        app = github.app
        keys = {"app_id": app.id, "private_key": app.private_key, "webhook_secret": app.webhook_secret, "slug": app.slug}
        pipe.send(({**keys, "api": github.url, "web": github.world.site, "git": github.git_url}, made))
        while True:
            word, value = pipe.recv()
            if word == "stop":
                return
            if word == "deliver":
                github.deliver_to(value)
                pipe.send(None)
            else:
                with github.world.lock:
                    checks = [check for place in github.world.repositories.values() for check in place.checks]
                ends: dict[str, tuple[float, int]] = {}
                for check in checks:
                    at, count = ends.get(check["head_sha"], (0.0, 0))
                    ends[check["head_sha"]] = (max(at, check.ended), count + 1)
                pipe.send({head: found for head, found in ends.items() if found[0]})


def _pulls(github: FakeGitHub, changes: list[Change], repositories: int, events: int) -> list[Event]:
    """Opens all pull requests, spread over the repositories (ten to an organisation), and gives their webhooks."""
    places = []
    for at in range(repositories):
        before: Files = {}
        for number, change in enumerate(changes[at::repositories]):
            before |= {f"{number}/{path}": text for path, text in change.before.items()}
        places.append(github.repository(f"org-{at // 10}/repository-{at}", before))
    made = []
    for at in range(events):
        place, number = places[at % repositories], at // repositories
        files: Files = {f"{number}/{path}": text for path, text in changes[at].after.items()}
        github.open_pull(place, files, by="ann")
        payload = github.deliveries[-1].payload
        made.append(Event(payload["pull_request"]["head"]["sha"], json.dumps(payload).encode()))
    return made


def _both_sides(read: ReadChange) -> Change | None:
    before: Files = {}
    after: Files = {}
    for file in read.files:
        old, new = _texts(file)
        if file.status != "added":
            before[file.old_path or file.path] = old
        if file.old_path and file.old_path != file.path:
            after[file.old_path] = None
        after[file.path] = None if file.status == "deleted" else new
    small = 0 < len(read.files) <= MOST_FILES and sum(str(text).count("\n") for text in (*before.values(), *after.values())) <= MOST_LINES
    sound = all(path and not path.startswith("/") and ".." not in path.split("/") and "\0" not in path for path in (*before, *after))
    return Change(before, after) if small and sound and before != after and before else None


def _texts(file: FileChange) -> tuple[str, str]:
    """Both sides as far as the hunks show them; what lies between is empty lines, so that every line keeps its number."""
    old: list[str] = []
    new: list[str] = []
    for hunk in file.hunks:
        first = next((line.old for line in hunk.lines if line.old is not None), None)
        gap = max((first or 1) - 1 - len(old), 0) if first else 0
        if gap > MOST_LINES:
            gap = 1
        old += [""] * gap
        new += [""] * gap
        for line in hunk.lines:
            if line.mark != "+":
                old.append(line.text)
            if line.mark != "-":
                new.append(line.text)
    return "\n".join(old) + "\n", "\n".join(new) + "\n"
