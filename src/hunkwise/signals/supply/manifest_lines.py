"""A line-wise view of manifests: (registry, package, what stands after the name, line), also where only a fragment is at hand."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit

_JSON = re.compile(r'^\s*"((?:@[\w.-]+/)?[\w.-]+)"\s*:\s*"([^"]*)"')
_VERSION = re.compile(r"[\^~]?\d|git|https?:|file:|github:")
_SECTION = re.compile(r'^\s*"(\w+)"\s*:\s*\{')
_DEPENDENCIES = frozenset({
    "dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "resolutions", "overrides", "require",
})  # fmt: skip
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:[=<>!~@; ].*)?)$")
_LISTED = re.compile(r"""^\s*(?:\w+\s*=\s*\[)?\s*["']([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:[=<>!~@; ][^"']*)?)["']\s*[,\]]""")
_TOML = re.compile(r"""^\s*([A-Za-z0-9][\w-]*)\s*=\s*(["'{].*)$""")
_GEM = re.compile(r"""^\s*gem\s+["']([\w.-]+)["']\s*(.*)$""")
_KEYS = frozenset({
    "name", "version", "description", "python", "edition", "license", "authors", "readme", "requires-python", "homepage", "repository",
    "main", "type", "url",
})  # fmt: skip


def dependencies(unit: Unit, side: Side) -> Iterator[tuple[str, str, str, int]]:
    """Every dependency that a manifest names. Nothing for files that are no manifest, or a lock file."""
    base = unit.path.rsplit("/", 1)[-1].lower()
    if base in ("package.json", "composer.json"):
        yield from _from_json(side, "npm" if base == "package.json" else "composer")
    elif re.fullmatch(r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)", base):
        for number, text in side.lines:
            found = _REQUIREMENT.match(text.split("#", 1)[0])
            if found:
                yield "pypi", found[1], found[2].strip(), number
            elif re.match(r"\s*(?:-e\s+|--editable[= ])?(?:git\+|https?://)", text):
                yield "pypi", "", text.strip(), number
    elif base in ("pyproject.toml", "cargo.toml", "pipfile", "setup.cfg", "setup.py"):
        registry = "cargo" if base == "cargo.toml" else "pypi"
        for number, text in side.lines:
            found = (_LISTED.match(text) if registry == "pypi" else None) or (
                _TOML.match(text) if base.endswith((".toml", "pipfile")) else None
            )
            if found and found[1].lower() not in _KEYS:
                yield registry, found[1], found[2].strip(), number
    elif base == "gemfile" or base.endswith(".gemspec"):
        for number, text in side.lines:
            if found := _GEM.match(text):
                yield "gem", found[1], found[2].strip(" ,"), number


def _from_json(side: Side, registry: str) -> Iterator[tuple[str, str, str, int]]:
    section = ""
    for number, text in side.lines:
        if opened := _SECTION.match(text):
            section = opened[1]
        elif "}" in text:
            section = ""
        elif (found := _JSON.match(text)) and (
            section in _DEPENDENCIES or (not section and found[1] not in _KEYS and _VERSION.match(found[2]))
        ):
            yield registry, found[1], found[2], number
