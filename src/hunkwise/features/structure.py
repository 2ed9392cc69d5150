"""How an edit changes what code does: counts of kinds of tokens and of words with a meaning for security."""

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
from hunkwise.features.lexicon import Lines, Traits
from hunkwise.features.rows import first_places, sided
from hunkwise.features.tokens import shape, subwords
from hunkwise.features.vocabulary import TOKENS, WORDS

NAMES: tuple[str, ...] = tuple(dict.fromkeys((*WORDS, *TOKENS)))
_PLACE = {name: i for i, name in enumerate(NAMES)}


def _inverse(groups: dict[str, str]) -> dict[str, tuple[int, ...]]:
    out: dict[str, tuple[int, ...]] = {}
    for name, words in groups.items():
        for word in words.split():
            out[word] = (*out.get(word, ()), _PLACE[name])
    return out


_OF_WORD, _OF_TOKEN = _inverse(WORDS), _inverse(TOKENS)


def _kinds(token: str) -> tuple[int, ...]:
    kind = shape(token)
    found = list(_OF_TOKEN.get(kind, ()))
    if kind in ("I", "U"):
        for word in set(subwords(token)):
            found.extend(_OF_WORD.get(word, ()))
    return tuple(found)


_KINDS = Traits(_kinds)

Counts = NDArray[np.float32]


def structures(lines: Lines, sides: NDArray[np.int32], count: int) -> tuple[Counts, Counts]:
    """(removed, added): how many tokens of each kind, (count, len(NAMES)) each, some edits take away and bring.

    `lines` and `sides` are those that `sided` gives; a line of a negative side is in no edit. What both sides share has cancelled.
    """
    side, ids = lines.spread(sides.astype(np.int64)), lines.ids
    if len(sides) and sides.min() < 0:
        side, ids = side[side >= 0], ids[side >= 0]
    keys = ((side >> 1) << 31 | ids) << 1 | (side & 1)
    keys.sort()
    firsts = first_places(keys >> 1)
    found = keys[firsts] >> 1
    times = np.add.reduceat(1 - 2 * (keys & 1), firsts) if len(keys) else keys
    kinds, many = _KINDS.of_each((found & ((1 << 31) - 1)).astype(np.int32))
    places, net = np.repeat((found >> 31) * len(NAMES), many) + kinds, np.repeat(times, many)
    return _table(places, -net, count), _table(places, net, count)


def _table(places: NDArray[np.signedinteger], times: NDArray[np.signedinteger], count: int) -> Counts:
    """The sums of the times above 0 at each place of a table (count, len(NAMES))."""
    sums = np.bincount(places[times > 0], times[times > 0], minlength=count * len(NAMES))
    return sums.astype(np.float32).reshape(count, len(NAMES))


def structure(edit: Edit) -> tuple[Counts, Counts]:
    """(removed, added) of one edit, (len(NAMES),) each."""
    lines, sides = sided([edit])
    removed, added = structures(Lines.of(lines), sides, 1)
    return removed[0], added[0]
