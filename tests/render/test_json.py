"""JSON for programs."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.validators import validator_for

from hunkwise.errors import RecordError
from hunkwise.explain.model import Report
from hunkwise.render import View, renderer
from hunkwise.render.json import encode, published_schema, read_report, report_schema

from .reports import SAMPLES, hostile, none, one

RENDER = renderer("json").render


def test_the_published_schema_is_up_to_date() -> None:
    """The file that ships is what the types say; `hunkwise.render.json.encode(report_schema())` writes it."""
    assert published_schema().decode() == encode(report_schema())


def test_the_schema_is_a_schema_with_a_name() -> None:
    """It can be checked itself, and names its version."""
    schema = report_schema()
    validator_for(schema).check_schema(schema)

    assert schema["$id"] == "urn:hunkwise:report:1"
    assert schema["title"] == "Hunkwise report"
    assert schema["$defs"]["Report"]["properties"]["version"] == {"const": "1"}


def test_the_schema_refuses_what_is_no_report() -> None:
    """A report without its verdict, or with a risk that is a word, isn't valid."""
    checker = validator_for(report_schema())(report_schema())
    report = json.loads(RENDER(one(), View()))
    assert checker.is_valid(report)
    assert not checker.is_valid({key: value for key, value in report.items() if key != "verdict"})
    report["verdict"]["risk"] = "high"

    assert not checker.is_valid(report)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_report_comes_back_as_it_was(sample: str) -> None:
    """Reading what was written gives the same report."""
    assert read_report(RENDER(SAMPLES[sample](), View())) == SAMPLES[sample]()


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_texts_come_back_as_they_were(text: str) -> None:
    """Escaping what can't be printed loses nothing."""
    assert json.loads(encode([text])) == [text]


def test_a_lone_surrogate_is_written_visibly() -> None:
    """A path that isn't UTF-8 has no form in JSON, so it is named; a tab beside it stays a tab."""
    assert json.loads(encode({"a\udc80": ("b\ud800\t",)})) == {"a⟨U+DC80⟩": ["b⟨U+D800⟩\t"]}
    assert json.loads(RENDER(hostile("\udc80"), View()))["verdict"]["head"] == "⟨U+DC80⟩"


@pytest.mark.parametrize("data", ["", "{}", "[]", "nul", b"\xff\xfe", '{"version": 1}', "[" * 100_000])
def test_what_is_no_report_is_refused(data: str | bytes) -> None:
    """The error says that this is no report, never a traceback."""
    with pytest.raises(RecordError, match="no report"):
        read_report(data)


def test_every_prefix_of_a_report_is_refused() -> None:
    """A truncated file is an error, wherever it was cut."""
    whole = RENDER(none(), View()).rstrip()
    for end in range(0, len(whole), 7):
        with pytest.raises(RecordError):
            read_report(whole[:end])


def test_a_report_of_another_version_is_refused() -> None:
    """The error names both versions."""
    made = Report("2\x1b", one().verdict, one().explanations)
    with pytest.raises(RecordError) as caught:
        read_report(RENDER(made, View()))

    assert "'2⟨U+001B⟩'" in caught.value.message
    assert "'1'" in caught.value.message
