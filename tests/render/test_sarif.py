"""SARIF for code scanning."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from hunkwise.evidence import Step
from hunkwise.explain.model import ExcerptLine, Explanation
from hunkwise.render import View, renderer
from hunkwise.render.sarif import MOST_RESULTS, log
from hunkwise.render.sarif_parts import fix, message, uri
from hunkwise.render.sarif_result import result

from .reports import HEAD, injection, malicious, none, removed_guard, report, several, thirty, unexamined


def run_of(found: dict[str, Any]) -> dict[str, Any]:
    """The one run of a log."""
    assert len(found["runs"]) == 1
    run: dict[str, Any] = found["runs"][0]
    return run


def patched(patch: str) -> Explanation:
    """The injection with another patch."""
    return replace(injection(), patch=patch)


def test_results_stand_in_order_of_falling_risk_with_their_rules() -> None:
    """Each result names its rule by id and index, its level, and the fingerprint that code scanning follows."""
    run = run_of(log(several()))
    rules = run["tool"]["driver"]["rules"]
    assert [made["properties"]["risk"] for made in run["results"]] == [0.98, 0.93, 0.71]
    assert [made["level"] for made in run["results"]] == ["error", "error", "error"]
    assert [rules[made["ruleIndex"]]["id"] for made in run["results"]] == [made["ruleId"] for made in run["results"]]
    assert run["results"][0]["ruleId"] == "malicious-code/install-script-fetches"

    assert run["results"][0]["partialFingerprints"] == {
        "primaryLocationLineHash": "hw1:0102030405060708",
        "hunkwise/v1": "hw1:0102030405060708",
    }


def test_a_rule_says_how_bad_and_how_sure() -> None:
    """A rule has help in text and Markdown, the severity as a number, its precision and at most ten tags."""
    rule = run_of(log(several()))["tool"]["driver"]["rules"][1]
    assert rule["help"]["text"].endswith("Hand the value to the database as a parameter.")
    assert rule["help"]["markdown"]
    assert rule["helpUri"] == "https://cwe.mitre.org/data/definitions/89.html"

    assert rule["properties"] == {
        "security-severity": "9.5",
        "precision": "very-high",
        "tags": ["security", "sql-injection", "external/cwe/cwe-089"],
    }


def test_a_rule_is_as_severe_as_its_worst_finding() -> None:
    """Two findings of one rule make one rule, with the higher severity, whichever comes first."""
    for order in (("low", "critical"), ("critical", "low")):
        found = tuple(injection(severity) for severity in order)  # type: ignore[arg-type]
        rules = run_of(log(report(found)))["tool"]["driver"]["rules"]
        assert [rule["properties"]["security-severity"] for rule in rules] == ["9.5"]


def test_a_finding_of_the_model_alone_is_named_after_its_category() -> None:
    """Without a signal's name the rule is the category."""
    for rule in ("", "sql-injection"):
        explanation = injection()
        explanation = replace(explanation, finding=replace(explanation.finding, rule=rule))
        assert run_of(log(report((explanation,))))["results"][0]["ruleId"] == "sql-injection"


def test_a_removed_line_is_told_at_the_line_it_exposes() -> None:
    """The place is on the head side, below what was removed; the removed code stands in the message."""
    made = result(removed_guard(), ("removed-guard", 0))

    assert made["locations"][0]["physicalLocation"]["region"] == {"startLine": 42}
    assert "-   if (!requireRole(actor, 'admin')) {" in made["message"]["text"]
    assert "```diff\n-   if (!requireRole" in made["message"]["markdown"]


def test_lines_removed_at_the_end_are_told_at_the_line_above() -> None:
    """Where nothing stands below what was removed, the line above is the place."""
    excerpt = (ExcerptLine(" ", 6, "open()", False), ExcerptLine("-", 7, "close()", True))
    made = result(replace(removed_guard(), excerpt=excerpt), ("removed-guard", 0))

    assert made["locations"][0]["physicalLocation"]["region"] == {"startLine": 6}


def test_the_way_of_a_value_is_a_code_flow() -> None:
    """Each step is a place with its note; a longer way than code scanning shows is cut."""
    made = result(injection(), ("sql-injection", 0))
    steps = made["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["physicalLocation"]["region"]["startLine"] for step in steps] == [13, 14]
    assert steps[0]["location"]["message"]["text"] == "comes from the request"
    long = replace(injection(), steps=tuple(Step(line, "x", "y") for line in range(1, 2000)))

    assert len(result(long, ("a", 0))["codeFlows"][0]["threadFlows"][0]["locations"]) == 1000
    assert "codeFlows" not in result(malicious(), ("a", 0))


def test_a_certain_patch_is_a_fix() -> None:
    """The lines of the old side are replaced by those of the new side."""
    made = result(injection(), ("a", 0))["fixes"]
    (replacement,) = made[0]["artifactChanges"][0]["replacements"]

    assert replacement["deletedRegion"] == {"startLine": 14, "startColumn": 1, "endLine": 15, "endColumn": 1}
    assert replacement["insertedContent"]["text"] == '    rows = db.execute("select * from orders where customer = ?", (name,))\n'


def test_a_patch_that_puts_lines_back_is_a_fix() -> None:
    """Context lines are part of what is replaced, and a tab after the path of the heading is no part of it."""
    made = fix(patched("--- a/shop/orders.py\t\n+++ b/shop/orders.py\t\n@@ -3,2 +3,3 @@\n a\n+b\n c\n"))
    assert made is not None
    (replacement,) = made["artifactChanges"][0]["replacements"]

    assert replacement["deletedRegion"]["endLine"] == 5
    assert replacement["insertedContent"]["text"] == "a\nb\nc\n"


@pytest.mark.parametrize(
    "patch",
    [
        "",
        "no patch",
        "@@ broken @@\n-a\n+b\n",
        "@@ -3,2 +3,1 @@\n-a\n+b\n",
        "@@ -3,0 +3,1 @@\n+b\n",
        "@@ -3 +3 @@\n-a\n+b\n\\ No newline at end of file\n",
        "--- a/other.py\n+++ b/other.py\n@@ -3 +3 @@\n-a\n+b\n",
        "@@ -3 +3 @@\n-a\n+b\n--- a/other.py\n+++ b/other.py\n@@ -1 +1 @@\n-a\n+b\n",
    ],
)
def test_a_patch_that_is_not_plain_is_no_fix(patch: str) -> None:
    """What a program can't apply for certain isn't offered to it."""
    assert fix(patched(patch)) is None


def test_what_was_not_examined_is_told_and_never_green() -> None:
    """Each skipped thing is a warning with its place; a run that examined nothing wasn't successful."""
    (invocation,) = run_of(log(several()))["invocations"]
    texts = [notice["message"]["text"] for notice in invocation["toolExecutionNotifications"]]
    assert "Not examined (too large): dist/bundle.js: 4.2 MB, the limit is 1 MB" in texts
    assert "This change edits .hunkwise/config.toml" in texts
    assert invocation["executionSuccessful"] is True
    assert run_of(log(none()))["invocations"][0]["executionSuccessful"] is True

    assert run_of(log(unexamined()))["invocations"][0]["executionSuccessful"] is False


def test_more_findings_than_code_scanning_shows_are_counted() -> None:
    """The riskiest are kept, and a warning says how many are left out."""
    base = malicious()
    risks = [0.5 + at / 100_000 for at in range(MOST_RESULTS + 7)]
    many = tuple(replace(base, finding=replace(base.finding, risk=risk)) for risk in risks)
    run = run_of(log(report(many)))
    assert len(run["results"]) == MOST_RESULTS
    assert min(made["properties"]["risk"] for made in run["results"]) == risks[7]

    assert any(
        "7 findings of lower risk are left out" in notice["message"]["text"]
        for notice in run["invocations"][0]["toolExecutionNotifications"]
    )


def test_suppressed_findings_are_told_only_when_asked_for() -> None:
    """Code scanning would open an alert for them; other readers get them with their reason, and only them of the dropped ones."""
    assert len(run_of(log(several()))["results"]) == 3
    made = run_of(log(several(), show_dropped=True))["results"]
    assert len(made) == 4

    assert made[3]["suppressions"][0]["justification"].startswith("accepted by A. Reviewer")


def test_the_run_names_the_commit() -> None:
    """The head is named where it is a commit; a change of the index has none."""
    assert run_of(log(several()))["versionControlProvenance"][0]["revisionId"] == HEAD
    staged = replace(none(), verdict=replace(none().verdict, head=""))

    assert "versionControlProvenance" not in run_of(log(staged))


def test_a_log_of_many_findings_stays_small() -> None:
    """One run, and thirty findings in much less than the ten megabytes of an upload."""
    out = renderer("sarif").render(thirty(), View())

    assert len(json.loads(out)["runs"]) == 1
    assert len(out) < 300_000


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a b/ü.py", "a%20b/%C3%BC.py"),
        ("a\udc80.py", "a%80.py"),
        ("a\ud800.py", "a%E2%9F%A8U%2BD800%E2%9F%A9.py"),
        ("//example.test/a", "example.test/a"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("", ""),
    ],
)
def test_a_path_is_a_relative_address(path: str, address: str) -> None:
    """No path becomes an address of another host or scheme, and none is lost."""
    assert uri(path) == address


def test_a_message_holds_no_link_and_no_argument() -> None:
    """What SARIF would read as an embedded link or a place for an argument stays text."""
    made = message(replace(injection(), cause="see [here](https://example.test) {0} {name}", remedy=""))

    assert "](" not in made["text"]
    assert "{{0}} {name}" in made["text"]
