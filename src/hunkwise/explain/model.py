"""A finding put into reasons that a reviewer can check."""

from typing import Literal

from msgspec import Struct

from hunkwise.evidence import Step
from hunkwise.judge.model import Finding, Verdict


class Leaning(Struct, frozen=True):
    """A line that moved the model, with its share of the score (signed, log-odds) and the tokens in it that did most of it."""

    side: Literal["before", "after"]
    line: int
    text: str
    weight: float
    tokens: tuple[str, ...] = ()


class Neighbour(Struct, frozen=True):
    """A known finding close to this one. `where` says in which project and file it was; `similarity` is in [0, 1]."""

    id: str
    where: str
    title: str
    cwe: str
    severity: str
    similarity: float


class Counterfactual(Struct, frozen=True):
    """What the risk would be if some lines of the change weren't there: computed by judging again, never phrased."""

    lines: tuple[int, ...]
    side: Literal["before", "after"]
    risk: float
    without: float
    sentence: str


class ExcerptLine(Struct, frozen=True):
    """A line of code to show: `mark` is the diff's mark, `pointed` whether the finding points at it."""

    mark: Literal[" ", "-", "+"]
    number: int
    text: str
    pointed: bool


class Explanation(Struct, frozen=True):
    """Why a finding was raised and what to do.

    `cause` is one sentence that names the actual code. `remedy` says what to do; `patch` is a unified diff that does it, where that is
    certain, else empty. Every quoted line exists in the change.
    """

    finding: Finding
    cause: str
    why: str
    link: str
    confidence: str
    leaned_on: tuple[Leaning, ...]
    steps: tuple[Step, ...]
    nearest: tuple[Neighbour, ...]
    counterfactual: Counterfactual | None
    remedy: str
    patch: str
    excerpt: tuple[ExcerptLine, ...]


class Report(Struct, frozen=True):
    """What every renderer gets: the verdict and an explanation for each finding that is told, in the verdict's order."""

    version: str
    verdict: Verdict
    explanations: tuple[Explanation, ...]
