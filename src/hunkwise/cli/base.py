"""The base of a review where none was named: the remote's main branch, or a local one."""

from pathlib import Path

from hunkwise.change.git_run import Git
from hunkwise.errors import RevisionError

CANDIDATES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def chosen_base(repo: Path) -> str:
    """The first of `CANDIDATES` that is a commit here. Raises RevisionError where none is, and where `repo` is no repository."""
    git = Git(repo)
    for name in CANDIDATES:
        if git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") is not None:
            return name
    raise RevisionError(
        f"{str(repo)!r} has no branch called main or master to compare with", "Name one with --base, as in `--base develop`"
    )
