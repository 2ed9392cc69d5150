"""Tokens as numbers: what is known of each is found out once and then gathered for all tokens of many edits with a few array operations."""

import threading
from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 1 << 17
MOST_CHARACTERS = 1 << 25
"""Together at most so much is kept; beyond, everything is forgotten and learned anew."""

Ids = NDArray[np.int32]


class Index(dict[str, int]):
    """The number of each text; a new one gets the next."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[str] = []
        self.characters = 0

    def __missing__(self, token: str) -> int:
        self[token] = place = len(self.tokens)
        self.tokens.append(token)
        self.characters += len(token)
        return place


class Shapes(Index):
    """The shapes of tokens, and the columns of what lines open with by the numbers of their first shapes."""

    def __init__(self) -> None:
        super().__init__()
        self.openings: dict[tuple[int, ...], int] = {}


class _Here(threading.local):
    """The tokens and their shapes of this thread: numbers mean nothing to another one."""

    def __init__(self) -> None:
        self.index, self.shapes = Index(), Shapes()


_here = _Here()


class Lines(NamedTuple):
    """Lines of tokens: all tokens in order, their numbers, and how many each line has.

    The numbers hold until this thread makes the next `Lines`: use them before.
    """

    tokens: list[str]
    ids: Ids
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, lines: Sequence[Sequence[str]]) -> "Lines":
        """Some lines of tokens."""
        index = _here.index
        if len(index) > MOST_TOKENS or index.characters > MOST_CHARACTERS or len(_here.shapes.openings) > MOST_TOKENS:
            index = _here.index = Index()
            _here.shapes = Shapes()
        flat = list(chain.from_iterable(lines))
        ids = np.fromiter(map(index.__getitem__, flat), np.int32, len(flat))
        return cls(flat, ids, np.fromiter(map(len, lines), np.int64, len(lines)))

    def pick(self, places: NDArray[np.int64]) -> "Lines":
        """Some of the lines, in any order."""
        if len(places) == len(self.sizes) and np.array_equal(places, np.arange(len(places))):
            return self
        starts = np.cumsum(self.sizes) - self.sizes
        chosen = runs(starts[places], self.sizes[places])
        return Lines([self.tokens[at] for at in chosen.tolist()], self.ids[chosen], self.sizes[places])

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """A value of each line as one of each token."""
        return np.repeat(values, self.sizes)


class _Growing:
    """An array that is added to at its end; `data` has room behind the first `size`."""

    def __init__(self) -> None:
        self.size = 0
        self.data: NDArray[np.int32] = np.zeros(1024, np.int32)

    def add(self, values: NDArray[np.int32]) -> None:
        end = self.size + len(values)
        if end > len(self.data):
            grown = np.zeros(2 * end, np.int32)
            grown[: self.size] = self.data[: self.size]
            self.data = grown
        self.data[self.size : end] = values
        self.size = end


class Trait(threading.local):
    """One number that `of` tells of each token."""

    def __init__(self, of: Callable[[str], int]) -> None:
        self.of = of
        self.index, self.known = _here.index, _Growing()

    def __getitem__(self, ids: Ids) -> NDArray[np.int32]:
        """The number of each of some tokens."""
        if self.index is not _here.index:
            self.index, self.known = _here.index, _Growing()
        fresh = self.index.tokens[self.known.size :]
        if fresh:
            self.known.add(np.fromiter(map(self.of, fresh), np.int32))
        return self.known.data[ids]


class Traits(threading.local):
    """Any number of numbers that `of` tells of each token, with repetitions."""

    def __init__(self, of: Callable[[str], Sequence[int]]) -> None:
        self.of = of
        self._forget()

    def _forget(self) -> None:
        self.index, self.values, self.starts = _here.index, _Growing(), _Growing()
        self.starts.add(np.zeros(1, np.int32))

    def of_each(self, ids: Ids) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """All numbers of some tokens, token after token, and how many each has."""
        if self.index is not _here.index:
            self._forget()
        tokens = self.index.tokens[self.starts.size - 1 :]
        if tokens:
            fresh = [self.of(token) for token in tokens]
            ends = np.fromiter(accumulate(map(len, fresh), initial=self.values.size), np.int32)
            self.starts.add(ends[1:])
            self.values.add(np.fromiter(chain.from_iterable(fresh), np.int32))
        first = self.starts.data[ids]
        many = self.starts.data[ids + 1] - first
        return self.values.data[runs(first, many)], many


def runs(first: NDArray[np.signedinteger], many: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    """first[0], first[0] + 1, ... (`many[0]` of them), first[1], ..."""
    ends = np.cumsum(many)
    places: NDArray[np.int64] = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + many, many)
    return places


class Kept(threading.local):
    """The answers of `of` to whole numbers, with the latest kept: many are asked at once, and most of them again and again."""

    SIZE = 1 << 16

    def __init__(self, of: Callable[[int], int]) -> None:
        self.of = of
        self.index = _here.index
        self.asked: NDArray[np.int64] = np.full(self.SIZE, -1, np.int64)
        self.told: NDArray[np.int32] = np.zeros(self.SIZE, np.int32)

    def __getitem__(self, asked: NDArray[np.int64]) -> NDArray[np.int32]:
        """The answer to each; those that hold numbers of tokens are forgotten together with these."""
        if self.index is not _here.index:
            self.index = _here.index
            self.asked.fill(-1)
        slots = (asked.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(48)).astype(np.int64)
        told = self.told[slots]
        new = np.flatnonzero(self.asked[slots] != asked)
        if len(new):
            keys, place = np.unique(asked[new], return_inverse=True)
            fresh = np.fromiter(map(self.of, keys.tolist()), np.int32)
            told[new] = fresh[place]
            self.asked[slots[new]], self.told[slots[new]] = asked[new], told[new]
        return told


def token_of(number: int) -> str:
    """The token of a number."""
    return _here.index.tokens[number]


def shapes() -> Shapes:
    """The shapes of this thread's tokens."""
    return _here.shapes
