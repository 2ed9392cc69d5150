"""Runs the shell steps of action.yml as GitHub would: the same variables, the same files, the same expressions."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML isn't installed")
ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


@dataclass
class Done:
    """What a step left behind. `commands` are the workflow commands that the runner obeys, as (name, line)."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str
    commands: list[tuple[str, str]] = field(default_factory=list)


def evaluate(text: str, context: Mapping[str, Any]) -> str:
    """A value with its `${{ a.b || c.d }}` expressions put in, where they are paths joined by `||`."""

    def value(found: re.Match[str]) -> str:
        for path in found[1].split("||"):
            here: Any = context
            for name in path.strip().split("."):
                here = here.get(name) if isinstance(here, Mapping) else None
            if here not in (None, ""):
                return str(here)
        return ""

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


def review(folder: Path, repository: Path, event: str, payload: Mapping[str, Any], **inputs: str) -> Done:
    """Runs the review step on a checkout, with `payload` as the event; `sha` in it is `github.sha`."""
    temp = folder / "temp"
    temp.mkdir(parents=True)
    (temp / "hunkwise").symlink_to(sys.prefix)
    given = {name: facts.get("default", "") for name, facts in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    context = {"inputs": given, "github": {"event": payload, "sha": payload.get("sha", ""), "event_name": event}}
    step = STEPS["Review the change"]
    return run(step, folder, repository, {"GITHUB_EVENT_NAME": event}, context)


def run(step: Mapping[str, Any], folder: Path, repository: Path, extra: Mapping[str, str], context: Mapping[str, Any]) -> Done:
    """Runs one shell step in `repository`."""
    files = {name: folder / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH")}
    for file in files.values():
        file.touch()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_WORKSPACE": str(repository),
        "RUNNER_TEMP": str(folder / "temp"),
        "CI": "true",
        **{name: str(path) for name, path in files.items()},
        **{
            name: os.environ[name]
            for name in ("PIP_INDEX_URL", "PIP_CONFIG_FILE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
            if name in os.environ
        },
        **extra,
        **{name: evaluate(str(value), context) for name, value in step.get("env", {}).items()},
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    where = folder / "temp" if "working-directory" in step else repository
    done = subprocess.run(command, cwd=where, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    log = done.stdout.decode("utf-8", "replace")
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    return Done(done.returncode, log, outputs, files["GITHUB_STEP_SUMMARY"].read_text(), obeyed(log))


def obeyed(log: str) -> list[tuple[str, str]]:
    """The commands that the runner obeys in a log: none between `stop-commands` and its word."""
    found: list[tuple[str, str]] = []
    word = ""
    for line in re.split(r"\r\n|\r|\n", log):
        new = re.match(r"\s*::([^ :]*)[^:]*::(.*)", line)
        old = re.search(r"##\[([^\] ]*)[^\]]*\]", line)
        name = new[1] if new else old[1] if old else ""
        if word:
            word = "" if name == word else word
        elif name == "stop-commands" and new:
            word = new[2]
        elif name:
            found.append((name, line))
    assert not word, "the log ends while commands are stopped"
    return found
