"""What a change did to a unit, as lines of tokens: removed, added, and the unchanged ones near them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hunkwise.code.lex import tokens_by_line
from hunkwise.code.model import Side, Unit

CONTEXT = 10
"""Unchanged lines nearer to a changed one than this are context, however much of the file is at hand."""

Numbered = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines as (number on their side, tokens without comments); lines without tokens are left out. `context` lies on the head side
    where something changed there, else on the base side."""

    removed: Numbered
    added: Numbered
    context: Numbered

    @property
    def empty(self) -> bool:
        """Whether nothing but comments and blanks differs."""
        return not (self.removed or self.added)


def edit_of(unit: Unit) -> Edit:
    """The edit that a unit's two sides show."""
    removed, kept = _split(unit.before, unit.language)
    added, context = _split(unit.after, unit.language)
    return Edit(removed, added, context if unit.after is not None and unit.after.changed else kept)


def merged(edits: Sequence[Edit]) -> Edit:
    """Several edits of one file as one."""
    return Edit(
        tuple(line for edit in edits for line in edit.removed),
        tuple(line for edit in edits for line in edit.added),
        tuple(line for edit in edits for line in edit.context),
    )


def _split(side: Side | None, language: str) -> tuple[Numbered, Numbered]:
    """The changed lines of a side, and the unchanged ones near them."""
    if side is None or not side.changed:
        return (), ()
    tokens = tokens_by_line([text for _, text in side.lines], language)
    changed, context = [], []
    for (number, _), line in zip(side.lines, tokens, strict=True):
        if not line:
            continue
        if number in side.changed:
            changed.append((number, tuple(line)))
        elif not side.changed.isdisjoint(range(number - CONTEXT, number + CONTEXT + 1)):
            context.append((number, tuple(line)))
    return tuple(changed), tuple(context)
