"""Sparse rows over hashed columns: the net edit (signed), its surroundings, a window of code."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
from hunkwise.features.lexicon import Lines
from hunkwise.features.tokens import BITS, CONTEXT_WORDS, MASK, Atoms, atoms, hashed, placed_atoms


class Row(NamedTuple):
    """Columns (in rising order, each once) and their values; of Euclidean length 1 unless empty."""

    columns: NDArray[np.int32]
    values: NDArray[np.float32]


EMPTY = Row(np.zeros(0, np.int32), np.zeros(0, np.float32))


_LOGARITHMS = np.array([math.log1p(times) for times in range(1 << 12)], np.float32)
"""The weight of what stands so many times."""

GONE, COME = 1, 0
"""The sides of an edit, as the lowest bit of a key: counting is then a sort and a sum."""


def change_rows(edits: Sequence[Edit]) -> list[Row]:
    """The net edit of each: sign and logarithm of each atom's net count. What only moved inside an edit cancels out."""
    lines, sides = sided(edits)
    return net_rows(atoms(Lines.of(lines)), sides, len(edits))


def sided(edits: Sequence[Edit]) -> tuple[list[tuple[str, ...]], NDArray[np.int32]]:
    """The changed lines of some edits, and of each twice its edit's place plus its side."""
    sides = [(2 * at + mark, side) for at, edit in enumerate(edits) for mark, side in ((GONE, edit.removed), (COME, edit.added))]
    numbers = np.repeat(np.array([number for number, _ in sides], np.int32), [len(side) for _, side in sides])
    return [tokens for _, side in sides for _, tokens in side], numbers


def change_row(edit: Edit) -> Row:
    """The net edit of one."""
    return change_rows([edit])[0]


def net_rows(found: Atoms, sides: NDArray[np.int32], count: int) -> list[Row]:
    """The net edits of `count` edits out of the atoms of their lines; `sides` tells of each line twice its edit's place plus its side.

    A line of a negative side is in none.
    """
    columns, times, ends = _net(found, sides, count)
    sizes = np.abs(times)
    weights = _LOGARITHMS[np.minimum(sizes, len(_LOGARITHMS) - 1)]
    if sizes.size and sizes.max() >= len(_LOGARITHMS):
        weights = np.where(sizes < len(_LOGARITHMS), weights, np.log1p(sizes).astype(np.float32))
    values = np.where(times > 0, weights, -weights)
    rows = []
    for start, end in pairwise(ends):
        mine = values[start:end]
        rows.append(Row(columns[start:end], mine / np.sqrt(np.sum(mine * mine))) if end > start else EMPTY)
    return rows


def net(edit: Edit) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Hashed atoms, in rising order, and how much more often each stands in the added than in the removed lines, which is never 0."""
    lines, sides = sided([edit])
    columns, times, _ = _net(atoms(Lines.of(lines)), sides, 1)
    return columns, times


def _net(found: Atoms, sides: NDArray[np.int32], count: int) -> tuple[NDArray[np.int32], NDArray[np.int32], list[int]]:
    """Columns and net counts, edit after edit, and where each edit's begin and the last one's end."""
    side = sides[found.lines]
    columns = found.columns
    if len(sides) and sides.min() < 0:
        side, columns = side[side >= 0], columns[side >= 0]
    edit = side.astype(_wide(2 * count)) >> 1
    keys = (edit << BITS | columns) << 1 | (side & 1)
    keys.sort()
    firsts = first_places(keys >> 1)
    times = np.add.reduceat(1 - 2 * (keys & 1), firsts) if len(keys) else keys
    kept = (keys[firsts] >> 1)[times != 0]
    return (kept & MASK).astype(np.int32), times[times != 0].astype(np.int32), _ends(kept, count)


def context_rows(edits: Sequence[Edit]) -> list[Row]:
    """The words of the unchanged lines around each edit, each once."""
    lines = Lines.of([tokens for edit in edits for _, tokens in edit.context])
    columns, many = CONTEXT_WORDS.of_each(lines.ids)
    owner = lines.spread(np.repeat(np.arange(len(edits)), [len(edit.context) for edit in edits]))
    return set_rows(columns, np.repeat(owner, many), len(edits))


def context_row(edit: Edit) -> Row:
    """The words of the unchanged lines around one edit."""
    return context_rows([edit])[0]


def window_row(lines: Iterable[Sequence[str]]) -> Row:
    """The atoms of a run of code, each once."""
    columns = atoms(Lines.of(list(lines))).columns
    return set_rows(columns, np.zeros(len(columns), np.int32), 1)[0]


def set_rows(columns: NDArray[np.int32], groups: NDArray[np.signedinteger], count: int) -> list[Row]:
    """For each of `count` groups its columns, each once, all with the same value."""
    keys = groups.astype(_wide(count)) << BITS | columns
    keys.sort()
    kept = keys[first_places(keys)]
    ends = _ends(kept, count)
    columns = (kept & MASK).astype(np.int32)
    return [
        Row(columns[start:end], np.full(end - start, 1 / np.sqrt(np.float32(end - start)), np.float32)) if end > start else EMPTY
        for start, end in pairwise(ends)
    ]


def _wide(groups: int) -> type[np.signedinteger]:
    """The smaller kind of number that holds a column beside so many groups: sorting takes half as long."""
    return np.int32 if groups < 1 << (31 - BITS) else np.int64


def first_places(keys: NDArray[np.signedinteger]) -> NDArray[np.intp]:
    """Where each key begins among keys in rising order."""
    new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return np.flatnonzero(new)


def _ends(kept: NDArray[np.signedinteger], count: int) -> list[int]:
    """Where each group begins among keys in rising order, and where the last one ends."""
    ends: list[int] = np.searchsorted(kept >> BITS, np.arange(count + 1)).tolist()
    return ends


def union(rows: Sequence[Row]) -> Row:
    """Every column of some rows, once: what all of them together say, whatever their values."""
    columns = np.concatenate([row.columns for row in rows]) if rows else EMPTY.columns
    return set_rows(columns, np.zeros(len(columns), np.int32), 1)[0]


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
