"""A package or version that is known to have been malicious."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.supply.manifest_lines import dependencies
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.packages import TAKEN_DOWN

_LOCKED = re.compile(
    r"^\s*\"(?:node_modules/)?(?:.*/node_modules/)?(?P<json>(?:@[\w.-]+/)?[\w.-]+)\"\s*:\s*\{"
    r"|^\"?(?P<yarn>(?:@[\w.-]+/)?[\w.-]+)@|^\s*name\s*=\s*\"(?P<toml>[\w.-]+)\""
)
_VERSION = re.compile(r"^\s*\"?version\"?:?\s*=?\s*\"(?P<version>[^\"]+)\"")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    base = unit.path.rsplit("/", 1)[-1].lower()
    if base.endswith((".lock", "-lock.json", "shrinkwrap.json")):
        registry, name = ("pypi" if base in ("poetry.lock", "uv.lock", "pipfile.lock") else "npm"), ""
        for number, text in side.lines:
            if entry := _LOCKED.match(text):
                name = entry["json"] or entry["yarn"] or entry["toml"] or ""
            elif (told := _VERSION.match(text)) and told["version"] in TAKEN_DOWN[registry].get(name.lower(), ()):
                yield Sighting((number,), {"name": name, "version": told["version"]}, strength=0.95)
        return
    for registry, name, rest, number in dependencies(unit, side):
        bad = TAKEN_DOWN.get(registry, {}).get(name.lower())
        if bad is None:
            continue
        version = re.search(r"\d+(?:\.\d+)+[\w.-]*", rest)
        exact = version is not None and version[0] in bad and not re.match(r"[\^~<>]", rest.strip("\"'= "))
        if not bad or exact:
            yield Sighting((number,), {"name": name, "version": version[0] if version and bad else ""}, strength=0.95 if exact else 0.8)


SIGNAL = Signal(
    id="known-malicious-dependency",
    title="A version known to be malicious",
    kind="manifest",
    category="supply-chain",
    severity="critical",
    languages=ANY,
    promise="Tells of a package, or a version of one, that was published with malicious code and taken down.",
    why="Mirrors and caches may still hold it, and the name says what was meant.",
    quiet="Other versions of the same package.",
    remedy="Take the version before or after it, and look at the machines that installed it.",
    cause="`{name}` `{version}` was published with malicious code.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1195.002",
    everywhere=True,
    see=_see,
    fires=(
        Example("json", '{\n  "dependencies": {\n    "ua-parser-js": "0.7.29"\n  }\n}\n', path="package.json", line=3),
        Example("text", "flask==3.0\ncolourama==0.1.6\n", path="requirements.txt", line=2),
    ),
    stays_quiet=(
        Example("json", '{\n  "dependencies": {\n    "ua-parser-js": "1.0.37",\n    "chalk": "^4.1.0"\n  }\n}\n', path="package.json"),
        Example("text", "colorama==0.4.6\n", path="requirements.txt"),
    ),
)
