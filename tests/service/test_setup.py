"""From nothing to an App: the manifest flow, the check, the database's commands, a first look at an organisation."""

import html
import http.client
import json
import re
import threading
import urllib.request
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from hunkwise.cli import program
from hunkwise.errors import GitHubError
from hunkwise.github import read_credentials
from hunkwise.github.manifest import EVENTS, PERMISSIONS
from hunkwise.github.setup import make_app
from rig import FakeGitHub

from .team import HARM, PLAIN, Team, until


def confirm(page: str, state: str | None = None) -> int:
    """Does what a user's browser does: opens the page, posts its form to GitHub, follows where that leads. The last status."""
    with urllib.request.urlopen(page) as answer:  # noqa: S310 a page on loopback
        text = answer.read().decode()
    target = html.unescape(re.findall(r'action="([^"]+)"', text)[0])
    manifest = html.unescape(re.findall(r'value="([^"]+)"', text)[0])
    assert json.loads(manifest)["default_permissions"] == PERMISSIONS and json.loads(manifest)["public"] is False
    parts = urlsplit(target)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80)
    connection.request("POST", f"{parts.path}?{parts.query}", urlencode({"manifest": manifest}))
    back = connection.getresponse().headers["Location"]
    connection.close()
    if state is not None:
        back = re.sub(r"state=[^&]*", f"state={state}", back)
    try:
        with urllib.request.urlopen(back) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_setup_makes_an_app_and_keeps_its_keys(github: FakeGitHub, tmp_path: Path) -> None:
    """The page leads to GitHub and back; the keys land in a file of mode 600 and nowhere else; the check finds the App."""
    said: list[str] = []

    def tell(page: str) -> None:
        said.append(page)
        threading.Thread(target=lambda: (confirm(page, "forged"), confirm(page)), daemon=True).start()

    made = make_app("Our Reviewer", "https://hooks.example.org", "acme", github.url, github.world.site, tell)
    assert (made.app_id, made.slug) == (github.app.id, "our-reviewer")
    assert set(github.app.events) == set(EVENTS) and github.app.webhook_url == "https://hooks.example.org/webhook"
    assert len(said) == 1


def test_the_commands_walk_through_it(github: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """setup writes the file and says what is next; a second one leaves it alone; check says what is missing and ends with 3."""
    import hunkwise.github.setup as flow

    def at_once(name: str, public: str, org: str, api: str, web: str, tell: object, port: int) -> object:
        def go(page: str) -> None:
            threading.Thread(target=confirm, args=(page,), daemon=True).start()

        return make_app(name, public, org, api, web, go, port)

    monkeypatch.setattr(flow, "make_app", at_once)
    words = ["github", "setup", "--public-url", "https://hooks.example.org", "--web", github.world.site, "--data", str(tmp_path / "data")]
    result = CliRunner().invoke(program, words)
    assert result.exit_code == 0, result.output
    keys = tmp_path / "data" / "github-app.json"
    assert keys.stat().st_mode & 0o777 == 0o600
    found = read_credentials(keys, {})
    assert found.app_id == github.app.id and found.private_key not in result.output and found.webhook_secret not in result.output
    assert CliRunner().invoke(program, words).exit_code == 2
    checked = CliRunner().invoke(program, ["github", "check", "--data", str(tmp_path / "data")])
    assert checked.exit_code == 3 and "isn't installed anywhere" in checked.output and "Traceback" not in checked.output


def test_a_code_that_isn_t_github_s_is_refused(github: FakeGitHub) -> None:
    """Neither one that could lead elsewhere nor one that was used."""
    from hunkwise.github.setup import exchange

    for code in ("../../evil", "0123abc"):
        with pytest.raises(GitHubError):
            exchange(code, github.url, github.world.site)


def test_the_database_s_commands(tmp_path: Path) -> None:
    """upgrade makes it, status shows it, backup copies it; before the upgrade status says so with code 3."""
    data = ["--data", str(tmp_path)]
    assert CliRunner().invoke(program, ["db", "status", *data]).exit_code == 3
    assert CliRunner().invoke(program, ["db", "upgrade", *data]).exit_code == 0
    assert CliRunner().invoke(program, ["db", "upgrade", *data]).exit_code == 0
    assert "workers  0" in CliRunner().invoke(program, ["db", "status", *data]).output
    assert CliRunner().invoke(program, ["db", "backup", str(tmp_path / "copy.sqlite"), *data]).exit_code == 0
    (tmp_path / "hunkwise.sqlite").write_bytes((tmp_path / "copy.sqlite").read_bytes())
    for tail in ("-wal", "-shm"):
        (tmp_path / f"hunkwise.sqlite{tail}").unlink(missing_ok=True)
    assert "revision 0001" in CliRunner().invoke(program, ["db", "status", *data]).output


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_server_without_keys_says_what_to_do(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line and a remedy, exit code 2."""
    monkeypatch.delenv("HUNKWISE_GITHUB_APP_ID", raising=False)
    result = CliRunner().invoke(program, [command, "--data", str(tmp_path)])
    assert result.exit_code == 2 and "hunkwise github setup" in result.output


def test_a_first_look_at_an_organisation_says_nothing_on_github(team: Team) -> None:
    """Default branches and merged pull requests are judged, alerts counted for each budget, and nothing is written."""
    shop = team.shop({"app.py": PLAIN, "old.py": HARM})
    for text in (HARM, PLAIN + "# more\n"):
        pull, _ = team.reviewed(shop, text)
        team.github.merge(shop, pull)
    team.github.settle()
    until(lambda: not team.busy())
    writes = [call for call in team.github.calls if call.method in ("POST", "PATCH") and "access_tokens" not in call.path]
    words = ["github", "backfill", shop.owner.login, "--pulls", "10", "--database", team.config.database]
    result = CliRunner().invoke(program, words)
    assert result.exit_code == 0, result.output
    assert "1 repositories, 3 of 3 reviews done, 0 not examined" in result.output
    assert re.search(r"^ +1 +0\.\d+ +1 of 2$", result.output, re.MULTILINE)
    assert "findings on 1 default branches" in result.output
    now = [call for call in team.github.calls if call.method in ("POST", "PATCH") and "access_tokens" not in call.path]
    assert len(now) == len(writes)
    unknown = CliRunner().invoke(program, ["github", "backfill", "nobody", "--database", team.config.database])
    assert unknown.exit_code == 2
