"""Samples as the heads read them: without their code, in order, the same from any number of processes."""

from pathlib import Path

import numpy as np
import pytest

from hunkwise.code import cut
from hunkwise.features import edit_of, merged
from hunkwise.heads.change import edit_rows
from hunkwise.signals import Signals
from hunkwise.training.corpus import Sample, change_samples, file_samples, weakness_samples
from hunkwise.training.looks import MOST_WINDOWS, look, looks
from hunkwise.training.train import examined

from .tiny import change_records, file_records, store, weakness_records


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    """A few of each kind."""
    folder: Path = tmp_path_factory.mktemp("looks")
    return [
        *change_samples(store(folder / "c.gz", change_records(6)), frozenset()),
        *file_samples(store(folder / "f.gz", file_records(4)), frozenset()),
        *weakness_samples(store(folder / "w.gz", weakness_records(4)), frozenset()),
    ]


def test_a_look_has_no_code(samples: list[Sample]) -> None:
    """Only numbers, and what signals saw without lines, steps and facts; the label stays."""
    signals = Signals.load()
    for sample in samples:
        found = look(sample, signals)
        assert found.sample.change.files == ()
        assert (found.sample.id, found.sample.harmful, found.sample.way) == (sample.id, sample.harmful, sample.way)
        assert found.files
        for file in found.files:
            assert len(file.windows) == len(file.marked) <= MOST_WINDOWS
            assert all(not one.lines and not one.steps and not one.facts for one in file.signals)


def test_a_look_is_what_judging_sees(samples: list[Sample]) -> None:
    """The rows of the file are those that the model computes when it judges."""
    sample = samples[0]
    units, _ = cut(sample.change.files[0])
    expected = edit_rows(merged([edit_of(unit) for unit in units]))
    (row,) = look(sample, Signals.load()).files[0].edits
    assert row.change.columns.tolist() == expected.change.columns.tolist()
    assert row.change.values.tolist() == expected.change.values.tolist()
    assert row.context.columns.tolist() == expected.context.columns.tolist()


def test_the_window_with_the_weakness_is_marked(samples: list[Sample]) -> None:
    """Some windows of a file with a known weakness are marked, not all of them; others never are."""
    signals = Signals.load()
    for sample in samples:
        marked = [mark for file in look(sample, signals).files for mark in file.marked]
        assert any(marked) == bool(sample.lines)
        assert not marked or not all(marked)


def test_two_processes_give_what_one_gives(samples: list[Sample]) -> None:
    """In the order of the samples, whoever finishes first; progress is told."""
    said: list[str] = []
    one, two = list(looks(samples, 1)), examined(samples, 2, said.append)
    assert [found.sample for found in one] == [found.sample for found in two]
    for left, right in zip(one, two, strict=True):
        for mine, other in zip(left.files, right.files, strict=True):
            assert mine.signals == other.signals
            assert all(np.array_equal(a.payload, b.payload) for a, b in zip(mine.windows, other.windows, strict=True))
    assert said == [f"read {len(samples)} of {len(samples)} samples"]
