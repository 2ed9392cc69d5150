"""All secrets handed to a workflow of others."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    called: dict[tuple[str, ...], str] = {}
    for keys, text, number in workflow(unit, side):
        if keys[-1:] == ("uses",):
            called[keys[:-1]] = text.strip("'\"")
        elif keys[-1:] == ("secrets",) and text.strip("'\"") == "inherit":
            call = called.get(keys[:-1], "")
            yield Sighting((number,), {"call": call[:80] or "the workflow"}, strength=0.2 if call.startswith("./") or not call else 0.7)


SIGNAL = Signal(
    id="workflow-secrets-inherited",
    title="All secrets handed on",
    kind="workflow",
    category="workflow-permissions",
    severity="medium",
    languages=ANY,
    promise="Tells of `secrets: inherit` towards a workflow of another repository.",
    why="It gets every secret there is, also those that it never needs.",
    quiet="Workflows of the same repository are told weakly, secrets handed on by name.",
    remedy="Hand on the named secrets that it needs.",
    cause="`{call}` gets every secret.",
    since="0.2",
    maturity="stable",
    cwe="CWE-250",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    uses: someone/flows/.github/workflows/b.yml@main\n    secrets: inherit\n",
            path=".github/workflows/a.yml",
            line=5,
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    uses: someone/flows/.github/workflows/b.yml@v1\n    secrets: inherit\n",
            "on: push\njobs:\n  a:\n    uses: someone/flows/.github/workflows/b.yml@v1\n    secrets:\n      token: ${{ secrets.TOKEN }}\n",
            path=".github/workflows/a.yml",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    secrets: inherit\n", path=".github/workflows/a.yml"
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    uses: someone/flows/.github/workflows/b.yml@v1\n    secrets:\n      token: ${{ secrets.TOKEN }}\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
