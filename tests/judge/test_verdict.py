"""What is told, what is dropped, and the risk of a change."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change.model import Change, Skipped
from hunkwise.errors import SettingsError
from hunkwise.evidence import Evidence
from hunkwise.heads.interface import Guess
from hunkwise.judge import Settings, fails, settle
from hunkwise.signals import Sighting, Signal, Signals

from .fake import NONE, Fake, edited, judged

RENDER = "def render(name):\n    label = escape(name)\n    return '<b>' + label + '</b>'\n"
BARE = "def render(name):\n    return '<b>' + name + '</b>'\n"
CALM = "def calm(x):\n    return x + 1\n"


def signal(word: str, strength: float = 0.3, **fields: str) -> Signal:
    """A signal that sees a word on any line."""

    def see(unit, side):  # type: ignore[no-untyped-def]
        return (Sighting((number,), {"word": word}, strength=strength) for number, text in side.lines if word in text)

    texts = {"promise": "p", "why": "Because.", "quiet": "q", "remedy": "Take it out.", "cause": "`{word}` is used.", "since": "0.1"}
    return Signal(
        id=f"word-{word}",
        title=f"the word {word}",
        kind="pattern",
        category=f"word-{word}",
        severity="high",
        languages=frozenset(("python",)),
        maturity="stable",
        fires=(),
        stays_quiet=(),
        cwe="CWE-89",
        see=see,
        **texts,
    )


SIGNALS = Signals((signal("query"),))
LOUD = Signals((signal("query", 0.6),))


def test_a_removed_call_is_told_on_the_base_side() -> None:
    """A lost safeguard is a finding that points at the removed line."""
    verdict = judged(edited("web.py", RENDER, BARE)).verdict
    assert verdict.flagged
    (finding,) = verdict.findings
    assert (finding.side, finding.lines[0], finding.category) == ("before", 2, "removed-safeguard")


def test_a_harmless_change_is_clean() -> None:
    """Without evidence nothing is told and every file still has its place."""
    verdict = judged(edited("web.py", BARE, BARE.replace("<b>", "<i>"))).verdict
    assert not verdict.flagged and not verdict.findings and not verdict.dropped
    assert [(place.path, place.line) for place in verdict.places] == [("web.py", 2)]
    assert (verdict.files, verdict.lines) == (1, 2)


def test_an_empty_change_is_clean() -> None:
    """No file, no risk."""
    verdict = judged().verdict
    assert (verdict.risk, verdict.flagged, verdict.findings, verdict.places) == (0.0, False, (), ())


def test_the_riskiest_unit_stands_for_a_file_that_is_risky_as_a_whole() -> None:
    """Two murky units under the threshold flag the file together; one finding is told for it."""
    verdict = judged(edited("web.py", None, "def a():\n    murky(1)\n\n\ndef b():\n    murky(2)\n")).verdict
    assert verdict.flagged and verdict.risk == pytest.approx(0.64)
    assert len(verdict.findings) == 1 and verdict.findings[0].risk == pytest.approx(0.4)


def test_findings_and_places_are_ordered_by_risk() -> None:
    """The riskiest first, in a file and between files."""
    files = (edited("a.py", None, CALM), edited("b.py", RENDER, BARE), edited("c.py", None, "def c():\n    danger()\n"))
    verdict = judged(*files).verdict
    assert [one.path for one in verdict.findings] == ["c.py", "b.py"]
    assert [one.path for one in verdict.places] == ["c.py", "b.py", "a.py"]


def test_places_are_on_the_head_side_unless_lines_were_only_taken_away() -> None:
    """A replaced line is shown where it now stands, a lost one where it was."""
    replaced = judged(edited("a.py", CALM + RENDER, CALM + BARE)).verdict.places[-1]
    lost = judged(edited("a.py", "x = 1\n\nverify(x)\ny = 2\n", "x = 1\n\ny = 2\n")).verdict.places[0]
    assert (replaced.line, lost.line) == (4, 3)


def test_a_signal_names_the_finding() -> None:
    """Category, title, class, severity and rule are the signal's where it saw the change get worse."""
    (finding,) = judged(edited("a.py", None, "def a(x):\n    danger(x, query)\n"), signals=SIGNALS).verdict.findings
    assert (finding.rule, finding.category, finding.cwe, finding.severity) == ("word-query", "word-query", "CWE-89", "high")
    assert finding.evidence[0].source == "signal:word-query"


def test_the_weakness_head_names_it_else() -> None:
    """Without a signal the guess gives class and title."""
    (finding,) = judged(edited("web.py", RENDER, BARE), model=Fake(guess=Guess("CWE-79", 0.7))).verdict.findings
    assert (finding.category, finding.cwe, finding.rule) == ("cross-site-scripting", "CWE-79", "cross-site-scripting")
    assert finding.title == "Looks like a change that lets in cross-site scripting"


def test_malice_in_new_code_is_named() -> None:
    """Added code that the malice head fears is called that, whatever the weakness head guesses."""
    (finding,) = judged(edited("a.py", None, "def a():\n    beacon()\n"), model=Fake(guess=Guess("CWE-79", 0.7))).verdict.findings
    assert (finding.category, finding.tactic) == ("malicious-code", "T1059")


def test_signals_never_flag_by_themselves() -> None:
    """What a signal sees under the threshold is dropped with the reason, not told."""
    verdict = judged(edited("a.py", None, "def a(x):\n    run(query)\n"), signals=SIGNALS).verdict
    assert not verdict.flagged and not verdict.findings
    assert [(one.reason, one.finding.rule) for one in verdict.dropped] == [("below-budget", "word-query")]


def test_a_loud_signal_is_told_beside_others() -> None:
    """In a flagged change a loud signal at half the threshold is told as well; in a test it isn't."""
    risky, loud = edited("a.py", None, "def a():\n    danger()\n"), "def b(x):\n    run(query)\n"
    model = Fake(limit=0.7)
    beside = judged(risky, edited("b.py", None, loud), signals=LOUD, model=model).verdict
    assert [one.path for one in beside.findings] == ["a.py", "b.py"]
    alone = judged(edited("b.py", None, loud), signals=LOUD, model=model).verdict
    assert not alone.findings
    tested = judged(risky, edited("tests/test_b.py", None, loud), signals=LOUD, model=model).verdict
    assert [one.path for one in tested.findings] == ["a.py"]


def test_what_stood_there_before_is_not_told() -> None:
    """A touched function that had its fault already is dropped as standing."""
    before = "def a(x):\n    run(query)\n    return 1\n"
    verdict = judged(edited("a.py", before, before.replace("1", "2")), signals=LOUD).verdict
    assert not verdict.findings
    assert [(one.reason, one.finding.rule) for one in verdict.dropped] == [("standing", "word-query")]


def test_two_findings_on_the_same_lines_are_one() -> None:
    """Units that point at one place are told once."""
    file = edited("a.py", None, "def a():\n    danger()\n")
    result = judged(file)
    (unit,) = result.units
    from msgspec.structs import replace as changed

    twin = changed(unit, id=unit.id + "#2", name="b")
    evidence = (*result.evidence, *(changed(one, unit=twin.id) for one in result.evidence))
    verdict = settle(
        Change("t", (file,)),
        units=(unit, twin),
        evidence=evidence,
        skipped=(),
        model=Fake(),
        signals=NONE,
        settings=Settings(),
        started=0.0,
    ).verdict
    assert len(verdict.findings) == 1 and [one.reason for one in verdict.dropped] == ["duplicate"]


def test_what_the_policy_leaves_out_is_listed() -> None:
    """Ignored paths and languages are skipped, never silently clean; a file renamed into an ignored folder is judged."""
    risky = "def a():\n    danger()\n"
    rules = Settings(ignore=("vendor/",), languages=("python",))
    verdict = judged(edited("vendor/a.py", None, risky), edited("b.js", None, "function b() { danger() }\n"), settings=rules).verdict
    assert not verdict.flagged and not verdict.places
    assert {(one.path, one.reason) for one in verdict.skipped} == {("vendor/a.py", "ignored-by-policy"), ("b.js", "ignored-by-policy")}
    moved = judged(edited("vendor/web.py", RENDER, BARE, "web.py"), settings=rules).verdict
    assert moved.flagged


def test_skipped_of_all_stages_come_through_once() -> None:
    """What the reader and the cutter left out stands in the verdict, and a signal that failed as well."""
    gone = Skipped("big.bin", "binary")
    broken = replace(signal("query"), see=lambda unit, side: 1 / 0)
    file = edited("a.py", None, CALM)
    units = judged(file).units
    result = settle(
        Change("t", (file,), skipped=(gone,)),
        units=units,
        evidence=Signals((broken,)).look(units),
        skipped=(gone,),
        model=Fake(),
        signals=Signals((broken,)),
        settings=Settings(),
        started=0.0,
    )
    assert [(one.path, one.reason) for one in result.verdict.skipped] == [("big.bin", "binary"), ("a.py", "signal-failed")]


def test_the_budget_is_the_models() -> None:
    """A budget that wasn't measured is an error, not a guess."""
    with pytest.raises(SettingsError):
        judged(edited("a.py", None, CALM), settings=Settings(budget=0.01))


def test_the_level_decides_the_exit() -> None:
    """A finding of a severity at or over the level fails; `never` doesn't."""
    verdict = judged(edited("web.py", RENDER, BARE)).verdict
    assert verdict.findings[0].severity == "high"
    outcomes = {level: fails(verdict, Settings(fail_on=level)) for level in ("low", "high", "critical", "never")}  # type: ignore[arg-type]
    assert outcomes == {"low": True, "high": True, "critical": False, "never": False}


PIECES = st.sampled_from(
    ["", "x = 1", "danger()", "murky(x)", "def f(a):", "    escape(a)", "    return a", "\tverify", "}", "'''", "query \ud800"]
)
TEXT = st.none() | st.lists(PIECES, max_size=8).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(before=TEXT, after=TEXT, odd=st.lists(st.integers(-3, 50), max_size=3).map(tuple))
def test_any_units_and_evidence_are_settled(before: str | None, after: str | None, odd: tuple[int, ...]) -> None:
    """Empty sides and evidence on lines that don't exist raise nothing, and findings point at lines of their unit."""
    file = edited("a.py", before, after)
    result = judged(file, signals=LOUD)
    stray = tuple(
        Evidence("head:change", "head", unit.id, unit.path, side, odd, 0.9) for unit in result.units for side in ("before", "after")
    )  # type: ignore[arg-type]
    verdict = settle(
        result.change, units=result.units, evidence=stray, skipped=(), model=Fake(), signals=LOUD, settings=Settings(), started=0.0
    ).verdict
    assert verdict.flagged == bool(verdict.findings) == (bool(result.units))
    for finding in verdict.findings:
        unit = next(unit for unit in result.units if unit.id == finding.unit)
        side = unit.after if finding.side == "after" else unit.before
        assert side is not None
        assert not side.lines or set(finding.lines) <= {number for number, _ in side.lines}
        assert finding.line <= finding.lines[0] <= finding.end
