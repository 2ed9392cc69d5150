"""What a stranger's build left behind, used with rights."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import triggers, workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY

_TAKES = re.compile(
    r"dawidd6/action-download-artifact|actions/download-artifact|gh run download|downloadArtifact" r"|aochmann/actions-download-artifact"
)
_USES = re.compile(
    r"GITHUB_ENV|GITHUB_OUTPUT|GITHUB_PATH|\$\(\s*(?:cat|<)|\bnpm (?:ci|install|run)|\bmake\b|\./[\w.-]+"
    r"|\bpython3?\s+\S+\.py|\bbash\s+\S+|\bnode\s+\S+|\bunzip\b|source\s"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    found = workflow(unit, side)
    if "workflow_run" not in triggers(found):
        return
    taken = ("", 0)
    for keys, text, number in found:
        if not keys:
            continue
        if _TAKES.search(text):
            taken = (text.split("@")[0].strip()[:60], number)
        elif taken[1] and keys[-1] in ("run", "script") and (used := _USES.search(text)):
            strength = 0.5 if used[0] == "unzip" else 0.7
            yield Sighting((taken[1], number), {"call": taken[0], "sink": used[0]}, strength=strength)
            return


SIGNAL = Signal(
    id="workflow-artifact-trusted",
    title="A stranger's artefact used with rights",
    kind="workflow",
    category="workflow-injection",
    severity="high",
    languages=ANY,
    promise=(
        "Tells of a workflow with rights that takes the artefact of another run and unpacks it into the checkout, runs "
        "it, or reads it into its environment."
    ),
    why="The first run was a stranger's: whatever it packed now acts with the token and the secrets.",
    quiet="Artefacts of the same run, those unpacked apart and only read.",
    remedy="Unpack it apart, check it, and treat it as text.",
    cause="`{call}` brings in what a stranger's run packed, and `{sink}` uses it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-829",
    tactic="T1195",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on:\n"
            "  workflow_run:\n"
            "    workflows: [build]\n"
            "jobs:\n"
            "  a:\n"
            "    steps:\n"
            "      - uses: dawidd6/action-download-artifact@v3\n"
            '      - run: echo "pr=$(cat pr.txt)" >> $GITHUB_ENV\n',
            path=".github/workflows/a.yml",
            line=8,
        ),
        Example(
            "workflow",
            "on:\n"
            "  workflow_run:\n"
            "    workflows: [build]\n"
            "jobs:\n"
            "  a:\n"
            "    steps:\n"
            "      - run: gh run download 1\n"
            "      - run: ./publish.sh\n",
            path=".github/workflows/a.yml",
            line=8,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/download-artifact@v4\n      - run: ./publish.sh\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on:\n  workflow_run:\n    workflows: [build]\njobs:\n  a:\n    steps:\n      - run: echo done\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
