"""The cause names the code that both sides show, or honestly the lines the model looked at."""

import pytest

from hunkwise.evidence import Evidence, Step
from hunkwise.explain import explain
from hunkwise.explain.cause import filled
from judge.fake import NONE, Fake, edited, judged


def cause_of(before: str | None, after: str | None, path: str = "a.py") -> str:
    """The sentence of the riskiest finding."""
    result = judged(edited(path, before, after))
    return explain(result.verdict.findings[0], result, Fake(), NONE).cause


def test_a_value_that_skips_a_call() -> None:
    """A call that is gone is named with the place that now gets the bare value."""
    before = "def show(page, name):\n    page.write(escape(name))\n"
    assert cause_of(before, before.replace("escape(name)", "name")) == (
        "`escape(name)` in `show` is gone; `name` now goes into `page.write` on line 2 without it."
    )


def test_a_value_that_skips_a_variable() -> None:
    """It counts as well where the result went through a variable into what is handed out."""
    before = "def show(name):\n    safe = escape(name)\n    return safe\n"
    assert "line 2 now hands out `name` without it" in cause_of(before, "def show(name):\n    return name\n")


def test_a_call_that_is_merely_gone() -> None:
    """Nothing is claimed about a value that the base didn't send through the call."""
    before = "def show(name):\n    escape(name)\n    send(name)\n"
    assert cause_of(before, "def show(name):\n    send(name)\n") == "`escape(name)` in `show` is gone."


def test_a_lost_guard() -> None:
    """A check that is gone is named with the call that no longer waits for it."""
    before = "def wipe(user, item):\n    if not user.allowed:\n        return\n    store.drop(item)\n"
    told = cause_of(before, "def wipe(user, item):\n    store.drop(item)\n")
    assert "`not user.allowed` in `wipe` is gone" in told and "`store.drop(item)` on line 2 no longer waits for it" in told


def test_a_changed_guard() -> None:
    """A check with a new condition isn't called gone."""
    before = "def wipe(user, item):\n    if not user.allowed:\n        return\n    store.drop(item)\n"
    told = cause_of(before, before.replace("not user.allowed", "user.blocked"))
    assert "is now `user.blocked`" in told or "is gone" in told
    assert "is now `not user.allowed and user.known`" in cause_of(before, before.replace("user.allowed:", "user.allowed and user.known:"))


def test_a_new_call() -> None:
    """A call that came is named with its line."""
    assert cause_of(None, "def go(x):\n    danger(x)\n") == "`danger(x)` on line 2 is new in `go`."


def test_the_last_resort_is_honest() -> None:
    """Without facts the sentence says where the model looked."""
    told = cause_of("a\n", "a\ndanger\n", "odd.lua")
    assert "odd.lua" in told and "line" in told


def test_code_cannot_break_out_of_its_marks() -> None:
    """Back quotes and control characters of the code are made harmless."""
    told = cause_of(None, "def go(x):\n    danger('`\u202e<b>')\n")
    assert told.count("`") % 2 == 0 and "\u202e" not in told


def seen(**facts: str | float) -> Evidence:
    """A signal's evidence."""
    return Evidence("signal:x", "flow", "u", "a.py", "after", (7,), 1.0, facts=facts)


@pytest.mark.parametrize(
    ("template", "facts", "told"),
    [
        ("`{sink}` gets `{source}`", {"sink": "run", "source": "q"}, "`run` gets `q`."),
        ("{count} digits on line {line}.", {"count": 3.0}, "3 digits on line 7."),
        ("`{sink}` gets `{source}`", {"sink": "run"}, ""),
        ("`{sink}`", {"sink": "{source}"}, "`{source}`."),
    ],
)
def test_templates(template: str, facts: dict[str, str | float], told: str) -> None:
    """Places are filled once, by words or numbers; with a place left open there is no sentence."""
    assert filled(template, seen(**facts)) == told


def test_a_way_is_told_with_both_ends() -> None:
    """Where the value comes in and where it ends stands in the sentence."""
    one = Evidence("signal:x", "flow", "u", "a.py", "after", (9,), 1.0, steps=(Step(3, "a", ""), Step(9, "b", "")))
    assert filled("It runs", one) == "It runs; the value comes in on line 3 and ends on line 9."
