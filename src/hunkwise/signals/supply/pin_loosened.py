"""A version that was fixed and no longer is."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.manifest_lines import dependencies
from hunkwise.signals.tables.languages import ANY

_EXACT = re.compile(r"^(?:===?|=)?\s*v?\d+(?:\.\d+){1,3}[\w.+-]*(?:\s*--hash.*|\s*;.*)?$|[@#][0-9a-f]{40}\b|\brev\s*=")
_ANY = re.compile(r"^(?:\*|latest|x|>=?\s*0(?:\.0)*|>\s*0|main|master|next|)$", re.I)
_WIDE = re.compile(r"^>=?\s*[\d.]+\s*$|\bbranch\s*=|[@#](?:main|master|develop|HEAD)\b")


def _compare(unit: Unit) -> Iterator[Sighting]:
    if unit.before is None or unit.after is None:
        return
    old = {(registry, name): rest for registry, name, rest, _ in dependencies(unit, unit.before)}
    for registry, name, rest, number in dependencies(unit, unit.after):
        was = old.get((registry, name))
        if was is None or not name:
            continue
        before, after = _version(was), _version(rest)
        if _EXACT.search(before) and not _EXACT.search(after) and (_ANY.match(after) or _WIDE.search(after)):
            strength = 0.6 if _ANY.match(after) or "branch" in after or re.search(r"[@#][a-z]", after) else 0.5
            yield Sighting((number,), {"name": name, "before": before[:40], "after": after[:40] or "any version"}, strength=strength)


def _version(text: str) -> str:
    found = re.search(r"version\s*=\s*[\"']([^\"']*)[\"']", text)
    return found[1] if found else text.strip().strip("\"', ")


SIGNAL = Signal(
    id="pin-loosened",
    title="A fixed version that no longer is",
    kind="manifest",
    category="supply-chain",
    severity="low",
    languages=ANY,
    promise=(
        "Compares both sides of a manifest and tells of a dependency whose exact version became any version, a wide range or a branch."
    ),
    why="The next build takes whatever is newest, also what somebody else put there.",
    quiet="One exact version for another, ranges that were ranges.",
    remedy="Keep the exact version, or a lock file with digests.",
    cause="`{name}` was `{before}` and is now `{after}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1104",
    tactic="T1195.001",
    compare=_compare,
    fires=(
        Example("text", "flask\n", "flask==3.0.1\n", path="requirements.txt", line=1),
        Example(
            "json",
            '{\n  "dependencies": {\n    "left": "latest"\n  }\n}\n',
            '{\n  "dependencies": {\n    "left": "1.2.3"\n  }\n}\n',
            path="package.json",
            line=3,
        ),
    ),
    stays_quiet=(
        Example("text", "flask==3.1.0\n", "flask==3.0.1\n", path="requirements.txt"),
        Example(
            "json",
            '{\n  "dependencies": {\n    "left": "^1.2.3"\n  }\n}\n',
            '{\n  "dependencies": {\n    "left": "1.2.3"\n  }\n}\n',
            path="package.json",
        ),
    ),
)
