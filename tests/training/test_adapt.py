"""Findings on top of a model: the words learn, the memory remembers, and what so few can show is said honestly."""

import numpy as np
import pytest

from heads.parts import fuser, heads, manifest
from hunkwise.errors import DatasetError
from hunkwise.heads.fuse import Fuser
from hunkwise.heads.trained import TrainedModel
from hunkwise.training.adapt import Conclusion, adapt
from hunkwise.training.corpus import weakness_samples
from hunkwise.training.looks import Look
from hunkwise.training.train import Trained, examined

from .tiny import store, weakness_records

BASE = TrainedModel(manifest(data={"changes": "c0ffee"}, counts={"weakness": 3}), "0" * 64, heads(), fuser())


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Look]:
    """Files in eleven repositories, one of their windows with a finding."""
    path = store(tmp_path_factory.mktemp("findings") / "w.gz", weakness_records())
    return examined(list(weakness_samples(path, frozenset())), 1, lambda _: None)


@pytest.fixture(scope="module")
def adapted(findings: list[Look]) -> tuple[Trained, Conclusion]:
    """The drawn base model with these findings."""
    return adapt(BASE, findings, {"findings x": "abc"})


def test_the_words_learn_on_repositories_that_they_have_not_seen(adapted: tuple[Trained, Conclusion]) -> None:
    """Templates repeat, so what was drawn at random becomes right, and the conclusion says so."""
    _, conclusion = adapted
    assert conclusion.findings == 30
    assert conclusion.repositories == 11
    assert conclusion.after > 0.9 > conclusion.before
    assert conclusion.low > 0
    assert "make it better" in conclusion.sentence


def test_the_memory_remembers_and_the_rest_stays(adapted: tuple[Trained, Conclusion]) -> None:
    """Known findings come on top of those that were known; the other heads and the fuser are the same objects."""
    trained, _ = adapted
    memory = trained.heads.memory
    assert memory.facts[:6] == BASE.heads.memory.facts
    assert len(memory.facts) == len(memory.vectors) == 6 + 30
    assert memory.vectors.dtype == np.int8
    assert trained.heads.change is BASE.heads.change
    assert trained.heads.malice is BASE.heads.malice
    kept: Fuser = trained.fuser
    assert kept is BASE.fuser


def test_the_manifest_says_what_it_was_adapted_to(adapted: tuple[Trained, Conclusion], findings: list[Look]) -> None:
    """By name, fingerprint and count; adapting twice doesn't stutter; thresholds stay those that were measured."""
    trained, _ = adapted
    assert trained.manifest.name == "drawn-adapted"
    assert trained.manifest.data == {"changes": "c0ffee", "findings x": "abc"}
    assert trained.manifest.counts == {"weakness": 3, "findings": 30}
    assert trained.manifest.thresholds == BASE.manifest.thresholds
    again, _ = adapt(TrainedModel(trained.manifest, "0" * 64, trained.heads, trained.fuser), findings, {})
    assert again.manifest.name == "drawn-adapted"


def test_the_same_findings_give_the_same_model(adapted: tuple[Trained, Conclusion], findings: list[Look]) -> None:
    """To the last bit, and the same conclusion."""
    again, conclusion = adapt(BASE, findings, {"findings x": "abc"})
    assert np.array_equal(again.heads.weakness.words.weights, adapted[0].heads.weakness.words.weights)
    assert conclusion == adapted[1]


def test_findings_that_mark_nothing_teach_nothing(findings: list[Look]) -> None:
    """No marked code, or nothing else beside it: an error that says what explanations need."""
    for marks in (False, True):
        files = [look._replace(files=tuple(f._replace(marked=tuple(marks for _ in f.marked)) for f in look.files)) for look in findings]
        with pytest.raises(DatasetError) as error:
            adapt(BASE, files, {})
        assert "findings check" in error.value.remedy


def test_one_repository_shows_nothing(findings: list[Look]) -> None:
    """Nothing was held out, so nothing changes and nothing is claimed."""
    name = findings[0].sample.project
    _, conclusion = adapt(BASE, [look for look in findings if look.sample.project == name], {})
    assert conclusion.repositories == 1
    assert conclusion.before == conclusion.after
    assert "too few to tell" in conclusion.sentence


@pytest.mark.parametrize(
    ("low", "high", "words"), [(0.01, 0.2, "make it better"), (-0.3, -0.01, "keep the old model"), (-0.1, 0.1, "too few to tell")]
)
def test_the_sentence_is_honest(low: float, high: float, words: str) -> None:
    """It claims only what the interval excludes, and gives the numbers."""
    sentence = Conclusion(12, 4, 90, 0.5, 0.6, low, high).sentence
    assert words in sentence
    assert "12 files with findings in 4 repositories" in sentence
    assert f"{low:+.3f} to {high:+.3f}" in sentence
