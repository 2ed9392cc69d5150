"""From a data folder to a model: it learns, repeats itself, keeps what is reserved out, and says what it was made from."""

from pathlib import Path

import numpy as np
import pytest

from hunkwise.change import read_patch
from hunkwise.code import cut
from hunkwise.errors import InputError, RecordError
from hunkwise.features import change_row, edit_of
from hunkwise.heads import load_model, verify
from hunkwise.heads.loading import arrays_of
from hunkwise.heads.trained import TrainedModel
from hunkwise.signals import Signals
from hunkwise.training.corpus import fingerprint
from hunkwise.training.train import PUBLIC, Corpus, Trained, fit, public_corpus, save

from .tiny import BAD, FIXES, PLAIN, PROJECTS, Words, change_records, data_folder, edited, patch, store

UNSEEN = Words("parcel", "weigh", 97)


def quiet(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(scope="module")
def trained(corpus: Corpus, few_rounds: None) -> Trained:
    """What was learned of it."""
    return fit(corpus, Signals.load(), 1, quiet)


@pytest.fixture(scope="module")
def model(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    """The same, written and loaded."""
    out = tmp_path_factory.mktemp("model")
    save(trained, out, "the card")
    verify(out)
    return load_model(out)


def risk(model: TrainedModel, diff: str) -> float:
    """The risk of a patch, by heads and signals as in judging."""
    units = [unit for file in read_patch(diff, "x").files for unit in cut(file)[0]]
    return model.risk([*Signals.load().look(units), *model.evidence(units)])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["python", "javascript", "c"])
def test_an_unseen_loss_ranks_above_unseen_work(model: TrainedModel, language: str) -> None:
    """A guard or escape that goes is riskier than harmless edits, and than the same guard or escape that comes."""
    lost = [risk(model, edited(language, pair, UNSEEN, undone=True)) for pair in FIXES[language]]
    found = [risk(model, edited(language, pair, UNSEEN)) for pair in FIXES[language]]
    plain = [risk(model, edited(language, pair, UNSEEN)) for pair in PLAIN[language]]
    assert min(lost) > max(plain)
    assert all(worse > better for worse, better in zip(lost, found, strict=True))


@pytest.mark.slow
def test_an_unseen_attack_ranks_above_unseen_work(model: TrainedModel) -> None:
    """A new file that unpacks and runs something is riskier than harmless edits; the malice head says why."""
    attack = patch("a.py", "", UNSEEN.fill(BAD["python"].replace("{}", "aGVsbG8gZnJvbSBleGFtcGxlLm9yZyBhbmQgYWdhaW4=")))
    assert risk(model, attack) > max(risk(model, edited("python", pair, UNSEEN)) for pair in PLAIN["python"])


@pytest.mark.slow
def test_the_same_seed_gives_the_same_tensors(folder: Path, trained: Trained) -> None:
    """Read and learned anew, every tensor and fact is the same to the last bit."""
    again = fit(public_corpus(folder, 1, 1, quiet), Signals.load(), 1, quiet)
    one, two = arrays_of(trained.heads, trained.fuser), arrays_of(again.heads, again.fuser)
    assert one.keys() == two.keys()
    for name, array in one.items():
        assert np.array_equal(array, two[name]), name
    assert trained.heads.memory.facts == again.heads.memory.facts
    assert trained.manifest.thresholds == again.manifest.thresholds
    assert trained.manifest.metrics == again.manifest.metrics


@pytest.mark.slow
def test_the_manifest_says_what_it_was_made_from(folder: Path, model: TrainedModel) -> None:
    """Fingerprints of the three data files and of no other, counts of every kind of sample, thresholds of ordinary changes."""
    manifest = model.manifest
    assert manifest.data == {name: fingerprint(folder / part) for name, part in PUBLIC.items()}
    assert manifest.counts["fix forward"] == manifest.counts["fix reversed"] == 60
    assert manifest.counts["ordinary forward"] == 60
    assert manifest.counts["file harmful"] == manifest.counts["file harmless"] == 30
    assert manifest.counts["weakness"] == 30
    assert manifest.counts["graft"] > 10
    assert {one.changes for one in manifest.thresholds} == {60}
    assert all(0 <= value <= 1 for value in manifest.metrics.values())
    assert manifest.metrics["auc against ordinary changes"] > 0.9
    assert manifest.signals == tuple(sorted(signal.id for signal in Signals.load()))


@pytest.mark.slow
def test_the_memory_knows_what_it_learned(model: TrainedModel) -> None:
    """Undone fixes and weaknesses, by id and project, without any code; the nearest of an undone fix is one of its kind."""
    facts = {fact.id: fact for fact in model.heads.memory.facts}
    assert len(facts) == 90
    assert facts["change-0"].where == f"{PROJECTS[0]}: {read_patch(change_records(1)[0]['diff'], 'x').files[0].path}"
    (unit,) = cut(read_patch(edited("python", FIXES["python"][1], UNSEEN, undone=True), "x").files[0])[0]
    nearest = model.heads.memory.nearest(change_row(edit_of(unit)), 3, 0.5)
    assert nearest
    assert nearest[0].cwe == "CWE-862"


def test_a_reserved_project_stops_the_training(tmp_path: Path) -> None:
    """Before anything is learned, naming the project."""
    folder = data_folder(tmp_path, reserved=["Package-3"])
    with pytest.raises(RecordError, match="package-3"):
        public_corpus(folder, 1, 1, quiet)


def test_what_is_kept_back_is_never_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the training parts and the list of reserved projects are read."""
    opened: list[str] = []
    true = Path.open

    def watched(self: Path, *args: object, **named: object) -> object:
        if self.is_relative_to(folder):
            opened.append(self.relative_to(folder).as_posix())
        return true(self, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    public_corpus(folder, 1, 1, quiet)
    assert set(opened) == {*PUBLIC.values(), "reserved.txt"}


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    """Nothing there, or only a part of it."""
    with pytest.raises(InputError, match="no training data"):
        public_corpus(tmp_path, 1, 1, quiet)
    store(tmp_path / "changes" / "train.jsonl.gz", change_records(2))
    with pytest.raises(InputError, match="no training data"):
        public_corpus(tmp_path, 1, 1, quiet)
