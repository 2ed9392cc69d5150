"""`hunkwise init`: settings, a workflow and a commit hook for a repository."""

from collections.abc import Iterator
from pathlib import Path

import click

from hunkwise.errors import OutputError, RevisionError
from hunkwise.version import VERSION

SETTINGS = """\
# How hunkwise reviews this repository. Read from the base of a change, so that a change can't loosen its own review.
[review]
# Alerts per hundred ordinary changes that the team can bear.
budget = 1.0
# A finding of this severity or above fails the check: low, medium, high, critical or never.
fail_on = "medium"
# What needs no review (globs as in .gitignore); every report lists it as skipped.
ignore = []
"""

SUPPRESSIONS = """\
# Findings that the team has accepted. Each entry has a reason, an owner and an end; a report says when one has ended or fits nothing.
#
# [[suppress]]
# fingerprint = "0123456789abcdef"   # or: rule = "...", category = "...", each best with a path
# path = "src/**"
# reason = "why this is no danger here"
# owner = "who answers for it"
# expires = 2030-01-31
"""

WORKFLOW = f"""\
name: hunkwise
on:
  pull_request:
  merge_group:

permissions: {{}}

concurrency:
  group: hunkwise-${{{{ github.event.pull_request.number || github.sha }}}}
  cancel-in-progress: true

jobs:
  review:
    name: Review
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to read the two sides of the change
      security-events: write # to upload the findings to code scanning
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.12"
      - run: python -I -m pip install hunkwise=={VERSION}
      - name: Review the change
        env:
          BASE: ${{{{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}}}
        run: |
          cd "$RUNNER_TEMP" && code=0
          hunkwise scan "$GITHUB_WORKSPACE" --base "$BASE" --head HEAD \\
            --output hunkwise.sarif --output hunkwise.log --output hunkwise.md >/dev/null || code=$?
          [ -f hunkwise.log ] && cat hunkwise.log && cat hunkwise.md >>"$GITHUB_STEP_SUMMARY"
          exit "$code"
      - uses: github/codeql-action/upload-sarif@1c5b675653bb5c22dbe9b12b556ec555138e09fd # v4.38.1
        if: always()
        with:
          sarif_file: ${{{{ runner.temp }}}}/hunkwise.sarif
"""

HOOK = """\
#!/bin/sh
# Reviews what is about to be committed. `git commit --no-verify` goes around it.
exec hunkwise scan --staged
"""

# What can be written: the word for --only, the path, the text, and whether it must be executable.
PARTS = {
    "settings": (".hunkwise/config.toml", SETTINGS, False),
    "suppressions": (".hunkwise/suppressions.toml", SUPPRESSIONS, False),
    "workflow": (".github/workflows/hunkwise.yml", WORKFLOW, False),
    "hook": (".git/hooks/pre-commit", HOOK, True),
}


@click.command("init")
@click.argument("repo", type=click.Path(path_type=Path), default=".")
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="Write this part alone; may be given more than once.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--force", is_flag=True, help="Overwrite what is there.")
def command(repo: Path, only: tuple[str, ...], dry_run: bool, force: bool) -> None:
    """Write settings, suppressions, a GitHub workflow and a pre-commit hook into the repository REPO (default: this folder).

    Nothing needs these files: `hunkwise scan` works without them. What is already there is left alone.

    \b
    hunkwise init --dry-run                look first
    hunkwise init --only workflow          the workflow alone
    """
    git = repo / ".git"
    if not git.exists():
        raise RevisionError(f"{repo} is not a git repository's top folder", "Go to the folder that holds .git, or run `git init` first")
    for part in only or PARTS:
        path, text, executable = PARTS[part]
        if part == "hook" and not git.is_dir():
            click.echo(f"left   {path}: .git is a file here (a worktree or submodule); add the hook in the main repository")
        elif dry_run:
            click.echo(f"would write {path}:\n\n{_indented(text)}")
        elif (repo / path).exists() and not force:
            click.echo(f"left   {path}: it is there already (--force overwrites)")
        else:
            _write(repo, path, text, executable)
            click.echo(f"wrote  {path}")


def _write(repo: Path, path: str, text: str, executable: bool) -> None:
    from hunkwise.cli.output import write_file

    target = repo / path
    # A repository may hold a link that leads out of it; nothing is written through one.
    if any(part.is_symlink() for part in _within(repo, target)):
        raise OutputError(f"{path} is a symbolic link or lies behind one", "Remove the link first")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder of {path} can't be made: {error.strerror}", "See who may write there") from error
    write_file(target, text)
    if executable:
        target.chmod(0o755)


def _within(repo: Path, target: Path) -> Iterator[Path]:
    """`target` and the folders between it and the repository."""
    yield from (place for place in (target, *target.parents) if place != repo and place.is_relative_to(repo))


def _indented(text: str) -> str:
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))
