"""Two runs of lines matched by their tokens: which groups of lines say the same, in the same order, however they are wrapped."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

Tokens = tuple[str, ...]
FINE = 1_500
"""Tokens on one side up to which a gap is matched token by token."""


class Row(NamedTuple):
    """A line by its number, with its tokens."""

    number: int
    tokens: Tokens


Group = tuple[Sequence[Row], Sequence[Row]]


def same(old: Sequence[Row], new: Sequence[Row], fine: int = FINE) -> list[Group]:
    """The groups of lines that have the same tokens on both sides, in order and never crossing each other.

    Time is about linear: equal ends first, then lines that occur once on each side as anchors, then the gaps of
    up to `fine` tokens token by token.
    """
    out: list[Group] = []
    work = [(0, len(old), 0, len(new))]
    while work:
        left, left_end, right, right_end = work.pop()
        while left < left_end and right < right_end and old[left].tokens == new[right].tokens:
            out.append((old[left : left + 1], new[right : right + 1]))
            left, right = left + 1, right + 1
        while left < left_end and right < right_end and old[left_end - 1].tokens == new[right_end - 1].tokens:
            left_end, right_end = left_end - 1, right_end - 1
            out.append((old[left_end : left_end + 1], new[right_end : right_end + 1]))
        if left == left_end or right == right_end:
            continue
        anchors = _anchors(old[left:left_end], new[right:right_end])
        if not anchors:
            out += _rewrapped(old[left:left_end], new[right:right_end], fine)
        base_old, base_new = left, right
        for at, to in ((base_old + one, base_new + other) for one, other in anchors):
            out.append((old[at : at + 1], new[to : to + 1]))
            work.append((left, at, right, to))
            left, right = at + 1, to + 1
        if anchors:
            work.append((left, left_end, right, right_end))
    return out


def _anchors(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of places whose lines occur once on each side: the longest row of them that keeps its order on both."""
    once_old, once_new = Counter(row.tokens for row in old), Counter(row.tokens for row in new)
    places = {row.tokens: at for at, row in enumerate(new) if once_new[row.tokens] == 1}
    pairs = [(at, places[row.tokens]) for at, row in enumerate(old) if once_old[row.tokens] == 1 and row.tokens in places]
    ends: list[int] = []
    tails: list[int] = []
    back: list[int] = []
    for index, (_, to) in enumerate(pairs):
        at = bisect_left(ends, to)
        back.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [to]
        tails[at : at + 1] = [index]
    chosen: list[tuple[int, int]] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = back[index]
    return chosen[::-1]


def _rewrapped(old: Sequence[Row], new: Sequence[Row], fine: int) -> list[Group]:
    """Groups of lines that are the same tokens wrapped differently: both begin and end at the ends of lines."""
    left, right = list(chain.from_iterable(row.tokens for row in old)), list(chain.from_iterable(row.tokens for row in new))
    if left == right:
        return [(old, new)]
    if max(len(left), len(right)) <= fine:
        runs = [(run.a, run.b, run.size) for run in SequenceMatcher(None, left, right).get_matching_blocks()]
    else:
        head = next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right)))
        rest = min(len(left), len(right)) - head
        backwards = zip(reversed(left), reversed(right), strict=False)
        tail = next((at for at, (one, other) in enumerate(backwards) if one != other or at == rest), rest)
        runs = [(0, 0, head), (len(left) - tail, len(right) - tail, tail)]
    starts_old = {start: at for at, start in enumerate(accumulate((len(row.tokens) for row in old), initial=0))}
    starts_new = {start: at for at, start in enumerate(accumulate((len(row.tokens) for row in new), initial=0))}
    out: list[Group] = []
    for a, b, size in runs:
        cuts = [step for step in range(size + 1) if a + step in starts_old and b + step in starts_new]
        for one, other in pairwise(cuts):
            out.append((old[starts_old[a + one] : starts_old[a + other]], new[starts_new[b + one] : starts_new[b + other]]))
    return out
