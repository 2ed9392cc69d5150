"""Sparse rows over hashed columns: the net edit (signed), its surroundings, a window of code."""

import math
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
from hunkwise.features.tokens import context_columns, hashed, line_columns, placed_atoms


class Row(NamedTuple):
    """Columns (in rising order, each once) and their values; of Euclidean length 1 unless empty."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


EMPTY = Row(np.zeros(0, np.int32), np.zeros(0, np.float32))


_LOGARITHMS = np.array([math.log1p(times) for times in range(1 << 12)], np.float32)
"""The weight of what stands so many times."""


def _columns(lines: Iterable[Sequence[str]]) -> NDArray[np.int32]:
    """The hashed atoms of some lines, with repetitions."""
    return np.fromiter(chain.from_iterable(map(line_columns, lines)), np.int32)


def _firsts(columns: NDArray[np.int32]) -> NDArray[np.intp]:
    """Where each column begins among columns in rising order."""
    new = np.ones(len(columns), np.bool_)
    np.not_equal(columns[1:], columns[:-1], out=new[1:])
    return np.flatnonzero(new)


def _set_row(columns: NDArray[np.int32]) -> Row:
    """Each column once, all with the same value."""
    if not len(columns):
        return EMPTY
    columns.sort()
    kept = columns[_firsts(columns)]
    return Row(kept, np.full(len(kept), 1 / np.sqrt(np.float32(len(kept))), np.float32))


def net(edit: Edit) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Hashed atoms, in rising order, and how much more often each stands in the added than in the removed lines, which is never 0."""
    come, gone = _columns(tokens for _, tokens in edit.added), _columns(tokens for _, tokens in edit.removed)
    keys = np.concatenate([2 * come, 2 * gone + 1])  # The side in the lowest bit: counting is then a sort and a sum.
    if not len(keys):
        return keys, keys
    keys.sort()
    columns = keys >> 1
    firsts = _firsts(columns)
    times = np.add.reduceat(1 - 2 * (keys & 1), firsts)
    return columns[firsts][times != 0], times[times != 0]


def change_row(edit: Edit) -> Row:
    """The net edit: sign and logarithm of each atom's net count. What only moved inside the edit cancels out."""
    columns, counts = net(edit)
    if not len(columns):
        return EMPTY
    times = np.abs(counts)
    sizes = np.where(times < len(_LOGARITHMS), _LOGARITHMS[np.minimum(times, len(_LOGARITHMS) - 1)], np.log1p(times).astype(np.float32))
    numbers = np.where(counts > 0, sizes, -sizes)
    return Row(columns, (numbers / np.sqrt(np.sum(numbers * numbers))).astype(np.float32))


def context_row(edit: Edit) -> Row:
    """The words of the unchanged lines around an edit, each once."""
    words = {token for _, tokens in edit.context for token in tokens}
    return _set_row(np.fromiter(chain.from_iterable(map(context_columns, words)), np.int32))


def window_row(lines: Iterable[Sequence[str]]) -> Row:
    """The atoms of a run of code, each once."""
    return _set_row(_columns(lines))


def union(rows: Sequence[Row]) -> Row:
    """Every column of some rows, once: what all of them together say, whatever their values."""
    return _set_row(np.concatenate([row.columns for row in rows])) if rows else EMPTY


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
