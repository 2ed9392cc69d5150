"""Packages taken from another registry than the usual one."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.packages import HOSTED, REGISTRIES

_FILES = re.compile(
    r"(?i)(?:^|/)(?:\.?npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml|pip\.(?:conf|ini)|[\w.-]*requirements[\w.-]*\.(?:txt|in)"
    r"|pyproject\.toml|Pipfile|uv\.toml|poetry\.toml|nuget\.config|Gemfile|config\.toml|settings\.xml|pom\.xml"
    r"|build\.gradle(?:\.kts)?|\.condarc|setup\.cfg|composer\.json|\.pypirc|go\.env|Dockerfile[\w.-]*|[^/]+\.(?:sh|ya?ml))$"
)
_SETS = re.compile(
    r"(?i)(?P<extra>--extra-index-url|extra-index-url|extra_index_url|PIP_EXTRA_INDEX_URL|UV_EXTRA_INDEX_URL|--find-links"
    r"|find-links)[\s=:]+[\"']?(?P<a>https?://[^\s\"'\\]+)"
    r"|(?P<index>--index-url|--default-index|--registry|\bindex-url|\bindex_url|PIP_INDEX_URL|UV_INDEX_URL|npmRegistryServer"
    r"|NPM_CONFIG_REGISTRY|npm_config_registry|GOPROXY)[\s=:]+[\"']?(?P<b>https?://[^\s\"'\\,|]+)"
    r"|^\s*(?P<scope>@[\w-]+:)?registry\s*[= ]\s*[\"']?(?P<c>https?://[^\s\"']+)"
    r"|^\s*source\s+[\"'](?P<d>https?://[^\"']+)[\"']\s*$|<add\s+key=\"[^\"]*\"\s+value=\"(?P<e>https?://[^\"]+)\""
    r"|\bnpm\s+(?:config\s+)?set\s+(?:@[\w-]+:)?registry\s+(?P<f>https?://\S+)"
)
_BLOCK = re.compile(r"^\s*\[\[?(?:tool\.(?:poetry\.source|uv\.index|pdm\.source)|source(?:\.[\w-]+)?|registries\.[\w-]+|\[?source)\]?\]")
_URL = re.compile(r"^\s*(?:url|registry|index|replace-with)\s*=\s*[\"'](?P<url>(?:sparse\+|registry\+)?https?://[^\"']+)[\"']")
_MAVEN = re.compile(r"<url>\s*(?P<url>http://[^<]+)</url>|\burl\s*[= (]*[\"'](?P<g>http://[^\"']+)[\"']|allowInsecureProtocol\s*=\s*true")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not _FILES.search(unit.path):
        return
    base = unit.path.rsplit("/", 1)[-1].lower()
    block = False
    for number, text in side.lines:
        if text.lstrip().startswith(("#", "//", ";", "<!--")):
            continue
        if _BLOCK.match(text):
            block = True
        elif text.lstrip().startswith("["):
            block = False
        found = _SETS.search(text) if "://" in text else None
        if found:
            address = next(found[key] for key in "abcdef" if found[key])
            name = found["extra"] or found["index"] or "registry"
            yield from _judged(
                number, name, address, extra=bool(found["extra"]), scoped=bool(found["scope"]) or "@" in found[0].split("registry")[0]
            )
        elif block and (told := _URL.match(text)):
            yield from _judged(
                number,
                "source",
                told["url"].removeprefix("sparse+").removeprefix("registry+"),
                extra=False,
                scoped=base == "pyproject.toml",
            )
        elif (
            base in ("pom.xml", "settings.xml", "build.gradle", "build.gradle.kts")
            and (plain := _MAVEN.search(text))
            and "repositor" in _near(side, number)
        ):
            yield Sighting(
                (number,),
                {"name": "repository", "source": (plain["url"] or plain["g"] or plain[0])[:90], "what": ", unencrypted"},
                strength=0.7,
            )


def _judged(number: int, name: str, address: str, *, extra: bool, scoped: bool) -> Iterator[Sighting]:
    host = re.sub(r"^https?://(?:[^@/]*@)?", "", address).split("/")[0].split(":")[0].lower()
    if any(host == one or host.endswith("." + one) for one in REGISTRIES) or not host or host in ("localhost", "127.0.0.1") or "$" in host:
        return
    plain = address.lower().startswith("http://")
    hosted = any(host == one or host.endswith("." + one) for one in HOSTED)
    what = ", unencrypted" if plain else ", beside the usual one" if extra else ""
    strength = 0.85 if plain else 0.3 if hosted or scoped else 0.7
    yield Sighting((number,), {"name": name.strip("- "), "source": address[:90], "what": what}, strength=strength)


def _near(side: Side, number: int) -> str:
    return " ".join(text for line, text in side.lines if number - 12 <= line <= number).lower()


SIGNAL = Signal(
    id="registry-changed",
    title="Another registry for packages",
    kind="manifest",
    category="supply-chain",
    severity="high",
    languages=ANY,
    promise="Tells of settings by which packages come from another registry, or from a second one beside the usual.",
    why=("Whoever owns the registry chooses what is installed; with two of them the higher version wins, whoever put it there."),
    quiet="The usual registries, those of the large hosts (told weakly), registries for one scope (told weakly).",
    remedy="Use one registry that fetches from the others by rules, and let names of the own be reserved.",
    cause="`{name}` is set to `{source}`{what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-829",
    tactic="T1195.002",
    everywhere=True,
    see=_see,
    fires=(
        Example("text", "--extra-index-url https://packages.example.net/simple\nflask==3.0\n", path="requirements.txt", line=1),
        Example("manifest", "registry=https://packages.example.net/npm/\n", path=".npmrc", line=1),
        Example("shell", "#!/bin/sh\npip install --index-url http://packages.example.net/simple tool\n", path="build.sh", line=2),
    ),
    stays_quiet=(
        Example("manifest", "registry=https://registry.npmjs.org/\n", path=".npmrc"),
        Example("text", "--index-url https://pypi.org/simple\nflask==3.0\n", path="requirements.txt"),
    ),
)
