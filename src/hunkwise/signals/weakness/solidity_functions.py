"""The functions of a contract with what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hunkwise.code.model import Assignment, Call, Definition, Guard, Side
from hunkwise.signals.seeing import line_of, parts


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a contract: its definition, and the facts between its first and last line."""

    definition: Definition
    calls: tuple[Call, ...]
    assignments: tuple[Assignment, ...]
    guards: tuple[Guard, ...]
    side: Side

    def writes(self) -> Iterator[tuple[str, Assignment]]:
        """The assignments to names that aren't declared in the function: to the contract's state."""
        local = {parameter.split()[-1] for parameter in self.definition.params if parameter}
        for one in self.assignments:
            for target in one.targets:
                name = parts(target)[0]
                if _declares(line_of(self.side, one.line), name):
                    local.add(name)
                elif name not in local:
                    yield target, one


def _declares(text: str, name: str) -> bool:
    found = re.search(rf"([\w\])]+)\s+(?:memory\s+|storage\s+|calldata\s+|payable\s+)*{re.escape(name)}\s*(?:=|,|\)|;)", text)
    return found is not None and found[1] not in ("return", "delete", "emit", "else", "unchecked")


def functions(side: Side) -> Iterator[Function]:
    """Every function of a side that has a body in sight."""
    facts = side.facts
    for one in facts.definitions:
        if one.kind != "function":
            continue
        first, last = one.line, one.end
        yield Function(
            one,
            tuple(call for call in facts.calls if first <= call.line <= last and call.function in (one.name, "")),
            tuple(found for found in facts.assignments if first <= found.line <= last),
            tuple(guard for guard in facts.guards if first <= guard.line <= last),
            side,
        )
