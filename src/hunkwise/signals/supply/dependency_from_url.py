"""A dependency that no registry keeps."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short
from hunkwise.signals.supply.manifest_lines import dependencies
from hunkwise.signals.tables.languages import ANY

_PLAIN = re.compile(r"\bhttp://|(?:^|[\"' @=])(?:ftp|git)://")
_URL = re.compile(r"(?:git\+)?(?:https?|ssh|git)://|^git@|\bgithub:|\bgit\s*=|^[\w-]+/[\w.-]+(?:#.*)?$|\bgit:\s|\bgithub:\s")
_PINNED = re.compile(r"[@#][0-9a-f]{40}\b|rev\s*=\s*[\"'][0-9a-f]{7,40}|integrity|sha256")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for _, name, rest, number in dependencies(unit, side):
        plain = _PLAIN.search(rest)
        if not plain and not _URL.search(rest):
            continue
        if re.match(r"[\^~<>=]", rest) and not plain and "://" not in rest:
            continue
        strength = 0.9 if plain else 0.3 if _PINNED.search(rest) else 0.6
        yield Sighting((number,), {"name": name or "a package", "source": short(rest, 80)}, strength=strength)


SIGNAL = Signal(
    id="dependency-from-url",
    title="A dependency from an address",
    kind="manifest",
    category="supply-chain",
    severity="medium",
    languages=ANY,
    promise="Tells of a dependency that is fetched from an address or a repository's branch instead of a registry, louder without "
    "encryption.",
    why="What stands at the address can change between two builds without a trace, and no registry watches it.",
    quiet="Versions from a registry; commits named in full are told weakly.",
    remedy="Take a released version from the registry, or name the commit in full.",
    cause="`{name}` comes from `{source}`, not from a registry.",
    since="0.1",
    maturity="stable",
    cwe="CWE-829",
    tactic="T1195.001",
    see=_see,
    fires=(
        Example(
            "json",
            '{\n  "dependencies": {\n    "left": "http://example.org/left.tgz"\n  }\n}\n',
            '{\n  "dependencies": {\n    "left": "^1.0.0"\n  }\n}\n',
            path="package.json",
            line=3,
        ),
        Example("text", "flask==3.0\ngit+https://example.org/a/b.git@main#egg=b\n", "flask==3.0\n", path="requirements.txt", line=2),
        Example(
            "toml",
            '[dependencies]\nserde = "1"\nleft = { git = "https://example.org/a/left", branch = "main" }\n',
            '[dependencies]\nserde = "1"\n',
            path="Cargo.toml",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "json", '{\n  "homepage": "https://example.org",\n  "dependencies": {\n    "left": "^1.0.0"\n  }\n}\n', path="package.json"
        ),
        Example("text", "flask==3.0\n# see https://example.org\nrequests>=2\n", path="requirements.txt"),
        Example("toml", '[package]\nrepository = "https://example.org/a/b"\n\n[dependencies]\nserde = "1"\n', path="Cargo.toml"),
    ),
)
