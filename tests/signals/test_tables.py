"""The tables are data that many signals trust: their form and a few facts that must hold."""

import re

import pytest

from hunkwise.signals import Signals
from hunkwise.signals.seeing import bare, ends, entropy, hit, parts, words
from hunkwise.signals.tables import (
    attack,
    contracts,
    guards,
    installing,
    languages,
    packages,
    sanitisers,
    secrets,
    sinks,
    sources,
    swaps,
    workflows,
)

PATHS = {
    "request": sources.REQUEST, "local": sources.LOCAL, "sql": sinks.SQL, "shell": frozenset(sinks.SHELL), "eval": sinks.EVAL,
    "open": sinks.OPEN_FILE, "fetch": sinks.FETCH,
    "redirect": sinks.REDIRECT, "objects": frozenset(sinks.DESERIALISE), "clean": sanitisers.ALL, "decodes": attack.DECODES, "runs": attack.RUNS,
    "sends": attack.SENDS, "reaches": installing.REACHES_OUT,
}  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_paths_are_whole_parts(name: str) -> None:
    """Every entry is a dotted path of at most three parts without white space, as the look-up expects."""
    for entry in PATHS[name]:
        assert entry and not re.search(r"\s", entry) and not entry.startswith(".") and not entry.endswith("."), entry
        assert len(entry.split(".")) <= 3, entry
        assert hit(entry, PATHS[name]), entry


def test_words_are_lower_case() -> None:
    """Guard words are compared with words in lower case."""
    for table in (guards.AUTHORISATION, guards.STRONG_AUTHORISATION, secrets.SECRET):
        assert all(word == word.lower() for word in table)
    assert guards.STRONG_AUTHORISATION < guards.AUTHORISATION


def test_a_swap_has_two_sides() -> None:
    """No call is on both sides of a swap."""
    for swap in swaps.SWAPS:
        assert swap.safe and swap.unsafe and not swap.safe & swap.unsafe, swap.about


def test_no_sanitiser_is_a_shell() -> None:
    """A call that starts a shell never counts as harmless."""
    assert not sanitisers.SHELL & set(sinks.SHELL)
    assert not sanitisers.HTML & {"innerHTML", "mark_safe", "Markup", "html_safe"}


def test_popular_names_are_not_neighbours() -> None:
    """A name is either popular or a known neighbour, never both, and spelt as registries spell it."""
    for registry, names in packages.POPULAR.items():
        assert all(name == name.lower() for name in names), registry
    assert not frozenset().union(*packages.POPULAR.values()) & packages.REAL_NEIGHBOURS - {"log", "redis"}


def test_languages_are_known() -> None:
    """Every signal looks at languages that the groups know."""
    known = languages.CODE | languages.ANY | languages.SCRIPT | languages.SETTINGS | {"text", "batch", "html"}
    for signal in Signals.load():
        assert signal.languages and signal.languages <= known, signal.id


def test_matching() -> None:
    """Paths are met by whole parts, wherever they stand or at their end, without sigils."""
    assert hit("this.req.query.id", sources.REQUEST) == "req.query"
    assert hit("$_GET", sources.REQUEST) == "_GET"
    assert hit("myreq.query", sources.REQUEST) == ""
    assert ends("a.b.hashlib.md5", frozenset({"hashlib.md5"})) == "hashlib.md5"
    assert ends("md5.x", frozenset({"md5"})) == ""
    assert parts("std::mem->x?.y") == ("std", "mem", "x", "y")
    assert words("isAdminUser(ctx.user_id, HTTPServer)") == {"is", "admin", "user", "ctx", "id", "http", "server"}
    assert [bare(text) for text in ("String name", "name: str = ''", "*args", "$id", "const char *p", "a = 1")] == [
        "name",
        "name",
        "args",
        "id",
        "p",
        "a",
    ]


def test_entropy() -> None:
    """One character says nothing, two equally often say one bit."""
    assert entropy("") == entropy("aaaa") == 0.0
    assert entropy("abab") == pytest.approx(1.0)


def test_hostile_expressions() -> None:
    """Free text of an event is hostile; numbers and digests are not."""
    assert workflows.HOSTILE.search("github.event.pull_request.head.ref")
    assert not workflows.HOSTILE.search("github.event.pull_request.head.sha")
    assert not workflows.HOSTILE.search("github.event.issue.number")


def test_callers_are_checked_by_many_names() -> None:
    """The names under which contracts check their caller are known, and plain words aren't."""
    assert all(contracts.CHECKS_CALLER.search(text) for text in ("msg.sender == owner", "onlyOwner", "_checkRole(A)", "requiresAuth"))
    assert not contracts.CHECKS_CALLER.search("amount > 0")
