"""What a findings dataset holds: code files, known findings, the links between them, and what became of each record."""

from pathlib import PurePosixPath
from typing import Literal, get_args

from msgspec import Struct

Severity = Literal["low", "medium", "high", "critical"]
Kind = Literal["files", "links", "findings"]
How = Literal["given", "link", "line", "quote", "function", "name", "nowhere"]
Lines = tuple[tuple[int, int], ...]

Reason = Literal[
    "not-json",
    "not-an-object",
    "too-large",
    "too-deep",
    "no-id",
    "duplicate-id",
    "duplicate-content",
    "no-code",
    "no-source-path",
    "no-explanation",
    "unknown-severity",
    "no-risk",
    "incomplete-link",
    "dangling-link",
    "unusable-end",
    "duplicate-link",
]

MEANINGS: dict[Reason, str] = {
    "not-json": "the record isn't valid JSON",
    "not-an-object": "the record isn't an object with named fields",
    "too-large": "the record is larger than can be read at once",
    "too-deep": "the record is nested too deeply",
    "no-id": "the record has no id, so nothing can be linked to it",
    "duplicate-id": "an earlier record has the same id",
    "duplicate-content": "an earlier record says exactly the same; links to this one lead to that one",
    "no-code": "there is no code: for a file, none in the record; for a finding, none in any file it's linked to",
    "no-source-path": "the path isn't that of a source file in a known language",
    "no-explanation": "the finding explains nothing",
    "unknown-severity": "the severity isn't one that is known; name it in the mapping's [severity] table",
    "no-risk": "the finding is a remark (informational, gas, style), not a risk",
    "incomplete-link": "the link doesn't name both a finding and a file",
    "dangling-link": "the link names a finding or a file that isn't there",
    "unusable-end": "the link names a finding or a file that can't be used itself",
    "duplicate-link": "an earlier link joins the same two",
}
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class CodeFile(Struct, frozen=True):
    """A source file. `code` has `\\n` line ends; `path` is relative with `/`; `language` comes from the path."""

    id: str
    repository: str
    path: str
    code: str
    language: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name


class KnownFinding(Struct, frozen=True):
    """A weakness that someone found, with their explanation (Markdown as written).

    `category` is the dataset's own word or CWE; `lines` are the ranges that a field of the dataset gives, empty where there is none.
    """

    id: str
    repository: str
    title: str
    explanation: str
    severity: Severity
    category: str = ""
    lines: Lines = ()


class Link(Struct, frozen=True, gc=False):
    """The ids of a finding and of a file that it concerns."""

    finding: str
    file: str


class Place(Struct, frozen=True, gc=False):
    """A range of lines (from 1, both included) that an explanation points at, how it does so and how sure that is (in [0, 1])."""

    first: int
    last: int
    how: How
    sureness: float


class Located(Struct, frozen=True):
    """A finding in one of its files.

    `lines` are the surest ranges, in order and apart; empty (with `how` "nowhere" and `sureness` 0) where the explanation points at nothing
    in this file. `places` are all places, the surest first.
    """

    finding: KnownFinding
    file: CodeFile
    lines: Lines
    how: How
    sureness: float
    places: tuple[Place, ...] = ()


class Example(Struct, frozen=True):
    """A file with everything that is known about it; no finding means that none was reported there."""

    file: CodeFile
    located: tuple[Located, ...]


class Problem(Struct, frozen=True):
    """A record that can't be used. `number` counts from 1 within the `source` file, `offset` is in bytes of its (unpacked) text."""

    kind: Kind
    source: str
    number: int
    offset: int
    id: str
    reason: Reason
    detail: str = ""


class Tally(Struct, frozen=True):
    """How many records there are; `total` is always `used + unusable`."""

    total: int
    used: int
    unusable: int


class Report(Struct, frozen=True):
    """What a dataset holds and which of its records can't be used.

    `severities`, `languages` and `repositories` count used findings (a language once for each finding and file); `located` counts pairs of
    a finding and a file by how its lines were found; `clean` counts used files without a finding.
    """

    files: Tally
    links: Tally
    findings: Tally
    clean: int
    severities: dict[str, int]
    languages: dict[str, int]
    repositories: dict[str, int]
    located: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """How many records fall out for each reason, the most frequent first."""
        counts: dict[str, int] = {}
        for problem in self.problems:
            key = f"{problem.kind}: {problem.reason}"
            counts[key] = counts.get(key, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
