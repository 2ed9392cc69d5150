"""Signals that a repository declares: read as data, clear in their errors, bounded in time."""

import time

import pytest

from hunkwise.change import added_file
from hunkwise.code import cut
from hunkwise.errors import SettingsError
from hunkwise.signals import Signals
from hunkwise.signals.declared import MOST_FILES, MOST_TEXT, read_all, read_declared

FLOW = """
id = "acme-raw-query"
title = "A raw query of ours"
languages = ["python"]
message = "`{sink}` is given `{source}`"
why = "It goes round the checks."
remedy = "Use `orders.find`."
[look]
source = ["request.args"]
sink = ["legacy.raw"]
guard = ["legacy.clean"]
"""
QUERY = """
id = "acme-print"
title = "A print"
languages = ["python", "javascript"]
message = "`{call}` prints"
why = "Logs are read."
remedy = "Use the log."
[look]
query = '(call_expression) @call'
"""


def lines(text: str, code: str, path: str = "a.py") -> list[tuple[int, ...]]:
    """Where a declared signal speaks in new code."""
    return [one.lines for one in Signals([read_declared(text, "a.toml")]).look(cut(added_file(path, code))[0]) if "failed" not in one.facts]


def test_value_flow() -> None:
    """A value of the source that reaches the sink is told; a guard or another value is not."""
    assert lines(FLOW, "def f():\n    a = request.args['x']\n    legacy.raw(a)\n") == [(3,)]
    assert lines(FLOW, "def f():\n    a = legacy.clean(request.args['x'])\n    legacy.raw(a)\n") == []
    assert lines(FLOW, "def f(a):\n    legacy.raw(a)\n") == []


def test_tree_query() -> None:
    """A tree query is told at its place, with its captures as words, also in the second unit of a file."""
    text = QUERY.replace('"python", "javascript"', '"python"').replace(
        "(call_expression) @call", '((call function: (identifier) @call) @place (#eq? @call "print"))'
    )
    assert lines(text, "def f():\n    x = 1\n    return x\n\n\ndef g():\n    print(1)\n    log(2)\n") == [(7,)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "acme-raw-query"', 'id = "Acme"', "$.id"),
        ("sink = [", "sinks = [", "sinks"),
        ('sink = ["legacy.raw"]', "", "query or a sink"),
        ("{source}", "{source.__class__}", "message"),
        ("{source}", "{nobody}", "{nobody}"),
        ("{source}", "{source", "message"),
        ('languages = ["python"]', "languages = []", "$.languages"),
        ("[look]", "[look", "can't be used"),
        ('source = ["request.args"]\nsink = ["legacy.raw"]', "query = '(nope) @call'", "nope"),
        ('source = ["request.args"]\nsink = ["legacy.raw"]', "query = '((identifier) @call (#match? @call \"(a+)+$\"))'", "#eq?"),
    ],
)
def test_errors_are_clear(old: str, new: str, said: str) -> None:
    """A mistake is told with the file and the place."""
    assert old in FLOW
    with pytest.raises(SettingsError) as error:
        read_declared(FLOW.replace(old, new, 1), ".hunkwise/signals/a.toml")
    assert said in error.value.message
    assert ".hunkwise/signals/a.toml" in error.value.message


def test_bounds() -> None:
    """Neither a long file nor many files are taken, nor two signals of one id, nor the id of one of ours."""
    with pytest.raises(SettingsError):
        read_declared(FLOW + "#" * MOST_TEXT, "a.toml")
    with pytest.raises(SettingsError):
        read_all([("a.toml", FLOW)] * (MOST_FILES + 1))
    with pytest.raises(SettingsError):
        Signals.load([("a.toml", FLOW), ("b.toml", FLOW)])
    with pytest.raises(SettingsError):
        Signals.load([("a.toml", FLOW.replace("acme-raw-query", "sql-injection"))])


def test_a_slow_query_ends() -> None:
    """A query that could take for ever on a long list is stopped."""
    text = QUERY.replace('"python", "javascript"', '"python"').replace(
        "(call_expression) @call", "(list (identifier) @call (identifier) @b (identifier) @c)"
    )
    start = time.monotonic()
    lines(text, f"x = [{', '.join(['a'] * 4000)}]\n")
    assert time.monotonic() - start < 8


def test_the_text_decides_the_digest() -> None:
    """A changed file is another set of signals, so that no kept verdict of the old one is taken for it."""
    assert Signals.load([("a.toml", FLOW)]).digest != Signals.load([("a.toml", FLOW.replace("legacy.raw", "legacy.r"))]).digest
