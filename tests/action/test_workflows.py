"""action.yml, the examples, the hooks and what they pin: held to schemas and to an auditor of workflows where they are installed."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hunkwise.cli.init import PARTS

from .steps import ACTION, ROOT, STEPS, yaml

EXAMPLES = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def tool(name: str) -> str:
    """A program of the environment that the tests run in; skips where it isn't installed."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} isn't installed (extra `dev`)")
    return found


def uses(part: Any) -> list[str]:
    """Every `uses` in a document."""
    if isinstance(part, dict):
        own = [part["uses"]] if isinstance(part.get("uses"), str) else []
        return own + [found for value in part.values() for found in uses(value)]
    return [found for item in part for found in uses(item)] if isinstance(part, list) else []


@pytest.mark.parametrize("path", [ROOT / "action.yml", *EXAMPLES], ids=lambda path: path.name)
def test_every_action_is_pinned_by_hash(path: Path) -> None:
    """Tags move; commits don't."""
    found = uses(yaml.safe_load(path.read_text()))
    assert found
    assert all(PINNED.fullmatch(one) for one in found)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_use_inputs_and_outputs_that_exist(path: Path) -> None:
    """An example that asks for something that isn't there would fail in silence."""
    text = path.read_text()
    steps = yaml.safe_load(text)["jobs"]["review"]["steps"]
    ours = next(step for step in steps if "/hunkwise@" in step.get("uses", ""))
    assert set(ours.get("with", {})) <= set(ACTION["inputs"])
    assert set(re.findall(r"steps\.hunkwise\.outputs\.([\w-]+)", text)) <= set(ACTION["outputs"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_need_no_secret_and_few_rights(path: Path) -> None:
    """They run on forks: no secret, no event with the base's rights, the whole history, no token left in the checkout."""
    text = path.read_text()
    found = yaml.safe_load(text)
    assert "secrets." not in text
    assert "pull_request_target" not in text
    assert found["permissions"] == {}
    assert found["jobs"]["review"]["permissions"].items() <= {"contents": "read", "security-events": "write"}.items()
    checkout = found["jobs"]["review"]["steps"][0]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}


@pytest.mark.parametrize(("schema", "paths"), [("github-actions", [ROOT / "action.yml"]), ("github-workflows", EXAMPLES)])
def test_documents_fit_the_schemas_of_github(schema: str, paths: list[Path]) -> None:
    """As published for actions and workflows."""
    command = [tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_auditor_finds_nothing(tmp_path: Path) -> None:
    """zizmor, offline, at its strictest: no injection, no wide right, no unpinned action. The workflow of `hunkwise init` too."""
    written = tmp_path / ".github" / "workflows" / "hunkwise.yml"
    written.parent.mkdir(parents=True)
    written.write_text(PARTS["workflow"][1])
    command = [
        tool("zizmor"),
        "--offline",
        "--no-progress",
        "--persona=pedantic",
        str(ROOT / "action.yml"),
        *map(str, EXAMPLES),
        str(written),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_expression_stands_in_a_script() -> None:
    """What comes from outside reaches a script through its environment alone."""
    assert all("${{" not in step.get("run", "") for step in STEPS.values())


def test_the_script_is_sound_shell() -> None:
    """bash reads it; shellcheck too where it is there."""
    script = ROOT / "tools" / "action" / "review.sh"
    subprocess.run(["bash", "-n", str(script)], check=True)
    if found := shutil.which("shellcheck"):
        done = subprocess.run([found, str(script)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_what_the_action_installs_fits_the_package() -> None:
    """Each dependency of the package is in requirements/scan.txt, at a release that the package allows, with digests."""
    from importlib.metadata import version  # the packaging library is always beside pytest

    packaging = pytest.importorskip("packaging.requirements")
    assert version("packaging")
    text = (ROOT / "requirements" / "scan.txt").read_text()
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)((?: ;[^\n]*)?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\w", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for line in (*project["project"]["dependencies"], *project["build-system"]["requires"]):
        wanted = packaging.Requirement(line)
        releases = [release for name, release, _, _ in pinned if name == wanted.name]
        assert releases, line
        assert all(wanted.specifier.contains(release) for release in releases), line


def test_hooks_of_pre_commit_name_commands_that_exist() -> None:
    """Each entry starts our program, and takes no file names."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["hunkwise", "hunkwise-push"]
    assert all("hunkwise scan" in hook["entry"] and hook["pass_filenames"] is False for hook in hooks)
