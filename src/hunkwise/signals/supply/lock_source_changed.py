"""A lock file that fetches from elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.packages import REGISTRIES

_LOCK = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|poetry\.lock|uv\.lock"
    r"|Pipfile\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock)$"
)
_ADDRESS = re.compile(
    r"(?P<key>\"?(?:resolved|tarball|url|source|registry|remote)\"?)\s*[:= ]\s*\{?\s*(?:(?:url|registry"
    r"|git)\s*=\s*)?[\"']?(?P<address>(?:git\+|registry\+|sparse\+)?(?:https?|git|ssh"
    r"|ftp)(?:\+\w+)?://(?P<host>[\w.:@-]+)[^\s\"',}]*)"
)
_ENTRY = re.compile(
    r"^\s*\"(?:node_modules/)?(?:[^\"]*/node_modules/)?(?P<json>(?:@[\w.-]+/)?[\w.-]+)\"\s*:\s*\{"
    r"|^\"?(?P<yarn>(?:@[\w.-]+/)?[\w.-]+)@[^:]*:$|^\s*name\s*=\s*\"(?P<toml>[\w.-]+)\""
)
_TARBALL = re.compile(r"/(?P<name>(?:@[\w.-]+(?:/|%2[fF]))?[\w.-]+)/-/(?P<file>[\w.-]+?)-(?P<version>\d[\w.+-]*)\.tgz")
_VERSION = re.compile(r"^\s*\"?version\"?:?\s*=?\s*\"(?P<version>\d[\w.+-]*)\"")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not _LOCK.search(unit.path):
        return
    found = [(number, text, one) for number, text in side.lines if "://" in text and (one := _ADDRESS.search(text))]
    if not found:
        return
    hosts = Counter(one["host"].split("@")[-1].lower() for _, _, one in found)
    common = {host for host, count in hosts.items() if count >= max(5, len(found) // 2)}
    entries, versions = _entries(side)
    for number, _, one in found:
        host = one["host"].split("@")[-1].lower()
        name, version = entries.get(number, ""), versions.get(number, "")
        tarball = _TARBALL.search(one["address"])
        known = any(host == registry or host.endswith("." + registry) for registry in REGISTRIES)
        if tarball and name and tarball["name"].replace("%2f", "/").replace("%2F", "/") != name and known and not _alias(side, name):
            yield _told(number, name, one["address"], "another package", 0.8)
        elif tarball and version and tarball["version"] != version and known:
            yield _told(number, name, one["address"], f"another version than {version}", 0.8)
        elif one["address"].startswith(("http://", "ftp://", "git://")) and "localhost" not in host:
            yield _told(number, name, one["address"], "unencrypted", 0.6 if known else 0.9)
        elif not known and host not in common:
            git = one["address"].startswith(("git+", "ssh://", "git@")) or host in (
                "github.com",
                "gitlab.com",
                "codeload.github.com",
                "bitbucket.org",
            )
            yield _told(number, name, one["address"], "no registry", 0.4 if git else 0.75)


def _entries(side: Side) -> tuple[dict[int, str], dict[int, str]]:
    """The package and the version that each line belongs to, as far as they stand in the lines before it."""
    name, version = "", ""
    names, versions = {}, {}
    for number, text in side.lines:
        if entry := _ENTRY.match(text):
            name, version = entry["json"] or entry["yarn"] or entry["toml"] or "", ""
        elif told := _VERSION.match(text):
            version = told["version"]
        names[number], versions[number] = name, version
    return names, versions


def _alias(side: Side, name: str) -> bool:
    """Whether an entry says itself that it stands for another package."""
    return any(
        (f'"{name}"' in text and "npm:" in text) or text.strip().startswith('"name":') or text.startswith(f'"{name}@npm:')
        for _, text in side.lines
    )


def _told(number: int, name: str, address: str, what: str, strength: float) -> Sighting:
    return Sighting((number,), {"name": name or "a package", "source": address[:90], "what": what}, strength=strength)


SIGNAL = Signal(
    id="lock-source-elsewhere",
    title="A lock file that fetches from elsewhere",
    kind="manifest",
    category="supply-chain",
    severity="high",
    languages=ANY,
    promise=(
        "Tells of an entry of a lock file whose address is no registry, unencrypted, or names another package or version than the entry."
    ),
    why="Nobody reads lock files, and what stands there is what is installed.",
    quiet="Known registries, a mirror that all other entries share, workspaces and files of the repository.",
    remedy="Make the lock file anew from the manifest, and compare.",
    cause="`{name}` is fetched from `{source}`: {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-829",
    tactic="T1195.002",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "json",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "resolved": "https://files.example.net/left-1.0.0.tgz",\n'
            '      "integrity": "sha512-a"\n'
            "    }\n"
            "  }\n"
            "}\n",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "resolved": "https://registry.npmjs.org/left/-/left-1.0.0.tgz",\n'
            '      "integrity": "sha512-a"\n'
            "    }\n"
            "  }\n"
            "}\n",
            path="package-lock.json",
            line=5,
        ),
        Example(
            "json",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "resolved": "https://registry.npmjs.org/right/-/right-1.0.0.tgz"\n'
            "    }\n"
            "  }\n"
            "}\n",
            path="package-lock.json",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "json",
            "{\n"
            '  "packages": {\n'
            '    "node_modules/left": {\n'
            '      "version": "1.0.0",\n'
            '      "resolved": "https://registry.npmjs.org/left/-/left-1.0.0.tgz",\n'
            '      "integrity": "sha512-a"\n'
            "    }\n"
            "  }\n"
            "}\n",
            path="package-lock.json",
        ),
        Example("json", '{\n  "resolved": "https://files.example.net/left-1.0.0.tgz"\n}\n', path="notes.json"),
    ),
)
