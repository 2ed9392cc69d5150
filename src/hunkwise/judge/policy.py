"""A repository's own policy, `.hunkwise/config.toml`, read from the base and overridden by what the caller says."""

import tomllib
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from hunkwise.errors import SettingsError
from hunkwise.judge.settings import Level, Settings
from hunkwise.judge.suppress import Suppression, plain, read_suppressions
from hunkwise.text import one_line

PATH = ".hunkwise/config.toml"
"""Where the policy stands in a repository; always read from the base."""

Glob = Annotated[str, Meta(min_length=1, max_length=300)]


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[review]`: each field as in `Settings`."""

    budget: Annotated[float, Meta(gt=0, le=100)] = 1.0
    fail_on: Level = "low"
    ignore: tuple[Glob, ...] = ()
    languages: tuple[Glob, ...] = ()


class GitHub(Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[github]`: what the GitHub App does with a verdict.

    `conclusion`: a finding from `fail_on` on fails the check (`block`), leaves it neutral (`warn`), or does so without any comment
    (`silent`). `inline` is the most comments on lines of one pull request. `dismiss` names the roles that may answer findings; authors
    never may on their own change.
    """

    conclusion: Literal["block", "warn", "silent"] = "block"
    inline: Annotated[int, Meta(ge=0, le=20)] = 3
    drafts: Literal["review", "skip"] = "review"
    bots: Literal["review", "skip"] = "review"
    dismiss: tuple[Annotated[str, Meta(min_length=1, max_length=60)], ...] = ("admin", "maintain", "write")
    code_scanning: bool = True


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    review: Review = Review()
    github: GitHub = GitHub()


def read_whole(text: str | None, defaults: str | None = None) -> Policy:
    """The policy in `text`, with what it doesn't say taken from the organisation's `defaults`.

    Raises SettingsError naming the place of a mistake.
    """
    tables: dict[str, Any] = {}
    for part in (defaults, text):
        _convert(part)  # each must be right by itself, so that a mistake names its file's own place
        for name, table in tomllib.loads(part or "").items():
            tables[name] = {**tables.get(name, {}), **table}
    return msgspec.convert(tables, Policy, strict=False)


def _convert(text: str | None) -> Policy:
    try:
        return msgspec.convert(tomllib.loads(text or ""), Policy, strict=False)
    except (msgspec.ValidationError, RecursionError, ValueError) as error:
        raise SettingsError(one_line(f"{PATH} can't be used: {plain(error)}", 500), "Correct the file on the base side") from error


def read_policy(
    text: str | None, *, suppressions: tuple[Suppression, ...] = (), today: date | None = None, **overrides: object
) -> Settings:
    """The settings of the policy in `text` (the defaults for None), with every override that isn't None in the place of the policy's.

    Raises SettingsError naming the place of a mistake (``unknown field `prot` - at `$.review` ``).
    """
    review = _convert(text).review
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        review = msgspec.convert({**msgspec.to_builtins(review), **given}, Review, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(one_line(f"an option can't be used: {plain(error)}", 500), "See --help for what it takes") from error
    return settings_of(review, suppressions, today)


def settings_of(review: Review, suppressions: tuple[Suppression, ...], today: date | None) -> Settings:
    """What judging needs of a policy."""
    fields = {name: getattr(review, name) for name in Review.__struct_fields__}
    return Settings(**fields, suppressions=suppressions, today=today)


def read_settings(config: str | None, suppressions: str | None, today: date, **overrides: object) -> Settings:
    """The settings of the base's two files, given as texts. Raises SettingsError where one of them is wrong."""
    return read_policy(config, suppressions=read_suppressions(suppressions), today=today, **overrides)
