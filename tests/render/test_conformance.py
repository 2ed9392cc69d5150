"""What every format promises, held for each of them."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

from hunkwise.explain.model import Report
from hunkwise.render import View, renderer
from hunkwise.render.json import report_schema

from .reports import HIDDEN, SAMPLES, hostile, several, thirty

NAMES = ("text", "json", "sarif", "markdown", "html", "github")
WIDEST = View(width=120, show_dropped=True, full=True)
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="<>&\"'`*_[]()!#@~|\\:/.-=$ \n\t\x1b\u202e\u200b\ud800a1", max_size=60),
    st.sampled_from(
        [
            HIDDEN,
            "\ud83d",
            "www.example.test @a #1",
            "---\n# a",
            "<!--",
            "]]>",
            "{0}[a](1)",
            "``` x",
            "\r\n",
            "%s",
            "../../etc",
            "//example.test/a",
        ]
    ),
)


@cache
def checker(name: str) -> Validator:
    """The schema that a format for programs keeps to."""
    schema: Any = report_schema()
    if name == "sarif":
        schema = json.loads((Path(__file__).parent / "sarif" / "sarif-2.1.0.json").read_text("utf-8"))
    return validator_for(schema)(schema)


def checked(name: str, report: Report, view: View) -> str:
    """The output, after holding it to what every format promises."""
    out = renderer(name).render(report, view)
    assert out.endswith("\n")
    assert not OBEYED.search(out)
    out.encode()
    if name in ("json", "sarif"):
        found = json.loads(out)
        if name == "json" and report.version != "1":
            found["version"] = "1"
        assert [error.message for error in checker(name).iter_errors(found)] == []
    return out


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sample", [*SAMPLES.values(), thirty, hostile])
@pytest.mark.parametrize("view", [View(), WIDEST, View(width=1)])
def test_every_format_renders_every_sample(name: str, sample: Any, view: View) -> None:
    """The output is well formed, without a control character, and the same each time."""
    assert checked(name, sample(), view) == checked(name, sample(), view)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_tells_findings_and_what_was_not_examined(name: str) -> None:
    """Each finding's place, and each skipped thing with its reason, can be read in each format."""
    report = several()
    out = renderer(name).render(report, View()).replace("\\", "").replace("<wbr>", "")
    for explanation in report.explanations:
        assert explanation.finding.path in out
        assert explanation.finding.title in out
    for item in report.verdict.skipped:
        assert item.path in out
        assert item.reason.replace("-", " ") in out or item.reason in out


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(text=HOSTILE)
def test_no_text_breaks_a_format(name: str, text: str) -> None:
    """Whatever stands in every field, each format renders, valid and without a control character."""
    checked(name, hostile(text), View(show_dropped=True))


@settings(max_examples=40, deadline=None)
@given(text=HOSTILE)
def test_colours_are_the_only_controls_of_the_terminal(text: str) -> None:
    """With colours on, the text holds no escape sequence but those of colours."""
    out = renderer("text").render(hostile(text), View(colour=True, full=True, show_dropped=True))

    assert not OBEYED.search(re.sub(r"\x1b\[[0-9;]*m", "", out))
