"""Which field of a dataset's records means what, and the file that says so."""

import json
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from hunkwise.errors import OutputError, SettingsError
from hunkwise.findings.model import Kind
from hunkwise.findings.severity import Level, Numbers
from hunkwise.findings.stream import Record

KEY, VALUE, NUMBER = "@key", "@value", "@number"
"""Instead of a field: the record's key in an object keyed by id, the record itself (a bare string or list), its number in the file."""


class FileFields(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of `code_files`. An empty name means that the dataset has no such field."""

    id: str = "id"
    repository: str = "repository"
    path: str = "path"
    code: str = "content"


class LinkFields(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of `findings_file_links`; either may hold a list of ids."""

    finding: str = "finding_id"
    file: str = "file_id"


class FindingFields(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of `findings*`. `file` holds file ids where findings carry their own links, `code` (with `path`) code given inline."""

    id: str = "id"
    repository: str = "repository"
    title: str = "title"
    explanation: str = "description"
    severity: str = "severity"
    category: str = ""
    lines: str = ""
    file: str = ""
    code: str = ""
    path: str = ""


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """Field names (`a.b` reaches into an object, `0` into a list), what numbers for severity mean, and further spellings of severities."""

    files: FileFields = FileFields()
    links: LinkFields = LinkFields()
    findings: FindingFields = FindingFields()
    numbers: Numbers = "cvss"
    severity: dict[str, Level] = {}

    def fields(self, kind: Kind) -> dict[str, str]:
        """Role to field name for one kind of record."""
        return {str(role): str(field) for role, field in msgspec.structs.asdict(getattr(self, kind)).items()}


def pick(record: Record, field: str) -> object:
    """What `record` holds under `field`; None where there is nothing or no such field."""
    if not field:
        return None
    if field == KEY:
        return record.key or None
    if field == NUMBER:
        return record.number
    value = record.value
    if field == VALUE:
        return value
    if isinstance(value, dict) and field in value:
        return value[field]
    for part in field.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isascii() and part.isdigit() and int(part[:4]) < len(value):
            value = value[int(part[:4])]
        else:
            return None
    return value


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file. Raises SettingsError where it can't be read or names something unknown."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"the mapping {path} can't be read: {error.strerror or error}", "Give the path of a mapping file") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"the mapping {path} isn't valid TOML: {error}", "Correct it, or let --write-mapping write one") from error
    try:
        return msgspec.convert(raw, Mapping)
    except msgspec.ValidationError as error:
        raise SettingsError(f"the mapping {path} is wrong: {error}", "Compare it with one that --write-mapping wrote") from error


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write `mapping` as a TOML file that `read_mapping` reads. Raises OutputError; a file that is there isn't overwritten."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(to_toml(mapping))
    except FileExistsError as error:
        raise OutputError(f"the mapping {path} is there already", "Give another name or remove it first") from error
    except OSError as error:
        raise OutputError(
            f"the mapping {path} can't be written: {error.strerror or error}", "Choose a folder that you may write to"
        ) from error


def to_toml(mapping: Mapping) -> str:
    """`mapping` as TOML with comments that say how to change it."""
    lines = [
        "# Which field of this dataset's records means what. An empty name: there is no such field.",
        "# `a.b` reaches into an object, `0` into a list; @key is the key of an object keyed by id,",
        "# @value the record itself, @number its number in the file.",
        "# Numbers for severity: `cvss` (0 to 10) or `rank` (0 to 4, 4 the worst).",
        f"numbers = {_quoted(mapping.numbers)}",
    ]
    for kind in ("files", "links", "findings"):
        lines += ["", f"[{kind}]", *(f"{role} = {_quoted(field)}" for role, field in mapping.fields(kind).items())]
    lines += [
        "",
        '# Spellings of severities that aren\'t understood by themselves: "Sev 2" = "high" (low, medium, high, critical, no-risk).',
        "[severity]",
    ]
    lines += [f"{_quoted(name)} = {_quoted(level)}" for name, level in mapping.severity.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
