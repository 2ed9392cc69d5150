"""Rights given by a name that another can wear."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import PRIVILEGED, triggers, workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY

_BOT = re.compile(
    r"(?:github\.(?:actor|triggering_actor)|github\.event\.sender\.login)\s*==\s*['\"][\w-]+\[bot\]['\"]" r"|contains\(\s*github\.actor\s*,"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    found = workflow(unit, side)
    if not any("actor" in text or "sender" in text for _, text, _ in found):
        return
    strange = triggers(found) & PRIVILEGED
    for keys, text, number in found:
        if keys[-1:] == ("if",) and (guard := _BOT.search(text)):
            yield Sighting((number,), {"guard": guard[0][:80]}, strength=0.7 if strange else 0.2)


SIGNAL = Signal(
    id="workflow-actor-check",
    title="Rights by the name of a bot",
    kind="workflow",
    category="broken-access-control",
    severity="medium",
    languages=ANY,
    promise="Tells of a condition on `github.actor` being a bot, in a workflow that a stranger starts with rights.",
    why="The actor is whoever acted last: a stranger's branch that the bot touched passes as the bot's.",
    quiet="Conditions on the author of the pull request, workflows without rights.",
    remedy="Ask for `github.event.pull_request.user.login`, and for the repository of the head.",
    cause="`{guard}` trusts whoever acted last.",
    since="0.2",
    maturity="stable",
    cwe="CWE-290",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: pull_request_target\n"
            "jobs:\n"
            "  a:\n"
            "    if: github.actor == 'dependabot[bot]'\n"
            "    steps:\n"
            "      - run: gh pr merge --auto\n",
            path=".github/workflows/a.yml",
            line=4,
        ),
        Example(
            "workflow",
            "on: workflow_run\njobs:\n  a:\n    if: ${{ github.actor == 'renovate[bot]' }}\n    steps:\n      - run: gh pr merge --auto\n",
            path=".github/workflows/a.yml",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: pull_request\njobs:\n  a:\n    if: github.actor == 'dependabot[bot]'\n    steps:\n      - run: make\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: pull_request_target\n"
            "jobs:\n"
            "  a:\n"
            "    if: github.event.pull_request.user.login == 'dependabot[bot]'\n"
            "    steps:\n"
            "      - run: make\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
