"""Fixtures over the rig, for tests of every room."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rig.contract import Description, description
from rig.github import FakeGitHub
from rig.packages import Unavailable
from rig.payloads import examples
from rig.postgres import Postgres


@pytest.fixture
def github(tmp_path: Path) -> Iterator[FakeGitHub]:
    """A GitHub on loopback; fails the test where a request isn't one that GitHub describes."""
    pytest.importorskip("jwt", reason="PyJWT isn't installed: install the extra `server`")
    with FakeGitHub(tmp_path / "github") as started:
        yield started
    assert started.violations == []


@pytest.fixture(scope="session")
def github_description() -> Description:
    """GitHub's own description of its API; skips with the reason where it can't be had."""
    try:
        return description()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def webhook_examples() -> dict[str, list[dict[str, Any]]]:
    """GitHub's own example webhooks by event; skips with the reason where they can't be had."""
    try:
        return examples()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A Postgres for the whole run (`postgres.database()` gives an empty database); skips with the reason where there is none."""
    try:
        started = Postgres().__enter__()
    except Unavailable as error:
        pytest.skip(str(error))
    yield started
    started.__exit__()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hunkwise.sqlite'}"
    address: str = request.getfixturevalue("postgres").database()
    return address
