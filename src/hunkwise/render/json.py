"""JSON for programs: the whole report, its JSON Schema, and the way back."""

import re
from importlib.resources import files
from typing import Any

import msgspec

from hunkwise.errors import RecordError
from hunkwise.explain.model import Report
from hunkwise.render.interface import Renderer, View
from hunkwise.text import visible
from hunkwise.version import REPORT_VERSION

SCHEMA_ID = f"urn:hunkwise:report:{REPORT_VERSION}"

_UNPRINTED = re.compile(r"[^\n\x20-\x7e]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def encode(value: object) -> str:
    """Any structs, lists and dicts as indented JSON that a terminal can show: what isn't printable is escaped, so nothing is lost.

    A lone surrogate (a path that isn't UTF-8) has no form in JSON; it is written as `visible` does.
    """
    try:
        raw = msgspec.json.encode(value)
    except UnicodeEncodeError:
        raw = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))
    return _UNPRINTED.sub(lambda found: _escaped(found[0]), msgspec.json.format(raw.decode(), indent=2)) + "\n"


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    units = character.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub(lambda found: visible(found[0]), value)
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def read_report(data: str | bytes) -> Report:
    """The report that `render` wrote. Raises RecordError where `data` is no report, or one of another version."""
    try:
        found = msgspec.json.decode(data, type=Report)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RecordError(f"this is no report: {error}", "Give a file written by `hunkwise scan --format json`") from error
    if found.version != REPORT_VERSION:
        given = visible(found.version[:20])
        raise RecordError(f"the report has version {given!r}; this program reads {REPORT_VERSION!r}", "Scan again with this program")
    return found


def report_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the report, made from the types themselves."""
    made = msgspec.json.schema(Report)
    for described in made["$defs"].values():
        described["description"] = " ".join(described["description"].split())
    made["$defs"]["Report"]["properties"]["version"] = {"const": REPORT_VERSION}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, "title": "Hunkwise report", **made}


def published_schema() -> bytes:
    """The schema file that ships with the program."""
    return (files("hunkwise.render") / "schema" / f"report-{REPORT_VERSION}.json").read_bytes()


def render(report: Report, view: View) -> str:
    """The report as JSON; `view` has no say."""
    return encode(report)


RENDERER = Renderer("json", ".json", render)
