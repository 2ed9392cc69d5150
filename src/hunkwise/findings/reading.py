"""Records of other people's making read as code files, links and findings; what can't be read has its reason."""

import re
from collections.abc import Iterator

from msgspec import Struct

from hunkwise.findings.mapping import Mapping, pick
from hunkwise.findings.model import CodeFile, KnownFinding, Lines, Reason
from hunkwise.findings.severity import normalise
from hunkwise.findings.source import language_of, tidy_path
from hunkwise.findings.stream import Record

MAX_CODE = 4_000_000
MAX_EXPLANATION = 1_000_000
MAX_LABEL = 2_000
"""In characters: a file's code, an explanation, and ids, paths and titles."""
MAX_LINE = 10_000_000
MAX_PAIRS = 10_000

_TEXT_KEYS = ("text", "line", "content", "code", "source", "value", "lines")
_RANGE = re.compile(r"L?(\d{1,9})(?:\s*(?:-|:|\.\.|to)\s*L?(\d{1,9}))?")


class Unusable(Struct, frozen=True):
    """Why a record can't be used; `id` is its id where it has one."""

    id: str
    reason: Reason
    detail: str = ""


def read_file(record: Record, mapping: Mapping) -> CodeFile | Unusable:
    """The code file that `record` holds."""
    fields = mapping.files
    if (broken := _broken(record, fields.id)) is not None:
        return broken
    name = _label(pick(record, fields.id))
    if not name:
        return Unusable("", "no-id", _missing(fields.id))
    return _file(name, record, (fields.repository, fields.path, fields.code))


def read_inline_file(record: Record, mapping: Mapping) -> CodeFile | Unusable | None:
    """The code that a finding carries itself, as a file of its own; None where it carries none."""
    fields = mapping.findings
    name = _label(pick(record, fields.id))
    if not fields.code or not name or pick(record, fields.code) in (None, "", []):
        return None
    return _file(inline_id(name), record, (fields.repository, fields.path, fields.code))


def inline_id(finding: str) -> str:
    """The id of the file that stands inside a finding."""
    return f"finding:{finding}"


def _file(name: str, record: Record, fields: tuple[str, str, str]) -> CodeFile | Unusable:
    repository, path, value = (pick(record, field) for field in fields)
    label = tidy_path(_label(path))
    language = language_of(label)
    if not language:
        return Unusable(name, "no-source-path", f"the path is {label!r}" if label else "it has no path")
    code = _text(value)
    if code is None or not code.strip():
        return Unusable(name, "no-code", _missing(fields[2]) if value is None else "the code is empty or of an unknown form")
    if re.fullmatch(r"\s*(?:https?|git|ssh)://\S+\s*", code[:MAX_LABEL]):
        return Unusable(name, "no-code", "there is only a link to the code; links aren't followed")
    if "\0" in code:
        return Unusable(name, "no-code", "the code is binary")
    if len(code) > MAX_CODE:
        return Unusable(name, "too-large", f"{len(code):,} characters of code; at most {MAX_CODE:,} are read")
    return CodeFile(name, _label(repository), label, code, language)


def read_finding(record: Record, mapping: Mapping) -> KnownFinding | Unusable:
    """The finding that `record` holds."""
    fields = mapping.findings
    if (broken := _broken(record, fields.id)) is not None:
        return broken
    name = _label(pick(record, fields.id))
    if not name:
        return Unusable("", "no-id", _missing(fields.id))
    explanation = _text(pick(record, fields.explanation)) or ""
    if not explanation.strip():
        return Unusable(name, "no-explanation", _missing(fields.explanation))
    if len(explanation) > MAX_EXPLANATION:
        return Unusable(name, "too-large", f"{len(explanation):,} characters of explanation; at most {MAX_EXPLANATION:,} are read")
    given = pick(record, fields.severity)
    given = given[0] if isinstance(given, list) and len(given) == 1 else given
    level = normalise(given, mapping.numbers, mapping.severity)
    if level is None:
        return Unusable(name, "unknown-severity", _missing(fields.severity) if given is None else f"the severity is {str(given)[:60]!r}")
    if level == "no-risk":
        return Unusable(name, "no-risk", f"the severity is {str(given)[:60]!r}")
    return KnownFinding(
        id=name,
        repository=_label(pick(record, fields.repository)),
        title=_label(pick(record, fields.title)),
        explanation=explanation,
        severity=level,
        category=", ".join(_labels(pick(record, fields.category))[:10]),
        lines=read_lines(pick(record, fields.lines)),
    )


def read_links(record: Record, mapping: Mapping) -> tuple[tuple[str, str], ...] | Unusable:
    """The pairs of finding and file that `record` joins: each of its findings with each of its files, at most 10,000."""
    fields = mapping.links
    if (broken := _broken(record, fields.finding)) is not None:
        return broken
    findings, files = _labels(pick(record, fields.finding)), _labels(pick(record, fields.file))
    if not findings or not files:
        missing = "no finding" if not findings else "no file"
        return Unusable((findings or files or [""])[0], "incomplete-link", f"it names {missing}")
    if len(findings) * len(files) > MAX_PAIRS:
        return Unusable(findings[0], "too-large", f"it joins more than {MAX_PAIRS:,} pairs")
    return tuple((finding, file) for finding in findings for file in files)


def read_own_links(record: Record, mapping: Mapping) -> tuple[str, ...]:
    """The ids of the files that a finding names itself."""
    return tuple(_labels(pick(record, mapping.findings.file))[:MAX_PAIRS])


def read_lines(value: object) -> Lines:
    """Ranges of lines given as 12, "12-20", "L12, L15-L18", [12, 20], [[12, 20], [30, 31]] or {"start": 12, "end": 20}.

    Two numbers in a list are a range, more are lines; what isn't a range is left out.
    """
    return tuple(sorted({(low, high) for low, high in _ranges(value, 0) if 0 < low <= high <= MAX_LINE}))


def _ranges(value: object, depth: int) -> Iterator[tuple[int, int]]:
    if isinstance(value, bool) or depth > 3:
        return
    if isinstance(value, int):
        yield value, value
    elif isinstance(value, str):
        for found in _RANGE.finditer(value[:MAX_LABEL]):
            yield int(found[1]), int(found[2] or found[1])
    elif isinstance(value, dict):
        low = next(
            (
                value[key]
                for key in ("start", "start_line", "startLine", "first", "from", "begin", "line")
                if isinstance(value.get(key), int)
            ),
            0,
        )
        yield low, next((value[key] for key in ("end", "end_line", "endLine", "last", "to") if isinstance(value.get(key), int)), low)
    elif isinstance(value, list):
        first, second = value if len(value) == 2 else (None, None)
        if type(first) is int and type(second) is int:
            yield first, second
        else:
            for item in value[:1000]:
                yield from _ranges(item, depth + 1)


def _broken(record: Record, id_field: str) -> Unusable | None:
    """What hinders reading any field of `record`."""
    if record.reason is not None:
        return Unusable(record.key[:MAX_LABEL], record.reason, record.detail)
    if not isinstance(record.value, dict) and not id_field.startswith("@") and not id_field.isdigit():
        return Unusable(record.key[:MAX_LABEL], "not-an-object", f"it is {_kind(record.value)}")
    return None


def _kind(value: object) -> str:
    return {str: "text", list: "a list", bool: "true or false", int: "a number", float: "a number", dict: "an object"}.get(
        type(value), "null"
    )


def _missing(field: str) -> str:
    return f"nothing stands under {field!r}" if field else "the mapping names no field for it"


def _label(value: object) -> str:
    """A short text or whole number on one line; empty where `value` is something else or too long."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = " ".join(str(value).split()) if isinstance(value, str) or abs(value) < 10**40 else ""
    return text if len(text) <= MAX_LABEL else ""


def _labels(value: object) -> list[str]:
    return [label for item in (value if isinstance(value, list) else [value]) if (label := _label(item))]


def _text(value: object) -> str | None:
    """Text given whole, as a list of lines (bare, or objects with the text) or as an object that holds either; `\\n` line ends."""
    if isinstance(value, dict):
        value = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str | list)), None)
    if isinstance(value, list):
        lines = [_line(item) for item in value]
        value = None if any(line is None for line in lines) else "\n".join(str(line).rstrip("\r\n") for line in lines) + "\n"
    if not isinstance(value, str):
        return None
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


def _line(item: object) -> str | None:
    if isinstance(item, dict):
        item = next((item[key] for key in _TEXT_KEYS if isinstance(item.get(key), str)), None)
    return item if isinstance(item, str) else None
