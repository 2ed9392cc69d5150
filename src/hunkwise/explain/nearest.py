"""The known findings that a unit is most like."""

from hunkwise.code.model import Unit
from hunkwise.explain.model import Neighbour
from hunkwise.heads.interface import Model

LIKE = 0.5
"""The similarity above which a known finding is nearer than chance's best."""


def nearest(unit: Unit, model: Model) -> tuple[Neighbour, ...]:
    """At most three, nearest first; none where nothing is nearer than chance."""
    return tuple(
        Neighbour(known.id, known.where, known.title, known.cwe, known.severity, known.similarity)
        for known in model.nearest(unit)
        if known.similarity > LIKE
    )
