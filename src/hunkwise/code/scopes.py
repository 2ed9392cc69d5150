"""Facts by the function that they stand in, in the order in which they happen."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from hunkwise.code.model import Assignment, Call, Definition, Exit, Facts, Guard
from hunkwise.code.nest import Nest

Event = Call | Assignment | Exit
_DEPTH = 8
AGAIN = 2
"""The turn of a call that is looked at again after the assignments on its line."""


@dataclass(slots=True)
class Scope:
    """A function, or what stands outside of functions (`name` is empty), with the facts in it and the nameless functions inside."""

    name: str
    definition: Definition | None
    calls: list[Call] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    returns: list[Exit] = field(default_factory=list)
    nameless: list[Definition] = field(default_factory=list)

    def guards_on(self, names: frozenset[str], line: int) -> Iterator[Guard]:
        """The conditions on one of `names` that decide whether `line` runs."""
        for guard in self.guards:
            decides = guard.kind in ("exit", "assert", "wrap") and guard.body[0] <= line <= guard.body[1]
            if decides and any(prefix in names for name in guard.names for prefix in prefixes(name)):
                yield guard

    def events(self) -> list[tuple[int, int, Event]]:
        """(line, turn, what happens) in order: on one line calls first, then assignments, then calls that don't make the assigned value."""
        made: dict[int, set[str]] = defaultdict(set)
        for one in self.assignments:
            made[one.end].update(one.value.calls)
        found: list[tuple[int, int, Event]] = [(call.line, 0, call) for call in self.calls]
        found += [(one.end, 1, one) for one in self.assignments]
        found += [(call.line, AGAIN, call) for call in self.calls if call.line in made and call.path not in made[call.line]]
        found += [(one.line, 3, one) for one in self.returns]
        return sorted(found, key=lambda event: event[:2])

    def carried(self) -> list[tuple[int, set[str]]]:
        """The first line of each loop, and the variables that it may hand on from one round to the next."""
        loops = Nest(guard.body for guard in self.guards if guard.kind == "loop")
        names: dict[int, set[str]] = defaultdict(set)
        for one in self.assignments:
            at = loops.owner(one.line)
            for _ in range(_DEPTH):
                if at < 0:
                    break
                names[loops.starts[at]].update(one.targets)
                at = loops.outer[at]
        return sorted(names.items())


def scopes_of(facts: Facts) -> list[Scope]:
    """What stands outside of functions, then each function of `facts` with a name, then functions whose beginning isn't at hand."""
    functions = [item for item in facts.definitions if item.kind == "function"]
    named = [Scope(item.name, item) for item in functions if item.name]
    by_name: dict[str, list[Scope]] = defaultdict(list, {"": [Scope("", None)]})
    for scope in named:
        by_name[scope.name].append(scope)

    def place(name: str, line: int) -> Scope:
        several = by_name[name]
        if not several:
            several.append(Scope(name, None))
        return several[max(bisect_right(several, line, key=_start) - 1, 0)]

    for call in facts.calls:
        place(call.function, call.line).calls.append(call)
    for one in facts.assignments:
        place(one.function, one.line).assignments.append(one)
    for guard in facts.guards:
        place(guard.function, guard.line).guards.append(guard)
    for leave in facts.exits:
        if leave.kind == "return":
            place(leave.function, leave.line).returns.append(leave)
    nest = Nest((item.line, item.end) for item in functions if item.name)
    for item in functions:
        if not item.name:
            at = nest.owner(item.line)
            (named[nest.order[at]] if at >= 0 else by_name[""][0]).nameless.append(item)
    return [scope for several in by_name.values() for scope in several]


def _start(scope: Scope) -> int:
    return scope.definition.line if scope.definition else 0


def prefixes(path: str) -> Iterator[str]:
    """`a.b.c`, `a.b`, `a`."""
    while path:
        yield path
        path = path.rpartition(".")[0]
