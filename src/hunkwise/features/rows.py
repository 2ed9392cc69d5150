"""Sparse rows over hashed columns: the net edit (signed), its surroundings, a window of code."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
from hunkwise.features.tokens import context_columns, count, hashed, line_columns, placed_atoms


class Row(NamedTuple):
    """Columns (in rising order, each once) and their values; of Euclidean length 1 unless empty."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


EMPTY = Row(np.zeros(0, np.int32), np.zeros(0, np.float32))


_LOGARITHMS = np.array([math.log1p(times) for times in range(1 << 12)], np.float32)
"""The weight of what stands so many times."""


def _set_row(columns: Iterable[int]) -> Row:
    """Each column once, all with the same value."""
    kept = np.fromiter(set(columns), np.int32)
    if not len(kept):
        return EMPTY
    kept.sort()
    return Row(kept, np.ones(len(kept), np.float32) / np.float32(np.sqrt(np.float32(len(kept)))))


def net(edit: Edit) -> Counter[int]:
    """How much more often each hashed atom stands in the added than in the removed lines (negative: in the removed ones)."""
    counts = count(tokens for _, tokens in edit.added)
    counts.subtract(count(tokens for _, tokens in edit.removed))
    return counts


def change_row(edit: Edit) -> Row:
    """The net edit: sign and logarithm of each atom's net count. What only moved inside the edit cancels out."""
    counts = net(edit)
    columns, values = np.fromiter(counts.keys(), np.int32, len(counts)), np.fromiter(counts.values(), np.int64, len(counts))
    order = np.argsort(columns)
    order = order[values[order] != 0]
    if not len(order):
        return EMPTY
    values = values[order]
    times = np.abs(values)
    sizes = np.where(times < len(_LOGARITHMS), _LOGARITHMS[np.minimum(times, len(_LOGARITHMS) - 1)], np.log1p(times).astype(np.float32))
    numbers = np.where(values > 0, sizes, -sizes)
    return Row(columns[order], numbers / np.float32(np.sqrt(np.sum(numbers * numbers))))


def context_row(edit: Edit) -> Row:
    """The words of the unchanged lines around an edit, each once."""
    return _set_row(column for token in {token for _, tokens in edit.context for token in tokens} for column in context_columns(token))


def window_row(lines: Iterable[Sequence[str]]) -> Row:
    """The atoms of a run of code, each once."""
    return _set_row(chain.from_iterable(map(line_columns, lines)))


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
