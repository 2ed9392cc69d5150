"""An action of others that can change under the same name."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.yaml_lines import scalars
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.workflows import WORKFLOW

_USES = re.compile(r"^['\"]?([\w.-]+/[\w./-]+)@([\w./-]+)")
_BRANCH = re.compile(r"^(?:main|master|develop|dev|latest|HEAD|trunk|edge|nightly|release)$")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not WORKFLOW.search(unit.path):
        return
    for keys, text, number in scalars(side.lines):
        found = _USES.match(text) if keys[-1:] == ("uses",) else None
        if found is None or re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", found[2]):
            continue
        own = found[1].startswith(("actions/", "github/"))
        strength = (0.2 if own else 0.7) if _BRANCH.match(found[2]) else (0.05 if own else 0.2)
        yield Sighting((number,), {"name": found[1], "call": f"{found[1]}@{found[2]}"}, strength=strength)


SIGNAL = Signal(
    id="unpinned-action",
    title="An action by a branch",
    kind="workflow",
    category="supply-chain",
    severity="low",
    languages=ANY,
    promise="Tells of an action of others that is named by a branch; by a tag it is told weakly.",
    why="Whoever takes over that repository runs code in this workflow, with its token and secrets.",
    quiet="Commit digests, local actions, and those of the platform itself.",
    remedy="Name the commit by its full digest, with the version as a comment.",
    cause="`{call}` is whatever its owner says today.",
    since="0.1",
    maturity="preview",
    cwe="CWE-829",
    tactic="T1195.001",
    see=_see,
    fires=(
        Example(
            "workflow", "on: push\njobs:\n  a:\n    steps:\n      - uses: someone/deploy@main\n", path=".github/workflows/a.yml", line=5
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - uses: someone/deploy@master\n",
            "on: push\njobs:\n  a:\n    steps:\n      - uses: someone/deploy@0123456789012345678901234567890123456789\n",
            path=".github/workflows/a.yml",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: ./local\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - uses: someone/deploy@0123456789012345678901234567890123456789 # v1\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
