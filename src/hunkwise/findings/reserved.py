"""Projects that are kept for judging, under whatever name they come."""

import re
from pathlib import Path

_DRESS = re.compile(
    r"^(?:lib|python-|py-|node-|go-|js-|ruby-|php-|perl-|rust-)|(?:\.js|-js|-py|-python|-go|-rs|\.net|-ruby|-php|-server|-core)$"
)
"""What packagers and forges put around the name of a project."""


def read_reserved(path: Path) -> frozenset[str]:
    """The names of a list in lower case: owner/name, the name alone, and bare project keys. None where there is no list."""
    if not path.exists():
        return frozenset()
    lines = (line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines())
    names = [line for line in lines if line and not line.startswith("#")]
    return frozenset([*names, *(name.rpartition("/")[2] for name in names)])


def is_reserved(project: str, kept_back: frozenset[str]) -> bool:
    """Whether a project is one of them: by its whole name, by that of the repository alone, as forks have it, or without its trimmings."""
    whole = project.lower()
    name = whole.rpartition("/")[2]
    return not kept_back.isdisjoint({whole, name, _DRESS.sub("", name)})
