"""What signals on memory share: the facts of each function in order, its declarations, values that come in, and the bounds on them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

import msgspec

from hunkwise.code.model import Access, Assignment, Call, Exit, Guard, Side
from hunkwise.signals.seeing import parts

F = TypeVar("F", Call, Assignment, Guard, Access, Exit)
_KEPT = 128
_DECLARATION = re.compile(
    r"^\s*(?P<static>static\s+)?(?P<type>(?:(?:const|volatile|register|unsigned|signed|struct|long|auto)\s+)*[A-Za-z_][\w:]*(?:<[^<>;]*>)?)"
    r"(?P<first>\s*\*+\s*(?:const\s+)?|\s+)(?P<rest>[A-Za-z_]\w*\s*(?:[\[=,;(].*)?;)\s*(?://.*|/\*.*)?$"
)
_ONE = re.compile(r"\s*(?P<star>\**)\s*(?P<name>[A-Za-z_]\w*)\s*(?P<size>\[[^\]]*\])?\s*(?P<init>=.*|\(.*|\{.*)?$", re.DOTALL)
_NO_TYPE = frozenset({"return", "goto", "else", "case", "delete", "new", "throw", "typedef", "using", "namespace", "extern", "break"})
_POINTER_PARAMETER = re.compile(r"\*\s*(?:const\s+)?([A-Za-z_]\w*)\s*[,)]|\b([A-Za-z_]\w*)\s*\[\s*\d*\s*\]\s*[,)]")
_INPUT = frozenset({
    "atoi", "atol", "atoll", "strtol", "strtoul", "strtoll", "strtoull", "rand", "RAND32", "RAND64", "getchar", "fgetc", "getc", "getenv",
    "ntohl", "ntohs",
    "be32toh", "be16toh", "le32toh", "le16toh", "le32_to_cpu", "le16_to_cpu", "be32_to_cpu", "be16_to_cpu", "stoi", "stol",
    "get_unaligned_le32",
    "get_unaligned_be32", "read_u32", "read_u16", "readInt", "strtod", "atof", "recv", "read", "fread", "_wtoi", "wcstol",
})  # fmt: skip
"""Calls whose result the sender of the data chooses."""
_FILLING = {
    "scanf": 1,
    "fscanf": 2,
    "sscanf": 2,
    "recv": 1,
    "recvfrom": 1,
    "read": 1,
    "fread": 0,
    "fgets": 0,
    "copy_from_user": 0,
    "wscanf": 1,
}
"""Calls that fill what their arguments from this place on point at."""
_SMALLER = re.compile(r"(?i)(?:^|_)min(?:imum)?\w*$|clamp|bound|limit")
_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


class Declared(NamedTuple):
    """A local variable: `size` is the text between the brackets of an array, `value` what it begins with."""

    name: str
    type: str
    pointer: bool
    size: str | None
    value: str
    line: int
    static: bool


class Function(NamedTuple):
    """A function with what happens in it, in the order of the source. `pointers` are its parameters that point.

    Its assignments leave out targets of which only an element, or what they point at, is set.
    """

    name: str
    first: int
    last: int
    params: tuple[str, ...]
    pointers: frozenset[str]
    calls: tuple[Call, ...]
    assignments: tuple[Assignment, ...]
    guards: tuple[Guard, ...]
    accesses: tuple[Access, ...]
    exits: tuple[Exit, ...]
    declared: dict[str, Declared]
    lines: tuple[tuple[int, str], ...]


_functions: dict[int, tuple[Side, tuple[Function, ...]]] = {}


def functions(side: Side) -> tuple[Function, ...]:
    """The functions of a side. The last ones asked for are kept, since many signals ask for the same."""
    kept = _functions.get(id(side))
    if kept is not None and kept[0] is side:
        return kept[1]
    made = tuple(_made(side))
    while len(_functions) >= _KEPT:
        _functions.pop(next(iter(_functions)), None)
    _functions[id(side)] = (side, made)
    return made


def _made(side: Side) -> Iterator[Function]:
    facts = side.facts
    whole = [one for one in facts.definitions if one.kind == "function" and one.name]
    spans = [(one.name, one.line, one.end, one.params) for one in whole]
    if not spans and side.lines:
        spans = [("", side.lines[0][0], side.lines[-1][0], ())]
    for name, first, last, params in spans:
        lines = side.lines[bisect_left(side.lines, (first, "")) : bisect_left(side.lines, (last + 1, ""))]
        written = {(one.line, one.base) for one in _within(facts.accesses, first, last) if one.write}
        head = " ".join(text for number, text in lines[:6]).split("{")[0]
        yield Function(
            name,
            first,
            last,
            params,
            frozenset(one or other for one, other in _POINTER_PARAMETER.findall(head)),
            _within(facts.calls, first, last),
            tuple(_direct(one, written) for one in _within(facts.assignments, first, last)),
            _within(facts.guards, first, last),
            _within(facts.accesses, first, last),
            _within(facts.exits, first, last),
            {one.name: one for number, text in lines[1:] if len(text) < 300 for one in _declared(number, text)},
            lines,
        )


def _direct(one: Assignment, written: set[tuple[int, str]]) -> Assignment:
    """An assignment without the targets of which only an element, or what they point at, is set."""
    kept = tuple(target for target in one.targets if (one.line, target) not in written)
    return one if len(kept) == len(one.targets) else msgspec.structs.replace(one, targets=kept)


def _within(several: tuple[F, ...], first: int, last: int) -> tuple[F, ...]:
    """The facts between two lines; facts come in the order of their lines."""
    return several[bisect_left(several, first, key=_line) : bisect_left(several, last + 1, key=_line)]


def _line(fact: Call | Assignment | Guard | Access | Exit) -> int:
    return fact.line


def _declared(number: int, text: str) -> Iterator[Declared]:
    found = _DECLARATION.match(text)
    if found is None or found["type"].split()[0] in _NO_TYPE:
        return
    for at, piece in enumerate(re.split(r",(?![^(\[{]*[)\]}])", found["rest"].rstrip().rstrip(";"))):
        one = _ONE.match(piece)
        if one is not None and not (one["init"] or "").startswith("("):
            star = ("*" in found["first"] if at == 0 else False) or bool(one["star"])
            size = one["size"][1:-1].strip() if one["size"] else None
            yield Declared(one["name"], found["type"], star, size, (one["init"] or "").lstrip("= "), number, bool(found["static"]))


def incoming(function: Function) -> dict[str, int]:
    """The variables whose value the sender of the data chooses, with the line where it comes in. Those cut to a smaller value are none."""
    found: dict[str, int] = {}
    events: list[tuple[int, int, Call | Assignment]] = [(one.line, 0, one) for one in function.calls if one.name in _FILLING]
    events += [(one.line, 1, one) for one in function.assignments]
    for line, _, event in sorted(events, key=lambda event: event[:2]):
        if isinstance(event, Call):
            for given in event.args[_FILLING[event.name] :]:
                if given.text.startswith("&") or event.name in ("fgets", "recv", "read", "recvfrom"):
                    found.update((parts(name)[-1], line) for name in given.names[:1])
            continue
        value = event.value
        names = {parts(name)[-1] for name in value.names}
        comes = any(parts(call)[-1] in _INPUT for call in value.calls) or bool(
            names & found.keys() and not any(_SMALLER.search(parts(call)[-1]) for call in value.calls)
        )
        for target in event.targets:
            name = parts(target)[-1]
            if comes and not re.search(r"[%&]\s*(?:\d|0x|[A-Z(])", value.text):
                found[name] = line
            elif event.operator == "=" and name in found and not names & found.keys():
                found.pop(name)
    return found


def bounds(function: Function, name: str, line: int) -> tuple[bool, bool]:
    """Whether a comparison holds the variable from below and from above where `line` runs."""
    low = high = False
    for guard in function.guards:
        if guard.line > line or guard.kind == "catch":
            continue
        stays = guard.kind in ("wrap", "loop", "assert") and (guard.kind == "assert" or guard.body[0] <= line <= guard.body[1])
        leaves = guard.kind == "exit" and line >= guard.end
        if guard.kind == "ternary":
            stays = guard.line == line
        if not (stays or leaves):
            continue
        for left, written, right in guard.comparisons:
            operator = written
            if re.search(rf"\b{re.escape(name)}\b", right) and not re.search(rf"\b{re.escape(name)}\b", left):
                operator = _FLIP.get(operator, operator)
            elif not re.search(rf"\b{re.escape(name)}\b", left):
                continue
            if operator in ("==", "!="):
                low = high = low or high or operator == "=="
            elif (operator in (">", ">=")) is leaves:
                high = True
            else:
                low = True
    return low, high


def reach(function: Function, line: int) -> int:
    """The last line that still runs after what happens at `line`: to the end of its branch where that leaves, else of the function."""
    end = function.last
    for guard in function.guards:
        if guard.kind == "exit" and guard.line <= line <= guard.end and guard.end > guard.line:
            end = min(end, guard.end)
        elif (guard.kind == "wrap" and guard.body[0] <= line <= guard.body[1] and _otherwise(function, guard.body[1])) or (
            guard.kind == "catch" and guard.body[0] <= line <= guard.body[1]
        ):
            end = min(end, guard.body[1])
    for leave in function.exits:
        if line <= leave.line <= end and not any(
            line < guard.line <= leave.line <= max(guard.end, guard.body[1] if guard.kind in ("wrap", "loop") else 0)
            for guard in function.guards
        ):
            return leave.line
    return end


def _otherwise(function: Function, line: int) -> bool:
    """Whether an else follows the line where a branch ends."""
    return any(line <= number <= line + 1 and re.match(r"\s*\}?\s*else\b", text) for number, text in function.lines)


def number(text: str) -> int | None:
    """The value of a constant size: `64`, `0x40`, `10 * sizeof(char)`, `64 - 1`, or None."""
    flat = re.sub(r"\*?\s*sizeof\s*\(\s*(?:unsigned\s+|signed\s+)?char\s*\)\s*\*?", "", text).strip().strip("()").strip()
    found = re.fullmatch(r"(0[xX][0-9a-fA-F]{1,8}|\d{1,9})[uUlL]*(?:\s*([-+*])\s*(\d{1,9})[uUlL]*)?", flat)
    if found is None:
        return None
    first = int(found[1], 0) if not re.fullmatch(r"0\d+", found[1]) else int(found[1], 8)
    if found[2] is None:
        return first
    second = int(found[3])
    return first - second if found[2] == "-" else first + second if found[2] == "+" else first * second
