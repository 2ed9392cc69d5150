"""A workflow with secrets that builds a stranger's code."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.yaml_lines import scalars
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.workflows import WORKFLOW

_HEAD = re.compile(
    r"github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|refs/pull/|github\.event\.workflow_run\.head_(?:sha|branch)|github\.event\.pull_request\.head\.repo"
)
_PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not WORKFLOW.search(unit.path):
        return
    trigger, line = "", 0
    seen = list(scalars(side.lines))
    for keys, text, number in seen:
        if keys[:1] in (("on",), ("true",)) and not trigger:
            trigger = next((one for one in _PRIVILEGED if one in keys or one in re.split(r"[\[\], ]+", text)), "")
            line = number if trigger else 0
    if not trigger:
        return
    for keys, text, number in seen:
        if keys and keys[-1] in ("ref", "repository") and _HEAD.search(text):
            yield Sighting((line, number), {"name": trigger, "source": _HEAD.findall(text)[0]})
        elif (
            keys
            and keys[-1] == "run"
            and re.search(r"gh pr checkout|git (?:fetch|checkout)\b.*(?:pull/|head)", text)
            and trigger != "workflow_run"
        ):
            yield Sighting((line, number), {"name": trigger, "source": "the pull request"}, strength=0.8)


SIGNAL = Signal(
    id="pull-request-target-checkout",
    title="A stranger's code checked out with secrets at hand",
    kind="workflow",
    category="workflow-injection",
    severity="critical",
    languages=ANY,
    promise="Tells of a workflow that runs with the base repository's rights and checks out the head of a pull request.",
    why="Build scripts, tests and hooks of that head then run with the token and the secrets: any pull request can take them.",
    quiet="`pull_request`, and privileged workflows that only check out the base.",
    remedy="Build in a `pull_request` workflow without secrets, and hand results on to a second one.",
    cause="The workflow runs on `{name}` with secrets and checks out `{source}`, which a stranger wrote.",
    since="0.1",
    maturity="stable",
    cwe="CWE-829",
    tactic="T1195",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on:\n  pull_request_target:\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n"
            "          ref: ${{ github.event.pull_request.head.sha }}\n      - run: make\n",
            path=".github/workflows/a.yml",
            line=8,
        ),
        Example(
            "workflow",
            "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n"
            "          ref: ${{ github.head_ref }}\n",
            "on: pull_request\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n"
            "          ref: ${{ github.head_ref }}\n",
            path=".github/workflows/a.yml",
            line=1,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: pull_request\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n"
            "          ref: ${{ github.event.pull_request.head.sha }}\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: label\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
