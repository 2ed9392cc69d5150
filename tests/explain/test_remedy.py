"""Remedies, and patches that git takes."""

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from hunkwise.evidence import Evidence
from hunkwise.explain import explain
from hunkwise.explain.model import Explanation
from hunkwise.explain.remedy import patch
from hunkwise.heads.interface import Guess
from judge.fake import NONE, Fake, edited, judged

GUARD = "    if not user.allowed:\n        raise Denied(user)\n"
BEFORE = "import store\n\n\ndef wipe(user, item):\n    log(item)\n" + GUARD + "    store.drop(item)\n    log(user)\n"


def told(before: str, after: str, path: str = "src/a b.py", **how: Fake) -> Explanation:
    """The explanation of a lost guard, as a signal of that kind would have seen it."""
    file = edited(path, before, after)
    result = judged(file, **how)
    finding = result.verdict.findings[0]
    lost = Evidence("signal:removed-guard", "guard", finding.unit, path, "before", finding.lines, 0.9)
    numbers = tuple(line.old for hunk in file.hunks for line in hunk.lines if line.mark == "-" and line.old is not None)
    finding = replace(finding, side="before", lines=numbers, evidence=(lost, *finding.evidence))
    return explain(finding, result, how.get("model", Fake()), NONE)


def test_a_lost_guard_comes_back_exactly(tmp_path: Path) -> None:
    """The patch applies to the head by git and gives the base's text."""
    after = BEFORE.replace(GUARD, "")
    made = told(BEFORE, after).patch
    file = tmp_path / "src" / "a b.py"
    file.parent.mkdir()
    file.write_text(after)
    subprocess.run(["git", "apply", "-"], input=made, text=True, cwd=tmp_path, check=True)
    assert file.read_text() == BEFORE


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace(GUARD, "    check(user)\n"),
        BEFORE.replace(GUARD, "").replace("    log(user)\n", ""),
        BEFORE.replace(GUARD, "").replace("    store.drop(item)\n    log(user)\n", "    store.drop(item)"),
    ],
    ids=["replaced", "two places", "open end"],
)
def test_no_patch_where_it_is_not_certain(after: str) -> None:
    """Replaced lines, several places and a missing last line end are left to people."""
    assert told(BEFORE, after).patch == ""


def test_no_patch_for_odd_paths_and_other_findings() -> None:
    """A path that a patch would have to quote has none, nor does a finding that isn't a lost guard."""
    after = BEFORE.replace(GUARD, "")
    assert told(BEFORE, after, 'src/a"b.py').patch == ""
    result = judged(edited("a.py", BEFORE, after))
    assert patch(result.verdict.findings[0], result.change.files[0]) == ""


def test_words() -> None:
    """Removed lines are to be put back; else the class of weakness says what to do."""
    assert told(BEFORE, BEFORE.replace(GUARD, "")).remedy == "Put back lines 6-7 of the base, or show what does its work now."
    model = Fake(guess=Guess("CWE-89", 0.9))
    result = judged(edited("a.py", None, "danger(q)\n"), model=model)
    made = explain(result.verdict.findings[0], result, model, NONE)
    assert made.remedy.startswith("Pass the values as parameters of the query.")
    assert made.link.endswith("/89.html") and "SQL injection" in made.why
