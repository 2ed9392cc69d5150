"""What signals share: matching paths with tables, following a value back inside a function, the shape of strings."""

import math
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from hunkwise.code.model import Argument, Assignment, Call, Facts, Side
from hunkwise.evidence import Step
from hunkwise.signals.tables.sources import AMBIGUOUS, LOCAL, NOT_ROUTED, REQUEST, ROUTE

SPAN = 12
"""At most so many lines of one construct are pointed at."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")

T = TypeVar("T")


def of_file(read: Callable[[Facts], T]) -> Callable[[Facts], T]:
    """`read` with its last answers kept: all units of a file share the facts of the whole, which are then read once and not once a unit."""
    kept: tuple[tuple[Facts, T], ...] = ()

    @wraps(read)
    def answer(facts: Facts) -> T:
        nonlocal kept
        for known, told in kept:
            if known is facts:
                return told
        told = read(facts)
        kept = ((facts, told), *kept[:1])
        return told

    return answer


def mentions(text: str, stems: tuple[str, ...]) -> bool:
    """Whether one of the lower-case `stems` stands in a text, in any case: a quick look before a costly one. True where it isn't ASCII."""
    if not text.isascii():
        return True
    flat = text.lower()
    return any(stem in flat for stem in stems)


def span(line: int, end: int) -> tuple[int, ...]:
    """The lines of a construct, cut at `SPAN`."""
    return tuple(range(line, min(max(line, end), line + SPAN - 1) + 1))


def short(text: str, width: int = 80) -> str:
    """A piece of code for a sentence, cut with an ellipsis."""
    return text if len(text) <= width else text[: width - 1] + "…"


@lru_cache(maxsize=8192)
def parts(path: str) -> tuple[str, ...]:
    """The parts of a dotted path, without sigils (`$_GET` is `_GET`)."""
    return tuple(part.lstrip("$@&*") for part in path.replace("::", ".").replace("->", ".").replace("?.", ".").split("."))


@lru_cache(maxsize=8192)
def endings(path: str) -> tuple[str, ...]:
    """The last three, two and one parts of a dotted path, longest first."""
    pieces = parts(path)
    return tuple(".".join(pieces[-width:]) for width in (3, 2, 1) if width <= len(pieces))


def hit(path: str, table: Container[str]) -> str:
    """The entry of `table` that is a run of whole parts of `path` (`req.query` in `this.req.query.id`), or an empty text."""
    pieces = parts(path)
    for start in range(len(pieces)):
        for width in (3, 2, 1):
            run = ".".join(pieces[start : start + width])
            if start + width <= len(pieces) and run in table:
                return run
    return ""


def ends(path: str, table: Container[str]) -> str:
    """The entry of `table` that `path` ends with, longest first, or an empty text."""
    for run in endings(path):
        if run in table:
            return run
    return ""


@lru_cache(maxsize=8192)
def words(text: str) -> frozenset[str]:
    """The lower-case words in an identifier or expression: `isAdminUser(ctx.user_id)` gives is, admin, user, ctx, id."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def entropy(text: str) -> float:
    """Shannon entropy of the characters of `text`, in bits a character."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values()) if text else 0.0


@dataclass(frozen=True, slots=True)
class Origin:
    """What a value is made of inside its function: everything read and called on the way, and the way itself, source first."""

    names: tuple[str, ...]
    calls: tuple[str, ...]
    strings: tuple[str, ...]
    built: bool
    steps: tuple[Step, ...]
    function: str
    params: frozenset[str]
    routed: frozenset[str] = frozenset()
    """The parameters among `params` that a route fills from a request."""
    own: frozenset[str] = frozenset()
    """Names that mean a request elsewhere, such as `params`, but a variable of this code's own here."""

    @property
    def request(self) -> str:
        """The first name or call by which a request's value comes in, or an empty text."""
        return next((name for name in (*self.names, *self.calls) if (found := hit(name, REQUEST)) and found not in self.own), "") or next(
            (name for name in self.names if self.routed and parts(name)[0] in self.routed), ""
        )

    @property
    def local(self) -> str:
        """The same for the command line, the environment or another process."""
        return next((name for name in (*self.names, *self.calls) if hit(name, LOCAL)), "")

    @property
    def given(self) -> str:
        """The first parameter of the enclosing function among the names, or an empty text."""
        return next((name for name in self.names if parts(name)[0] in self.params), "")

    @property
    def variable(self) -> str:
        """The first name that isn't written like a constant, or an empty text."""
        return next((name for name in self.names if not _CONSTANT.fullmatch(parts(name)[-1]) or hit(name, REQUEST)), "")

    def cleaned(self, table: Container[str]) -> bool:
        """Whether a call of a sanitiser stands on the way."""
        return any(ends(call, table) for call in self.calls)


def origin(side: Side, argument: Argument, line: int, function: str = "") -> Origin:
    """Follows `argument`, used at `line`, back through the assignments of its function (at most 40, branches all taken)."""
    names: dict[str, None] = {}
    calls: dict[str, None] = {}
    strings: list[str] = []
    steps: list[Step] = []
    built = False
    waiting: list[tuple[Argument, int]] = [(argument, line)]
    seen: set[int] = set()
    while waiting and len(seen) < 40:
        current, at = waiting.pop()
        names.update(dict.fromkeys(current.names))
        calls.update(dict.fromkeys(current.calls))
        strings += [*current.strings, *([current.literal] if current.literal is not None else [])]
        built = built or current.built or any(parts(call)[-1] in _FORMATS for call in current.calls)
        for call in _filled(side.facts.calls, current.names, at, function):
            if id(call) not in seen:
                seen.add(id(call))
                steps.append(
                    Step(call.line, short(f"{call.name}({', '.join(one.text for one in call.args)})", 120), "is put together here")
                )
                waiting += [(one, call.line) for one in (call.args if call.name in _GROWS else call.args[1:])]
                built = True
        for found in _assigned(side.facts.assignments, current.names, at, function):
            if id(found) not in seen and not _looked_up(found, current.names):
                seen.add(id(found))
                steps.append(
                    Step(found.line, short(f"{', '.join(found.targets)} {found.operator} {found.value.text}", 120), "is put together here")
                )
                waiting.append((found.value, found.line))
                built = built or (found.operator in ("+=", ".=", "<<") and not found.value.literal)
    return Origin(
        names=tuple(names),
        calls=tuple(calls),
        strings=tuple(strings),
        built=built,
        steps=tuple(sorted(steps, key=lambda step: step.line)),
        function=function,
        params=frozenset(
            parameter for one in side.facts.definitions if one.name == function or not function for parameter in map(bare, one.params)
        ),
        routed=frozenset(
            parameter
            for one in side.facts.definitions
            if one.name == function and one.attributes and any(ROUTE.match(attribute) for attribute in one.attributes)
            for parameter in map(bare, one.params)
            if parameter not in NOT_ROUTED
        ),
        own=_own(side),
    )


_LOOKS_UP = frozenset(
    {"find", "lookup", "load", "fetch", "retrieve", "query", "select", "first", "one", "where", "filter", "by", "object", "objects"}
)


def _looked_up(one: Assignment, names: tuple[str, ...]) -> bool:
    """Whether only a part is used of something looked up by its number (`find_invoice(number).path`): the store chose that part."""
    if not any(words(parts(call)[-1]) & _LOOKS_UP for call in one.value.calls):
        return False
    targets = {target.lstrip("$@") for target in one.targets}
    used = [name for name in names if parts(name)[0] in targets]
    return bool(used) and all(len(parts(name)) > 1 for name in used)


_FILLS = frozenset(
    {"sprintf", "snprintf", "vsprintf", "vsnprintf", "strcat", "strncat", "strlcat", "strcpy", "strncpy", "strlcpy", "asprintf"}
)


def _own(side: Side) -> frozenset[str]:
    """Those of the short names of requests that a side gives a value itself."""
    given = {target for one in side.facts.assignments for target in one.targets}
    given.update(bare(parameter) for one in side.facts.definitions for parameter in one.params)
    return AMBIGUOUS & given


_FORMATS = frozenset({"Sprintf", "Sprint", "Sprintln", "format", "Format", "sprintf", "vsprintf", "formatted", "Concat"})

_GROWS = frozenset(
    {
        "append",
        "Append",
        "AppendFormat",
        "AppendLine",
        "put",
        "Add",
        "add",
        "push",
        "push_str",
        "WriteString",
        "insert",
        "addElement",
        "addLast",
        "concat",
    }
)


def _filled(calls: Iterable[Call], names: tuple[str, ...], line: int, function: str) -> list[Call]:
    """The calls before `line` that write text into one of `names`, as C does, or put it into a builder or container."""
    return [
        call
        for call in calls
        if call.args
        and call.line < line
        and call.function == function
        and (
            (call.name in _FILLS and set(call.args[0].names) & set(names))
            or (call.name in _GROWS and call.path.rpartition(".")[0] in names)
        )
    ][-8:]


def _assigned(assignments: Iterable[Assignment], names: tuple[str, ...], line: int, function: str) -> list[Assignment]:
    """The assignments that may have given `names` their value at `line`: the last plain one of each and what was appended after it."""
    wanted = {name.lstrip("$@") for name in names} | {parts(name)[0] for name in names}
    found: dict[str, list[Assignment]] = {}
    for one in assignments:
        if one.line > line or (one.function != function and one.function and function):
            continue
        for target in one.targets:
            key = target.lstrip("$@")
            if key in wanted and not (one.line == line and one.value.names == names):
                if one.operator in ("=", ":=", "let", "for", "as") and not _inside_branch(one, found.get(key)):
                    found[key] = []
                found.setdefault(key, []).append(one)
    return [one for several in found.values() for one in several[-8:]]


def _inside_branch(one: Assignment, earlier: list[Assignment] | None) -> bool:
    """A second plain assignment may be one branch of two: both stay, unless it reads what it replaces."""
    return bool(earlier) and len(earlier or ()) < 3 and one.operator == "="


_PARAMETER = re.compile(r"[A-Za-z_]\w*")


def bare(parameter: str) -> str:
    """The name in a parameter as written: `String name`, `name: str = ""`, `*args`, `$id` (the type before, or after a colon)."""
    head = re.split(r"[:=]", parameter, maxsplit=1)[0].strip()
    found = _PARAMETER.findall(head)
    return found[-1] if found else parameter.strip()


def argument(call: Call, index: int, *named: str) -> Argument | None:
    """The positional argument `index`, or the one with one of the names `named`."""
    for one in call.args:
        if one.name and one.name in named:
            return one
    positional = [one for one in call.args if not one.name]
    return positional[index] if 0 <= index < len(positional) else None


def option(call: Call, *named: str) -> str:
    """The text of a named argument, also of one inside an object literal (`{shell: true}`), or an empty text."""
    for one in call.args:
        if one.name in named:
            return one.text
        for name in named:
            if name not in one.text:
                continue
            found = re.search(rf"[{{,(\s]['\"]?{re.escape(name)}['\"]?\s*(?::|=>|=)\s*([\w.'\"-]+)", one.text)
            if found and not one.name and one.text[:1] in "{[(a":
                return found[1]
    return ""


def line_of(side: Side, number: int) -> str:
    """The text of a line of a unit, stripped, or an empty text where it lies outside."""
    first = side.lines[0][0] if side.lines else 0
    at = number - first
    if 0 <= at < len(side.lines) and side.lines[at][0] == number:
        return side.lines[at][1].strip()
    return next((text.strip() for line, text in side.lines if line == number), "")


def way(side: Side, value: Origin, line: int, note: str) -> tuple[Step, ...]:
    """The steps of a value up to its use at `line`; `note` says what happens there."""
    return (*value.steps[-8:], Step(line, short(line_of(side, line), 120), note))


def guarded(side: Side, value: Origin, line: int, table: Container[str] = frozenset()) -> bool:
    """Whether a condition about one of the value's names stands before `line` and decides by a comparison or a call of `table`."""
    roots = {parts(name)[-1] for name in value.names} | {parts(name)[0] for name in value.names}
    return any(
        guard.line <= line
        and guard.kind in ("exit", "wrap", "assert", "ternary")
        and any(parts(name)[-1] in roots or parts(name)[0] in roots for name in guard.names)
        and (
            (guard.body[1] >= line and any(operator in ("in", "not in", "==", "===", "!=", "!==") for _, operator, _ in guard.comparisons))
            or any(ends(call, table) for call in guard.calls)
            or ".." in guard.text
        )
        for guard in side.facts.guards
    )


def code_lines(side: Side) -> list[tuple[int, str]]:
    """The lines that aren't wholly a comment, for what no grammar tells (templates, attributes of a tag)."""
    hidden = {number for comment in side.facts.comments for number in range(comment.line, comment.end + 1)}
    starts = ("//", "#", "*", "/*", "<!--", "--", "{#", "<%#", "{{!", ";")
    return [(number, text) for number, text in side.lines if number not in hidden or not text.strip().startswith(starts)]
