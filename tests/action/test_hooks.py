"""The hooks: a flaw is stopped before it is committed or pushed, whatever the kind of branch."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .steps import ROOT, yaml
from .test_action import FLAW, GIT, SAFE, Checkout

PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


@pytest.fixture
def pushed(tmp_path: Path) -> Checkout:
    """A checkout with a server that has its main branch, and the hook in place."""
    made = Checkout(tmp_path / "work", {"shop/orders.py": SAFE}, {"README.md": "hello\n"})
    subprocess.run(["git", "clone", "-q", "--bare", str(made.folder), str(tmp_path / "server")], env=GIT, check=True)
    subprocess.run(["git", "-C", str(tmp_path / "server"), "symbolic-ref", "HEAD", "refs/heads/main"], env=GIT, check=True)
    made.git("remote", "add", "origin", str(tmp_path / "server"))
    made.git("fetch", "-q", "origin")
    hook = made.folder / ".git/hooks/pre-push"
    hook.write_bytes((ROOT / "examples/hooks/pre-push").read_bytes())
    hook.chmod(0o755)
    return made


def push(checkout: Checkout, *words: str) -> subprocess.CompletedProcess[str]:
    """Pushes as a user would."""
    return subprocess.run(
        ["git", "push", "-q", "origin", *words], cwd=checkout.folder, env={**GIT, "PATH": PATH}, capture_output=True, text=True, check=False
    )


def test_a_push_with_a_flaw_is_stopped(pushed: Checkout) -> None:
    """On a branch that the server knows, and on a new one; the harmless one beside it alone goes through, and so does a deletion."""
    pushed.commit({"shop/orders.py": FLAW})
    known = push(pushed, "change")
    assert known.returncode != 0
    assert "shop/orders.py" in known.stdout + known.stderr
    assert push(pushed, "change:refs/heads/new").returncode != 0
    pushed.git("checkout", "-q", "main")
    pushed.commit({"README.md": "more\n"})
    assert push(pushed, "main").returncode == 0
    assert push(pushed, "--delete", "change").returncode == 0


def test_the_entries_of_pre_commit_review_what_they_say(pushed: Checkout) -> None:
    """What is staged; what is pushed, with and without the variables that pre-commit sets."""
    hooks = {hook["id"]: hook["entry"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}

    def run(entry: str, **variables: str) -> int:
        return subprocess.run(
            ["bash", "-c", entry], cwd=pushed.folder, env={**GIT, "PATH": PATH, **variables}, capture_output=True, check=False
        ).returncode

    before = pushed.git("rev-parse", "HEAD")
    assert run(hooks["hunkwise"]) == 0
    (pushed.folder / "shop/orders.py").write_text(FLAW)
    pushed.git("add", "--all")
    assert run(hooks["hunkwise"]) == 1
    after = pushed.commit({})
    assert run(hooks["hunkwise-push"], PRE_COMMIT_FROM_REF=before, PRE_COMMIT_TO_REF=after) == 1
    assert run(hooks["hunkwise-push"], PRE_COMMIT_FROM_REF=before, PRE_COMMIT_TO_REF=before) == 0
    assert run(hooks["hunkwise-push"]) == 1
