"""An own machine that strangers can run code on."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import OPEN, triggers, workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    found = workflow(unit, side)
    if not any("self-hosted" in text for _, text, _ in found):
        return
    events = sorted(triggers(found) & OPEN)
    own = any(
        keys[-1:] == ("if",) and re.search(r"head\.repo\.(?:full_name|fork)|author_association|event_name\s*!=|github\.actor\s*==", text)
        for keys, text, _ in found
    )
    for keys, text, number in found:
        if events and not own and "runs-on" in keys and "self-hosted" in text:
            yield Sighting((number,), {"name": events[0], "call": text[:60]}, strength=0.7)


SIGNAL = Signal(
    id="self-hosted-runner-open",
    title="An own runner open to strangers",
    kind="workflow",
    category="workflow-permissions",
    severity="high",
    languages=ANY,
    promise="Tells of a job on a self-hosted runner in a workflow that pull requests or comments of strangers start.",
    why="What a fork's pull request runs there stays on the machine and sees its network.",
    quiet="Pushes, releases and schedules, hosted runners, a condition that only takes the own repository.",
    remedy="Run strangers' changes on hosted, throw-away runners.",
    cause="`{name}` starts a job on `{call}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-829",
    tactic="T1195",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: pull_request\njobs:\n  a:\n    runs-on: self-hosted\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
            line=4,
        ),
        Example(
            "workflow",
            "on:\n"
            "  pull_request_target:\n"
            "    types: [opened]\n"
            "jobs:\n"
            "  a:\n"
            "    runs-on: [self-hosted, linux]\n"
            "    steps:\n"
            "      - run: make\n",
            path=".github/workflows/a.yml",
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow", "on: push\njobs:\n  a:\n    runs-on: self-hosted\n    steps:\n      - run: make\n", path=".github/workflows/a.yml"
        ),
        Example(
            "workflow",
            "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
