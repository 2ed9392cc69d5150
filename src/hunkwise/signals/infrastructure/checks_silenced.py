"""A check whose failure no longer counts."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal

_CHECK = re.compile(
    r"(?i)\b(?:pytest|tox|nox|unittest|npm (?:run )?(?:test|audit|lint)|yarn (?:test|audit|lint)|pnpm (?:test|audit)|jest"
    r"|mocha|vitest|go test|go vet|cargo (?:test|audit|clippy|deny)|mvn|gradlew?|make (?:test|check|lint)|ctest|rspec"
    r"|phpunit|semgrep|bandit|codeql|trivy|snyk|gosec|safety|pip-audit|hadolint|tfsec|checkov|gitleaks|trufflehog|mypy|ruff"
    r"|eslint|cosign verify|gpg --verify|sha256sum (?:-c|--check))\b"
)
_IGNORED = re.compile(
    r"\|\|\s*(?:true|:|exit 0|echo\b)|;\s*(?:true|exit 0)\s*$|--exit-zero|--passWithNoTests|-DskipTests|-Dmaven\.test\.skip"
    r"|-x\s+test\b|--no-verify|set \+e|--soft-fail|--exit-code[= ]0"
)
_SWITCH = re.compile(r"^\s*-?\s*(?:continue-on-error|allow_failure)\s*:\s*true\b")


def _compare(unit: Unit) -> Iterator[Sighting]:
    if unit.before is None or unit.after is None:
        return
    old = [text.strip() for _, text in unit.before.lines]
    known, switches = set(old), sum(bool(_SWITCH.match(text)) for text in old)
    new_switches = 0
    for number, text in unit.after.lines:
        line = text.strip()
        if _SWITCH.match(text):
            new_switches += 1
            if new_switches > switches and number in unit.after.changed:
                yield Sighting((number,), {"call": line.lstrip("- ")}, strength=0.6)
        elif line not in known and (check := _CHECK.search(line)) and (ignored := _IGNORED.search(line)):
            plain = any(check[0] in one and not _IGNORED.search(one) for one in old)
            if plain:
                yield Sighting((number,), {"call": f"{check[0]} {ignored[0]}".strip()[:60]}, strength=0.7)


SIGNAL = Signal(
    id="checks-silenced",
    title="A check that can no longer fail",
    kind="workflow",
    category="defence-disabled",
    severity="medium",
    languages=frozenset({"workflow", "shell", "manifest", "dockerfile", "yaml"}),
    promise=(
        "Compares both sides and tells of a test, lint or scan whose failure is now ignored (`|| true`, "
        "`continue-on-error`, `allow_failure`, `-DskipTests`), or whose call is gone."
    ),
    why="What the check would have stopped comes in with it.",
    quiet="Steps that ignored failure before, steps that check nothing.",
    remedy="Mend what fails, or say in the change why the check must go.",
    cause="`{call}` no longer stops the build.",
    since="0.2",
    maturity="preview",
    cwe="CWE-358",
    everywhere=True,
    compare=_compare,
    fires=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - run: pytest -q || true\n",
            "on: push\njobs:\n  a:\n    steps:\n      - run: pytest -q\n",
            path=".github/workflows/a.yml",
            line=5,
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - run: npm audit\n        continue-on-error: true\n",
            "on: push\njobs:\n  a:\n    steps:\n      - run: npm audit\n",
            path=".github/workflows/a.yml",
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - run: pytest -q -x\n",
            "on: push\njobs:\n  a:\n    steps:\n      - run: pytest -q\n",
            path=".github/workflows/a.yml",
        ),
        Example(
            "workflow",
            "on: push\njobs:\n  a:\n    steps:\n      - run: rm -rf cache || true\n      - run: pytest -q\n",
            "on: push\njobs:\n  a:\n    steps:\n      - run: pytest -q\n",
            path=".github/workflows/a.yml",
        ),
    ),
)
