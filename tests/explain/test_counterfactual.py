"""The what-if is computed by judging an edited file again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hunkwise.change.hunks import hunks_of, lines_of
from hunkwise.change.patch import read_patch
from hunkwise.code import cut
from hunkwise.explain import explain
from hunkwise.explain.counterfactual import LONGEST, undo
from hunkwise.explain.model import Counterfactual
from judge.fake import NONE, Fake, edited, judged

CODE = "def a(x):\n    y = x + 1\n    return y\n\n\ndef b(x):\n    return x\n"


def what_if(before: str | None, after: str | None, number: int = 0) -> Counterfactual | None:
    """The counterfactual of a finding."""
    result = judged(edited("a.py", before, after))
    return explain(result.verdict.findings[number], result, Fake(), NONE).counterfactual


def test_without_added_lines() -> None:
    """Added lines are left out; another risky function of the file doesn't count."""
    after = CODE.replace("    return y", "    danger(y)\n    return y").replace("    return x", "    danger(x)\n    return x")
    found = what_if(CODE, after)
    assert found is not None
    assert (found.lines, found.side, found.risk, found.without) == ((3,), "after", pytest.approx(0.9), 0.0)
    assert found.sentence == "Without line 3 the risk falls from 0.90 to 0.00."


def test_had_removed_lines_stayed() -> None:
    """Removed lines are kept where they stood."""
    before = CODE.replace("    return y", "    verify(y)\n    escape(y)\n    return y")
    found = what_if(before, CODE)
    assert found is not None
    assert (found.lines, found.side) == ((3, 4), "before")
    assert found.sentence == "Had lines 3-4 of the base stayed the risk falls from 0.80 to 0.00."


def test_a_replacement_is_undone_as_a_whole() -> None:
    """Old lines come back in the place of new ones."""
    found = what_if(CODE.replace("x + 1", "escape(x)"), CODE)
    assert found is not None and found.without == 0.0
    assert found.sentence == "With line 2 of the base in place of line 2 the risk falls from 0.80 to 0.00."


def test_what_carries_the_rest_is_said() -> None:
    """Where the risk stays the sentence says so instead of promising."""
    file = edited("a.py", CODE, CODE.replace("y = x + 1", "y = danger(x)").replace("return y", "return y  # calm"))
    result = judged(file)
    finding = replace(result.verdict.findings[0], risk=0.0)
    told = explain(finding, result, Fake(), NONE).counterfactual
    assert told is not None and "stays at 0.00" in told.sentence


def test_a_deleted_file_has_none() -> None:
    """There is no head to think back to."""
    assert what_if("escape(x)\n", None) is None


def test_only_the_riskiest_of_a_report_are_rejudged() -> None:
    """The cost of a report is bounded."""
    result = judged(*(edited(f"{number}.py", None, "danger(x)\n") for number in range(7)))
    told = [explain(finding, result, Fake(), NONE).counterfactual is not None for finding in result.verdict.findings]
    assert told == [True] * 5 + [False] * 2


def test_a_long_file_is_not_judged_again() -> None:
    """The time for one report is bounded whatever the size of its files."""
    assert what_if(None, "danger(x)\n" + "x = 1\n" * LONGEST) is None


def test_a_patch_is_enough() -> None:
    """Without the whole text the hunks are edited."""
    change = read_patch("--- a/a.py\n+++ b/a.py\n@@ -4,2 +4,3 @@\n x = 1\n+danger(x)\n y = 2\n", "p")
    result = judged(*change.files)
    told = explain(result.verdict.findings[0], result, Fake(), NONE).counterfactual
    assert told is not None and (told.lines, told.without) == ((5,), 0.0)


def test_a_text_that_contradicts_its_hunks_has_none() -> None:
    """A file that can't be rebuilt isn't guessed at."""
    file = edited("a.py", "x = 1\n", "x = 1\ndanger(x)\n")
    finding = judged(file).verdict.findings[0]
    assert undo(replace(file, after="other\n"), finding) is None


WORDS = st.lists(st.sampled_from(["a = 1", "b = 2", "danger(a)", "escape(b)", ""]), max_size=12).map("\n".join)


@settings(max_examples=80, deadline=None)
@given(
    before=WORDS,
    after=WORDS,
    side=st.sampled_from(["before", "after"]),
    lines=st.sets(st.integers(1, 12), min_size=1),
    context=st.integers(0, 5),
)
def test_an_undone_file_is_a_true_change(before: str, after: str, side: str, lines: set[int], context: int) -> None:
    """After any edit the hunks, applied to the base, give the edited head, and the result can be cut again."""
    result = judged(edited("a.py", None, "danger(x)\n"))
    finding = replace(result.verdict.findings[0], side=side, lines=tuple(lines))
    file = replace(edited("a.py", before, after), hunks=hunks_of(before, after, context))
    undone = undo(file, finding)
    if undone is None:
        changed = {
            line.new if side == "after" else line.old
            for hunk in file.hunks
            for line in hunk.lines
            if line.mark == ("+" if side == "after" else "-")
        }
        assert not changed & lines
        return
    assert undone.file.after is not None
    text = lines_of(undone.file.after)
    for hunk in undone.file.hunks:
        numbers = [line.new for line in hunk.lines if line.new is not None]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
        assert all(text[line.new - 1] == line.text for line in hunk.lines if line.new is not None)
        assert all(lines_of(before)[line.old - 1] == line.text for line in hunk.lines if line.old is not None)
    assert len(text) - len(lines_of(before)) == sum(
        {"+": 1, "-": -1, " ": 0}[line.mark] for hunk in undone.file.hunks for line in hunk.lines
    )
    cut(undone.file)
