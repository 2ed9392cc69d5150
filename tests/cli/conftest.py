"""A git repository that the tests write, and the program run in process with a model that needs no training."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hunkwise.cli import parallel, program, review, scan
from hunkwise.detector import Detector
from hunkwise.signals import Signals

from .fake import FakeModel

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}
PLAIN = "def area(a, b):\n    return a * b\n"
EVIL = "def area(a, b):\n    return risky(a)\n"


class Repo:
    """A repository with branches `main` and `work`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> str:
        """Runs git here and returns what it says."""
        return subprocess.run(["git", *words], cwd=self.path, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout

    def write(self, name: str, text: str) -> None:
        """Writes a file and stages it."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        self.git("add", "--", name)

    def commit(self, **files: str) -> None:
        """Commits files whose names are given with `__` for `/` and `_` before the ending."""
        for name, text in files.items():
            self.write(name.replace("__", "/").replace("_py", ".py"), text)
        self.git("commit", "--quiet", "--allow-empty", "--message=x")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """`main` has a plain function in src/shape.py; `work`, checked out, has made it evil."""
    made = Repo(tmp_path / "repo")
    made.commit(src__shape_py=PLAIN)
    made.git("checkout", "--quiet", "-b", "work")
    made.commit(src__shape_py=EVIL)
    return made


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program in process with the fake model."""
    for module in (scan, parallel, review):
        monkeypatch.setattr(module, "open_detector", lambda _model, own=(): Detector(FakeModel(), Signals.load(own)))

    def invoke(*words: object, data: str | bytes | None = None) -> Result:
        return CliRunner().invoke(program, [str(word) for word in words], input=data, prog_name="hunkwise")

    return invoke
