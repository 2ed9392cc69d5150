"""Text that a stranger writes, pasted into a script of a workflow."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.yaml_lines import scalars
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.workflows import EXPRESSION, HOSTILE, WORKFLOW


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not WORKFLOW.search(unit.path):
        return
    for keys, text, number in scalars(side.lines):
        if not keys or keys[-1] not in ("run", "script") or "env" in keys:
            continue
        for expression in EXPRESSION.findall(text):
            found = HOSTILE.search(expression)
            if found and not re.match(r"\s*(?:contains|startsWith|endsWith|hashFiles)\(|.*(?:==|!=)", expression):
                yield Sighting((number,), {"source": found[0], "sink": keys[-1]})


SIGNAL = Signal(
    id="workflow-expression-injection",
    title="A stranger's text inside a workflow's script",
    kind="workflow",
    category="workflow-injection",
    severity="high",
    languages=ANY,
    promise="Tells of a title, body, branch name, comment or message from an event that is expanded inside `run` or `script`.",
    why="The expression is pasted into the script before it runs: a title such as `$(command)` runs with the workflow's token and secrets.",
    quiet="Numbers, ids and commit digests, expressions in `env`, `if` and `with`, comparisons.",
    remedy='Put the expression into `env` and use the variable (`"$TITLE"`) in the script.',
    cause="`{source}` is pasted into `{sink}`: whoever chooses that text chooses what runs.",
    since="0.1",
    maturity="stable",
    cwe="CWE-94",
    tactic="T1059",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: issues\njobs:\n  a:\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n",
            path=".github/workflows/a.yml",
            line=5,
        ),
        Example(
            "workflow",
            "on: pull_request_target\njobs:\n  a:\n    steps:\n      - name: greet\n        run: |\n          set -e\n"
            '          echo "${{ github.head_ref }}"\n',
            path=".github/workflows/a.yml",
            line=8,
        ),
        Example(
            "workflow",
            "on: issue_comment\njobs:\n  a:\n    steps:\n      - uses: actions/github-script@v7\n        with:\n"
            "          script: |\n            log(`${{ github.event.comment.body }}`)\n",
            path=".github/workflows/a.yml",
            line=8,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: issues\njobs:\n  a:\n    steps:\n      - env:\n          TITLE: ${{ github.event.issue.title }}\n"
            '        run: echo "$TITLE"\n',
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: issues\njobs:\n  a:\n    steps:\n      - run: echo ${{ github.event.issue.number }} ${{ github.sha }}\n",
            path=".github/workflows/a.yml",
        ),
        Example("workflow", "on: issues\njobs:\n  a:\n    if: ${{ github.event.issue.title == 'x' }}\n", path=".github/workflows/a.yml"),
        Example("yaml", "run: echo ${{ github.event.issue.title }}\n", path="docs/a.yml"),
    ),
)
