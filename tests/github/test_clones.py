"""Clones hold only what reviews need, give way to each other, and can be thrown away at any time."""

import threading
from pathlib import Path

import pytest

from hunkwise.errors import GitError
from hunkwise.github import EMPTY_TREE, Clones, Denied, Gone, Later, PulledRange
from rig import FakeGitHub, Repository
from rig.client import installed

FILES: dict[str, str | bytes | None] = {"a.py": "x = 1\n", "big.bin": b"\0" * 200_000, "kept.py": "y = 2\n"}


class Place:
    """A repository with a pull request, and what is needed to read it."""

    def __init__(self, github: FakeGitHub, folder: Path) -> None:
        self.github = github
        self.shop: Repository = github.repository("acme/shop", FILES)
        self.base = self.shop.bare.head("refs/heads/main")
        self.pull = github.open_pull(self.shop, {"a.py": "x = 2\n", "new.py": "z = 3\n"})
        self.address = f"{github.git_url}/acme/shop.git"
        self.token = installed(github, "acme").token
        self.clones = Clones(folder / "clones", time_limit=30)


@pytest.fixture
def place(github: FakeGitHub, tmp_path: Path) -> Place:
    """The repository, a token for it, and an empty cache."""
    return Place(github, tmp_path)


def test_only_what_differs_is_fetched(place: Place) -> None:
    """The change is read whole, and files that it doesn't touch aren't there."""
    with place.clones.range(1, place.address, place.token, place.base, place.pull.head) as clone:
        change = next(PulledRange(str(clone), place.base, place.pull.head, "a change").changes())
        size = sum(path.stat().st_size for path in clone.rglob("*") if path.is_file())
    assert {file.path: file.after for file in change.files} == {"a.py": "x = 2\n", "new.py": "z = 3\n"}
    assert change.name == "a change" and not change.skipped
    assert size < 100_000


def test_a_second_look_asks_nothing(place: Place) -> None:
    """What is there isn't fetched again, and the token stands nowhere on disk."""
    for _ in range(2):
        with place.clones.range(1, place.address, place.token, place.base, place.pull.head) as clone:
            asked = len(place.github.git_calls)
            held = b"".join(path.read_bytes() for path in clone.rglob("*") if path.is_file())
        assert place.token.encode() not in held
    assert len(place.github.git_calls) == asked


def test_files_of_the_base_can_be_read(place: Place) -> None:
    """Policy and suppressions, where they are."""
    tip = place.github.push(place.shop, {".hunkwise/config.toml": "[review]\n"})
    with place.clones.range(1, place.address, place.token, place.base, place.pull.head, [tip]) as clone:
        place.clones.files(clone, place.address, place.token, tip, [".hunkwise/config.toml", ".hunkwise/none.toml"])
        found = PulledRange(str(clone), tip, place.pull.head, "")
        assert found.base_file(".hunkwise/config.toml") == "[review]\n"
        assert found.base_file(".hunkwise/none.toml") is None


def test_a_whole_tree_can_be_read(place: Place) -> None:
    """Against the empty tree everything is new."""
    with place.clones.range(1, place.address, place.token, EMPTY_TREE, place.base) as clone:
        change = next(PulledRange(str(clone), EMPTY_TREE, place.base, "all").changes())
    assert {file.path for file in change.files} == {"a.py", "kept.py"}
    assert [(one.path, one.reason) for one in change.skipped] == [("big.bin", "binary")]


def test_what_goes_wrong_has_its_kind(place: Place) -> None:
    """A commit that is gone, a token that isn't taken, a server that is unwell, a name that is no commit."""

    def read(token: str = place.token, head: str = place.pull.head, address: str = place.address) -> None:
        with place.clones.range(2, address, token, place.base, head):
            pass

    with pytest.raises(Gone):
        read(head="f" * 40)
    with pytest.raises(Denied):
        read(token="wrong")
    with pytest.raises(Gone):
        read(address=f"{place.github.git_url}/acme/none.git")
    place.github.git_faults.add(_broken())
    with pytest.raises(Later):
        read()
    with pytest.raises(GitError):
        read(head="--upload-pack=x")


def _broken() -> "object":
    from rig import Fault

    return Fault(status=502, times=0)


def test_two_at_once_wait_for_each_other(place: Place) -> None:
    """Workers on one repository read the same."""
    found: list[int] = []

    def work() -> None:
        with place.clones.range(1, place.address, place.token, place.base, place.pull.head) as clone:
            found.append(len(next(PulledRange(str(clone), place.base, place.pull.head, "").changes()).files))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2, 2, 2, 2]


def test_the_least_recently_used_go_first(place: Place) -> None:
    """Over the quota older clones are deleted, and never one in use."""
    small = Clones(place.clones.folder, quota=1, time_limit=30)
    with place.clones.range(1, place.address, place.token, place.base, place.pull.head):
        pass
    with small.range(2, place.address, place.token, place.base, place.pull.head):
        small.tidy()
        assert (small.folder / "2.git").is_dir() and not (small.folder / "1.git").exists()
    assert (small.folder / "2.git").is_dir()


def test_a_half_made_clone_is_begun_anew(place: Place) -> None:
    """As a killed worker leaves it."""
    (place.clones.folder / "1.git" / "objects").mkdir(parents=True)
    with place.clones.range(1, place.address, place.token, place.base, place.pull.head) as clone:
        assert next(PulledRange(str(clone), place.base, place.pull.head, "").changes()).files
