"""The git server: partial clones over smart HTTP, for whoever holds a token."""

import os
import subprocess
from pathlib import Path

import pytest

from rig import FakeGitHub, Repository
from rig.bare import Bare
from rig.client import installed

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "http",
}


def git(*words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs git as a worker would."""
    return subprocess.run(["git", *words], input=data, env=ENVIRONMENT, capture_output=True, check=False)


@pytest.fixture
def shop(github: FakeGitHub) -> Repository:
    """A repository of forty files."""
    return github.repository("acme/shop", {f"file{number}.py": f"x = {number}\n" * 50 for number in range(40)})


def address(github: FakeGitHub, name: str = "acme/shop") -> str:
    """Where a repository is, with a token in it."""
    token = installed(github, "acme").token
    return f"{github.git_url.replace('//', f'//x-access-token:{token}@')}/{name}.git"


def test_a_partial_clone_fetches_only_what_is_asked_for(github: FakeGitHub, shop: Repository, tmp_path: Path) -> None:
    """Without blobs at first; then two by their ids, in one request more."""
    github.open_pull(shop, {"file1.py": "x = 1\n"})
    target = str(tmp_path / "clone")
    done = git("clone", "--quiet", "--bare", "--filter=blob:none", address(github), target)
    assert done.returncode == 0, done.stderr
    missing = git("-C", target, "rev-list", "--objects", "--all", "--missing=print").stdout.decode().splitlines()
    blobs = [line[1:] for line in missing if line.startswith("?")]
    assert len(blobs) == 41
    before = len(github.git_calls)
    words = ("fetch", "--stdin", "--quiet", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", "origin")
    done = git("-C", target, *words, data="\n".join(blobs[:2]).encode())
    assert done.returncode == 0, done.stderr
    assert len(github.git_calls) - before <= 3
    again = git("-C", target, "rev-list", "--objects", "--all", "--missing=print").stdout.decode()
    assert again.count("?") == 39


def test_pull_request_refs_can_be_fetched(github: FakeGitHub, shop: Repository, tmp_path: Path) -> None:
    """`refs/pull/N/head` is there, for forks too, and so is a commit by its id."""
    pull = github.open_pull(shop, {"file1.py": "x\n"}, source=github.fork(shop, "mallory"), by="mallory")
    clone = Bare(tmp_path / "clone.git")
    assert git("-C", str(clone.folder), "fetch", "--quiet", address(github), "refs/pull/1/head", pull.head).returncode == 0


def test_without_a_good_token_nothing_is_told(github: FakeGitHub, shop: Repository, tmp_path: Path) -> None:
    """No token, a made-up one, one that has ended, and one of another installation."""
    github.repository("other/place")
    good = address(github)
    plain = f"{github.git_url}/acme/shop.git"
    assert git("ls-remote", good).returncode == 0
    assert git("ls-remote", plain).returncode != 0
    assert git("ls-remote", plain.replace("//", "//x-access-token:ghs_made_up@")).returncode != 0
    assert git("ls-remote", address(github, "other/place")).returncode != 0
    github.world.skew = 3700
    assert git("ls-remote", good).returncode != 0


def test_nothing_can_be_pushed(github: FakeGitHub, shop: Repository, tmp_path: Path) -> None:
    """The server only reads."""
    target = str(tmp_path / "clone")
    git("clone", "--quiet", "--bare", address(github), target)
    assert git("-C", target, "push", address(github), "main:other").returncode != 0
    assert shop.bare.head("refs/heads/other") == ""


def test_faults_reach_the_git_server(github: FakeGitHub, shop: Repository) -> None:
    """A 503 and a broken connection make git fail once."""
    from rig import Fault

    github.git_faults.add(Fault("*/info/refs", status=503))
    github.git_faults.add(Fault("*/info/refs", drop="before", after=0))
    assert [git("ls-remote", address(github)).returncode == 0 for _ in range(3)] == [False, False, True]


def test_a_moved_repository_is_found(github: FakeGitHub, shop: Repository) -> None:
    """The old address redirects."""
    old = address(github)
    github.rename(shop, "acme/store")
    assert git("-c", "http.followRedirects=true", "ls-remote", old).returncode == 0
