"""Workflow commands: as the runner reads them, with nothing from a repository obeyed."""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hunkwise.change.model import Skipped
from hunkwise.explain.model import Report
from hunkwise.render import View, renderer

from .reports import hostile, injection, none, removed_guard, several, thirty, unexamined
from .test_conformance import HOSTILE

RENDER = renderer("github").render


def obeyed(line: str) -> tuple[str, dict[str, str], str] | None:
    """What the runner makes of a line: the command, its properties, its message. As in its own parser, both of its forms."""
    text = line.lstrip()
    if text.startswith("::") and (end := text.find("::", 2)) >= 0:
        name, _, rest = text[2:end].partition(" ")
        properties = dict(pair.split("=", 1) for pair in rest.split(",") if "=" in pair)
        return name, {key: _read(value, ":,") for key, value in properties.items()}, _read(text[end + 2 :], "")
    if old := re.search(r"##\[([^\]]*)\](.*)", line):
        return old[1].split(" ")[0], {}, old[2]
    return None


def _read(text: str, also: str) -> str:
    for character in ("\r", "\n", *also):
        text = text.replace(f"%{ord(character):02X}", character)
    return text.replace("%25", "%")


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Everything that the runner would obey in the output."""
    return [found for line in RENDER(report, View()).split("\n") if (found := obeyed(line))]


def test_each_finding_is_an_annotation_on_its_lines() -> None:
    """Level by severity; the file and lines of the head, the title and the cause as they are."""
    errors = [found for found in commands(several()) if found[0] == "error"]
    assert [found[1]["file"] for found in errors] == ["package.json", "shop/orders.py", "admin/users.ts"]
    assert errors[1][1] == {"title": "critical: Query built from a request", "file": "shop/orders.py", "line": "13", "endLine": "14"}
    assert errors[1][2].startswith("`db.execute` is given a query built from `request.args`")


def test_what_was_taken_away_is_shown_where_it_stood() -> None:
    """A removed line has no number in the new file: the line that took its place is named, and the old one in words."""
    _, properties, message = next(found for found in commands(several()) if found[1].get("file") == "admin/users.ts")
    assert properties["line"] == "42"
    assert "Line 42 before the change." in message
    bare = replace(removed_guard(), excerpt=())
    report = Report("1", several().verdict, (bare,))
    assert "line" not in next(found for found in commands(report) if found[0] == "error")[1]


@pytest.mark.parametrize(("severity", "level"), [("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "notice")])
def test_levels_follow_severity(severity: Any, level: str) -> None:
    """GitHub knows three levels."""
    base = injection()
    report = Report("1", none().verdict, (replace(base, finding=replace(base.finding, severity=severity)),))
    assert [found[0] for found in commands(report)] == [level]


def test_no_more_annotations_than_github_shows() -> None:
    """Ten of a level; the others are plain lines, so that none is lost."""
    report = thirty()
    levels = Counter(found[0] for found in commands(report) if "file" in found[1])
    assert max(levels.values()) <= 10
    lines = RENDER(report, View()).splitlines()
    assert sum("risk 0." in line for line in lines if not line.startswith("::")) == len(report.explanations) - sum(levels.values())


def test_clean_makes_no_annotation() -> None:
    """Silence where nothing was found and everything was examined."""
    assert commands(none()) == []


def test_not_examined_is_a_warning() -> None:
    """What was skipped is an annotation, so that no job looks clean by accident; all of it is listed."""
    assert [found[0] for found in commands(unexamined())] == ["warning"]
    many = replace(none().verdict, skipped=tuple(Skipped(f"a{at}.bin", "binary") for at in range(40)))
    out = RENDER(Report("1", many, ()), View())
    assert all(f"a{at}.bin" in out for at in range(40))


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(HOSTILE, st.text(alphabet="#[]:,%\n\r=0Aadderror-mask ", max_size=40)))
def test_nothing_from_a_repository_is_obeyed(text: str) -> None:
    """The commands are those of the same report with plain words, whatever stands in its fields."""

    def names(report: Report) -> list[tuple[str, list[str]]]:
        return [(name, sorted(properties)) for name, properties, _ in commands(report)]

    assert names(hostile(text)) == names(hostile("plain"))


@pytest.mark.parametrize(
    "text", ["::add-mask::a", "##[add-mask]a", "a\n::set-output name=x::y", "%0A::error::a", "a,line=9::b", "::stop-commands::x"]
)
def test_commands_in_paths_and_titles_stay_text(text: str) -> None:
    """The attacks that come to mind, by name."""
    out = commands(hostile(text))
    assert {name for name, _, _ in out} <= {"error", "warning", "notice"}
    assert out[0][1]["line"] == "13"
