"""Is an edit about security at all, in either direction (relevance), and does it get worse (direction)? Both, and only both, make harm."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hunkwise.features import Edit, Row, change_row, context_row, structure
from hunkwise.features.lexicon import Lines
from hunkwise.features.rows import EMPTY, atoms_by_line, sided
from hunkwise.features.tokens import atoms
from hunkwise.heads.arithmetic import logit, sigmoid
from hunkwise.heads.forest import Forest
from hunkwise.heads.interface import LineWeight
from hunkwise.heads.linear import Linear

CONTEXT_SHARE = 0.5
"""What the surroundings weigh beside the edit itself."""


@dataclass(frozen=True, slots=True)
class EditRows:
    """An edit as the change head reads it: net edit, surroundings, and (removed, added) structure counts."""

    change: Row
    context: Row
    removed: NDArray[np.float32]
    added: NDArray[np.float32]

    def mirrored(self) -> "EditRows":
        """The edit that undoes this one."""
        return EditRows(Row(self.change.columns, -self.change.values), self.context, self.added, self.removed)


def edit_rows(edit: Edit) -> EditRows:
    """The rows of an edit."""
    return EditRows(change_row(edit), context_row(edit), *structure(edit))


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """Log-odds: of relevance, of direction, and of harm (both together)."""

    relevance: float
    direction: float
    harm: float


Number = float | NDArray[np.float64]
"""Of one edit, or (edits,) of several whose structure counts are the rows of a table."""


def symmetric(relevance: Number, direction: Number, rows: EditRows) -> NDArray[np.float32]:
    """What the relevance trees see: nothing that tells an edit from the one that undoes it."""
    net = np.abs(rows.added - rows.removed)
    both = np.minimum(rows.added, rows.removed) > 0
    spoken = np.stack([relevance, np.abs(direction)], axis=-1)
    return np.concatenate([spoken, np.log1p(net), np.log1p(rows.added + rows.removed), both], axis=-1).astype(np.float32)


def directed(direction: Number, rows: EditRows) -> NDArray[np.float32]:
    """What the direction trees see: of an edit, or with its mirror image, of the one that undoes it."""
    net = rows.added - rows.removed
    signed = np.sign(net) * np.log1p(np.abs(net))
    spoken = np.stack([direction], axis=-1)
    return np.concatenate([spoken, signed, np.log1p(rows.added), np.log1p(rows.removed)], axis=-1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ChangeHead:
    """Linear models over hashed atoms and trees over structure counts, for relevance and for direction.

    Direction is antisymmetric by construction: an edit and the one that undoes it get opposite values.
    """

    relevance: Linear
    surroundings: Linear
    direction: Linear
    relevance_trees: Forest
    direction_trees: Forest

    def linear(self, edits: Sequence[EditRows]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(relevance, direction), each (edits,), of some edits by the linear parts alone."""
        touched = [Row(rows.change.columns, np.abs(rows.change.values)) for rows in edits]
        relevance = self.relevance.scores(touched) + CONTEXT_SHARE * self.surroundings.scores([rows.context for rows in edits])
        return relevance, self.direction.scores([rows.change for rows in edits])

    def score(self, rows: EditRows) -> ChangeScore:
        """The log-odds of an edit."""
        return self.scores([rows])[0]

    def scores(self, edits: Sequence[EditRows]) -> list[ChangeScore]:
        """The log-odds of some edits."""
        if not edits:
            return []
        relevance, direction = self.linear(edits)
        table = EditRows(EMPTY, EMPTY, np.stack([rows.removed for rows in edits]), np.stack([rows.added for rows in edits]))
        relevance_by_trees = self.relevance_trees.scores(symmetric(relevance, direction, table))
        one_way = self.direction_trees.scores(directed(direction, table))
        other_way = self.direction_trees.scores(directed(-direction, table.mirrored()))
        by_trees = (one_way - other_way) / 2
        return [combined(*numbers) for numbers in np.stack([relevance, direction, relevance_by_trees, by_trees], axis=1).tolist()]

    def leaning(self, edit: Edit, change: Row) -> list[tuple[str, int]]:
        """(side, number) of the changed lines, in the order of `lean`, without the weights of tokens; `change` is the edit's net row."""
        named = [("before", number) for number, _ in edit.removed] + [("after", number) for number, _ in edit.added]
        if not len(change.columns):
            return sorted(named, key=lambda one: one[1])
        lines, sides = sided([edit])
        found = atoms(Lines.of(lines))
        place = np.minimum(np.searchsorted(change.columns, found.columns), len(change.columns) - 1)
        sign = 1 - 2 * sides
        bears = (change.columns[place] == found.columns) & (change.values[place] * sign[found.lines] > 0)
        place, line = place[bears], found.lines[bears]
        value = change.values.astype(np.float64)
        weight = value * self.direction.weights[change.columns] + np.abs(value) * self.relevance.weights[change.columns]
        share = weight / np.maximum(np.bincount(place, minlength=len(value)), 1)
        totals = np.bincount(line, share[place], minlength=len(lines)).tolist()
        return [one for _, one in sorted(zip(totals, named, strict=True), key=lambda pair: (-pair[0], pair[1][1]))]

    def lean(self, edit: Edit) -> tuple[LineWeight, ...]:
        """What each changed line adds by the linear parts, exactly: the lines sum to both less bias and context."""
        return _lean(self, edit)


def combined(relevance: float, direction: float, relevance_by_trees: float, direction_by_trees: float) -> ChangeScore:
    """Linear parts and trees, half and half."""
    by_lines = logit(sigmoid(relevance) * sigmoid(direction))
    by_trees = logit(sigmoid(relevance_by_trees) * sigmoid(direction_by_trees))
    return ChangeScore((relevance + relevance_by_trees) / 2, (direction + direction_by_trees) / 2, (by_lines + by_trees) / 2)


def _lean(head: ChangeHead, edit: Edit) -> tuple[LineWeight, ...]:
    row = change_row(edit)
    value = dict(zip(row.columns.tolist(), row.values.tolist(), strict=True))
    weight = {
        column: amount * float(head.direction.weights[column]) + abs(amount) * float(head.relevance.weights[column])
        for column, amount in value.items()
    }
    places = atoms_by_line(edit)
    bearers: dict[int, int] = {}
    for place in places:
        for column, times in place.columns.items():
            if value.get(column, 0) * place.sign > 0:
                bearers[column] = bearers.get(column, 0) + times
    leaning = []
    for place in places:
        total, tokens = 0.0, {}
        for token, columns in place.tokens.items():
            share = sum(
                weight[column] * times / bearers[column] for column, times in columns.items() if value.get(column, 0) * place.sign > 0
            )
            if share:
                tokens[token] = share
                total += share
        strongest = sorted(tokens.items(), key=lambda item: -abs(item[1]))[:5]
        leaning.append(
            LineWeight("after" if place.sign > 0 else "before", place.number, total, tuple((t, round(w, 4)) for t, w in strongest))
        )
    return tuple(sorted(leaning, key=lambda line: (-line.weight, line.line)))
