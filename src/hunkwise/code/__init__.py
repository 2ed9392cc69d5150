"""What a change does to code: languages, roles, facts from syntax trees, units with both sides, and the way of values.

`cut` turns a file of a change into units, leaving out what was only moved or reformatted; `flows` follows values inside them.
Nothing here raises on account of what the code is; everything is bounded in size, depth and time.
"""

from hunkwise.code.facts import facts_of
from hunkwise.code.flow import Flow, checks, flows
from hunkwise.code.languages import NO_PROGRAM, language_of
from hunkwise.code.model import (
    Access,
    Argument,
    Assignment,
    Call,
    Definition,
    Exit,
    Facts,
    Guard,
    GuardKind,
    Import,
    Role,
    Side,
    Text,
    Unit,
)
from hunkwise.code.roles import role_of
from hunkwise.code.units import cut

__all__ = [
    "NO_PROGRAM",
    "Access",
    "Argument",
    "Assignment",
    "Call",
    "Definition",
    "Exit",
    "Facts",
    "Flow",
    "Guard",
    "GuardKind",
    "Import",
    "Role",
    "Side",
    "Text",
    "Unit",
    "checks",
    "cut",
    "facts_of",
    "flows",
    "language_of",
    "role_of",
]
