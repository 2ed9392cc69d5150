"""Builds a small example repository in a temporary folder, reviews its pull request, and says what was planted and what was found.

`base/` is the repository before, `pr/` after. Nothing in either is ever run. `make demo` calls this file.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

HARMFUL = {
    "api/invoices.py": "a refactoring loses the check that an invoice belongs to who asks for it",
    "api/orders.py": "a new endpoint builds a query from what the user typed",
    "contracts/Vault.sol": "the external call now comes before the balance is cleared",
    "web/package.json": "installing the package now runs a script",
    "web/scripts/prepare-assets.cjs": "that script fetches code and runs it",
    "web/src/comments.js": "the text of a comment is no longer escaped",
}
HARMLESS = {
    "api/customers.py": "a security fix: the query gets a parameter instead of being put together",
    "api/pricing.py": "a refactoring: functions move, names get longer",
    "api/shipments.py": "a new endpoint with a safe query",
    "contracts/Token.sol": "a security fix: only the owner may name the next one",
    "docs/operations.md": "documentation that mentions a dangerous command",
    "service/cache.go": "expired entries are swept out",
    "tests/test_pricing.py": "new tests, one with a hostile-looking text",
    "warehouse/Stock.java": "a repeated check becomes a method",
    "web/src/table.js": "rows can be filtered",
}

# No configuration of the user, no hook, no prompt; a fixed author and date make the same commits everywhere.
GIT_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Demo",
    "GIT_AUTHOR_EMAIL": "demo@example.org",
    "GIT_AUTHOR_DATE": "2024-05-01T12:00:00+00:00",
    "GIT_COMMITTER_NAME": "Demo",
    "GIT_COMMITTER_EMAIL": "demo@example.org",
    "GIT_COMMITTER_DATE": "2024-05-01T12:00:00+00:00",
}


def git(repository: Path, *arguments: str) -> None:
    """Runs git in the example repository, with nothing from outside able to change what it does."""
    subprocess.run(
        ["git", "-C", str(repository), "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false", *arguments],
        check=True,
        env=GIT_ENVIRONMENT,
        stdout=subprocess.DEVNULL,
    )


def build(repository: Path) -> None:
    """Writes the repository: branch `main` from `base/`, branch `pr` from `pr/`."""
    shutil.copytree(HERE / "base", repository, copy_function=shutil.copyfile)
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message=The shop as it stands")
    git(repository, "checkout", "--quiet", "-b", "pr")
    # Without the times of the files: two of the same size and time would be the same to git.
    shutil.copytree(HERE / "pr", repository, dirs_exist_ok=True, copy_function=shutil.copyfile)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message=Search, shipments, comments and a tidy-up")


def review(repository: Path, html: Path, record: Path, options: list[str]) -> int:
    """Runs the real program on the pull request: text to the terminal, two files beside it. Returns the exit code."""
    command = [sys.executable, "-m", "hunkwise", "scan", str(repository), "--base", "main", "--head", "pr"]
    print("$ hunkwise scan --base main --head pr", flush=True)
    return subprocess.run([*command, "--output", str(html), "--output", str(record), *options], check=False).returncode


def found(record: Path) -> set[str]:
    """The paths that the report has findings for."""
    verdict = json.loads(record.read_text(encoding="utf-8"))["verdict"]
    return {finding["path"] for finding in verdict["findings"]}


def compare(paths: set[str]) -> str:
    """What was planted and which of it was found, a line each."""
    lines = ["Planted:"]
    lines += [f"  {'found ' if path in paths else 'MISSED'}  {path}: {what}" for path, what in HARMFUL.items()]
    lines += ["Harmless, of the same size:"]
    lines += [f"  {'FLAGGED' if path in paths else 'quiet '}  {path}: {what}" for path, what in HARMLESS.items()]
    hits, noise = len(paths & HARMFUL.keys()), len(paths - HARMFUL.keys())
    lines += ["", f"{hits} of {len(HARMFUL)} harmful files found, {noise} of {len(HARMLESS)} harmless files flagged."]
    return "\n".join(lines)


def main() -> int:
    """0 when exactly the harmful files were flagged, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--html", type=Path, default=Path("demo-report.html"), help="where the HTML report goes (default: %(default)s)")
    parser.add_argument("--keep", type=Path, help="leave the example repository in this new folder, to look around")
    chosen, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="hunkwise-demo-") as scratch:
        repository = chosen.keep or Path(scratch) / "shop"
        record = Path(scratch) / "report.json"
        build(repository)
        code = review(repository, chosen.html.absolute(), record, options)
        if code not in (0, 1):
            return code
        paths = found(record)
    print()
    print(compare(paths))
    print(f"The report as a page: {chosen.html}")
    return 0 if paths == set(HARMFUL) else 1


if __name__ == "__main__":
    sys.exit(main())
