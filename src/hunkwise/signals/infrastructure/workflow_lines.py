"""A workflow's triggers and scalars."""

import re

from hunkwise.code.model import Side, Unit
from hunkwise.signals.supply.yaml_lines import scalars
from hunkwise.signals.tables.workflows import WORKFLOW

Scalars = list[tuple[tuple[str, ...], str, int]]
PRIVILEGED = frozenset({"pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "discussion_comment"})
"""Events by which a stranger starts a workflow that has secrets."""
OPEN = PRIVILEGED | {"pull_request", "pull_request_review"}
"""Events by which a stranger starts a workflow at all."""


def workflow(unit: Unit, side: Side) -> Scalars:
    """The scalars of a workflow, nothing for other files."""
    return list(scalars(side.lines)) if WORKFLOW.search(unit.path) else []


def triggers(found: Scalars) -> set[str]:
    """The events that start a workflow."""
    names: set[str] = set()
    for keys, text, _ in found:
        if keys[:1] in (("on",), ("true",)):
            names |= set(keys[1:2])
            if len(keys) == 1:
                names |= set(re.findall(r"\w+", text))
    return names
