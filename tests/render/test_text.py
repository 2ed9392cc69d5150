"""The report for a terminal."""

import re

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from hunkwise.explain.model import ExcerptLine, Explanation, Leaning
from hunkwise.judge.model import FileRisk
from hunkwise.render import View, renderer
from hunkwise.render.finding import render_finding

from .reports import hostile, injection, none, partial, removed_guard, report, several, thirty, unexamined

RENDER = renderer("text").render


def with_code(text: str, tokens: tuple[str, ...] = (), pointed: bool = True) -> Explanation:
    """The injection, whose only line of code is `text`."""
    leaning = Leaning("after", 14, text, 1.0, tokens)
    return replace(injection(), excerpt=(ExcerptLine("+", 14, text, pointed),), leaned_on=(leaning,), patch="", steps=())


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """At every width, lines fit, wide characters counted as two."""
    for found in (several(), thirty(), hostile(), hostile("漢字かな交じり文" * 40)):
        out = RENDER(found, View(width=width, show_dropped=True, full=True))
        assert max(cell_len(line) for line in out.splitlines()) <= width


def test_the_verdict_comes_first() -> None:
    """The first lines say how many findings, the risk against the threshold, and what was examined."""
    lines = RENDER(several(), View(width=120)).splitlines()

    assert lines[0] == "3 findings"
    assert lines[1] == "Risk 0.98, over the threshold 0.41 (budget: 1 alert in 100 ordinary changes)"
    assert lines[2] == "12 files and 336 changed lines examined in 0.41 s"


def test_only_a_whole_examination_is_green() -> None:
    """Green is for nothing found in everything; with anything not examined it is yellow."""
    view = View(colour=True)

    assert RENDER(none(), view).startswith("\x1b[1;32mNothing found\x1b[0m")
    assert RENDER(partial(), view).startswith("\x1b[1;33mNothing found, but 4 things not examined")
    assert RENDER(unexamined(), view).startswith("\x1b[1;33mNothing was examined: 2 things skipped")


def test_an_empty_change_says_so() -> None:
    """Nothing to examine isn't the same as nothing found."""
    assert RENDER(report(files=0), View()).startswith("The change is empty: nothing to examine")


def test_a_risky_change_without_a_finding_shows_where_to_look() -> None:
    """The places with the most risk stand in for findings."""
    base = report(risk=0.6)
    risky = replace(base, verdict=replace(base.verdict, places=(FileRisk("a/b.c", 3, 0.6),)))

    assert RENDER(risky, View()).startswith("The change as a whole looks risky\n")
    assert "0.60  a/b.c:3\n" in RENDER(risky, View())


def test_colours_only_colour() -> None:
    """Without its colours the coloured report is the plain one."""
    for found in (several(), none(), hostile()):
        assert re.sub(r"\x1b\[[0-9;]*m", "", RENDER(found, View(colour=True))) == RENDER(found, View())


def test_colour_is_asked_for_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has no say in what a renderer does."""
    plain, coloured = RENDER(several(), View()), RENDER(several(), View(colour=True))
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "20", "COLORTERM": "truecolor"}.items():
        monkeypatch.setenv(name, value)

    assert RENDER(several(), View()) == plain
    assert RENDER(several(), View(colour=True)) == coloured


def test_markup_is_text() -> None:
    """What the terminal library would read as markup, emoji or link is shown as it is."""
    out = RENDER(hostile("[red]a[/red] [/x] :tada: [link=https://example.test]b[/link]"), View(width=200, colour=True))

    assert "[red]a[/red] [/x] :tada: [link=https://example.test]b[/link]" in out
    assert "\x1b]8" not in out


def test_carets_stand_under_the_tokens() -> None:
    """Every caret stands under a letter of a token that moved the model."""
    lines = render_finding(with_code("    run(eval(text), eval)", ("eval",)), View()).splitlines()
    at = next(index for index, line in enumerate(lines) if "^" in line)

    assert [lines[at - 1][found.start() : found.end()] for found in re.finditer(r"\^+", lines[at])] == ["eval", "eval"]


def test_a_token_inside_a_word_is_not_pointed_at() -> None:
    """`eval` isn't in `evaluate`."""
    assert "^" not in render_finding(with_code("evaluate(text)", ("eval",)), View())


def test_code_pushed_out_of_sight_is_shown() -> None:
    """A long run of spaces is named, not printed: what stands behind it can't hide."""
    out = render_finding(with_code("ok()" + " " * 500 + "steal()"), View())

    assert "ok()⟨500 spaces⟩steal()" in out


def test_a_long_pointed_line_is_folded_and_others_are_cut() -> None:
    """A line that the finding points at is shown whole over several rows; one around it ends with `…`."""
    text = "call(" + ", ".join(f"argument_{at}" for at in range(12)) + ")"
    folded, cut = (render_finding(with_code(text, pointed=pointed), View()) for pointed in (True, False))

    assert "argument_11" in folded.split("cause")[0]
    assert "argument_11" not in cut.split("cause")[0]
    assert "…" in cut.split("cause")[0]


def test_an_explanation_in_full_says_more() -> None:
    """In full there are all known findings, the evidence, the link and the fingerprint; in short the reason's first sentence."""
    short, full = render_finding(injection(), View()), render_finding(injection(), View(full=True))
    for more in ("signal:sql-concatenation", "https://cwe.mitre.org/data/definitions/89.html", "hw1:6d1f0a52c3b94e7f", "can't tell"):
        assert more not in short
        assert more in full


def test_removed_lines_are_told_as_such() -> None:
    """A finding on the base side says so beside its place and at the lines that the model leaned on."""
    out = render_finding(removed_guard(), View())

    assert "admin/users.ts:42 in removeUser (before the change)" in out
    assert "line 42 (taken away)" in out


def test_dropped_findings_are_counted_or_listed() -> None:
    """Without asking there is a count; when asked for, each with its reason."""
    assert "Not told: 1 suppressed, 1 under the threshold, 1 already in the base\n" in RENDER(several(), View())
    assert "lib/cache.py:7" not in RENDER(several(), View())
    assert RENDER(several(), View(show_dropped=True)).count("lib/cache.py:7") == 3


def test_a_long_list_of_skipped_files_is_counted() -> None:
    """Ten of a reason are shown and the rest counted; in full all of them."""
    base = partial()
    skipped = tuple(replace(base.verdict.skipped[0], path=f"a/{at}.png") for at in range(25))
    long = replace(base, verdict=replace(base.verdict, skipped=skipped))

    assert "… and 15 more" in RENDER(long, View())
    assert "a/24.png" in RENDER(long, View(full=True))


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\t"])
def test_other_blanks_can_not_push_code_out_of_sight_either(blank: str) -> None:
    """Blanks that aren't plain spaces are counted like them."""
    out = render_finding(with_code("ok()" + blank * 100 + "steal()"), View())

    assert re.search(r"ok\(\)⟨\d+ spaces⟩steal\(\)", out)
