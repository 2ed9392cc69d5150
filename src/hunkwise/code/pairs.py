"""Which function of the one side is which of the other, and whose the changed lines are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hunkwise.code.model import Definition
from hunkwise.code.sides import HUGE, Half, Shift, Spans

_SAMPLE = 400
_MANY = 60


class Pair(NamedTuple):
    """A function that changed: its definition and first and last line on the sides where it stands, and its changed lines."""

    old: Definition | None
    new: Definition | None
    old_span: tuple[int, int] | None
    new_span: tuple[int, int] | None
    gone: list[int]
    come: list[int]
    place: int


def pair(
    before: Half | None, after: Half | None, gone: Iterable[int], come: Iterable[int], shift: Shift
) -> tuple[list[Pair], list[int], list[int]]:
    """The functions with changed lines, and the changed lines outside functions on each side.

    A function is the same one where parent and name agree, else where the name alone does and is the only one; of several the one with the
    same parameters, else the nearest. One that is left is a renamed one: where most of its unchanged lines come from, or the most similar.
    A function that changed itself takes the changed functions inside it along, unless it is very long.
    """
    old, new = (half.functions if half is not None else Spans((), str) for half in (before, after))
    lines_old, left_old = _owned(old, gone)
    lines_new, left_new = _owned(new, come)
    partner = _Partners(before, after, lines_old, lines_new, shift).found if before is not None and after is not None else {}
    keys = [(partner.get(at, -1), at) for at in lines_new]
    keys += [(at, -1) for at in lines_old if at not in set(partner.values())]
    keys += [(at, to) for to, at in partner.items() if to not in lines_new and at in lines_old]
    keys.sort(key=lambda key: (new.starts[key[1]] if key[1] >= 0 else shift.to_new(old.starts[key[0]]), key))
    kept: list[tuple[int, int]] = []
    holder: dict[tuple[int, int], tuple[int, int]] = {}
    outer_old: dict[int, tuple[int, int]] = {}
    outer_new: dict[int, tuple[int, int]] = {}
    for key in sorted(keys, key=lambda key: (-_length(old, key[0], new, key[1]), key)):
        around = _around(key, old, new, outer_old, outer_new)
        if around is None:
            kept.append(key)
            if _length(old, key[0], new, key[1]) < HUGE:
                outer_old[key[0]] = outer_new[key[1]] = key
        holder[key] = around or key
    grouped_old: dict[tuple[int, int], list[int]] = defaultdict(list)
    grouped_new: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key in keys:
        grouped_old[holder[key]] += lines_old.get(key[0], ())
        grouped_new[holder[key]] += lines_new.get(key[1], ())
    out = []
    for one, other in sorted(kept, key=keys.index):
        span_old = (old.starts[one], old.ends[one]) if one >= 0 else None
        span_new = (new.starts[other], new.ends[other]) if other >= 0 else None
        place = span_new[0] if span_new else shift.to_new(span_old[0]) if span_old else 0
        lines = sorted(grouped_old[one, other]), sorted(grouped_new[one, other])
        out.append(Pair(old.items[one] if one >= 0 else None, new.items[other] if other >= 0 else None, span_old, span_new, *lines, place))
    return out, left_old, left_new


def _owned(spans: Spans, lines: Iterable[int]) -> tuple[dict[int, list[int]], list[int]]:
    """The lines by the function that they stand in, and those in none."""
    owned: dict[int, list[int]] = defaultdict(list)
    left = []
    for line in sorted(lines):
        at = spans.owner(line)
        if at >= 0:
            owned[at].append(line)
        else:
            left.append(line)
    return dict(owned), left


def _length(old: Spans, one: int, new: Spans, other: int) -> int:
    return max(old.ends[one] - old.starts[one] if one >= 0 else 0, new.ends[other] - new.starts[other] if other >= 0 else 0)


def _around(
    key: tuple[int, int], old: Spans, new: Spans, outer_old: dict[int, tuple[int, int]], outer_new: dict[int, tuple[int, int]]
) -> tuple[int, int] | None:
    """The kept pair that `key` lies in on every side where it stands, if any."""
    at = new.outer[key[1]] if key[1] >= 0 else old.outer[key[0]]
    spans, table = (new, outer_new) if key[1] >= 0 else (old, outer_old)
    found = None
    while at >= 0:
        found = table.get(at, found)
        at = spans.outer[at]
    if found is None or (key[0] >= 0 and key[1] >= 0 and not (found[0] >= 0 and old.inside(key[0], found[0]))):
        return None
    return found


class _Partners:
    """For functions of the head side (`found`) the one of the base side, as far as either changed."""

    def __init__(self, before: Half, after: Half, lines_old: dict[int, list[int]], lines_new: dict[int, list[int]], shift: Shift) -> None:
        self.before, self.after, self.shift = before, after, shift
        self.old, self.new = before.functions, after.functions
        self.lines_old, self.lines_new = lines_old, lines_new
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()
        self._by_name(with_parent=True)
        self._by_name(with_parent=False)
        for at in self._lost_new():
            source = self._source(at)
            if source in self.lines_old:
                self._marry(at, source)
        self._by_likeness()

    def _marry(self, new: int, old: int) -> None:
        if new not in self.found and old not in self.taken:
            self.found[new] = old
            self.taken.add(old)

    def _lost_new(self) -> list[int]:
        return [at for at in self.lines_new if at not in self.found]

    def _lost_old(self) -> list[int]:
        return [at for at in self.lines_old if at not in self.taken]

    def _by_name(self, with_parent: bool) -> None:
        """Adds those that agree by name and parent: with the same parameters first, then the nearest.

        Without the parent a name has to be the only one of its kind on both sides.
        """
        old, new = self.old, self.new
        wanted = {_name(new.items[at], with_parent) for at in self._lost_new()}
        wanted |= {_name(old.items[at], with_parent) for at in self._lost_old()}
        olds: dict[tuple[str, str], list[int]] = defaultdict(list)
        news: dict[tuple[str, str], list[int]] = defaultdict(list)
        for spans, table, done in ((old, olds, self.taken), (new, news, self.found.keys())):
            for at, item in enumerate(spans.items):
                if at not in done and (key := _name(item, with_parent)) in wanted:
                    table[key].append(at)
        for key in sorted(olds.keys() & news.keys()):
            left, right = olds[key], news[key]
            if not with_parent and max(len(left), len(right)) > 1:
                continue
            ranked = sorted(
                (old.items[one].params != new.items[other].params, abs(self.shift.to_new(old.starts[one]) - new.starts[other]), other, one)
                for one in left[:_MANY]
                for other in right[:_MANY]
            )
            for _, _, other, one in ranked:
                self._marry(other, one)

    def _source(self, at: int) -> int:
        """The function of the base side that most of the unchanged lines of a function come from, -1 for none."""
        votes: Counter[int] = Counter()
        come = set(self.lines_new[at])
        for number in self.after.within(self.new.starts[at], self.new.ends[at])[:_SAMPLE]:
            if number not in come and self.after.line(number).strip():
                votes[self.old.owner(self.shift.to_old(number))] += 1
        return votes.most_common(1)[0][0] if votes else -1

    def _by_likeness(self) -> None:
        """Adds those of what is left that share half of their lines or more, the most similar first."""
        lost_old, lost_new = self._lost_old()[:_MANY], self._lost_new()[:_MANY]
        if not lost_old or not lost_new:
            return
        words_old = {at: _words(self.old, at, self.before) for at in lost_old}
        words_new = {at: _words(self.new, at, self.after) for at in lost_new}
        likely = sorted((-_likeness(words_new[at], words_old[to]), at, to) for at in words_new for to in words_old)
        for likeness, at, to in likely:
            if likeness <= -0.5:
                self._marry(at, to)


def _name(item: Definition, with_parent: bool) -> tuple[str, str]:
    return (item.parent if with_parent else "", item.name)


def _words(spans: Spans, at: int, half: Half) -> frozenset[str]:
    lines = half.within(spans.starts[at] + 1, spans.ends[at])[:_SAMPLE]
    return frozenset(flat for number in lines if len(flat := half.line(number).strip()) > 2)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
