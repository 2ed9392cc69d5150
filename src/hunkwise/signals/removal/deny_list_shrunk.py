"""Fewer things are refused."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short, words
from hunkwise.signals.tables.languages import CODE

_REFUSES = frozenset(
    {
        "blocked",
        "block",
        "blocklist",
        "blacklist",
        "blacklisted",
        "denied",
        "deny",
        "denylist",
        "forbidden",
        "disallowed",
        "disallow",
        "unsafe",
        "dangerous",
        "banned",
        "restricted",
        "reserved",
        "prohibited",
        "illegal",
        "invalid",
        "excluded",
        "sensitive",
        "untrusted",
    }
)
_ALLOWS = frozenset({"allowed", "allow", "allowlist", "whitelist", "whitelisted", "permitted", "trusted", "safe", "accepted"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    old, new = dict(_lists(before)), dict(_lists(after))
    for name, (entries, line) in old.items():
        gone = entries - new[name][0] if name in new else set()
        if name in new and gone and not new[name][0] - entries and words(name) & _REFUSES and not words(name) & _ALLOWS:
            lines = tuple(text.line for text in before.facts.strings if text.value in gone)[:6] or (line,)
            yield Sighting(lines, {"entry": short(min(gone), 40), "how": "is gone from", "name": name}, strength=0.7, side="before")
    for name, (entries, line) in new.items():
        came = entries - old[name][0] if name in old else set()
        if came and words(name) & _ALLOWS and not words(name) & _REFUSES and not old[name][0] - entries:
            lines = tuple(text.line for text in after.facts.strings if text.value in came)[:6] or (line,)
            yield Sighting(lines, {"entry": short(min(came), 40), "how": "was added to", "name": name}, strength=0.55)


def _lists(side: Side) -> Iterator[tuple[str, tuple[set[str], int]]]:
    """The constant texts of each list that is assigned to a name, and its line."""
    for one in side.facts.assignments:
        if len(one.targets) == 1 and one.value.strings and one.value.text[:1] in "[({fnsSA" and not one.value.built:
            yield one.targets[0], ({text for text in one.value.strings if text.strip()}, one.line)


SIGNAL = Signal(
    id="deny-list-shrunk",
    title="Fewer things are refused",
    kind="guard",
    category="weakened-guard",
    severity="high",
    languages=CODE,
    promise="Compares constant lists with what they were and tells of an entry gone from a list whose name says that it refuses, "
    "or of such a list gone as a whole, and of an entry added to a list that allows.",
    why="What the entry named passes from now on.",
    quiet="Lists that moved, entries that were spelt anew, lists about something else.",
    remedy="Put the entry back, or take the new one out again.",
    cause="`{entry}` {how} `{name}`.",
    since="0.2",
    maturity="preview",
    cwe="CWE-184",
    compare=_compare,
    fires=(
        Example(
            "python",
            'BLOCKED_HEADERS = (\n    "x-copy-from",\n)\n',
            'BLOCKED_HEADERS = (\n    "x-copy-from",\n    "x-symlink-target",\n)\n',
        ),
        Example(
            "javascript",
            'const allowedTypes = [\n  "image/png",\n  "image/svg+xml",\n];\n',
            'const allowedTypes = [\n  "image/png",\n];\n',
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'BLOCKED_HEADERS = (\n    "x-copy-from",\n    "x-symlink-target",\n)\n',
            'BLOCKED_HEADERS = (\n    "x-copy-from",\n)\n',
        ),
        Example("python", 'COLOURS = (\n    "red",\n)\n', 'COLOURS = (\n    "red",\n    "blue",\n)\n'),
    ),
)
