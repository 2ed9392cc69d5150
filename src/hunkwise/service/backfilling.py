"""A first look at a whole organisation: default branches and the last merged pull requests, judged but never spoken of on GitHub."""

from typing import Any
from urllib.parse import quote

from msgspec import Struct

from hunkwise.errors import InputError
from hunkwise.github import GitHubApp
from hunkwise.service.engine import Jobs
from hunkwise.service.intake import review_job
from hunkwise.store import Database, Kind, Review, Wanted, backfilled, places

MOST_PULLS = 500
"""Merged pull requests of one repository that a backfill looks at."""


class Backfilling(Struct, frozen=True):
    """What the steps work with."""

    database: Database
    app: GitHubApp
    jobs: Jobs

    def repositories(self, id: str, login: str) -> list[dict[str, Any]]:
        """The repositories of an account on which the App is installed, as plain values."""
        with self.database.begin() as connection:
            known = places(connection, login)
        found = []
        for installation in dict.fromkeys(place.installation_id for place in known):
            with self.app.installation(installation) as client:
                for one in client.pages("/installation/repositories", "repositories"):
                    if not one.get("archived"):
                        found.append(
                            {
                                "repository_id": int(one["id"]),
                                "installation_id": installation,
                                "full_name": str(one["full_name"]),
                                "branch": str(one["default_branch"]),
                            }
                        )
        return found

    def repository(self, id: str, place: dict[str, Any], most: int) -> int:
        """Queues the default branch and the last merged pull requests of a repository. Says how many are new."""
        common: tuple[int, int, str, Kind] = (place["repository_id"], place["installation_id"], place["full_name"], "backfill")
        wanted = []
        with self.app.installation(place["installation_id"]) as client:
            branch = client.find(f"/repos/{place['full_name']}/branches/{quote(place['branch'], safe='')}")
            if branch is not None:
                head = str(branch["commit"]["sha"])
                wanted.append(Wanted(*common, 0, id, head, head))
            if most > 0:
                listed = client.pages(f"/repos/{place['full_name']}/pulls", state="closed", sort="updated", direction="desc")
                for pull in listed:
                    if pull.get("merged_at"):
                        base, head = str(pull["base"]["sha"]), str(pull["head"]["sha"])
                        wanted.append(Wanted(*common, int(pull["number"]), id, base, head))
                    if len(wanted) > most:
                        break
        count = 0
        for one in wanted:
            with self.database.begin() as connection:
                count += bool(review_job(connection, self.jobs, one))
        return count


class Progress(Struct, frozen=True):
    """How far a backfill is. It is over when `listed` (all repositories have been looked at) and nothing is open."""

    listed: bool
    repositories: int
    reviews: tuple[Review, ...]

    @property
    def ended(self) -> int:
        """Reviews that are done or have failed."""
        return sum(one.state not in ("queued", "running") for one in self.reviews)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.listed and self.ended == len(self.reviews)


def start(database: Database, jobs: Jobs, login: str, most: int, day: str) -> str:
    """Starts the backfill of an account, or finds the one of the same day; returns its id. Raises InputError for an unknown account."""
    with database.begin() as connection:
        if not places(connection, login):
            raise InputError(
                f"the App isn't known to be installed on {login}", "Install it, let `hunkwise serve` run for a minute, and try again"
            )
        id = f"backfill-{login}-{day}-{most}"
        jobs.enqueue(connection, "backfill", id, id, login, most, 0, queue="slow", priority=50)
    return id


def progress(database: Database, jobs: Jobs, id: str) -> Progress:
    """How far a backfill is."""
    running, done = jobs.count(id)
    with database.begin() as connection:
        return Progress(running == 0 and done > 0, max(0, done - 1), backfilled(connection, id))


def alerts(reviews: tuple[Review, ...], thresholds: dict[float, float]) -> list[tuple[float, float, int, int]]:
    """For each budget: its threshold, how many merged pull requests would have been flagged, and of how many."""
    risks = [one.risk for one in reviews if one.number and one.risk is not None]
    return [(budget, risk, sum(found >= risk for found in risks), len(risks)) for budget, risk in sorted(thresholds.items())]
