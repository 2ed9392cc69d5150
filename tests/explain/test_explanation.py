"""Explanations say what the change shows, and only that."""

from hunkwise.explain import explain, unfounded
from judge.fake import NONE, Fake, edited, judged
from judge.test_verdict import BARE, RENDER


def test_a_removed_escape_is_explained() -> None:
    """Cause, counterfactual and excerpt name the call that is gone and nothing that isn't there."""
    result = judged(edited("web.py", RENDER, BARE))
    told = explain(result.verdict.findings[0], result, Fake(), NONE)
    assert "`escape(name)`" in told.cause and "`render`" in told.cause
    assert told.counterfactual is not None and told.counterfactual.without < told.counterfactual.risk
    assert not unfounded(told, result.change)
