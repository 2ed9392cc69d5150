"""A cache that strangers fill and releases use."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import PRIVILEGED, triggers, workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY

_HEAD = re.compile(r"pull_request\.head|github\.head_ref|refs/pull/|gh pr checkout|workflow_run\.head_")
_PUBLISHES = re.compile(
    r"\b(?:npm|yarn|pnpm) publish|twine upload|pypa/gh-action-pypi-publish|cargo publish|docker/build-push-action"
    r"|gh release (?:create|upload)|goreleaser|softprops/action-gh-release"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    found = workflow(unit, side)
    if not any("cache" in text or "cache" in keys for keys, text, _ in found):
        return
    events = triggers(found)
    strange = events & PRIVILEGED and any(_HEAD.search(text) for _, text, _ in found)
    publishes = events & {"release", "push"} and any(_PUBLISHES.search(text) for _, text, _ in found)
    if not strange and not publishes:
        return
    what = "a stranger starts with its rights" if strange else "publishes"
    for keys, text, number in found:
        uses = keys[-1:] == ("uses",) and re.match(r"actions/cache(?:/restore)?@", text)
        setup = keys[-1:] == ("cache",) and text.strip("'\"").lower() not in ("false", "")
        if uses or setup:
            yield Sighting((number,), {"call": text[:60], "what": what}, strength=0.7 if strange else 0.3)


SIGNAL = Signal(
    id="workflow-cache-poisoning",
    title="A cache that a stranger can fill",
    kind="workflow",
    category="supply-chain",
    severity="high",
    languages=ANY,
    promise=("Tells of a cache used in a workflow that a stranger starts with rights, and of one restored by a workflow that publishes."),
    why="What is put into the cache of the main branch runs later in builds that have the secrets.",
    quiet="Caches in plain builds and tests.",
    remedy="Leave the cache out of privileged and publishing workflows.",
    cause="`{call}` uses a cache in a workflow that {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-349",
    tactic="T1195",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: pull_request_target\n"
            "jobs:\n"
            "  a:\n"
            "    steps:\n"
            "      - uses: actions/checkout@v4\n"
            "        with:\n"
            "          ref: ${{ github.event.pull_request.head.sha }}\n"
            "      - uses: actions/cache@v4\n"
            "        with:\n"
            "          path: ~/.npm\n",
            path=".github/workflows/a.yml",
            line=8,
        ),
        Example(
            "workflow",
            "on: issue_comment\n"
            "jobs:\n"
            "  a:\n"
            "    steps:\n"
            "      - run: gh pr checkout 1\n"
            "      - uses: actions/setup-node@v4\n"
            "        with:\n"
            "          cache: npm\n",
            path=".github/workflows/a.yml",
            line=8,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: pull_request\njobs:\n  a:\n    steps:\n      - uses: actions/cache@v4\n        with:\n          path: ~/.npm\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: actions/cache@v4\n        with:\n          path: labels\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
