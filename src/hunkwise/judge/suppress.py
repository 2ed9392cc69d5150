"""Findings that a team has accepted: each with reason, owner and end. What has ended or fits nothing is told, not obeyed in silence."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from hunkwise.errors import SettingsError
from hunkwise.judge.model import Finding
from hunkwise.judge.paths import matches
from hunkwise.text import one_line

PATH = ".hunkwise/suppressions.toml"
"""Where suppressions stand in a repository; always read from the base."""

Word = Annotated[str, Meta(min_length=1, max_length=1000)]


class Suppression(Struct, frozen=True, forbid_unknown_fields=True):
    """One accepted finding or kind of finding. Every field that is given must fit; at least one of rule, category and fingerprint is.

    A fingerprint absorbs one finding, never two. `path` is a glob as for `matches`.
    """

    reason: Word
    owner: Word
    expires: date
    rule: str = ""
    category: str = ""
    path: Annotated[str, Meta(max_length=300)] = ""
    fingerprint: str = ""

    @property
    def name(self) -> str:
        """What it hides, for people."""
        what = self.fingerprint or self.rule or self.category
        return one_line(f"{what} in {self.path}" if self.path else what, 120)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    suppress: tuple[Suppression, ...] = ()


def read_suppressions(text: str | None) -> tuple[Suppression, ...]:
    """The entries of a suppression file's text, none for None. Raises SettingsError naming the place of a mistake."""
    if text is None:
        return ()
    try:
        entries = msgspec.convert(tomllib.loads(text), _File, strict=False).suppress
    except (msgspec.ValidationError, RecursionError, ValueError) as error:
        remedy = "Each [[suppress]] needs reason, owner and expires (a date), and one of rule, category or fingerprint; path is a glob"
        raise SettingsError(one_line(f"{PATH} can't be used: {plain(error)}", 500), remedy) from error
    for number, entry in enumerate(entries):
        if not (entry.rule or entry.category or entry.fingerprint):
            raise SettingsError(
                f"{PATH} can't be used: an entry without rule, category and fingerprint hides everything - at `$.suppress[{number}]`",
                "Name what it hides, or list the path under review.ignore of .hunkwise/config.toml",
            )
    return entries


def plain(error: Exception) -> str:
    """What a reader of settings complains about, in TOML's words instead of JSON's."""
    message = str(error).replace("Object contains ", "").replace("Object missing", "missing")
    return message.replace("`array`", "`list`").replace("`object`", "`table`")


def expired(entry: Suppression, today: date | None) -> bool:
    """Whether an entry has ended: it holds through the day that it names. Without a day every entry has ended."""
    return today is None or entry.expires < today


def fits(entry: Suppression, finding: Finding) -> bool:
    """Whether every field that the entry gives agrees with the finding."""
    return (
        entry.rule in ("", finding.rule)
        and entry.category in ("", finding.category)
        and entry.fingerprint in ("", finding.fingerprint)
        and (not entry.path or matches(finding.path, entry.path))
    )


class Suppressor:
    """The entries in use during one judgement: which still hold, which have hidden something."""

    def __init__(self, entries: Sequence[Suppression], today: date | None) -> None:
        self._ended = [entry for entry in entries if expired(entry, today)]
        self._active = [entry for entry in entries if not expired(entry, today)]
        self._used: dict[int, str] = {}

    def hides(self, finding: Finding) -> str:
        """Who hides the finding, until when and why; empty where nobody does. The same finding may be asked about again."""
        for number, entry in enumerate(self._active):
            if not fits(entry, finding):
                continue
            if entry.fingerprint and self._used.get(number, finding.unit) != finding.unit:
                continue
            self._used[number] = finding.unit
            return one_line(f"suppressed by {entry.owner} until {entry.expires.isoformat()}: {entry.reason}", 300)
        return ""

    def notes(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Entries that have ended, and those about one of the changed `paths`, or about one finding, that hid nothing.

        An entry for a whole folder is a standing rule: that it fits nothing in one change says nothing.
        """
        changed = tuple(paths)
        told = [
            one_line(f"the suppression of {entry.name} (owner {entry.owner}) ended on {entry.expires.isoformat()} and hides nothing", 300)
            for entry in self._ended
        ]
        idle = [entry for number, entry in enumerate(self._active) if number not in self._used and _expected(entry, changed)]
        if idle:
            names = ", ".join(f"{entry.name} (owner {entry.owner})" for entry in idle[:5])
            more = f" and {len(idle) - 5} more" if len(idle) > 5 else ""
            told.append(one_line(f"suppressions that fit nothing in this change: {names}{more}", 600))
        return tuple(told)


def _expected(entry: Suppression, changed: Sequence[str]) -> bool:
    """Whether an entry should have fitted something in a change of those paths."""
    if entry.fingerprint and not entry.path:
        return True
    exact = not set("*?[") & set(entry.path) and not entry.path.endswith("/")
    return bool(entry.path) and (exact or bool(entry.fingerprint)) and any(matches(path, entry.path) for path in changed)
