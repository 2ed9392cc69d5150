"""Attacks inside ordinary work: the busiest part of a malicious file put into an ordinary change of its language, with a fixed seed."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import structs

from hunkwise.change import Change, FileChange, Hunk, Line
from hunkwise.code import language_of
from hunkwise.code.lex import tokens_by_line
from hunkwise.features import windows
from hunkwise.features.payload import NAMES, payload
from hunkwise.training.corpus import Sample

MOST_LINES = 30
LONGEST = 1500
_CAPABILITIES = NAMES.index("capabilities")


def graft_samples(changes: Sequence[Sample], files: Sequence[Sample], seed: int) -> Iterator[Sample]:
    """A graft for each malicious file that finds an ordinary change of its language and fold, so that no fold sees another's hosts."""
    hosts: dict[tuple[str, int], list[Sample]] = defaultdict(list)
    for sample in changes:
        if sample.way == "forward" and not sample.fix and not sample.harmful:
            hosts[_language(sample.change), sample.fold].append(sample)
    for sample in files:
        candidates = hosts.get((_language(sample.change), sample.fold))
        if not sample.harmful or not candidates:
            continue
        rng = random.Random(f"{seed} {sample.id}")  # noqa: S311  (a draw that can be repeated, not a secret)
        host = rng.choice(candidates)
        change = grafted(host.change, busiest(sample.change.files[0]), rng)
        yield structs.replace(sample, id=f"{sample.id} in {host.id}", task="graft", way="forward", change=change)


def _language(change: Change) -> str:
    return language_of(change.files[0].path) if change.files else ""


def busiest(file: FileChange) -> list[str]:
    """At most MOST_LINES added lines around the window that shows the most capabilities."""
    lines = [line.text for hunk in file.hunks for line in hunk.lines if line.mark == "+"]
    tokens = tokens_by_line(lines, language_of(file.path))
    runs = windows([(i, tuple(line)) for i, line in enumerate(tokens) if line])
    if not runs:
        return lines[:MOST_LINES]
    best = max(runs, key=lambda run: (payload(run.lines)[_CAPABILITIES], -run.numbers[0]))
    return [line[:LONGEST] for line in lines[best.numbers[0] : best.numbers[0] + MOST_LINES]]


def grafted(change: Change, part: Sequence[str], rng: random.Random) -> Change:
    """The change with the lines of `part` added after one of its added (or else kept) lines, at that line's indentation."""
    spots = [
        (f, h, i)
        for mark in ("+", " ")
        for f, file in enumerate(change.files)
        for h, hunk in enumerate(file.hunks)
        for i, line in enumerate(hunk.lines)
        if line.mark == mark
    ]
    added = [spot for spot in spots if change.files[spot[0]].hunks[spot[1]].lines[spot[2]].mark == "+"]
    if not spots:
        return change
    f, h, i = rng.choice(added or spots)
    file = change.files[f]
    hunks = (_pasted(hunk, i, part) if j == h else _shifted(hunk, len(part)) if j > h else hunk for j, hunk in enumerate(file.hunks))
    pasted = structs.replace(file, hunks=tuple(hunks), before=None, after=None)
    return structs.replace(change, files=tuple(pasted if j == f else other for j, other in enumerate(change.files)))


def _pasted(hunk: Hunk, at: int, part: Sequence[str]) -> Hunk:
    host = hunk.lines[at]
    indent = host.text[: len(host.text) - len(host.text.lstrip())]
    number = host.new or hunk.new_start
    new = tuple(Line("+", indent + text, None, number + k + 1) for k, text in enumerate(part))
    return structs.replace(hunk, lines=(*hunk.lines[: at + 1], *new, *(_moved(line, len(part)) for line in hunk.lines[at + 1 :])))


def _shifted(hunk: Hunk, by: int) -> Hunk:
    return structs.replace(hunk, new_start=hunk.new_start + by, lines=tuple(_moved(line, by) for line in hunk.lines))


def _moved(line: Line, by: int) -> Line:
    return line if line.new is None else structs.replace(line, new=line.new + by)
