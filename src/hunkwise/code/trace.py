"""What came in, followed through one function: which variables hold it, and which calls are given it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from hunkwise.code.model import Argument, Assignment, Call, Definition, Facts
from hunkwise.code.nest import Nest
from hunkwise.code.scopes import AGAIN, Event, Scope, prefixes, scopes_of
from hunkwise.evidence import Step

_MAX_STEPS = 24
_MAX_NAMES = 64
_MAX_OUTSIDE = 1_000
_MAX_DEPTH = 3
"""Of local functions calling each other, when it's asked what they return."""
_LONG = 20
"""Lines that the value of a return takes at most."""
_LINE = attrgetter("line")
_PARAMETER = "\0parameter"
_CHANGING = frozenset(
    {"+=", "-=", "*=", "/=", ".=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "||=", "&&=", "??=", "//=", "++", "--", "<<", "~="}
)
_FILLING = frozenset({
    "append", "extend", "insert", "push", "unshift", "add", "addAll", "addElement", "put", "putAll", "set", "setdefault", "update", "write",
    "writelines", "concat", "appendleft", "offer", "Append", "AppendLine", "AppendFormat", "Add", "AddRange", "Insert", "WriteString",
    "WriteByte", "push_str", "push_back", "emplace_back", "extend_from_slice", "merge", "assign", "store", "enqueue",
})  # fmt: skip
"""Methods that put their arguments into what they are called on."""
_COPYING = frozenset({
    "strcpy", "strncpy", "strcat", "strncat", "strlcpy", "strlcat", "sprintf", "snprintf", "vsprintf", "vsnprintf", "memcpy", "memmove",
    "wcscpy", "wcscat",
})  # fmt: skip
"""Functions that write into their first argument."""
_READING = frozenset({
    "fgets", "gets", "recv", "recvfrom", "read", "fread", "scanf", "sscanf", "fscanf", "getline", "getdelim", "readlink", "ReadFile",
})  # fmt: skip
"""Functions that write what comes in into their arguments."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to follow, and where to."""

    is_source: Callable[[str], bool]
    sinks: Callable[[Call], Iterable[int]]
    is_sanitiser: Callable[[str], bool]
    parameters: Callable[[Definition], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Taint:
    """A value that came in: from where, the way so far, and the variables that held it."""

    source: str
    steps: tuple[Step, ...]
    names: frozenset[str]
    built: bool = False

    def then(self, step: Step, name: str, built: bool) -> "Taint":
        known = len(self.steps) >= _MAX_STEPS or (self.steps and self.steps[-1].line == step.line)
        steps = self.steps if known else (*self.steps, step)
        return replace(
            self, steps=steps, names=(self.names if len(self.names) < _MAX_NAMES else frozenset()) | {name}, built=self.built or built
        )


class Summary(NamedTuple):
    """What a call hands on: whether what it is given, and what came in by itself."""

    passes: bool
    own: "Taint | None"


_EVERYTHING, _NOTHING = Summary(True, None), Summary(False, None)


class File:
    """The scopes of some facts, and what the functions among them return."""

    def __init__(self, facts: Facts, question: Question, lines: Mapping[int, str]) -> None:
        self.question = question
        self.lines = lines
        self.elements = {(access.line, access.base) for access in facts.accesses if access.write}
        self.scopes = scopes_of(facts)
        self._functions: dict[str, list[Scope]] = defaultdict(list)
        for scope in self.scopes:
            if scope.definition is not None:
                self._functions[scope.name].append(scope)
        self._summaries: dict[int, Summary] = {}
        self._depth = 0
        self.outside: dict[str, Taint] = {}
        run = Run(self, self.scopes[0])
        deque(run.hits(), maxlen=0)
        self.outside = dict(islice(run.state.items(), _MAX_OUTSIDE))

    def text(self, line: int, otherwise: str) -> str:
        """The source of a line, or what stands for it."""
        return (self.lines.get(line, "").strip() or otherwise)[:300]

    def marks(self, path: str) -> bool:
        """Whether what a call returns isn't simply what it is given: a sanitiser, or a function of this file."""
        return self._local(path) is not None or self.question.is_sanitiser(path)

    def summary(self, path: str) -> Summary:
        """What a call hands on: nothing for a sanitiser, what the function returns for one of this file, everything for others."""
        scope = self._local(path)
        if scope is None:
            return _NOTHING if self.question.is_sanitiser(path) else _EVERYTHING
        if self.question.is_sanitiser(path):
            return _NOTHING
        if id(scope) not in self._summaries:
            if self._depth >= _MAX_DEPTH:
                return _EVERYTHING
            self._depth += 1
            self._summaries[id(scope)] = _EVERYTHING
            self._summaries[id(scope)] = Run(self, scope).summary()
            self._depth -= 1
        return self._summaries[id(scope)]

    def _local(self, path: str) -> Scope | None:
        base, _, name = path.rpartition(".")
        several = self._functions.get(name, ())
        return several[0] if base in ("", "self", "this", "cls") and len(several) == 1 and several[0].returns else None


class Run:
    """One pass over a scope. `state` holds what came in, by the variable that holds it."""

    def __init__(self, file: File, scope: Scope) -> None:
        self.file, self.scope, self.question = file, scope, file.question
        self.state = dict(file.outside)
        self.given: dict[str, int] = {}
        branches = [guard.body for guard in scope.guards if guard.kind in ("wrap", "loop", "catch")]
        branches += [(guard.line, guard.body[0] - 1) for guard in scope.guards if guard.kind == "exit"]
        self.branches = Nest(branches)
        self.ended: list[tuple[int, int, str, Taint]] = []
        self.count = 1_000_000
        self.marked = [call for call in scope.calls if file.marks(call.path)]
        self.marked_paths = {call.path for call in self.marked}
        for item in ([scope.definition] if scope.definition else []) + scope.nameless:
            for name in item.params:
                self.state.pop(name, None)
            for name in self.question.parameters(item):
                self.state[name] = Taint(
                    name, (Step(item.line, file.text(item.line, f"{item.name}({name})"), "is a parameter"),), frozenset((name,))
                )

    def hits(self) -> Iterator[tuple[Taint, Call, int, bool]]:
        """(what came in, sink, place of the argument, whether it was put together with text) for every sink that is reached."""
        events = self.scope.events()
        carried = self.scope.carried()
        if carried:  # What a round of a loop leaves behind is there when the next one begins.
            start = dict(self.state)
            deque(self._pass(events), maxlen=0)
            self.ended = [
                (line - 1, at, name, self.state[name])
                for at, (line, name) in enumerate((line, name) for line, names in carried for name in sorted(names))
                if name in self.state
            ]
            self.state = start
            self.given.clear()
        seen: set[tuple[int, int]] = set()
        for call in self._pass(events):
            for place in self.question.sinks(call):
                for at in range(len(call.args)) if place < 0 else (place,):
                    if at < len(call.args) and (id(call), at) not in seen and (taint := self._of(call.args[at], call.line, call.end)):
                        seen.add((id(call), at))
                        yield taint, call, at, taint.built or call.args[at].built

    def summary(self) -> Summary:
        """What the function returns of what it is given and of what came in by itself."""
        for name in self.scope.definition.params if self.scope.definition else ():
            self.state.setdefault(name, Taint(_PARAMETER, (), frozenset((name,))))
        deque(self._pass(self.scope.events()), maxlen=0)
        return Summary(
            any(taint.source == _PARAMETER for taint in self.out), next((taint for taint in self.out if taint.source != _PARAMETER), None)
        )

    def _pass(self, events: Iterable[tuple[int, int, Event]]) -> Iterator[Call]:
        """Goes through what happens; yields each call before what it changes."""
        self.out: list[Taint] = []
        for line, turn, item in events:
            while self.ended and self.ended[0][0] < line:
                _, _, name, earlier = heappop(self.ended)
                self.state.setdefault(name, earlier)
            if isinstance(item, Call):
                yield item
                if turn != AGAIN:
                    self._fill(item)
            elif isinstance(item, Assignment):
                self._assign(item)
            elif taint := self._of(item.value, item.line, item.line + _LONG):
                self.out.append(taint)

    def _assign(self, item: Assignment) -> None:
        taint = self._of(item.value, item.line, item.end)
        for target in item.targets:
            if taint is not None:
                note = "is an element of it" if item.operator == "for" else "is put together here" if item.value.built else "takes it over"
                text = self.file.text(item.line, f"{target} {item.operator} {item.value.text}")
                self.state[target] = taint.then(Step(item.line, text, note), target, item.value.built or item.operator in (".=", "+="))
            elif target in self.state and item.operator not in _CHANGING and (item.line, target) not in self.file.elements:
                self._clean(target, item.line)
            self.given[target] = item.line

    def _clean(self, name: str, line: int) -> None:
        """A harmless value: from here to the end of the branch, or for good. The other branch of the same condition doesn't count."""
        last = self.branches.owner(self.given.get(name, 0))
        if last >= 0 and 0 < line - self.branches.ends[last] <= 2:
            return
        taint = self.state.pop(name)
        at = self.branches.owner(line)
        if at >= 0:
            self.count += 1
            heappush(self.ended, (self.branches.ends[at], self.count, name, taint))

    def _fill(self, call: Call) -> None:
        """Calls that put a value into their receiver or into one of their arguments."""
        first = 0
        target = ""
        if call.name in _FILLING:
            target = call.path
            while target.rpartition(".")[2] in _FILLING:  # In a chain (`b.append(x).append(y)`) all go into the first receiver.
                target = target.rpartition(".")[0]
        elif call.name in _COPYING and call.args and call.args[0].names:
            target, first = call.args[0].names[0], 1
        elif call.name in _READING and self.question.is_source(call.path):
            text = self.file.text(call.line, f"{call.path}(...)")
            for name in (name for arg in call.args if len(arg.names) == 1 and arg.text.lstrip("&*") == (name := arg.names[0])):
                self.state[name] = Taint(call.path, (Step(call.line, text, "is read here"),), frozenset((name,)))
        for arg in call.args[first:] if target else ():
            if taint := self._of(arg, call.line, call.end):
                text = self.file.text(call.line, f"{call.path}({arg.text})")
                self.state[target] = taint.then(Step(call.line, text, "is put in here"), target, arg.built or first > 0)
                return

    def _of(self, value: Argument, line: int, end: int) -> Taint | None:
        """What `value` (between two lines) holds that came in."""
        harmless: set[str] = set()
        found: Taint | None = None
        if self.marked_paths and not self.marked_paths.isdisjoint(value.calls):
            low = bisect_left(self.marked, line, key=_LINE)
            for call in self.marked[low : min(bisect_right(self.marked, end, key=_LINE), low + 64)]:
                if call.path in value.calls:
                    summary = self.file.summary(call.path)
                    if summary.own is not None and (own := summary.own):
                        found = own.then(Step(call.line, self.file.text(call.line, call.path), "is returned here"), call.path, False)
                    if not summary.passes:
                        harmless.add(call.path)
                        harmless.add(call.path.rpartition(".")[0])
                        harmless.update(name for arg in call.args for name in (*arg.names, *arg.calls))
        for name in value.names:
            if name not in harmless and (found is None or found.source == _PARAMETER):
                found = (
                    next((self.state[prefix] for prefix in prefixes(name) if prefix in self.state), None)
                    or self._new(name, value, line)
                    or found
                )
        for path in value.calls:
            if path not in harmless and (found is None or found.source == _PARAMETER):
                found = self._new(path, value, line) or found
        return found

    def _new(self, path: str, value: Argument, line: int) -> Taint | None:
        if not self.question.is_source(path) or path in self.given:
            return None
        source = next((call for call in value.calls if call.startswith(f"{path}.")), path)
        return Taint(source, (Step(line, self.file.text(line, value.text), "comes in here"),), frozenset((path, source)))
