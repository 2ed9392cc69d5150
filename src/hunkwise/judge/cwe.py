"""Weakness classes by CWE number, in our own words: a category, a name that fits after "lets in", what it costs, what to do."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class Weakness(Struct, frozen=True, forbid_unknown_fields=True):
    """A class of weaknesses. `name` fits after "a change that lets in"; `harm` and `remedy` are whole sentences without a full stop."""

    category: str
    name: str
    harm: str
    remedy: str


@cache
def weaknesses() -> dict[str, Weakness]:
    """All known classes by their id, such as `CWE-89`."""
    text = files("hunkwise.judge").joinpath("weaknesses.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Weakness])


def weakness(cwe: str) -> Weakness | None:
    """The class of an id, or None where the table doesn't have it."""
    return weaknesses().get(cwe)


def link(cwe: str, tactic: str = "") -> str:
    """Where the class (or, without one, the ATT&CK technique) is described; empty without both or where they are no ids."""
    number = cwe.removeprefix("CWE-")
    if number.isascii() and number.isdigit():
        return f"https://cwe.mitre.org/data/definitions/{number}.html"
    if tactic[:1] == "T" and tactic[1:].replace(".", "", 1).isalnum():
        return f"https://attack.mitre.org/techniques/{tactic.replace('.', '/')}/"
    return ""
