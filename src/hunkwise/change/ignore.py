"""The rules of `.gitignore` files, for folders that are no git repository. Time is bounded whatever a pattern holds."""

from typing import Final

from msgspec import Struct

MAX_SIZE: Final = 1024 * 1024
"""Characters read of one file."""


class Rule(Struct, frozen=True):
    """One line of a `.gitignore`. `parts` are the pattern's folders and name; `base` is the folder of the file ("" or "a/b/")."""

    base: str
    parts: tuple[str, ...]
    negated: bool
    folders_only: bool


def rules_of(text: str, base: str) -> tuple[Rule, ...]:
    """The rules of one `.gitignore` in the folder `base`, in order."""
    return tuple(rule for line in text[:MAX_SIZE].split("\n") if (rule := _rule(line, base)) is not None)


def ignored(rules: tuple[Rule, ...], path: str, folder: bool) -> bool:
    """Whether the last rule that fits `path` leaves it out. Rules of outer folders come first; a folder left out is never entered."""
    for rule in reversed(rules):
        if rule.folders_only and not folder:
            continue
        if path.startswith(rule.base) and _fits(rule.parts, tuple(path[len(rule.base) :].split("/"))):
            return not rule.negated
    return False


def _rule(line: str, base: str) -> Rule | None:
    line = line.rstrip("\r")
    if line.endswith(" ") and not line.endswith("\\ "):
        line = line.rstrip(" ")
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    pattern = line[1:] if negated else line
    folders_only = pattern.endswith("/")
    pattern = pattern.rstrip("/")
    if not pattern:
        return None
    parts = tuple(pattern.lstrip("/").split("/"))
    if "/" not in pattern:
        parts = ("**", *parts)
    return Rule(base, parts, negated, folders_only)


def _fits(parts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether the pattern's parts cover all names; `**` covers any number of folders, at the end at least one name."""
    reached = {0}
    for place, part in enumerate(parts):
        if part == "**":
            first = min(reached) + (place == len(parts) - 1)
            reached = set(range(first, len(names) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(names) and name_fits(part, names[at])}
        if not reached:
            return False
    return len(names) in reached


def name_fits(pattern: str, name: str) -> bool:
    """Whether a pattern with `*`, `?`, `[...]` and backslashes fits the whole of one name. Takes at most their lengths multiplied."""
    at = place = 0
    star = retry = -1
    while at < len(name):
        if place < len(pattern) and pattern[place] == "*":
            star, retry = place, at
            place += 1
            continue
        end = _one(pattern, place, name[at])
        if end >= 0:
            at, place = at + 1, end
        elif star >= 0:
            retry += 1
            at, place = retry, star + 1
        else:
            return False
    return not pattern[place:].strip("*")


def _one(pattern: str, place: int, character: str) -> int:
    """Where the pattern goes on behind the element at `place` if that fits `character`, else -1."""
    if place >= len(pattern):
        return -1
    first = pattern[place]
    if first == "?":
        return place + 1
    if first == "[":
        return _set(pattern, place, character)
    if first == "\\" and place + 1 < len(pattern):
        return place + 2 if pattern[place + 1] == character else -1
    return place + 1 if first == character else -1


def _set(pattern: str, place: int, character: str) -> int:
    """As `_one` for a set in brackets: `[a-z]`, `[!0-9]`. A bracket that is never closed fits nothing."""
    negated = pattern[place + 1 : place + 2] in ("!", "^")
    start = place + 1 + negated
    end = pattern.find("]", start + 1)
    if end < 0:
        return -1
    inside = pattern[start:end].replace("\\", "")
    found = False
    at = 0
    while at < len(inside):
        if at + 2 < len(inside) and inside[at + 1] == "-":
            found |= inside[at] <= character <= inside[at + 2]
            at += 3
        else:
            found |= inside[at] == character
            at += 1
    return end + 1 if found != negated else -1
