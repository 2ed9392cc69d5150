"""Commands that any printed line can give."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for keys, text, number in workflow(unit, side):
        name = "ACTIONS_ALLOW_UNSECURE_COMMANDS"
        if (keys[-1:] == (name,) and text.strip("'\"").lower() in ("true", "1", "yes")) or f"{name}=true" in text:
            yield Sighting((number,), {"name": name}, strength=0.9)


SIGNAL = Signal(
    id="workflow-unsafe-commands",
    title="Commands taken from printed lines",
    kind="workflow",
    category="workflow-injection",
    severity="high",
    languages=ANY,
    promise="Tells of the switch that lets a workflow's printed lines set variables and paths again.",
    why="Whatever a step prints, a stranger's title among it, then changes the programs of later steps.",
    quiet="The switch set to false.",
    remedy="Write to `$GITHUB_ENV` instead.",
    cause="`{name}` lets every printed line change the environment.",
    since="0.2",
    maturity="stable",
    cwe="CWE-94",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: push\nenv:\n  ACTIONS_ALLOW_UNSECURE_COMMANDS: true\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
            line=3,
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - run: make\n        env:\n          ACTIONS_ALLOW_UNSECURE_COMMANDS: 'true'\n",
            path=".github/workflows/a.yml",
            line=7,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: push\nenv:\n  ACTIONS_ALLOW_UNSECURE_COMMANDS: false\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: push\n# ACTIONS_ALLOW_UNSECURE_COMMANDS: true\njobs:\n  a:\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
