"""Everything that heads read of some edits, at once: what the rows and numbers share is computed a single time."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
from hunkwise.features.lexicon import Lines
from hunkwise.features.payload import payloads
from hunkwise.features.rows import Row, context_rows, net_rows, set_rows, sided
from hunkwise.features.structure import structures
from hunkwise.features.tokens import atoms
from hunkwise.features.windows import Window, windows


class Reading(NamedTuple):
    """An edit as numbers: net edit, surroundings, (removed, added) structure counts; of each window of added code its row and payload."""

    change: Row
    context: Row
    removed: NDArray[np.float32]
    added: NDArray[np.float32]
    windows: tuple[Window, ...]
    words: tuple[Row, ...]
    payload: NDArray[np.float32]


def read(edits: Sequence[Edit]) -> list[Reading]:
    """The readings of some edits."""
    if not edits:
        return []
    context = context_rows(edits)
    cut = [windows(edit.added) for edit in edits]
    runs = [run for mine in cut for run in mine]
    texts, sides = sided(edits)
    pieces, run_of, extra = _pieces(edits, cut)
    lines = Lines.of([*texts, *extra])
    sides = np.concatenate([sides, np.full(len(extra), -1, np.int32)])
    removed, added = structures(lines, sides, len(edits))
    found = atoms(lines)
    change = net_rows(found, sides, len(edits))
    window_of = np.full(len(sides), -1, np.int64)
    window_of[pieces] = run_of
    group = window_of[found.lines]
    words = set_rows(found.columns[group >= 0], group[group >= 0], len(runs))
    numbers = payloads(lines.pick(pieces), run_of, len(runs))
    out = []
    first = 0
    for at, mine in enumerate(cut):
        own = slice(first, first + len(mine))
        first = own.stop
        out.append(Reading(change[at], context[at], removed[at], added[at], tuple(mine), tuple(words[own]), numbers[own]))
    return out


def _pieces(edits: Sequence[Edit], cut: Sequence[Sequence[Window]]) -> tuple[NDArray[np.int64], NDArray[np.int64], list[tuple[str, ...]]]:
    """The places of the lines of all windows, in order, the window of each, and lines that are none of an edit's: pieces of long ones.

    Places count as in `sided`; those of the pieces follow.
    """
    places: list[int] = []
    extra: list[tuple[str, ...]] = []
    sizes: list[int] = []
    end = sum(len(edit.removed) + len(edit.added) for edit in edits)
    first = 0
    for edit, mine in zip(edits, cut, strict=True):
        first += len(edit.removed)
        # Objects tell more quickly than texts which piece is a whole line.
        whole = {id(tokens): place for place, (_, tokens) in enumerate(edit.added, first)}
        first += len(edit.added)
        for run in mine:
            sizes.append(len(run.lines))
            for tokens in run.lines:
                place = whole.pop(id(tokens), -1)
                if place < 0:
                    place = end + len(extra)
                    extra.append(tokens)
                places.append(place)
    return np.array(places, np.int64), np.repeat(np.arange(len(sizes)), sizes), extra
