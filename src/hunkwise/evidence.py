"""The only thing that signals, heads and memory hand on: what isn't evidence can't move a verdict."""

from typing import Literal

from msgspec import Struct

EvidenceKind = Literal["pattern", "flow", "guard", "manifest", "workflow", "payload", "text", "head", "memory"]
Trend = Literal["worse", "better", "same"]


class Step(Struct, frozen=True):
    """A place on the way of a value from where it comes in to where it is used. `note` is a few words ("comes from the request")."""

    line: int
    text: str
    note: str


class Evidence(Struct, frozen=True):
    """One observation about one unit.

    `source` is `signal:<id>`, `head:<name>` or `memory`. `lines` are on `side`. `strength` is in [0, 1]. `trend` says whether the change
    brought the observation (`worse`), took it away (`better`) or left it as it stood (`same`). `facts` carry the words and numbers that a
    sentence needs (`call`, `sink`, `guard`, ...); `steps` the way of a value.
    """

    source: str
    kind: EvidenceKind
    unit: str
    path: str
    side: Literal["before", "after"]
    lines: tuple[int, ...]
    strength: float
    trend: Trend = "worse"
    facts: dict[str, str | float] = {}
    steps: tuple[Step, ...] = ()
