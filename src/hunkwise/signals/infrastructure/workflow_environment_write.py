"""A stranger's text written into the environment of later steps."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import PRIVILEGED, triggers, workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.workflows import EXPRESSION, HOSTILE

_WRITES = re.compile(r">>?\s*[\"']?\$\{?(?P<sink>GITHUB_ENV|GITHUB_PATH)|(?P<export>core\.exportVariable|core\.addPath)\(")
_FILE = re.compile(
    r"\$\(\s*(?:cat|<|head|tail|jq)\s+[^)]*\)|\bcat\s+\S+\s*>>|steps\.\w+\.outputs\.\w*(?:branch|title|body|ref|message" r"|comment)"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    found = workflow(unit, side)
    if not any("GITHUB_ENV" in text or "GITHUB_PATH" in text or "core." in text for _, text, _ in found):
        return
    hostile = {keys[-1] for keys, text, _ in found if "env" in keys[:-1] and any(HOSTILE.search(one) for one in EXPRESSION.findall(text))}
    strange = triggers(found) & PRIVILEGED
    for keys, text, number in found:
        written = _WRITES.search(text)
        if not written or not keys or keys[-1] not in ("run", "script"):
            continue
        sink = written["sink"] or written["export"]
        direct = next((one for one in EXPRESSION.findall(text) if HOSTILE.search(one)), "")
        named = next((name for name in sorted(hostile) if re.search(rf"\$\{{?{re.escape(name)}\b|env\.{re.escape(name)}\b", text)), "")
        filed = _FILE.search(text) if strange else None
        if direct or named or filed:
            source = direct.strip() or named or (filed[0] if filed else "")
            yield Sighting((number,), {"source": source[:60], "sink": sink}, strength=0.85 if direct or named else 0.6)


SIGNAL = Signal(
    id="workflow-environment-write",
    title="A stranger's text in the environment",
    kind="workflow",
    category="workflow-injection",
    severity="high",
    languages=ANY,
    promise=(
        "Tells of a script that writes a title, a branch name, a comment or a file of a pull request into `GITHUB_ENV` or `GITHUB_PATH`."
    ),
    why="One line break more, and the stranger sets `PATH`, `LD_PRELOAD` or `NODE_OPTIONS` of every step that follows.",
    quiet="Numbers, digests, values of the workflow itself, `GITHUB_OUTPUT`.",
    remedy="Check the value first, or hand it on as an output.",
    cause="`{source}` is written to `{sink}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-77",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            'on: pull_request_target\njobs:\n  a:\n    steps:\n      - run: echo "BRANCH=${{ github.head_ref }}" >> $GITHUB_ENV\n',
            path=".github/workflows/a.yml",
            line=5,
        ),
        Example(
            "workflow",
            "on: issues\n"
            "jobs:\n"
            "  a:\n"
            "    steps:\n"
            "      - env:\n"
            "          TITLE: ${{ github.event.issue.title }}\n"
            '        run: echo "TITLE=$TITLE" >> "$GITHUB_ENV"\n',
            path=".github/workflows/a.yml",
            line=7,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            'on: pull_request\njobs:\n  a:\n    steps:\n      - run: echo "SHA=${{ github.sha }}" >> $GITHUB_ENV\n',
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            'on: push\njobs:\n  a:\n    steps:\n      - run: echo "VERSION=$(cat version.txt)" >> $GITHUB_ENV\n',
            path=".github/workflows/a.yml",
        ),
    ),
)
