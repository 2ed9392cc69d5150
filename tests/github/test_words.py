"""What is said on GitHub: within its limits, never live, never green by mistake."""

import base64
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from hunkwise.change import Skipped, hunks_of
from hunkwise.change.model import Change, FileChange
from hunkwise.explain.model import Explanation, Report
from hunkwise.github import Anchor, Assessment, anchor
from hunkwise.github.words import (
    MOST,
    SUMMARY,
    annotation,
    check,
    comment,
    conclusion,
    failure,
    finding_marked,
    line_comment,
    mark,
    sarif,
    summary,
)
from hunkwise.judge import Settings
from hunkwise.judge.policy import GitHub
from render.reports import injection, report

HERE = Anchor("app.py", "RIGHT", 3, 3)


def reported(count: int = 1, **rest: object) -> Report:
    """A report with findings of high severity."""
    made = injection("high")
    found = tuple(structs.replace(made, finding=structs.replace(made.finding, fingerprint=f"{at:020x}:1")) for at in range(count))
    return report(found, **{"risk": 0.9 if count else 0.01, **rest})


@pytest.mark.parametrize(
    ("told", "policy", "expected"),
    [
        (reported(), GitHub(), "failure"),
        (reported(), GitHub(conclusion="warn"), "neutral"),
        (reported(), GitHub(conclusion="silent"), "neutral"),
        (reported(0), GitHub(), "success"),
        (reported(0, skipped=(Skipped("a.bin", "binary"),)), GitHub(), "neutral"),
        (reported(0, files=0), GitHub(), "success"),
    ],
)
def test_conclusions(told: Report, policy: GitHub, expected: str) -> None:
    """Red only where the policy blocks; green only where all was examined and nothing found."""
    assert conclusion(told, Settings(fail_on="medium"), policy) == expected


def test_findings_under_the_level_don_t_block() -> None:
    """They leave the check neutral."""
    assert conclusion(reported(), Settings(fail_on="critical"), GitHub()) == "neutral"


def test_a_failure_is_never_green() -> None:
    """It holds the change up where the policy blocks, and names reason and remedy without anything live."""
    told = failure("the file `a` <b>x</b> @all", "Press [here](http://evil)", GitHub())
    assert told.conclusion == "action_required" and "<b>" not in told.summary and "](http" not in told.summary
    assert failure("x", "", GitHub(conclusion="warn")).conclusion == "neutral"


def test_texts_fit_whatever_they_hold() -> None:
    """A thousand findings full of wide characters are cut by whole findings, and say so."""
    wide = structs.replace(injection(), cause="\N{CJK UNIFIED IDEOGRAPH-4E00}" * 1000)
    told = structs.replace(reported(300), explanations=tuple(wide for _ in range(300)))
    for text in (
        summary(told),
        comment(told),
        check(Assessment(told, (HERE,) * 300), Settings(), GitHub(), "https://h.example.org/r").summary,
    ):
        assert len(text.encode()) <= MOST
        assert "left out here" in text or "don't fit here" in text
    assert comment(told).startswith(SUMMARY)


def test_the_pointer_leads_to_the_report() -> None:
    """Where there is a console, the summary links to it; elsewhere there is no link."""
    assert "https://h.example.org/reviews/x" in summary(reported(), "https://h.example.org/reviews/x")
    assert "The whole report" not in summary(reported())


def test_annotations_point_at_the_head() -> None:
    """At the line that is meant or exposed; a finding in a deleted file has none."""
    one = injection()
    found = annotation(one, Anchor("app.py", "LEFT", 9, 4))
    assert found is not None and (found["start_line"], found["annotation_level"]) == (4, "failure")
    assert annotation(one, Anchor("app.py", "LEFT", 9, 0)) is None


def test_a_comment_on_a_line_is_found_again() -> None:
    """By the fingerprint that it carries unseen; a suggestion is offered only where the text is plain."""
    one = injection()
    body = line_comment(one, HERE)["body"]
    assert body.startswith(mark(one.finding.fingerprint)) and finding_marked(body) == one.finding.fingerprint
    assert "```suggestion\nif ok:\n    go()\n```" in line_comment(one, structs.replace(HERE, suggestion="if ok:\n    go()"))["body"]
    assert "suggestion" not in line_comment(one, structs.replace(HERE, suggestion="a\u202eb"))["body"]
    assert finding_marked("text <!-- hunkwise:finding:abc -->") == ""


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_marks_can_t_be_broken_out_of(fingerprint: str) -> None:
    """Whatever a fingerprint holds, the mark stays one comment."""
    made = mark(fingerprint)
    assert made.count("-->") == 1 and made.endswith("-->") and "\n" not in made


def test_sarif_is_packed_as_code_scanning_takes_it() -> None:
    """Base64 of gzip of one run."""
    told = json.loads(gzip.decompress(base64.b64decode(sarif(reported(3)))))
    assert len(told["runs"]) == 1 and len(told["runs"][0]["results"]) == 3


OLD = "def f(x):\n    if not allowed(x):\n        return\n    go(x)\n" + "".join(f"    step({at})\n" for at in range(40))
NEW = OLD.replace("    if not allowed(x):\n        return\n", "")


def changed(before: str = OLD, after: str = NEW) -> Change:
    """A change of one file."""
    return Change("c", (FileChange("app.py", "app.py", "modified", hunks_of(before, after), before, after),))


def placed(side: str, line: int, end: int = 0, patch: str = "") -> Explanation:
    """An explanation that points somewhere."""
    made = structs.replace(injection().finding, path="app.py", side=side, line=line, end=end or line, lines=(line,))
    return structs.replace(injection(), finding=made, patch=patch)


def test_removed_lines_are_spoken_of_on_the_left() -> None:
    """With the line of the head that they leave exposed."""
    assert anchor(changed(), placed("before", 2)) == Anchor("app.py", "LEFT", 2, 2)


def test_lines_that_github_doesn_t_show_have_no_place() -> None:
    """Context further away than three lines, and files that aren't in the change."""
    assert anchor(changed(), placed("after", 5)) is None or anchor(changed(), placed("after", 5)) == Anchor("app.py", "RIGHT", 5, 5)
    assert anchor(changed(), placed("after", 20)) is None
    assert anchor(Change("c", ()), placed("after", 1)) is None
    assert anchor(changed(), placed("after", 3)) == Anchor("app.py", "RIGHT", 3, 3)


def test_a_patch_that_puts_lines_back_becomes_a_suggestion() -> None:
    """It replaces the line above with itself and what was lost."""
    patch = "--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,4 @@\n def f(x):\n+    if not allowed(x):\n+        return\n     go(x)\n"
    found = anchor(changed(), placed("before", 2, 3, patch))
    assert found == Anchor("app.py", "RIGHT", 1, 1, "def f(x):\n    if not allowed(x):\n        return")


@pytest.mark.parametrize(
    "patch", ["", "x", "--- a\n+++ b\n@@ -1,1 +1,1 @@\n-old\n+new\n", "--- a\n+++ b\n@@ -30,1 +30,2 @@\n nothing like it\n+x\n"]
)
def test_other_patches_are_no_suggestion(patch: str) -> None:
    """One that takes lines away, one that is none, one that doesn't fit the head."""
    found = anchor(changed(), placed("before", 2, 3, patch))
    assert found is not None and not found.suggestion
