"""`hunkwise github`: the GitHub App."""

from pathlib import Path

import click

from hunkwise.cli.server import CREDENTIALS, DATA, DATABASE, app_credentials, database_url, installed
from hunkwise.errors import GitHubError, SettingsError
from hunkwise.text import visible


@click.group("github")
def command() -> None:
    """Set the GitHub App up, check that it works, and take a first look at a whole organisation."""


@command.command("setup")
@click.option("--public-url", metavar="URL", required=True, help="Where GitHub reaches the server; webhooks go to URL/webhook.")
@click.option("--org", metavar="NAME", default="", help="Make the App for this organisation.  [default: your own account]")
@click.option("--name", default="hunkwise", show_default=True, help="The App's name, which must be new on GitHub.")
@click.option("--web", metavar="URL", default="https://github.com", show_default=True, help="GitHub, or your GitHub Enterprise Server.")
@click.option("--api", metavar="URL", help="Its API.  [default: api.github.com, or URL/api/v3]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Show the page on this port of this machine.  [default: a free one]")
@CREDENTIALS
@DATA
def setup(*, public_url: str, org: str, name: str, web: str, api: str | None, port: int, credentials: Path | None, data: Path) -> None:
    """Make the App at GitHub, with the fewest permissions, and keep its keys in a file that only you can read.

    Opens a page on this machine that leads to GitHub, where you confirm. From another machine: `ssh -L PORT:127.0.0.1:PORT server`.

    \b
    hunkwise github setup --public-url https://hunkwise.example.org --org acme
    """
    installed()
    from hunkwise.github.credentials import write_credentials
    from hunkwise.github.setup import make_app

    target = credentials or data / "github-app.json"
    if target.exists():
        raise SettingsError(f"{target} is there already", "Name another file with --credentials, or remove that one")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    where = api or ("https://api.github.com" if web.rstrip("/") == "https://github.com" else f"{web.rstrip('/')}/api/v3")
    made = make_app(name, public_url, org, where, web, lambda page: click.echo(f"Open {page} and press the button.", err=True), port)
    write_credentials(target, made)
    click.echo(f"The App {visible(made.slug)} (id {made.app_id}) is made; its keys are in {target} (mode 600).")
    click.echo(f"Install it: {web.rstrip('/')}/apps/{visible(made.slug)}/installations/new")
    click.echo("Start the server: hunkwise serve    Check it: hunkwise github check")


@command.command("check")
@CREDENTIALS
@DATA
def check(*, credentials: Path | None, data: Path) -> None:
    """Look at the App's key, clock, permissions, events, installations and webhook, and say what is wrong. Exit code 3 then."""
    keys = app_credentials(credentials, data)
    from hunkwise.github import GitHubApp
    from hunkwise.github.examine import examine

    wrong = 0
    for found in examine(GitHubApp(keys)):
        wrong += bool(found.remedy)
        click.echo(f"{'FAIL' if found.remedy else 'ok  '}  {found.name:<8} {visible(found.seen)}")
        if found.remedy:
            click.echo(f"{'':15}{visible(found.remedy)}")
    if wrong:
        raise GitHubError(f"{wrong} of these are not as they must be", "Do what stands under each, and check again")


@command.command("backfill")
@click.argument("account")
@click.option("--pulls", type=click.IntRange(0, 500), default=50, show_default=True, help="Judge so many merged pull requests of each.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="Show progress until it is done; the jobs go on without.")
@DATABASE
@DATA
def backfill(*, account: str, pulls: int, wait: bool, database: str | None, data: Path) -> None:
    """Judge the default branches and the last merged pull requests of all repositories of ACCOUNT, and say nothing on GitHub.

    Shows how many alerts each budget would have given, so that you can choose yours on the first day. Workers do it, after everything
    else; calling it again on the same day shows the same run.

    \b
    hunkwise github backfill acme --pulls 100
    """
    installed()
    import time
    from datetime import UTC, datetime

    from hunkwise.service.backfilling import alerts, progress, start
    from hunkwise.service.engine import Jobs
    from hunkwise.store import open_database

    opened = open_database(database_url(database, data))
    jobs = Jobs(opened)
    id = start(opened, jobs, account, pulls, datetime.now(UTC).strftime("%Y%m%d"))
    seen = progress(opened, jobs, id)
    while wait and not seen.over:
        click.echo(f"{seen.repositories} repositories, {seen.ended} of {len(seen.reviews)} reviews done", err=True)
        time.sleep(2)
        seen = progress(opened, jobs, id)
    jobs.close()
    opened.close()
    failed = sum(one.state == "failed" for one in seen.reviews)
    branches = [one for one in seen.reviews if not one.number and one.findings is not None]
    click.echo(f"{seen.repositories} repositories, {seen.ended} of {len(seen.reviews)} reviews done, {failed} not examined")
    click.echo(f"{sum(one.findings or 0 for one in branches)} findings on {len(branches)} default branches")
    click.echo("budget  threshold  merged pull requests that would have been flagged")
    for budget, risk, flagged, count in alerts(seen.reviews, _thresholds()):
        click.echo(f"{budget:>6g}  {risk:>9.3f}  {flagged} of {count}")


def _thresholds() -> dict[float, float]:
    from hunkwise.heads import SHIPPED, load_manifest

    return {one.budget: one.risk for one in load_manifest(SHIPPED).thresholds}
