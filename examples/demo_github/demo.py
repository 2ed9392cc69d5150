"""The server at work: a pull request with a planted flaw, what comes back to it, and what an answer changes.

Everything runs on this machine. The server is the real one (`hunkwise serve`), started as its own process; GitHub and its git server are
the fakes that the tests use (`tests/rig`), on loopback. `make demo-github` calls this file.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
SHOP = HERE.parent / "demo"
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from rig import FakeGitHub, Pull, Repository, Unavailable  # noqa: E402 - it lies beside the tests, and isn't shipped
from rig.page import page  # noqa: E402
from rig.world import Check  # noqa: E402

CHANGED = ("api/orders.py", "api/pricing.py")
PLANTED = "api/orders.py"
REASON = "/hunkwise false-positive 1 the names come from our own table"


class Server:
    """`hunkwise serve` in a process of its own, with a database in `folder`. A context manager; SIGTERM drains it."""

    def __init__(self, github: FakeGitHub, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        keys = {
            "app_id": github.app.id,
            "private_key": github.app.private_key,
            "webhook_secret": github.app.webhook_secret,
            "api": github.url,
            "web": github.world.site,
            "git": github.git_url,
            "slug": github.app.slug,
        }
        file = folder / "github-app.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(keys))
        self.log = folder / "server.log"
        words = ["serve", "--data", str(folder), "--credentials", str(file), "--port", str(self.port), "--judges", "1"]
        command = [sys.executable, "-m", "hunkwise", *words]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=_environment())
        github.deliver_to(f"http://127.0.0.1:{self.port}/webhook")

    def __enter__(self) -> "Server":
        until(self._ready, "the server answers", self)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()

    @property
    def gone(self) -> bool:
        """Whether the process has ended by itself."""
        return self._process.poll() is not None

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def until(happened: Callable[[], object], what: str, server: Server, seconds: float = 120) -> None:
    """Waits for something. Raises SystemExit with the end of the server's log when it doesn't come."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end or server.gone:
            raise SystemExit(f"It didn't happen: {what}.\n{server.log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)


def latest(place: Repository, head: str) -> Check | None:
    """The newest check run on a commit, once it has ended."""
    found = [check for check in place.checks_on(head) if check["status"] == "completed"]
    return found[-1] if found else None


def heading(text: str) -> None:
    """A step of the story."""
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n== {text}")


def quoted(text: str, most: int = 24) -> str:
    """The first lines of what stands on GitHub, indented."""
    lines = [line for line in text.splitlines() if not line.startswith("<!--")]
    rest = [f"… {len(lines) - most} more lines"] if len(lines) > most else []
    return "\n".join(f"    {line}".rstrip() for line in [*lines[:most], *rest])


def show_check(check: Check) -> None:
    """A check run and its annotations."""
    print(f"  {check['name']}: {check['conclusion']} - {check['output']['title']}")
    for note in check.annotations:
        print(f"    {note['annotation_level']} {note['path']}:{note['start_line']} {note['title']}")
    if check["actions"]:
        print("    buttons: " + ", ".join(action["label"] for action in check["actions"]))


def show_sarif(place: Repository) -> None:
    """The newest upload to code scanning."""
    results = place.sarifs[-1].document["runs"][0]["results"]
    print(f"  upload {len(place.sarifs)}, for {place.sarifs[-1].ref}: {len(results)} result{'' if len(results) == 1 else 's'}")
    for result in results:
        where = result["locations"][0]["physicalLocation"]
        told = "suppressed" if result.get("suppressions") else result.get("level", "warning")
        print(f"    {told} {result['ruleId']} {where['artifactLocation']['uri']}:{where['region']['startLine']}")


def story(github: FakeGitHub, server: Server, html: Path) -> bool:
    """Tells the whole story and returns whether it went as it should."""
    files = {path.relative_to(SHOP / "base").as_posix(): path.read_bytes() for path in (SHOP / "base").rglob("*") if path.is_file()}
    shop = github.repository("acme/shop", files)
    shop.roles |= {"ann": "write", "rob": "maintain"}
    heading("ann opens pull request #1; one of its two files has a planted flaw")
    started = time.monotonic()
    pull = github.open_pull(shop, {path: (SHOP / "pr" / path).read_bytes() for path in CHANGED}, by="ann", title="Search orders")
    until(lambda: latest(shop, pull.head) and pull.comments and pull.line_comments and shop.sarifs, "a verdict", server)
    print(f"  the verdict stands after {time.monotonic() - started:.1f} s")

    first = _shown(shop, pull, "What comes back")
    before = pull.comments[0].body
    _write(html, before)
    print(f"  The comment as GitHub shows it: {html}" if html.exists() else "  (install the extra `dev` to see it as GitHub shows it)")

    heading("rob, who maintains the shop, answers: " + REASON)
    said = github.comment(shop, pull, "rob", REASON)
    until(lambda: said.reactions, "a reaction", server)
    until(lambda: latest(shop, pull.head) not in (None, first), "a new verdict", server)
    until(lambda: pull.comments[0].body != before, "a new summary", server)
    until(lambda: pull.line_comments[0].minimized and len(shop.sarifs) == 2, "the comment on the line minimised, new SARIF", server)
    print(f"  reaction to it: {', '.join(content for _, content in said.reactions)}")

    second = _shown(shop, pull, "What has changed")
    ours = [comment for comment in pull.comments if comment.user.kind == "Bot"]
    print(f"\n  {len(ours)} comment of ours on the pull request, rewritten; the answer is kept as a label for learning")
    flagged = {note["path"] for note in first.annotations}
    return flagged == {PLANTED} and first["conclusion"] == "failure" and second["conclusion"] == "success" and len(ours) == 1


def _shown(shop: Repository, pull: Pull, title: str) -> Check:
    check = latest(shop, pull.head)
    assert check is not None  # noqa: S101 - it was waited for
    heading(f"{title}: the check run")
    show_check(check)
    heading(f"{title}: the summary comment")
    print(quoted(pull.comments[0].body))
    if pull.line_comments:
        heading(f"{title}: comments on lines")
        for comment in pull.line_comments:
            state = " (minimised)" if comment.minimized else ""
            print(f"  {comment.path}:{comment.line}{state}\n{quoted(comment.body, 8)}")
    heading(f"{title}: SARIF for code scanning")
    show_sarif(shop)
    return check


def _write(html: Path, markdown: str) -> None:
    try:
        html.write_text(page(markdown, "light"), encoding="utf-8")
    except Unavailable:
        html.unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    """What the server gets of our environment: nothing that would configure it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("HUNKWISE_", "GIT_"))}


def main() -> int:
    """0 when the planted flaw alone was flagged and the answer cleared it, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--html", type=Path, default=Path("demo-github.html"), help="the comment as a page (default: %(default)s)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hunkwise-demo-") as scratch, FakeGitHub(check=False) as github:
        heading("A GitHub, its git server, and `hunkwise serve` on loopback")
        data = Path(scratch) / "data"
        data.mkdir(mode=0o700)
        with Server(github, data) as server:
            print(f"  GitHub {github.url}, git {github.git_url}, server http://127.0.0.1:{server.port}")
            right = story(github, server, chosen.html.absolute())
    print("\nIt went as it should." if right else "\nIt did NOT go as it should.")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
