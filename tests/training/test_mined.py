"""Mined changes in training: by their own direction, as sure as their labels, some ordinary ones for each."""

from pathlib import Path

import pytest

from hunkwise.errors import InputError, RecordError
from hunkwise.training.assemble import LET_IN, lay_out, marks, pairs
from hunkwise.training.train import ORDINARY, counts, mined_corpus

from .tiny import PLAIN, Words, change_records, edited, store


def quiet(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One repository: a fix of which nobody is sure, a commit that let a flaw in, and too many ordinary ones."""
    fix, plain = change_records(2)
    fixed = fix | {"sureness": 0.5}
    let_in = plain | {"id": "let-in", "kind": "introduction", "sureness": 0.8}
    rest = [plain | {"id": f"plain-{n}", "diff": edited("python", PLAIN["python"][0], Words("tree", "load", n))} for n in range(9)]
    store(tmp_path / "changes" / "example+shop.jsonl.gz", [fixed, let_in, *rest])
    return tmp_path


def test_what_is_kept(folder: Path) -> None:
    """Both directions of the labelled ones and of so many ordinary ones; the digest is of the files."""
    corpus = mined_corpus(folder, frozenset(), 1, quiet)
    found = counts(corpus.looks)
    assert found == {
        "fix forward": 1,
        "fix reversed": 1,
        "introduction forward": 1,
        "introduction reversed": 1,
        "ordinary forward": int(ORDINARY * 2),
        "ordinary reversed": int(ORDINARY * 2),
    }
    assert list(corpus.data) == ["mined from 1 repositories"]


def test_introductions_run_as_fixes_do(folder: Path) -> None:
    """Turned round they teach with the fixes, and every label weighs as much as it is sure."""
    layout = lay_out(mined_corpus(folder, frozenset(), 1, quiet).looks)
    learned, place = pairs(layout)
    samples = [layout.looks[layout.look_of_file[layout.file_of_row[i]]].sample for i in place]
    by_id = {
        sample.id: (sample.way, bool(fix), float(weight)) for sample, fix, weight in zip(samples, learned.fix, learned.weight, strict=True)
    }
    assert by_id["let-in"][:2] == ("reversed", True)
    assert by_id["let-in"][2] == pytest.approx(LET_IN * 0.8)
    assert by_id["change-0"] == ("forward", True, pytest.approx(0.5))
    marked, weight = marks(layout)
    for i, file in enumerate(layout.file_of_window.tolist()):
        sample = layout.looks[layout.look_of_file[file]].sample
        assert marked[i] == (sample.harmful and weight[i] > 0)
        if sample.let_in and sample.way == "reversed":
            assert weight[i] == 0


def test_nothing_mined_and_reserved(folder: Path, tmp_path: Path) -> None:
    """An empty folder and a reserved project are said by name."""
    with pytest.raises(InputError, match="no mined changes"):
        mined_corpus(tmp_path / "none", frozenset(), 1, quiet)
    with pytest.raises(RecordError, match="example/shop"):
        mined_corpus(folder, frozenset({"shop"}), 1, quiet)
