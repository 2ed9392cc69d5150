"""Tokens of an edit as hashed numbers: sub-words, identifiers, short runs of tokens and of their shapes."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from hunkwise.features.lexicon import Kept, Lines, Trait, Traits, shapes, token_of
from hunkwise.features.vocabulary import KEYWORDS

BITS = 18
MASK = (1 << BITS) - 1

_SUBWORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STRING_WORD = re.compile(r"[A-Za-z]{2,}|<%|%>|\$\{|\.\./|[%<>'\"&;|`\\]|https?:")


@lru_cache(maxsize=1 << 18)
def hashed(atom: str) -> int:
    """The column of an atom: the low 18 bits of its XXH3 digest. Part of the feature version."""
    return xxh3_64_intdigest(atom.encode("utf-8", "replace")) & MASK


def subwords(identifier: str) -> list[str]:
    """`getUserName_v2` as get, user, name, v, 2."""
    return [part.lower() for part in _SUBWORD.findall(identifier)]


@lru_cache(maxsize=1 << 16)
def shape(token: str) -> str:
    """What kind of token it is: keywords and operators are themselves."""
    first = token[0]
    if first.isalpha() or first == "_":
        if token in KEYWORDS:
            return token
        if token.endswith(('"', "'")):
            return "S"
        return "U" if token.isupper() and len(token) > 1 else "I"
    if first.isdigit():
        return token if token in ("0", "1") else "N"
    return "S" if first in "\"'`" else token


@lru_cache(maxsize=1 << 16)
def word_atoms(token: str) -> tuple[str, ...]:
    """The atoms of one token by itself."""
    kind = shape(token)
    if kind == "S":
        words = _STRING_WORD.findall(token[:400])
        return tuple({f"s:{word.lower()}" for word in words[:40]})
    if kind in ("I", "U"):
        parts = subwords(token)
        whole = (f"i:{token}",) if len(token) <= 40 else ()
        return (*{f"w:{part}" for part in parts[:12]}, *whole)
    if kind == "N":
        return (f"n:{token}" if len(token) <= 6 else "n:long",)
    return (f"k:{token}",)


def placed_atoms(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(text, atom) of one line, the text being the token or run of tokens that the atom stands for.

    Words of its tokens, pairs and triples of neighbours (as shapes; a name before a bracket as itself), the shape that it opens with.
    """
    for token in tokens:
        for atom in word_atoms(token):
            yield token, atom
    kinds = [shape(token) for token in tokens[:MOST_SHAPES]]
    following = [*kinds[1:], ""]
    named = [token if after == "(" and kind == "I" else kind for token, kind, after in zip(tokens, kinds, following, strict=False)]
    for i in range(len(kinds) - 1):
        yield f"{tokens[i]} {tokens[i + 1]}", f"2:{named[i]} {named[i + 1]}"
        if i + 2 < len(kinds):
            yield f"{tokens[i]} {tokens[i + 1]} {tokens[i + 2]}", f"3:{kinds[i]} {kinds[i + 1]} {kinds[i + 2]}"
    if kinds:
        yield " ".join(tokens[:5]), "o:" + " ".join(kinds[:5])


class Atoms(NamedTuple):
    """The hashed atoms of some lines of tokens, with repetitions, and of each the place of its line."""

    columns: NDArray[np.int32]
    lines: NDArray[np.int32]


def atoms(lines: Lines) -> Atoms:
    """What `placed_atoms` gives for each of some lines, hashed, in no order: a good many times as fast."""
    ids, sizes = lines.ids, lines.sizes
    line = lines.spread(np.arange(len(sizes), dtype=np.int32))
    words, many = _WORDS.of_each(ids)
    word_lines = np.repeat(line, many)
    if len(sizes) and sizes.max() > MOST_SHAPES:
        near = np.arange(len(ids)) - lines.spread(np.cumsum(sizes) - sizes) < MOST_SHAPES
        ids, line, sizes = ids[near], line[near], np.minimum(sizes, MOST_SHAPES)
    kinds = _SHAPE[ids]
    beside = line[1:] == line[:-1]
    named = kinds.astype(np.int64)
    called = np.flatnonzero(beside & (kinds[1:] == shapes()["("]) & (kinds[:-1] == shapes()["I"]))
    named[called] = ids[called] + np.int64(_SHAPES)
    second, third = np.flatnonzero(beside), np.flatnonzero(beside[1:] & beside[:-1])
    wide = kinds.astype(np.int64)
    pairs = _PAIRS[named[second] << 31 | named[second + 1]]
    triples = _TRIPLES[(wide[third] << 21 | wide[third + 1]) << 21 | wide[third + 2]]
    filled = np.flatnonzero(sizes).astype(np.int32)
    columns = np.concatenate([words, pairs, triples, _openings(kinds, sizes[filled])])
    return Atoms(columns, np.concatenate([word_lines, line[second], line[third], filled]))


def _openings(kinds: NDArray[np.int32], sizes: NDArray[np.int64]) -> NDArray[np.int32]:
    """The columns of what lines open with, which are never empty."""
    if not len(sizes):
        return np.zeros(0, np.int32)
    first = (np.cumsum(sizes) - sizes)[:, None] + np.arange(5)
    opening = np.where(np.arange(5) < sizes[:, None], kinds[np.minimum(first, len(kinds) - 1)], -1)
    return np.fromiter(map(_opening, *opening.T.tolist()), np.int32, len(sizes))


def _opening(*kinds: int) -> int:
    known, names = shapes().openings, shapes().tokens
    column = known.get(kinds)
    if column is None:
        column = known[kinds] = hashed("o:" + " ".join(names[kind] for kind in kinds if kind >= 0))
    return column


MOST_SHAPES = 200
"""Tokens of a line of which runs are looked at."""

_SHAPES = 1 << 21
"""More than there are shapes: fewer than there are characters."""


def _name(number: int) -> str:
    """The text of a shape, or from `_SHAPES` on of a token."""
    return shapes().tokens[number] if number < _SHAPES else token_of(number - _SHAPES)


def _pair(key: int) -> int:
    return hashed(f"2:{_name(key >> 31)} {_name(key & ((1 << 31) - 1))}")


def _triple(key: int) -> int:
    names = shapes().tokens
    return hashed(f"3:{names[key >> 42]} {names[key >> 21 & (_SHAPES - 1)]} {names[key & (_SHAPES - 1)]}")


def word_columns(token: str) -> tuple[int, ...]:
    """The hashed atoms of one token by itself."""
    return tuple(map(hashed, word_atoms(token)))


def context_columns(token: str) -> tuple[int, ...]:
    """The hashed atoms of one token that stands near an edit."""
    return tuple(hashed("c" + atom) for atom in word_atoms(token))


_WORDS, _SHAPE = Traits(word_columns), Trait(lambda token: shapes()[shape(token)])
_PAIRS, _TRIPLES = Kept(_pair), Kept(_triple)
CONTEXT_WORDS = Traits(context_columns)
