"""What is told, what is dropped, and the risk of a change."""

from judge.fake import edited, judged

RENDER = "def render(name):\n    label = escape(name)\n    return '<b>' + label + '</b>'\n"
BARE = "def render(name):\n    return '<b>' + name + '</b>'\n"


def test_a_removed_call_is_told_on_the_base_side() -> None:
    """A lost safeguard is a finding that points at the removed line."""
    verdict = judged(edited("web.py", RENDER, BARE)).verdict
    assert verdict.flagged
    (finding,) = verdict.findings
    assert (finding.side, finding.lines[0]) == ("before", 2)


def test_a_harmless_change_is_clean() -> None:
    """Without evidence nothing is told and every file still has its place."""
    verdict = judged(edited("web.py", BARE, BARE.replace("<b>", "<i>"))).verdict
    assert not verdict.flagged and not verdict.findings
    assert [place.path for place in verdict.places] == ["web.py"]
