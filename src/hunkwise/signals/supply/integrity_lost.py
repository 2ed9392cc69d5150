"""A digest that was there and is gone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY

_FILES = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock"
    r"|Cargo\.lock|go\.sum|[\w.-]*requirements[\w.-]*\.(?:txt|in)|composer\.lock)$"
)
_NAME = re.compile(
    r"^\s*\"(?:node_modules/)?(?P<json>[@\w./-]+)\"\s*:\s*\{|^\"?(?P<yarn>@?[\w./-]+)@[^:]*:\s*$"
    r"|^\s*name\s*=\s*\"(?P<toml>[\w.-]+)\"|^(?P<req>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?=="
    r"|^(?P<go>[\w./-]+\.\w+/[\w./-]+)\s+v"
)
_VERSION = re.compile(r"^\s*\"?version\"?:?\s*=?\s*\"(?P<v>[^\"]+)\"|==\s*(?P<r>[\w.]+)|^\S+\s+(?P<g>v\S+)\s+h1:")
_DIGEST = re.compile(
    r"(?:\"?integrity\"?:?\s*\"?|checksum\s*=\s*\"|--hash[= ]|h1:|\"?shasum\"?:?\s*\"?|sha256:"
    r"|hash\s*=\s*\")(?P<digest>(?:sha\d+[-:])?[A-Za-z0-9+/=_-]{20,})"
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    if unit.before is None or unit.after is None or not _FILES.search(unit.path):
        return
    old, new = _read(unit.before), _read(unit.after)
    for name, (version, digests, line) in new.items():
        if name not in old or not line:
            continue
        was, had, _ = old[name]
        if had and not digests:
            yield Sighting((line,), {"name": name, "what": "has lost its digest"}, strength=0.7)
        elif had and digests and was == version and version and not had & digests:
            weaker = any(one.startswith("sha1") for one in digests) and not any(one.startswith("sha1") for one in had)
            yield Sighting(
                (line,),
                {"name": name, "what": "has a weaker digest" if weaker else f"has another digest for the same version {version}"},
                strength=0.6,
            )


def _read(side: Side) -> dict[str, tuple[str, set[str], int]]:
    """(version, digests, line) by package."""
    found: dict[str, tuple[str, set[str], int]] = {}
    name = ""
    for number, text in side.lines:
        if entry := _NAME.match(text):
            name = next(value for value in entry.groups() if value)
            if entry["go"] and "/go.mod " in text:
                name += " go.mod"
            found.setdefault(name, ("", set(), number))
        if not name:
            continue
        version, digests, line = found[name]
        if told := _VERSION.search(text):
            version = told["v"] or told["r"] or told["g"] or version
        digests |= {one["digest"] for one in _DIGEST.finditer(text)}
        found[name] = (version, digests, line)
    return found


SIGNAL = Signal(
    id="integrity-lost",
    title="A digest that is gone",
    kind="manifest",
    category="supply-chain",
    severity="high",
    languages=ANY,
    promise=(
        "Compares both sides of lock files and requirements, and tells of entries that stay and lose their digest, of "
        "weaker digests, and of digests changed for the same version."
    ),
    why="Without it, or with a new one, another file can come under the same name and version.",
    quiet="Entries that are gone, new versions with a new digest.",
    remedy="Make the lock file anew and compare; ask why the same version has another digest.",
    cause="`{name}` {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-354",
    tactic="T1195.002",
    everywhere=True,
    compare=_compare,
    fires=(
        Example(
            "json",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "resolved": "https://registry.npmjs.org/left/-/left-1.0.0.tgz"\n'
            "    }\n"
            "  }\n"
            "}\n",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "resolved": "https://registry.npmjs.org/left/-/left-1.0.0.tgz",\n'
            '      "integrity": "sha512-abcdefghijklmnopqrstuvwxyz"\n'
            "    }\n"
            "  }\n"
            "}\n",
            path="package-lock.json",
            line=3,
        ),
        Example("text", "flask==3.0\n", "flask==3.0 --hash=sha256:0123456789abcdef0123456789abcdef\n", path="requirements.txt", line=1),
    ),
    stays_quiet=(
        Example(
            "text",
            "flask==3.1 --hash=sha256:fedcba9876543210fedcba9876543210\n",
            "flask==3.0 --hash=sha256:0123456789abcdef0123456789abcdef\n",
            path="requirements.txt",
        ),
        Example(
            "json",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.1",\n'
            '      "integrity": "sha512-zyxwvutsrqponmlkjihgfedcba"\n'
            "    }\n"
            "  }\n"
            "}\n",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "integrity": "sha512-abcdefghijklmnopqrstuvwxyz"\n'
            "    }\n"
            "  }\n"
            "}\n",
            path="package-lock.json",
        ),
    ),
)
