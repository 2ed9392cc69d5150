"""A workflow that may do more than before."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.yaml_lines import scalars
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.workflows import WORKFLOW

_DANGEROUS = {
    "contents": 0.6,
    "actions": 0.6,
    "packages": 0.6,
    "id-token": 0.5,
    "deployments": 0.4,
    "pull-requests": 0.3,
    "issues": 0.2,
    "security-events": 0.2,
    "checks": 0.2,
    "statuses": 0.3,
    "pages": 0.3,
}


def _compare(unit: Unit) -> Iterator[Sighting]:
    if not WORKFLOW.search(unit.path) or unit.before is None or unit.after is None:
        return
    old = {name for name, _ in _granted(unit.before)}
    for name, number in _granted(unit.after):
        if name not in old and "write-all" not in old:
            yield Sighting((number,), {"name": name}, strength=0.9 if name == "write-all" else _DANGEROUS.get(name.split(":")[0], 0.4))
    if _asks(unit.before) and not _asks(unit.after):
        lines = [number for keys, _, number in scalars(unit.before.lines) if keys[-1:] == ("permissions",)]
        yield Sighting(tuple(lines[:1]), {"name": "the default of the repository"}, strength=0.6, side="before")


def _granted(side: Side) -> list[tuple[str, int]]:
    found = []
    for keys, text, number in scalars(side.lines):
        if "permissions" in keys and re.match(r"write(?:-all)?\b", text.strip("'\"")):
            found.append(("write-all" if keys[-1] == "permissions" else f"{keys[-1]}: write", number))
    return found


def _asks(side: Side) -> bool:
    return any("permissions" in keys for keys, _, _ in scalars(side.lines))


SIGNAL = Signal(
    id="workflow-permissions-widened",
    title="A workflow may do more than before",
    kind="workflow",
    category="workflow-permissions",
    severity="medium",
    languages=ANY,
    promise="Compares both sides of a workflow and tells of rights to write that weren't there, and of a list of rights that is gone.",
    why="Whatever takes over a step of the workflow has its rights: to push, to publish, to approve.",
    quiet="Rights to read, rights that stood before, and new workflows.",
    remedy="Give the right to the one job that needs it, and `contents: read` to the rest.",
    cause="The workflow's token may now do `{name}`.",
    since="0.1",
    maturity="stable",
    cwe="CWE-250",
    everywhere=True,
    compare=_compare,
    fires=(
        Example(
            "workflow",
            "on: push\npermissions: write-all\njobs:\n  a:\n    steps:\n      - run: make\n",
            "on: push\npermissions: read-all\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
            line=2,
        ),
        Example(
            "workflow",
            "on: push\npermissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - run: make\n",
            "on: push\npermissions:\n  contents: read\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: push\npermissions:\n  contents: read\njobs:\n  a:\n    steps:\n      - run: make\n",
            "on: push\npermissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: push\npermissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
