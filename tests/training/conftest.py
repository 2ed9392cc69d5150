"""The tiny data folder, written and read once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hunkwise.training import change_fit, windows_fit
from hunkwise.training.train import Corpus, public_corpus

from .tiny import data_folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data."""
    return data_folder(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def corpus(folder: Path) -> Corpus:
    """The data, read."""
    return public_corpus(folder, 1, 2, lambda _: None)


@pytest.fixture(scope="module")
def few_rounds() -> Iterator[None]:
    """Trees enough to learn templates."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(change_fit, "ROUNDS", 12)
        patched.setattr(windows_fit, "ROUNDS", 12)
        yield
