"""Workers that are killed or lose their database: nothing is lost, nothing is doubled."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hunkwise.service.config import ServerConfig
from hunkwise.service.engine import prepare
from hunkwise.store import migrate, open_database
from rig import FakeGitHub, Fault, Pull, Repository, Unavailable
from rig.postgres import Postgres

from .team import HARM, Team, keys_of, listening, until

pytestmark = pytest.mark.faults


class Crew:
    """Workers in processes of their own."""

    def __init__(self, github: FakeGitHub, url: str, folder: Path) -> None:
        keys = keys_of(github)
        names = ("app_id", "private_key", "webhook_secret", "api", "web", "git", "slug")
        self._environment = {**os.environ, **{f"HUNKWISE_GITHUB_{name.upper()}": str(getattr(keys, name)) for name in names}}
        self._command = [
            sys.executable,
            "-m",
            "hunkwise",
            "worker",
            "--database",
            url,
            "--data",
            str(folder),
            "--judges",
            "1",
            "--jobs",
            "4",
        ]
        self._log = (folder.parent / "worker.log").open("ab")
        self._lock = threading.Lock()
        self.workers: list[subprocess.Popen[bytes]] = []

    def hire(self) -> None:
        """Starts one more."""
        self.workers.append(subprocess.Popen(self._command, env=self._environment, stderr=self._log, stdout=self._log))

    def kill(self) -> None:
        """Kills all, and starts one anew."""
        with self._lock:
            for worker in self.workers:
                worker.kill()
                worker.wait(10)
            self.workers.clear()
            self.hire()

    def dismiss(self) -> None:
        """Ends all, the gentle way first."""
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        for worker in self.workers:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(20)
            worker.kill()
        self._log.close()


def checked(shop: Repository, pull: Pull) -> None:
    """One completed check, one comment, one comment on the line, and the upload."""
    (check,) = shop.checks_on(pull.head)
    assert (check["status"], check["conclusion"]) == ("completed", "failure")
    assert len(check.annotations) == len(pull.comments) == len(pull.line_comments) == len(pull.reviews) == 1
    assert shop.sarifs


@pytest.fixture
def crew(github: FakeGitHub, database: str, tmp_path: Path) -> Iterator[tuple[Team, Crew]]:
    """A web process here and a worker beside it."""
    opened = open_database(database)
    migrate(opened)
    prepare(opened)
    config = ServerConfig(database, tmp_path / "data")
    (tmp_path / "data").mkdir()
    made = Crew(github, database, tmp_path / "data")
    with listening(github, config, opened) as port:
        made.hire()
        yield Team(github, opened, config, port), made
        made.dismiss()
    opened.close()


def test_a_worker_killed_at_any_step_leaves_one_verdict(crew: tuple[Team, Crew]) -> None:
    """kill -9 before or after each write to GitHub, and while it fetches: another worker ends the job, and all is there once."""
    team, workers = crew
    shop = team.shop()
    at = f"/repos/{shop.full_name}"
    team.reviewed(shop)
    moments = [
        (f"{at}/check-runs", "POST", "before"),
        (f"{at}/check-runs/*", "PATCH", "after"),
        (f"{at}/pulls/*/reviews", "POST", "after"),
        (f"{at}/check-runs", "POST", "after"),
        (f"{at}/issues/*/comments", "POST", "after"),
        (f"{at}/code-scanning/sarifs", "POST", "before"),
    ]
    # Half of them on each kind of database: a death and a recovery take seconds.
    moments = moments[:3] if "sqlite" in team.database.url else moments[3:]
    for path, method, when in moments:
        fault = team.github.faults.add(
            Fault(
                path,
                method,
                call=lambda word, when=when: workers.kill() if word == when else None,
                drop="before" if when == "before" else "",
            )
        )
        pull = team.github.open_pull(shop, {"app.py": HARM, f"note-{path.count('/')}-{when}.md": f"{method} {path}\n"})
        review = team.settled(shop, pull.head)
        assert (fault.hits, review.state, review.attempt) == (1, "done", 1), (path, method, when)
        checked(shop, pull)
    # And while it reads the repository.
    team.github.git_faults.add(Fault(f"/{shop.full_name}*", "POST", call=lambda word: workers.kill() if word == "before" else None))
    pull = team.github.open_pull(shop, {"app.py": HARM, "last.md": "x\n"})
    assert team.settled(shop, pull.head).state == "done"
    checked(shop, pull)


def test_sigterm_finishes_what_is_under_way(crew: tuple[Team, Crew]) -> None:
    """A worker that is told to go ends its job first, and leaves with code 0."""
    team, workers = crew
    shop = team.shop()
    team.reviewed(shop)
    (worker,) = workers.workers
    team.github.faults.add(Fault(f"/repos/{shop.full_name}/issues/*/comments", "POST", call=lambda word: worker.send_signal(signal.SIGTERM) if word == "before" else None))  # fmt: skip
    pull = team.github.open_pull(shop, {"app.py": HARM, "x.md": "x\n"})
    assert worker.wait(60) == 0
    assert team.reviews(shop, pull.head)[0].state == "done"
    checked(shop, pull)


def test_a_database_that_goes_away_comes_back(github: FakeGitHub, tmp_path: Path) -> None:
    """Webhooks are refused with 503 meanwhile and fetched from GitHub's log later; the job under way is ended after."""
    try:
        postgres = Postgres().__enter__()
    except Unavailable as error:
        pytest.skip(str(error))
    try:
        url = postgres.database()
        opened = open_database(url)
        migrate(opened)
        prepare(opened)
        config = ServerConfig(url, tmp_path / "data")
        (tmp_path / "data").mkdir()
        workers = Crew(github, url, tmp_path / "data")
        with listening(github, config, opened) as port:
            workers.hire()
            team = Team(github, opened, config, port)
            shop = team.shop()
            team.reviewed(shop)
            github.faults.add(
                Fault(f"/repos/{shop.full_name}/check-runs", "POST", call=lambda word: postgres.stop() if word == "after" else None)
            )
            pull = github.open_pull(shop, {"app.py": HARM, "x.md": "x\n"})
            until(lambda: shop.checks_on(pull.head))
            missed = github.open_pull(shop, {"app.py": HARM, "y.md": "y\n"})
            github.settle()
            assert github.deliveries[-1].status_code in (503, 0)
            postgres.start()
            assert team.settled(shop, pull.head).state == "done"
            checked(shop, pull)
            team.catch_up()
            assert team.settled(shop, missed.head).state == "done"
            checked(shop, missed)
            workers.dismiss()
        opened.close()
    finally:
        postgres.__exit__()
