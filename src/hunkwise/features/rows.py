"""Sparse rows over hashed columns: the net edit (signed), its surroundings, a window of code."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
from hunkwise.features.tokens import count, hashed, line_atoms, placed_atoms, word_atoms


class Row(NamedTuple):
    """Columns (in rising order, each once) and their values; of Euclidean length 1 unless empty."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


EMPTY = Row(np.zeros(0, np.int32), np.zeros(0, np.float32))


def _row(values: dict[int, float]) -> Row:
    kept = sorted((column, value) for column, value in values.items() if value)
    if not kept:
        return EMPTY
    numbers = np.array([value for _, value in kept], np.float32)
    return Row(np.array([column for column, _ in kept], np.int32), numbers / np.float32(np.sqrt(np.sum(numbers * numbers))))


def net(edit: Edit) -> Counter[str]:
    """How much more often each atom stands in the added than in the removed lines (negative: in the removed ones)."""
    counts = count(tokens for _, tokens in edit.added)
    counts.subtract(count(tokens for _, tokens in edit.removed))
    return counts


def change_row(edit: Edit) -> Row:
    """The net edit: sign and logarithm of each atom's net count. What only moved inside the edit cancels out."""
    columns: dict[int, float] = {}
    for atom, value in net(edit).items():
        if value:
            column = hashed(atom)
            columns[column] = columns.get(column, 0) + value
    return _row({column: math.copysign(math.log1p(abs(value)), value) for column, value in columns.items() if value})


def context_row(edit: Edit) -> Row:
    """The words of the unchanged lines around an edit, each once."""
    atoms = {atom for _, tokens in edit.context for token in tokens for atom in word_atoms(token)}
    return _row({hashed("c" + atom): 1.0 for atom in atoms})


def window_row(lines: Iterable[Sequence[str]]) -> Row:
    """The atoms of a run of code, each once."""
    return _row({hashed(atom): 1.0 for tokens in lines for atom in line_atoms(tokens)})


def union(rows: Sequence[Row]) -> Row:
    """Every column of some rows, once: what all of them together say, whatever their values."""
    if not rows:
        return EMPTY
    columns = np.unique(np.concatenate([row.columns for row in rows]))
    return Row(columns, np.full(len(columns), 1 / math.sqrt(max(len(columns), 1)), np.float32))


class LineAtoms(NamedTuple):
    """The hashed atoms of one changed line: `sign` is 1 where it was added, -1 where removed; `tokens` shares them out to the tokens
    that carry them (runs of tokens under their own text)."""

    number: int
    sign: int
    columns: dict[int, int]
    tokens: dict[str, dict[int, int]]


def atoms_by_line(edit: Edit) -> list[LineAtoms]:
    """Where each atom of an edit stands, for telling which lines a score leans on."""
    out = []
    for sign, lines in ((-1, edit.removed), (1, edit.added)):
        for number, tokens in lines:
            shared: dict[str, dict[int, int]] = {}
            total: dict[int, int] = {}
            for text, atom in placed_atoms(tokens):
                column = hashed(atom)
                at = shared.setdefault(text, {})
                at[column] = at.get(column, 0) + 1
                total[column] = total.get(column, 0) + 1
            out.append(LineAtoms(number, sign, total, shared))
    return out
