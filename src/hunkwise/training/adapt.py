"""An organisation's findings on top of a model: its weakness head learns from them, its memory remembers them, the rest stays."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec import structs
from numpy.typing import NDArray
from scipy import sparse

from hunkwise.errors import DatasetError
from hunkwise.heads.linear import Linear
from hunkwise.heads.memory import Memory
from hunkwise.heads.trained import TrainedModel
from hunkwise.heads.weakness import WeaknessHead
from hunkwise.training.assemble import Layout, lay_out, marks
from hunkwise.training.fit import Flags, Floats, linear, score
from hunkwise.training.looks import Look
from hunkwise.training.measure import auc
from hunkwise.training.memory_fit import places
from hunkwise.training.train import Trained, known_edits
from hunkwise.training.windows_fit import word_matrix

STRENGTH = 0.3
"""Weaker than on public data: a few dozen findings may nudge the words, not rewrite them."""
ROUNDS = 400


class Conclusion(NamedTuple):
    """What so few findings can show.

    `before` and `after` are the auc of telling windows with a finding from the others of their files, on repositories held out; `low` and
    `high` the 95 % interval of the difference, from resampling repositories.
    """

    findings: int
    repositories: int
    windows: int
    before: float
    after: float
    low: float
    high: float

    @property
    def sentence(self) -> str:
        """The honest reading."""
        figures = f"{self.before:.3f} before, {self.after:.3f} after (difference {self.low:+.3f} to {self.high:+.3f} with 95 % confidence)"
        if self.low > 0:
            verdict = "the findings make it better on repositories that it hasn't seen"
        elif self.high < 0:
            verdict = "the findings make it worse on repositories that it hasn't seen: keep the old model"
        else:
            verdict = "too few to tell whether the findings make it better on repositories that it hasn't seen"
        return f"{self.findings} files with findings in {self.repositories} repositories: auc {figures}; {verdict}"


def adapt(base: TrainedModel, corpus: Sequence[Look], data: dict[str, str]) -> tuple[Trained, Conclusion]:
    """The base model with the findings learned, and what can be concluded from them.

    Raises DatasetError where no finding could be located in code, or none lies beside harmless code.
    """
    layout = lay_out(corpus)
    marked, weight = marks(layout)
    if not marked.any() or marked.all():
        raise DatasetError(
            "the findings mark no code, or all of it", "Let explanations name lines, functions or code (see `hunkwise findings check`)"
        )
    words = word_matrix(layout.windows)
    old = base.heads.weakness.words
    before = score(old, words)
    repository = np.array([layout.looks[layout.look_of_file[file]].sample.project for file in layout.file_of_window])
    names = np.unique(repository)
    held = np.array(before)
    for name in names:
        others = repository != name
        if marked[others].any() and not marked[others].all():
            nudged = _nudged(old, words[others], before[others], marked[others], weight[others])
            held[~others] = score(nudged, words[~others])
    learned = _nudged(old, words, before, marked, weight)
    heads = dataclasses.replace(base.heads, weakness=WeaknessHead(learned), memory=_remembering(base.heads.memory, layout))
    looks_with = len({look.sample.id for look in corpus if look.sample.harmful})
    conclusion = _conclude(looks_with, repository, marked, before, held)
    manifest = structs.replace(
        base.manifest,
        name=f"{base.manifest.name.removesuffix('-adapted')}-adapted",
        data=base.manifest.data | data,
        counts=base.manifest.counts | {"findings": looks_with},
        files={},
    )
    return Trained(heads, base.fuser, manifest), conclusion


def _remembering(memory: Memory, layout: Layout) -> Memory:
    """The memory with the findings added, in the space that it has."""
    known = known_edits(layout)
    if not known:
        return memory
    new = np.rint(127 * places([one.change for one in known], memory.projection)).astype(np.int8)
    return Memory(memory.projection, np.concatenate([memory.vectors, new]), (*memory.facts, *(one.fact for one in known)))


def _nudged(base: Linear, words: sparse.csr_matrix, before: Floats, marked: Flags, weight: Floats) -> Linear:
    """The base's words, scaled, plus what the findings add: the base's score is one column more."""
    column = sparse.csr_matrix((before - base.bias).reshape(-1, 1))
    fitted = linear(sparse.hstack([words, column]).tocsr(), marked, weight, STRENGTH)
    return Linear(fitted.weights[:-1] + fitted.weights[-1] * base.weights, fitted.bias)


def _conclude(findings: int, repository: NDArray[np.str_], marked: Flags, before: Floats, after: Floats) -> Conclusion:
    names = np.unique(repository)
    places_of = {name: np.flatnonzero(repository == name) for name in names}
    rng = np.random.default_rng(7)

    def value(scores: Floats, chosen: NDArray[np.int64]) -> float:
        good, bad = scores[chosen][marked[chosen]], scores[chosen][~marked[chosen]]
        return auc(good, bad, np.ones(len(bad)), np.ones(len(good)))

    differences = []
    for _ in range(ROUNDS):
        chosen = np.concatenate([places_of[name] for name in rng.choice(names, len(names))])
        if marked[chosen].any() and not marked[chosen].all():
            differences.append(value(after, chosen) - value(before, chosen))
    every = np.arange(len(repository))
    low, high = np.percentile(differences, (2.5, 97.5)) if differences else (-1.0, 1.0)
    return Conclusion(findings, len(names), len(repository), value(before, every), value(after, every), float(low), float(high))
