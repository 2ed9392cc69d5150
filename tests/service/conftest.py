"""One team for all tests of flows on SQLite: a repository a test keeps them apart, and starting a worker takes seconds."""

from collections.abc import Iterator

import pytest

from rig import FakeGitHub

from .team import Team, at_work


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A server at work; at the end no request was one that GitHub doesn't describe."""
    folder = tmp_path_factory.mktemp("team")
    with FakeGitHub(folder / "github") as github, at_work(github, f"sqlite:///{folder / 'db.sqlite'}", folder) as made:
        yield made
    assert github.violations == []
