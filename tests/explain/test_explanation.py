"""Explanations say what the change shows, and only that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hunkwise.evidence import Step
from hunkwise.explain import explain, quotes, unfounded
from hunkwise.explain.excerpt import HEIGHT
from hunkwise.explain.model import Explanation
from hunkwise.explain.sides import WIDTH, numbers
from hunkwise.signals import Signals
from judge.fake import NONE, Fake, edited, judged
from judge.test_verdict import BARE, LOUD, RENDER, TEXT, signal


def first(before: str | None, after: str | None, signals: Signals = NONE) -> Explanation:
    """The explanation of the riskiest finding, checked against the change."""
    result = judged(edited("web.py", before, after), signals=signals)
    told = explain(result.verdict.findings[0], result, Fake(), signals)
    assert not unfounded(told, result.change)
    return told


def test_a_removed_escape_is_explained() -> None:
    """Cause, counterfactual and excerpt name the call that is gone and nothing that isn't there."""
    told = first(RENDER, BARE)
    assert "`escape(name)`" in told.cause and "`render`" in told.cause
    assert told.counterfactual is not None and told.counterfactual.without < told.counterfactual.risk
    assert [(one.side, one.line, one.tokens) for one in told.leaned_on] == [("before", 2, ("escape",))]
    assert [one.id for one in told.nearest] == ["ADV-1"]


def test_confidence_counts_kinds_of_evidence() -> None:
    """A rule beside the model makes a finding surer; under the threshold it is low."""
    assert first(RENDER, BARE).confidence.startswith("high: risk 0.80, threshold 0.50, the model alone")
    assert "a rule and the model agree" in first(None, "danger(query)\n", LOUD).confidence
    shared = first(None, "def a():\n    murky(1)\n\n\ndef b():\n    murky(2)\n")
    assert shared.confidence.startswith("low: risk 0.40, threshold 0.50, no single kind")


def test_the_signals_words_are_used() -> None:
    """Cause, why and remedy are those of the signal that names the finding."""
    told = first(None, "danger(query)\n", LOUD)
    assert (told.cause, told.why, told.remedy) == ("`query` is used.", "Because.", "Take it out.")


def test_steps_quote_whole_lines() -> None:
    """The way of a value is told by lines of the change; a step on a line that isn't there is left out."""
    result = judged(edited("a.py", None, "query = f()\ndanger(query)\n"), signals=LOUD)
    finding = result.verdict.findings[0]
    steps = (Step(1, "f()", "comes in"), Step(2, "danger", "ends"), Step(99, "x", "nowhere"))
    finding = replace(finding, evidence=(replace(finding.evidence[0], steps=steps), *finding.evidence[1:]))
    told = explain(finding, result, Fake(), LOUD)
    assert [(step.line, step.text, step.note) for step in told.steps] == [(1, "query = f()", "comes in"), (2, "danger(query)", "ends")]


def test_an_excerpt_is_short_and_shows_the_worst_line() -> None:
    """However long the change, a few lines around what is pointed at are shown with their marks."""
    body = "".join(f"    x{number} = {number}\n" for number in range(60))
    told = first(None, f"def a():\n{body}    danger(x1)\n{body}")
    assert len(told.excerpt) <= HEIGHT
    assert [(one.number, one.mark, one.text) for one in told.excerpt if one.pointed] == [(62, "+", "    danger(x1)")]


def test_an_excerpt_outside_of_the_hunks_comes_from_the_file() -> None:
    """A finding on an unchanged line far from the change still shows it."""
    before = "def a(x):\n    first(x)\n" + "    pass\n" * 30 + "    last(x)\n"
    result = judged(edited("a.py", before, before.replace("last(x)", "danger(x)")))
    finding = replace(result.verdict.findings[0], lines=(2,))
    told = explain(finding, result, Fake(), NONE)
    assert [(one.number, one.mark) for one in told.excerpt if one.pointed] == [(2, " ")]
    assert not unfounded(told, result.change)


def test_long_lines_are_quoted_by_their_beginning() -> None:
    """A minified line doesn't fill the report, and its quote still counts as founded."""
    told = first(None, "danger('" + "x" * 5000 + "')\n")
    assert all(len(quote.text) <= WIDTH for quote in quotes(told))
    assert len(told.cause) < 300


def test_an_invented_quote_is_caught() -> None:
    """The check against the change can fail: a changed text, a wrong number and a wrong side are told."""
    result = judged(edited("web.py", RENDER, BARE))
    told = explain(result.verdict.findings[0], result, Fake(), NONE)
    for wrong in (replace(told.leaned_on[0], text="x"), replace(told.leaned_on[0], line=99), replace(told.leaned_on[0], side="after")):
        assert [quote.part for quote in unfounded(replace(told, leaned_on=(wrong,)), result.change)] == ["leaned_on"]
    assert unfounded(replace(told, finding=replace(told.finding, lines=(99,))), result.change)


@pytest.mark.parametrize(
    ("lines", "told"),
    [((3,), "line 3"), ((5, 3, 4), "lines 3-5"), ((1, 2, 9), "lines 1-2 and 9"), ((1, 3, 5), "lines 1, 3 and 5"), ((3, 3), "line 3")],
)
def test_line_numbers_in_words(lines: tuple[int, ...], told: str) -> None:
    """Runs are joined, each number counts once."""
    assert numbers(lines) == told


@settings(max_examples=100, deadline=None)
@given(before=TEXT, after=TEXT, moved=st.booleans())
def test_any_change_is_explained_by_its_own_lines(before: str | None, after: str | None, moved: bool) -> None:
    """Whatever the sides hold, explaining raises nothing and quotes nothing that isn't there."""
    file = edited("a.py", before, after, "b.py" if moved and before is not None and after is not None else "")
    model = Fake(limit=0.01)
    result = judged(file, model=model, signals=LOUD)
    for finding in result.verdict.findings:
        told = explain(finding, result, model, LOUD)
        assert not unfounded(told, result.change)
        assert told.cause.endswith((".", "!", "?")) and "\n" not in told.cause
        assert told.remedy and told.why and told.confidence


def test_a_signal_with_an_open_place_falls_back() -> None:
    """A sentence with a missing fact isn't told half filled."""
    from dataclasses import replace as changed

    signals = Signals((changed(signal("query", 0.6), cause="`{nothing}` is used."),))
    told = first(None, "danger(query)\n", signals)
    assert "{" not in told.cause and "danger(query)" in told.cause
