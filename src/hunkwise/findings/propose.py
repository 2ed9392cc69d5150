"""A mapping proposed from a sample of records: by the likeness of names and by what the values look like."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import get_args

from msgspec import Struct

from hunkwise.findings.layout import Layout
from hunkwise.findings.mapping import KEY, NUMBER, VALUE, FileFields, FindingFields, LinkFields, Mapping, pick
from hunkwise.findings.model import Kind
from hunkwise.findings.severity import guess_numbers, normalise
from hunkwise.findings.source import language_of
from hunkwise.findings.stream import Record, records

SAMPLE = 200
SAMPLE_BYTES = 16 << 20
_LEAST = 0.42

_NAMES: dict[str, str] = {
    "files.id": "id fileid codefileid uid uuid key sha hash",
    "files.repository": "repository repo reponame repositoryname project projectname fullname contest protocol package",
    "files.path": "path filepath filename file relativepath name location uri",
    "files.code": "content code source sourcecode filecontent contents text body lines src data",
    "links.finding": "findingid finding findings issueid issue vulnerabilityid vulnid bugid reportid",
    "links.file": "fileid file files fileids codefileid codefile codeid sourceid filepath path",
    "findings.id": "id findingid issueid vulnerabilityid vulnid uid uuid number ref reference key",
    "findings.repository": "repository repo reponame repositoryname project projectname fullname contest protocol package",
    "findings.title": "title name summary heading headline subject",
    "findings.explanation": "explanation description body details detail text content markdown message analysis report",
    "findings.severity": "severity risk risklevel severitylevel impact level criticality rating cvss cvssscore score priority",
    "findings.category": "category cwe cweid vulnerabilitytype bugtype type class kind tags tag",
    "findings.lines": "lines line linenumbers linenumber linerange span",
    "findings.file": "fileid fileids codefileid files file",
    "findings.code": "code source sourcecode filecontent content",
    "findings.path": "path filepath filename file location",
}
_OPTIONAL = {"findings.category", "findings.lines", "findings.file", "findings.code", "findings.path"}
_BY_SHAPE = {"files.code": 0.5, "files.path": 0.45, "findings.severity": 0.45, "findings.explanation": 0.43}
"""What values that look right earn where no name helps."""


class Choice(Struct, frozen=True):
    """A proposed field for one role (`files.code`); `field` is empty where none fits. `sureness` is in [0, 1]."""

    role: str
    field: str
    sureness: float
    why: str


class Proposal(Struct, frozen=True):
    """A mapping and how each of its fields was chosen."""

    mapping: Mapping
    choices: tuple[Choice, ...]


def propose(layout: Layout) -> Proposal:
    """The mapping that fits the first records of each file best. Raises DatasetError where a file can't be read."""
    samples = {kind: _sample(layout, kind) for kind in get_args(Kind)}
    choices: dict[str, Choice] = {}
    for kind, sample in samples.items():
        choices.update(_choose(kind, sample))
    for role, ids in (("links.file", "files.id"), ("links.finding", "findings.id"), ("findings.file", "files.id")):
        choices[ids] = _joined(choices[role], choices[ids], samples)
    fields = {role: choice.field for role, choice in choices.items()}

    def of(kind: str) -> dict[str, str]:
        return {role.partition(".")[2]: field for role, field in fields.items() if role.startswith(kind + ".")}

    severity = fields["findings.severity"]
    mapping = Mapping(
        files=FileFields(**of("files")),
        links=LinkFields(**of("links")),
        findings=FindingFields(**of("findings")),
        numbers=guess_numbers(pick(record, severity) for record in samples["findings"]),
    )
    return Proposal(mapping, tuple(choices.values()))


def _sample(layout: Layout, kind: Kind) -> list[Record]:
    """The first readable records of a kind, some from each of its files."""
    sample: list[Record] = []
    for path in layout.paths(kind)[:10]:
        for record in islice(records(path), SAMPLE):
            if record.reason is None:
                sample.append(record)
            if record.offset > SAMPLE_BYTES:
                break
    return sample


def _choose(kind: Kind, sample: Sequence[Record]) -> dict[str, Choice]:
    """The best field for each role of a kind: the surest pair first, no field for two roles."""
    roles = [role for role in _NAMES if role.startswith(kind + ".")]
    candidates = _candidates(sample)
    scored = sorted(
        ((*_score(role, field, [pick(record, field) for record in sample]), role, field) for role in roles for field in candidates),
        key=lambda item: (-item[0], roles.index(item[2]), candidates.index(item[3])),
    )
    taken: dict[str, Choice] = {}
    for sureness, why, role, field in scored:
        if (
            sureness >= (0.6 if role in _OPTIONAL else _LEAST)
            and role not in taken
            and field not in {choice.field for choice in taken.values()}
        ):
            taken[role] = Choice(role, field, round(sureness, 2), why)
    keyed = any(record.key for record in sample)
    for role in roles:
        if role not in taken:
            taken[role] = _fallback(role, taken, keyed)
    return {role: taken[role] for role in roles}


def _joined(link: Choice, chosen: Choice, samples: dict[Kind, list[Record]]) -> Choice:
    """`chosen` for an id, or another field where the links name that one and never the chosen one."""
    kind, _, _ = chosen.role.partition(".")
    records = next(sample for name, sample in samples.items() if name == kind)
    linking = next(sample for name, sample in samples.items() if name == link.role.partition(".")[0])
    named = {item for record in linking if link.field for item in _items(pick(record, link.field))}

    def shared(field: str) -> int:
        return len(named & {item for record in records for item in _items(pick(record, field))})

    best = max(_candidates(records), key=shared, default="") if named and shared(chosen.field) == 0 else ""
    return Choice(chosen.role, best, 0.9, "the links name it") if best and shared(best) else chosen


def _items(value: object) -> list[str]:
    return [str(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, str | int)]


def _fallback(role: str, taken: dict[str, Choice], keyed: bool) -> Choice:
    """What stands in where no field fits a role."""
    if role in ("files.id", "findings.id", "files.path", "links.finding") and keyed:
        return Choice(role, KEY, 0.8, "the key of the object")
    if role == "files.id" and "files.path" in taken:
        return Choice(role, taken["files.path"].field, 0.5, "no id: the path stands in")
    if role == "findings.id":
        return Choice(role, NUMBER, 0.3, "no id: the record's number stands in")
    return Choice(role, "", 0.0, "no field fits")


def _candidates(sample: Iterable[Record]) -> list[str]:
    """The names of all fields seen, those of nested objects as `a.b`."""
    found: dict[str, None] = {}
    for record in sample:
        value = record.value
        if isinstance(value, dict):
            for name, inner in value.items():
                found[name] = None
                if isinstance(inner, dict):
                    found.update({f"{name}.{key}": None for key in inner})
        else:
            found[VALUE] = None
            if isinstance(value, list) and len(value) == 2 and not record.key:
                found.update({"0": None, "1": None})
    return list(found)[:500]


def _score(role: str, field: str, values: Sequence[object]) -> tuple[float, str]:
    """How well a field fits a role, and why. A field whose values can't mean the role scores 0."""
    present = [value for value in values if value not in (None, "", [], {})][:SAMPLE]
    looks = _LOOKS[role](present) if present else 0.0
    if looks == 0:
        return 0.0, ""
    if field == VALUE:
        return (_LEAST + 0.1 * looks, "the record itself") if role in ("files.code", "links.file") else (0.0, "")
    if field in ("0", "1"):
        return (0.7, "its place in a pair") if role == ("links.finding", "links.file")[int(field)] else (0.0, "")
    name = _name_score(role, field)
    share = 0.7 + 0.3 * len(present) / len(values)
    if name == 0:
        return _BY_SHAPE.get(role, 0.0) * looks * share, "its values look right"
    return (0.6 * name + 0.4 * looks) * share, "name and values" if looks >= 0.5 else "name"


def _name_score(role: str, field: str) -> float:
    plain = re.sub(r"[^a-z0-9]", "", field.rpartition(".")[2].lower())
    aliases = _NAMES[role].split()
    if plain in aliases:
        return 1.0 - 0.02 * aliases.index(plain) - (0.1 if "." in field else 0.0)
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", field.rpartition(".")[2])}
    if words & {alias for alias in aliases if len(alias) > 2}:
        return 0.5
    return 0.4 if max((SequenceMatcher(None, plain, alias).ratio() for alias in aliases if len(alias) > 3), default=0.0) > 0.8 else 0.0


def _share(values: Sequence[object], test: Callable[[object], bool]) -> float:
    return sum(map(test, values)) / len(values)


def _ids(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_ids(item) and not isinstance(item, list) for item in value[:20])
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and 0 < len(value) <= 300 and "\n" not in value
    )


def _looks_id(values: Sequence[object]) -> float:
    if not all(_ids(value) and not isinstance(value, list) for value in values):
        return 0.0
    return 0.2 + 0.8 * len({str(value) for value in values}) / len(values)


def _looks_code(values: Sequence[object]) -> float:
    def code(value: object) -> bool:
        if isinstance(value, list):
            return bool(value) and all(isinstance(item, str | dict) for item in value[:50])
        return isinstance(value, str) and ("\n" in value or len(value) > 200)

    marks = _share(values, lambda value: bool(re.search(r"[;{}=]|\bdef |\bend\b", str(value)[:4000])))
    return _share(values, code) * (0.3 + 0.7 * marks)


def _looks_path(values: Sequence[object]) -> float:
    return _share(values, lambda value: isinstance(value, str) and len(value) < 1000 and "\n" not in value and bool(language_of(value)))


def _looks_prose(values: Sequence[object]) -> float:
    spaced = _share(values, lambda value: isinstance(value, str) and len(value.split()) > 2)
    return 0.3 * spaced + 0.7 * _share(values, lambda value: isinstance(value, str) and len(value.split()) > 12)


def _looks_title(values: Sequence[object]) -> float:
    return _share(values, lambda value: isinstance(value, str) and "\n" not in value.strip() and len(value) <= 500)


def _looks_severity(values: Sequence[object]) -> float:
    known = _share(values, lambda value: normalise(value) is not None or normalise(value, "rank") is not None)
    return max(known, 0.3 * _share(values, lambda value: isinstance(value, str) and len(value) <= 30))


def _looks_lines(values: Sequence[object]) -> float:
    def lines(value: object) -> bool:
        if isinstance(value, list):
            return bool(value) and all(lines(item) for item in value[:20])
        return (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, str) and bool(re.fullmatch(r"[\sL\d,:-]{1,60}", value))
        )

    return _share(values, lines)


def _looks_short(values: Sequence[object]) -> float:
    return _share(values, lambda value: _ids(value) and len(str(value)) <= 200)


_LOOKS: dict[str, Callable[[Sequence[object]], float]] = {
    "files.id": _looks_id,
    "files.repository": _looks_short,
    "files.path": _looks_path,
    "files.code": _looks_code,
    "links.finding": lambda values: _share(values, _ids),
    "links.file": lambda values: _share(values, _ids),
    "findings.id": _looks_id,
    "findings.repository": _looks_short,
    "findings.title": _looks_title,
    "findings.explanation": _looks_prose,
    "findings.severity": _looks_severity,
    "findings.category": _looks_short,
    "findings.lines": _looks_lines,
    "findings.file": lambda values: _share(values, _ids),
    "findings.code": _looks_code,
    "findings.path": _looks_path,
}
