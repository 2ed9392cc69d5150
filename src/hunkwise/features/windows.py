"""Code cut into runs of about equal weight, so that a short payload stands out in a long file."""

from collections.abc import Sequence
from typing import NamedTuple

SIZE = 160
SMALLEST = 40
MOST = 400


class Window(NamedTuple):
    """A run of lines: their numbers and their tokens (one list a line; a very long line is in several windows)."""

    numbers: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]


def windows(lines: Sequence[tuple[int, tuple[str, ...]]]) -> list[Window]:
    """Runs of at most SIZE tokens; a rest of fewer than SMALLEST joins the run before it. At most MOST windows."""
    runs: list[list[tuple[int, tuple[str, ...]]]] = []
    current: list[tuple[int, tuple[str, ...]]] = []
    weight = 0
    for number, tokens in lines:
        whole = range(0, len(tokens) - SIZE, SIZE)
        runs += [[(number, tokens[start : start + SIZE])] for start in whole]
        rest = tokens[len(whole) * SIZE :]
        if weight + len(rest) > SIZE and current:
            runs.append(current)
            current, weight = [], 0
        if rest:
            current.append((number, rest))
            weight += len(rest)
        if len(runs) >= MOST:
            break
    if current:
        if runs and weight < SMALLEST:
            runs[-1] = runs[-1] + current
        else:
            runs.append(current)
    return [Window(tuple(number for number, _ in run), tuple(tokens for _, tokens in run)) for run in runs[:MOST]]
