"""The reference of the JSON report and its schema, from the types themselves."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hunkwise.render.json import report_schema
from hunkwise.version import REPORT_VERSION
from pages import NOTE, table

ORDER = ("Report", "Verdict", "Finding", "Evidence", "Step", "Dropped", "FileRisk", "Skipped", "Versions", "Explanation")


def documents(_root: Path) -> Mapping[str, str]:
    """`docs/reference/report.md` and the schema beside it."""
    schema = report_schema()
    kinds = schema["$defs"]
    names = [*(name for name in ORDER if name in kinds), *sorted(name for name in kinds if name not in ORDER)]
    file = f"report-{REPORT_VERSION}.schema.json"
    text = f"""\
# The JSON report

{NOTE}

`hunkwise scan --format json` writes one object, a `Report` of version {REPORT_VERSION}. Its [JSON Schema]({file}) ships with the program.
The version is raised only when a reader of the old one would break; new fields may come at any time. Same change and same `versions`,
same verdict.

{chr(10).join(_section(name, kinds[name]) for name in names)}"""
    return {"docs/reference/report.md": text, f"docs/reference/{file}": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"}


def _section(name: str, kind: dict[str, Any]) -> str:
    rows = [(f"`{field}`", _words(form)) for field, form in kind.get("properties", {}).items()]
    about = "\n".join(line.strip() for line in kind.get("description", "").strip().splitlines())
    return f"## {name}\n\n{about}\n\n{table(('field', 'type'), rows)}\n"


def _words(form: dict[str, Any]) -> str:
    """A schema's type in words."""
    if "$ref" in form:
        name = form["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in form:
        return " or ".join(f"`{value}`" for value in form["enum"])
    if "const" in form:
        return f"`{form['const']}`"
    if "anyOf" in form:
        return " or ".join(_words(one) for one in form["anyOf"])
    if form.get("type") == "array":
        return f"list of {_words(form.get('items', {}))}" if form.get("items") else "list"
    if form.get("type") == "object" and isinstance(form.get("additionalProperties"), dict):
        return f"object of {_words(form['additionalProperties'])}"
    return str(form.get("type", "anything"))
