"""The reference of the two files under `.hunkwise/`, from the types that read them."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from hunkwise.cli.init import PARTS
from hunkwise.judge import policy, suppress
from pages import NOTE, fenced, table

REVIEW = {
    "budget": "Alerts per hundred ordinary changes that the team can bear: sets the risk from which a change is flagged. `--budget` wins.",
    "fail_on": "A finding of this severity or above exits with 1: `low`, `medium`, `high`, `critical` or `never`. `--fail-on` wins.",
    "ignore": "Globs as in `.gitignore`. Files that fit aren't judged, and every report lists them as skipped.",
    "languages": "If given, only these languages are judged (names as in the report); the rest is listed as skipped.",
}
GITHUB = {
    "conclusion": "From `fail_on` on a finding fails the check (`block`), leaves it neutral (`warn`), and that without comment (`silent`).",
    "inline": "The most comments on lines of one pull request, 0 to 20.",
    "drafts": "Whether draft pull requests are reviewed: `review` or `skip`. A skipped one gets a neutral check that says so.",
    "bots": "The same for pull requests of bots.",
    "dismiss": "Roles that may answer findings. Authors never may on their own change.",
    "code_scanning": "Whether findings go to code scanning.",
}
SUPPRESSION = {
    "reason": "Why this is no danger here. Shown with `--show-dropped`.",
    "owner": "Who answers for it.",
    "expires": "The last day on which it holds, as `2030-01-31`. After that the finding comes back and a note says so.",
    "rule": "The id of a signal.",
    "category": "A category, such as `sql-injection`.",
    "path": "A glob as in `.gitignore`; empty means everywhere.",
    "fingerprint": "One finding, by the fingerprint that the report shows. Absorbs one finding, never two.",
}


def documents(_root: Path) -> Mapping[str, str]:
    """`docs/reference/settings.md`."""
    text = f"""\
# Settings

{NOTE}

Nothing needs a settings file. Both files are read from the **base** of a change (for a tree, from the tree; a patch has none), so that a
change can't loosen its own review; what a change does to them is told as a note. An unknown key is an error, not ignored.
`hunkwise init` writes both with comments.

## `{policy.PATH}`

{table(("`[review]`", "default", "meaning"), _rows(policy.Review, REVIEW))}

What the [GitHub App](../how-to/install-the-github-app.md) does with a verdict; nothing else looks at it:

{table(("`[github]`", "default", "meaning"), _rows(policy.GitHub, GITHUB))}

{fenced(PARTS["settings"][1], "toml")}

## `{suppress.PATH}`

A list of `[[suppress]]` entries. Each needs a reason, an owner and an end, and at least one of rule, category and fingerprint. Every field
that is given must fit. Entries that have ended or fit nothing are told.

{table(("`[[suppress]]`", "default", "meaning"), _rows(suppress.Suppression, SUPPRESSION))}

{fenced(PARTS["suppressions"][1], "toml")}
"""
    return {"docs/reference/settings.md": text}


def _rows(kind: type[msgspec.Struct], words: Mapping[str, str]) -> list[tuple[str, ...]]:
    """A row for each field; a field without words here is a mistake that stops the generator."""
    fields = msgspec.structs.fields(kind)
    missing = {field.name for field in fields} ^ words.keys()
    if missing:
        raise SystemExit(f"tools/pages/settings.py and {kind.__name__} disagree about {', '.join(sorted(missing))}")
    return [(f"`{field.name}`", "required" if field.required else f"`{_toml(field.default)}`", words[field.name]) for field in fields]


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
