"""Small git repositories for tests."""

import os
import subprocess
from pathlib import Path

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Someone",
    "GIT_AUTHOR_EMAIL": "someone@example.org",
    "GIT_COMMITTER_NAME": "Someone",
    "GIT_COMMITTER_EMAIL": "someone@example.org",
}


class Repository:
    """A repository in a folder, driven through the git command."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, **variables: str) -> str:
        """Runs git and returns what it prints."""
        done = subprocess.run(["git", *words], cwd=self.path, env={**ENVIRONMENT, **variables}, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, files: dict[str | bytes, str | bytes]) -> None:
        """Writes files of the working tree."""
        for name, content in files.items():
            path = self.path / os.fsdecode(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: dict[str | bytes, str | bytes] | None = None) -> str:
        """Writes files, commits everything that differs, and returns the commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")
        return self.git("rev-parse", "HEAD")
