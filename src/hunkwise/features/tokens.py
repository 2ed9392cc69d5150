"""Tokens of an edit as hashed numbers: sub-words, identifiers, short runs of tokens and of their shapes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from xxhash import xxh3_64_intdigest

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
    shapes = [shape(token) for token in tokens[:200]]
    following = [*shapes[1:], ""]
    named = [token if after == "(" and kind == "I" else kind for token, kind, after in zip(tokens, shapes, following, strict=False)]
    for i in range(len(shapes) - 1):
        yield f"{tokens[i]} {tokens[i + 1]}", f"2:{named[i]} {named[i + 1]}"
        if i + 2 < len(shapes):
            yield f"{tokens[i]} {tokens[i + 1]} {tokens[i + 2]}", f"3:{shapes[i]} {shapes[i + 1]} {shapes[i + 2]}"
    if shapes:
        yield " ".join(tokens[:5]), "o:" + " ".join(shapes[:5])


def count(lines: Iterable[Sequence[str]]) -> Counter[int]:
    """How often each hashed atom stands in some lines of tokens."""
    return Counter(chain.from_iterable(map(line_columns, lines)))


def line_columns(tokens: Sequence[str]) -> Sequence[int]:
    """The hashed atoms of one line, with repetitions; lines of common length are remembered."""
    return _columns(tuple(tokens)) if len(tokens) <= _COMMON else _columns.__wrapped__(tuple(tokens))


_COMMON = 64


@lru_cache(maxsize=1 << 14)
def _columns(tokens: tuple[str, ...]) -> tuple[int, ...]:
    """What `placed_atoms` gives, hashed, from remembered parts: a good many times as fast."""
    out: list[int] = []
    for token in tokens:
        out += word_columns(token)
    shapes = [shape(token) for token in tokens[:200]]
    if not shapes:
        return tuple(out)
    named = [token if after == "(" and kind == "I" else kind for token, kind, after in zip(tokens, shapes, [*shapes[1:], ""], strict=False)]
    out += map(_run, named[:-1], named[1:])
    out += map(_run, shapes[:-2], shapes[1:-1], shapes[2:])
    out.append(hashed("o:" + " ".join(shapes[:5])))
    return tuple(out)


@lru_cache(maxsize=1 << 16)
def word_columns(token: str) -> tuple[int, ...]:
    """The hashed atoms of one token by itself."""
    return tuple(map(hashed, word_atoms(token)))


@lru_cache(maxsize=1 << 16)
def _run(*kinds: str) -> int:
    return hashed(f"{len(kinds)}:{' '.join(kinds)}")


@lru_cache(maxsize=1 << 16)
def context_columns(token: str) -> tuple[int, ...]:
    """The hashed atoms of one token that stands near an edit."""
    return tuple(hashed("c" + atom) for atom in word_atoms(token))
