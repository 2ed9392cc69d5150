"""The form of a signal: one file, one `SIGNAL`, everything that tests, documentation and listings need inside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from hunkwise.code.model import Side, Unit
from hunkwise.evidence import EvidenceKind, Step

Severity = Literal["low", "medium", "high", "critical"]
Maturity = Literal["preview", "stable"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a signal saw what it looks for: lines of the side it looked at, how strongly in [0, 1], and the words for the sentence."""

    lines: tuple[int, ...]
    facts: dict[str, str | float] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    strength: float = 1.0
    side: Literal["before", "after"] = "after"


@dataclass(frozen=True, slots=True)
class Example:
    """Code on which a signal fires, or stays quiet. With an empty `before` the code is new; otherwise the two are a change.

    `line` is the line (of the side where the sighting lies) on which a firing example must be seen, 0 for any.
    """

    language: str
    after: str
    before: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Signal:
    """What a signal promises and how it looks.

    Exactly one of `see` and `compare` is given. `see` looks at one side of a unit and is run on both, so that what stood there before is
    not told again; `compare` looks at both sides and yields what got worse. Neither raises. `cause` is a sentence with `{fact}` places
    filled from a sighting's facts ("`{sink}` is given a query built from `{source}`"). `cwe` is like `CWE-89`; `tactic` an ATT&CK id like
    `T1059` for malice. `languages` are those it looks at; `any` among them stands for every language and every file.
    """

    id: str
    title: str
    kind: EvidenceKind
    category: str
    severity: Severity
    languages: frozenset[str]
    promise: str
    why: str
    quiet: str
    remedy: str
    cause: str
    since: str
    maturity: Maturity
    fires: tuple[Example, ...]
    stays_quiet: tuple[Example, ...]
    cwe: str = ""
    tactic: str = ""
    see: Callable[[Unit, Side], Iterator[Sighting]] | None = None
    compare: Callable[[Unit], Iterator[Sighting]] | None = None
    everywhere: bool = False
    """Whether it also looks at tests, examples, generated and vendored code."""
