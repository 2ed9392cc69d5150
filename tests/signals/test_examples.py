"""Every example of every signal through the real way: text to hunks, hunks to units, units to evidence."""

import string

import pytest

from hunkwise.change import FileChange, hunks_of
from hunkwise.code import cut
from hunkwise.evidence import Evidence
from hunkwise.signals import Example, Signals

EXTENSIONS = {
    "python": "py", "javascript": "js", "typescript": "ts", "tsx": "tsx", "vue": "vue", "html": "html", "java": "java", "kotlin": "kt",
    "go": "go", "c": "c", "cpp": "cpp", "csharp": "cs", "php": "php",
    "ruby": "rb", "rust": "rs", "solidity": "sol", "shell": "sh", "powershell": "ps1", "perl": "pl", "lua": "lua",
}  # fmt: skip
SIGNALS = Signals.load()
FIRING = [pytest.param(signal, example, id=f"{signal.id}-{n}") for signal in SIGNALS for n, example in enumerate(signal.fires)]
QUIET = [pytest.param(signal, example, id=f"{signal.id}-{n}") for signal in SIGNALS for n, example in enumerate(signal.stays_quiet)]


def change_of(example: Example, before: str | None = None, after: str | None = None) -> FileChange:
    """The change that an example shows, with both texts at hand."""
    path = example.path or f"src/app.{EXTENSIONS[example.language]}"
    old, new = example.before if before is None else before, example.after if after is None else after
    status = "modified" if old and new else "added" if new else "deleted"
    return FileChange(path=path, old_path=path, status=status, hunks=hunks_of(old, new), before=old or None, after=new or None)


def seen(signal_id: str, file: FileChange) -> list[Evidence]:
    """What a signal says got worse."""
    units, _ = cut(file)
    return [one for one in Signals([s for s in SIGNALS if s.id == signal_id]).look(units) if one.trend == "worse"]


@pytest.mark.parametrize(("signal", "example"), FIRING)
def test_fires(signal, example) -> None:  # type: ignore[no-untyped-def]
    """It speaks loudly, on the line that the example names, and its sentence can be filled."""
    found = [one for one in seen(signal.id, change_of(example)) if one.strength >= 0.5]
    assert found
    assert not example.line or any(example.line in one.lines for one in found), [one.lines for one in found]
    for one in found:
        assert {name for _, name, _, _ in string.Formatter().parse(signal.cause) if name} <= set(one.facts)


@pytest.mark.parametrize(("signal", "example"), QUIET)
def test_stays_quiet(signal, example) -> None:  # type: ignore[no-untyped-def]
    """It says nothing that would be shown."""
    assert [one for one in seen(signal.id, change_of(example)) if one.strength >= 0.5] == []


@pytest.mark.parametrize(("signal", "example"), FIRING)
def test_mending_is_better(signal, example) -> None:  # type: ignore[no-untyped-def]
    """The change turned round (bad before, good after) never makes it worse."""
    if example.before:
        file = change_of(example, example.after, example.before)
        assert [one for one in seen(signal.id, file) if one.strength >= 0.5] == []


@pytest.mark.parametrize(("signal", "example"), FIRING)
def test_standing_is_not_told_again(signal, example) -> None:  # type: ignore[no-untyped-def]
    """What stands on both sides of a change is no news, also when the code moved down."""
    text = example.after
    pad = "\n\n" if not text.startswith("<?php") else ""
    assert [one for one in seen(signal.id, change_of(example, text, pad + text + "\n")) if one.strength >= 0.5] == []
