"""What was missed: deliveries that never arrived, heads without a verdict, jobs that the engine gave up on. And tidying."""

from typing import Any

from msgspec import Struct

from hunkwise.errors import GitHubError
from hunkwise.github import Client, GitHubApp, Refused
from hunkwise.github.events import KNOWN
from hunkwise.service.engine import Jobs
from hunkwise.service.intake import review_job
from hunkwise.service.reviewing import Reviewing
from hunkwise.store import (
    Database,
    Place,
    Wanted,
    account_seen,
    forget_deliveries,
    forget_verdicts,
    get_review,
    installations,
    latest_review,
    now,
    place_seen,
    unseen,
)

MOST_PAGES = 20
"""Of the delivery log, a hundred deliveries each: more than a day of downtime of a busy organisation."""
MOST_REDELIVERIES = 4
"""Times that one delivery is asked for: one that we refuse as malformed isn't asked for for ever."""
MOST_ATTEMPTS = 3
"""Reviews of one head that may fail before it is left alone."""
DAY = 86_400_000
KEEP_DELIVERIES, KEEP_VERDICTS = 30 * DAY, 180 * DAY


class CatchingUp(Struct, frozen=True):
    """What the steps work with."""

    database: Database
    app: GitHubApp
    jobs: Jobs
    reviewing: Reviewing

    def redeliver(self, id: str) -> int:
        """Asks GitHub for the deliveries that aren't recorded here; they arrive as webhooks. Says how many."""
        with self.app.as_app() as client:
            log = list(client.pages("/app/hook/deliveries", most=MOST_PAGES))
            times: dict[str, int] = {}
            first: dict[str, int] = {}
            for one in log:
                if one.get("event") in KNOWN:
                    guid = str(one["guid"])
                    times[guid] = times.get(guid, 0) + 1
                    first[guid] = int(one["id"])
            with self.database.begin() as connection:
                missed = unseen(connection, first)
            # Oldest first, as they would have come.
            wanted = [guid for guid in reversed(missed) if times[guid] <= MOST_REDELIVERIES]
            for guid in wanted:
                _again(client, first[guid])
        return len(wanted)

    def places(self, id: str) -> list[int]:
        """Takes in the accounts on which the App is installed; returns their installations."""
        with self.app.as_app() as client:
            found = list(client.pages("/app/installations"))
        with self.database.begin() as connection:
            for one in found:
                account_seen(connection, int(one["id"]), str((one.get("account") or {}).get("login", "")), not one.get("suspended_at"))
            return sorted(installations(connection))

    def sweep(self, id: str, installation: int) -> int:
        """Queues the heads of open pull requests that have no verdict. Says how many."""
        count = 0
        with self.app.installation(installation) as client:
            for found in client.pages("/installation/repositories", "repositories"):
                if found.get("archived") or found.get("disabled"):
                    continue
                place = Place(int(found["id"]), installation, str(found["full_name"]), str(found["default_branch"]))
                with self.database.begin() as connection:
                    place_seen(connection, place)
                for pull in client.pages(f"/repos/{place.full_name}/pulls", state="open"):
                    count += self._queue(place, pull)
        return count

    def _queue(self, place: Place, pull: dict[str, Any]) -> bool:
        number, head = int(pull["number"]), str(pull["head"]["sha"])
        base = pull["base"]
        wanted = Wanted(
            place.repository_id, place.installation_id, place.full_name, "pull", number, str(base["ref"]), str(base["sha"]), head
        )
        with self.database.begin() as connection:
            last = latest_review(connection, place.repository_id, "pull", number, head)
            if last is not None and (last.cause == "skipped" or (last.state == "failed" and last.attempt >= MOST_ATTEMPTS)):
                return False
            return bool(review_job(connection, self.jobs, wanted))

    def lost(self, id: str) -> list[str]:
        """The reviews whose jobs the engine has given up on, and which nobody has told of that."""
        with self.database.begin() as connection:
            ids = dict.fromkeys(job.split("+")[0] for job in self.jobs.broken())
            found = [get_review(connection, one) for one in ids]
        return [one.id for one in found if one is not None and one.state in ("queued", "running")]

    def tell(self, id: str, review: str) -> None:
        """Says "not examined" for a lost review."""
        self.reviewing.fail(
            review, "crashed", "the job broke its worker again and again", "Split the change, or give the worker more memory"
        )

    def tidy(self, id: str) -> int:
        """Forgets what is old: deliveries that GitHub can't send again, and reports that anybody can have judged anew."""
        with self.database.begin() as connection:
            at = now(connection)
            count = forget_deliveries(connection, at - KEEP_DELIVERIES) + forget_verdicts(connection, at - KEEP_VERDICTS)
        return count + self.jobs.forget(KEEP_DELIVERIES // DAY)


def _again(client: Client, delivery: int) -> None:
    try:
        client.post(f"/app/hook/deliveries/{delivery}/attempts", {})
    except Refused as error:
        # Too old, or redelivered by somebody a moment ago.
        if error.status not in (400, 404, 422):
            raise GitHubError(error.message, error.remedy) from error
