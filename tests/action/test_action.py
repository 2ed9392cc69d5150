"""The Action: its steps run for real on small repositories, with what GitHub sets."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hunkwise.cli.init import PARTS

from .steps import ACTION, ROOT, STEPS, Done, review, run, yaml

SAFE = 'def orders(db, name):\n    return db.execute("select * from orders where customer = ?", (name,))\n'
FLAW = (
    "from flask import request\n\n\n"
    'def orders(db):\n    name = request.args["customer"]\n'
    '    return db.execute("select * from orders where customer = \'" + name + "\'")\n'
)
GIT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_{what}": f"someone{at}" for who in ("AUTHOR", "COMMITTER") for what, at in (("NAME", ""), ("EMAIL", "@example.org"))},
}


class Checkout:
    """A repository with `main` and a branch `change` that is checked out."""

    def __init__(self, folder: Path, before: dict[str, str], after: dict[str, str]) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.base = self.commit(before)
        self.git("checkout", "-q", "-b", "change")
        self.head = self.commit(after)

    def git(self, *words: str) -> str:
        """Runs git."""
        return subprocess.run(["git", *words], cwd=self.folder, env=GIT, capture_output=True, text=True, check=True).stdout.strip()

    def commit(self, files: dict[str, str]) -> str:
        """Writes files and commits them."""
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")
        return self.git("rev-parse", "HEAD")

    def pull_request(self) -> dict[str, Any]:
        """The event of a pull request; `github.sha` is a merge commit that nobody asks for."""
        ends = {"base": {"sha": self.base}, "head": {"sha": self.head}}
        return {"pull_request": {"number": 1, **ends}, "repository": {"default_branch": "main"}, "sha": self.head}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A pull request with a planted flaw."""
    return Checkout(tmp_path / "work", {"shop/orders.py": SAFE}, {"shop/orders.py": FLAW})


def told(done: Done) -> list[str]:
    """The names of the annotations that point at a file."""
    return [name for name, line in done.commands if "file=" in line]


def test_a_pull_request_with_a_flaw_fails_and_shows_it(tmp_path: Path, checkout: Checkout) -> None:
    """An annotation on the line, a summary, SARIF, JSON and a page, outputs, and the exit code of findings."""
    done = review(tmp_path / "run", checkout.folder, "pull_request", checkout.pull_request())
    assert done.code == 1, done.log
    assert done.outputs["verdict"] == "findings"
    assert (done.outputs["findings"], done.outputs["exit-code"]) == ("1", "1")
    assert 0.5 < float(done.outputs["risk"]) <= 1
    assert told(done) in (["error"], ["warning"])
    assert any("file=shop/orders.py,line=" in line for _, line in done.commands)
    assert "### 🔴 Hunkwise: 1 finding" in done.summary
    assert json.loads(Path(done.outputs["sarif"]).read_text())["runs"][0]["results"][0]["locations"]
    assert json.loads(Path(done.outputs["json"]).read_text())["verdict"]["head"] == checkout.head
    assert Path(done.outputs["html"]).read_text().startswith("<!doctype html>")


def test_the_level_is_the_callers(tmp_path: Path, checkout: Checkout) -> None:
    """With `never` the job is green and the finding is shown all the same."""
    done = review(tmp_path / "run", checkout.folder, "pull_request", checkout.pull_request(), fail_on="never", budget="2")
    assert (done.code, done.outputs["exit-code"], done.outputs["findings"]) == (0, "0", "1")
    assert len(told(done)) == 1


def test_a_harmless_change_is_silent(tmp_path: Path) -> None:
    """No annotation, a green summary, exit code 0."""
    checkout = Checkout(tmp_path / "work", {"a.py": "def f(a):\n    return a + 1\n"}, {"a.py": "def f(amount):\n    return amount + 1\n"})
    done = review(tmp_path / "run", checkout.folder, "pull_request", checkout.pull_request())
    assert (done.code, done.outputs["verdict"], told(done)) == (0, "clean", [])
    assert "### 🟢 Hunkwise: Nothing found" in done.summary


def test_a_merge_queue_entry_is_reviewed(tmp_path: Path, checkout: Checkout) -> None:
    """Its own base and head, not those of a pull request."""
    group = {"merge_group": {"base_sha": checkout.base, "head_sha": checkout.head}, "sha": checkout.head}
    done = review(tmp_path / "run", checkout.folder, "merge_group", group)
    assert (done.code, done.outputs["findings"]) == (1, "1")


@pytest.mark.parametrize("before", ["known", "zero", "gone"])
def test_a_push_is_reviewed(tmp_path: Path, checkout: Checkout, before: str) -> None:
    """Since what stood there before; a new branch, and one pushed by force, since the main branch."""
    checkout.git("update-ref", "refs/remotes/origin/main", checkout.base)
    old = {"known": checkout.base, "zero": "0" * 40, "gone": "1" * 40}[before]
    payload = {"before": old, "repository": {"default_branch": "main"}, "sha": checkout.head}
    done = review(tmp_path / "run", checkout.folder, "push", payload)
    assert (done.code, done.outputs["findings"]) == (1, "1")


def test_a_forced_push_to_the_main_branch_is_compared_with_the_commit_before(tmp_path: Path, checkout: Checkout) -> None:
    """The main branch can't be compared with itself."""
    checkout.git("update-ref", "refs/remotes/origin/main", checkout.head)
    payload = {"before": "1" * 40, "repository": {"default_branch": "main"}, "sha": checkout.head}
    assert review(tmp_path / "run", checkout.folder, "push", payload).outputs["findings"] == "1"


def test_the_first_commit_is_told_as_not_examined(tmp_path: Path, checkout: Checkout) -> None:
    """There is nothing to compare with: a warning and a yellow summary, not green silence."""
    checkout.git("update-ref", "refs/remotes/origin/main", checkout.base)
    payload = {"before": "0" * 40, "repository": {"default_branch": "main"}, "sha": checkout.base}
    done = review(tmp_path / "run", checkout.folder, "push", payload)
    assert (done.code, done.outputs["verdict"], done.commands[0][0]) == (0, "unexamined", "warning")
    assert done.summary.startswith("### 🟡 Hunkwise: not examined")


def test_a_shallow_checkout_is_deepened_or_told(tmp_path: Path, checkout: Checkout) -> None:
    """History is fetched where it can be; otherwise the job fails and says how to check out."""
    for name, origin in (("deep", checkout.folder.as_uri()), ("lost", (tmp_path / "nowhere").as_uri())):
        shallow = tmp_path / name
        subprocess.run(["git", "clone", "-q", "--depth=1", "-b", "change", checkout.folder.as_uri(), str(shallow)], env=GIT, check=True)
        subprocess.run(["git", "-C", str(shallow), "remote", "set-url", "origin", origin], env=GIT, check=True)
    done = review(tmp_path / "run", tmp_path / "deep", "pull_request", checkout.pull_request())
    assert (done.code, done.outputs["findings"]) == (1, "1")
    done = review(tmp_path / "again", tmp_path / "lost", "pull_request", checkout.pull_request())
    assert (done.code, done.outputs["verdict"], done.outputs["exit-code"]) == (3, "unexamined", "3")
    assert "fetch-depth: 0" in done.summary


def test_a_review_that_failed_is_never_green(tmp_path: Path, checkout: Checkout) -> None:
    """Wrong settings on the base end with their own exit code, and say so on the summary."""
    checkout.git("checkout", "-q", "main")
    checkout.base = checkout.commit({".hunkwise/config.toml": "[review]\nbudget = 'none'\n"})
    checkout.git("checkout", "-q", "change")
    checkout.git("rebase", "-q", "main")
    checkout.head = checkout.git("rev-parse", "HEAD")
    done = review(tmp_path / "run", checkout.folder, "pull_request", checkout.pull_request())
    assert (done.code, done.outputs["verdict"]) == (2, "unexamined")
    assert "exit code 2" in done.summary
    assert [name for name, _ in done.commands] == ["group", "endgroup", "error"]


def test_nothing_of_the_checkout_is_obeyed_or_imported(tmp_path: Path) -> None:
    """Paths and code that look like commands of the runner stay text; modules of the checkout are never started."""
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n"
    modules = {f"{name}.py": trap for name in ("json", "secrets", "pip", "sitecustomize", "hunkwise", "encodings")}
    attack = FLAW.replace("customer", "::set-output name=verdict::clean ##[add-mask]e")
    files = {"::error file=x::y.py": attack, "##[stop-commands]x.py": attack, "a,line=9%0A::add-mask::a.py": attack, **modules}
    checkout = Checkout(tmp_path / "work", {"a.py": "x = 1\n"}, files)
    done = review(tmp_path / "run", checkout.folder, "pull_request", checkout.pull_request())
    assert not (tmp_path / "sprung").exists()
    assert {name for name, _ in done.commands} <= {"group", "endgroup", "error", "warning", "notice"}
    assert int(done.outputs["findings"]) >= 3
    assert set(done.outputs) == {"verdict", "findings", "risk", "exit-code", "sarif", "json", "html"}


def test_a_commit_is_never_an_option(tmp_path: Path, checkout: Checkout) -> None:
    """A base or head that begins with a dash ends the job."""
    for at, inputs in enumerate(({"base": "--output=x"}, {"head": "-x"})):
        done = review(tmp_path / f"run{at}", checkout.folder, "pull_request", checkout.pull_request(), **inputs)
        assert (done.code, done.outputs["exit-code"]) == (2, "2")


def test_every_output_is_made(tmp_path: Path, checkout: Checkout) -> None:
    """What action.yml promises is what the step gives."""
    done = review(tmp_path / "run", checkout.folder, "pull_request", checkout.pull_request())
    assert set(ACTION["outputs"]) == set(done.outputs)


@pytest.mark.slow
def test_the_package_is_installed_by_digest(tmp_path: Path, checkout: Checkout) -> None:
    """The install step makes an environment of its own in which the program starts, whatever lies in the checkout."""
    (tmp_path / "run" / "temp").mkdir(parents=True)
    (checkout.folder / "pip.py").write_text("raise SystemExit('imported from the checkout')\n")
    action = tmp_path / "action"
    shutil.copytree(ROOT / "src", action / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "requirements", action / "requirements")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, action)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "python").symlink_to(Path(sys.executable).resolve())
    extra = {
        "PATH": f"{tmp_path / 'tools'}:{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(action),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
    }
    done = run(STEPS["Install Hunkwise"], tmp_path / "run", checkout.folder, extra, {})
    if done.code and any(
        sign in done.log for sign in ("No matching distribution", "Connection", "Network is unreachable", "Temporary failure")
    ):
        pytest.skip(f"the package registry can't be used: {done.log.strip().splitlines()[-1][:200]}")
    assert done.code == 0, done.log
    program = tmp_path / "run" / "temp" / "hunkwise" / "bin" / "hunkwise"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    assert "hunkwise" in said.lower()


def test_the_workflow_of_init_reviews_too(tmp_path: Path, checkout: Checkout) -> None:
    """The workflow that `hunkwise init` writes, without the Action: annotations, summary, SARIF, and the exit code of findings."""
    workflow = yaml.safe_load(PARTS["workflow"][1])
    step = next(step for step in workflow["jobs"]["review"]["steps"] if step.get("name") == "Review the change")
    (tmp_path / "run" / "temp").mkdir(parents=True)
    context = {"github": {"event": checkout.pull_request()}}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = run(step, tmp_path / "run", checkout.folder, {"PATH": path}, context)
    assert (done.code, len(told(done))) == (1, 1), done.log
    assert "### 🔴 Hunkwise: 1 finding" in done.summary
    assert json.loads((tmp_path / "run/temp/hunkwise.sarif").read_text())["runs"][0]["results"]
