"""How an edit changes what code does: counts of kinds of tokens and of words with a meaning for security."""

from collections import Counter
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.edit import Edit
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


@lru_cache(maxsize=1 << 16)
def _kinds(token: str) -> tuple[int, ...]:
    kind = shape(token)
    found = list(_OF_TOKEN.get(kind, ()))
    if kind in ("I", "U"):
        for word in set(subwords(token)):
            found.extend(_OF_WORD.get(word, ()))
    return tuple(found)


def structure(edit: Edit) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(removed, added): how many tokens of each kind, (len(NAMES),) each, the edit takes away and brings.

    What both sides share has cancelled.
    """
    removed, added = (Counter(chain.from_iterable(tokens for _, tokens in side)) for side in (edit.removed, edit.added))
    return _counts(removed - added if added else removed), _counts(added - removed if removed else added)


def _counts(tokens: Counter[str]) -> NDArray[np.float32]:
    out = [0] * len(NAMES)
    for token, times in tokens.items():
        for place in _kinds(token):
            out[place] += times
    return np.array(out, np.float32)
