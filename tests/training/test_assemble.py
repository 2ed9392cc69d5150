"""The corpus laid out for each head: everything in step, weights in balance, too little refused."""

import numpy as np
import pytest

from hunkwise.errors import InputError
from hunkwise.training.assemble import bags, lay_out, marks, pairs, require_enough
from hunkwise.training.corpus import FOLDS
from hunkwise.training.train import Corpus, known_edits

from .tiny import PROJECTS


def test_layouts_keep_everything_together(corpus: Corpus) -> None:
    """Rows, windows, labels and folds of the same files: nothing is out of step, no project is in two folds."""
    layout = lay_out(corpus.looks)
    assert len(layout.rows) == len(layout.file_of_row)
    assert len(layout.windows) == len(layout.file_of_window) == len(layout.marked)
    assert np.all(np.diff(layout.file_of_row) >= 0)
    assert np.all(np.diff(layout.file_of_window) >= 0)
    for row, file in zip(layout.rows, layout.file_of_row.tolist(), strict=True):
        assert any(row is one for one in layout.files[file].edits)
    projects: dict[str, set[int]] = {}
    for file, look in enumerate(layout.look_of_file.tolist()):
        projects.setdefault(layout.looks[look].sample.project, set()).add(int(layout.fold[file]))
    assert all(len(folds) == 1 for folds in projects.values())
    assert {fold for folds in projects.values() for fold in folds} == set(range(FOLDS))


def test_the_change_head_learns_every_record_once(corpus: Corpus) -> None:
    """As it happened; strata weigh as much on either side; several files of a record share its weight."""
    layout = lay_out(corpus.looks)
    learned, place = pairs(layout)
    assert len(learned.rows) == len(place) == 120
    assert int(learned.fix.sum()) == 60
    assert learned.weight[learned.fix].sum() == pytest.approx(learned.weight[~learned.fix].sum())
    assert all(layout.rows[at] is row for at, row in zip(place.tolist(), learned.rows, strict=True))


def test_bags_and_marks(corpus: Corpus) -> None:
    """Malicious are files and grafts alone; weak are marked windows and code before a fix; the rest of a flawed file is harmless."""
    layout = lay_out(corpus.looks)
    samples = [layout.looks[i].sample for i in layout.look_of_file]
    found = bags(layout)
    assert {samples[i].task for i in np.flatnonzero(found.harmful)} == {"file", "graft"}
    assert all(found.weight[i] == 0 for i, sample in enumerate(samples) if sample.task == "weakness")
    marked, weight = marks(layout)
    for i, file in enumerate(layout.file_of_window.tolist()):
        sample = samples[file]
        if sample.task == "weakness":
            assert (marked[i], weight[i]) == (layout.marked[i], 1.0)
        elif sample.task == "change":
            assert marked[i] == sample.harmful
        else:
            assert weight[i] == 0
    assert len(known_edits(layout)) == 90


@pytest.mark.parametrize("kept", ["fix", "ordinary", "none", "one project", "malicious", "benign"])
def test_data_that_teach_nothing_are_refused(corpus: Corpus, kept: str) -> None:
    """Only fixes, only ordinary changes, one project, no attack: an error that says what lacks, not a fault of a library."""

    def wanted(look: object) -> bool:
        sample = look.sample  # type: ignore[attr-defined]
        change, file = sample.task == "change", sample.task in ("file", "graft")
        return {
            "fix": not change or sample.fix,
            "ordinary": not change or not sample.fix,
            "none": False,
            "one project": not change or sample.project == PROJECTS[0],
            "malicious": not file or sample.harmful,
            "benign": not file or not sample.harmful,
        }[kept]

    few = corpus._replace(looks=[look for look in corpus.looks if wanted(look)])
    with pytest.raises(InputError, match="too few") as error:
        require_enough(lay_out(few.looks))
    assert error.value.remedy
