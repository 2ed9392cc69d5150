"""Signals that a repository declares in `.hunkwise/signals/*.toml`: read as data, bounded in size and time, no code of it is run."""

import string
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any

import msgspec
import xxhash
from msgspec import Meta, Struct
from tree_sitter import Node, Query, QueryCursor

from hunkwise.code.model import Side, Unit
from hunkwise.code.parse import grammar, has_grammar, parse
from hunkwise.errors import SettingsError
from hunkwise.signals.interface import Example, Maturity, Severity, Sighting, Signal
from hunkwise.signals.seeing import ends, hit, origin, short, span, way
from hunkwise.text import one_line

FOLDER = ".hunkwise/signals"
"""Where a repository's own signals stand; always read from the base."""

MOST_FILES = 50
MOST_TEXT = 20_000
MOST_SOURCE = 200_000
MOST_SIGHTINGS = 50
SECONDS = 0.5
"""The time that the tree of a file may take."""
OPEN_MATCHES = 16
BROADEST = 1_000
"""So many matches may be open at once, and so many children a node may have."""

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z", max_length=60)]
Words = Annotated[str, Meta(min_length=1, max_length=1000)]
Path = Annotated[str, Meta(min_length=1, max_length=100)]
Paths = Annotated[tuple[Path, ...], Meta(max_length=100)]
Code = Annotated[str, Meta(min_length=1, max_length=5000)]


class Shown(Struct, frozen=True, forbid_unknown_fields=True):
    """An example: the code after a change, where wanted before it, its path, and the line on which it must be seen (0 for any)."""

    code: Code
    language: Path = ""
    before: Annotated[str, Meta(max_length=5000)] = ""
    path: Annotated[str, Meta(max_length=300)] = ""
    line: Annotated[int, Meta(ge=0)] = 0


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """How it looks: a tree query, or calls of `sink` that are given a value of `source`; nothing is told where a `guard` stands before."""

    query: Annotated[str, Meta(max_length=4000)] = ""
    source: Paths = ()
    sink: Paths = ()
    guard: Paths = ()


class Declared(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of `.hunkwise/signals`."""

    id: Id
    title: Words
    languages: Annotated[tuple[Path, ...], Meta(min_length=1, max_length=20)]
    message: Words
    why: Words
    remedy: Words
    look: Look
    severity: Severity = "medium"
    category: Annotated[str, Meta(max_length=60)] = "own-rule"
    cwe: Annotated[str, Meta(pattern=r"^(?:CWE-\d{1,5})?\Z")] = ""
    maturity: Maturity = "stable"
    quiet: Annotated[str, Meta(max_length=1000)] = ""
    strength: Annotated[float, Meta(gt=0, le=1)] = 0.8
    everywhere: bool = False
    fires: Annotated[tuple[Shown, ...], Meta(max_length=20)] = ()
    stays_quiet: Annotated[tuple[Shown, ...], Meta(max_length=20)] = ()


def read_declared(text: str, name: str) -> Signal:
    """The signal that the file called `name` declares. Raises SettingsError naming the place of a mistake."""
    if len(text) > MOST_TEXT:
        raise SettingsError(f"{name} has more than {MOST_TEXT:,} characters", "Make it several files, one a signal")
    try:
        declared = msgspec.convert(tomllib.loads(text), Declared, strict=False)
    except (msgspec.ValidationError, RecursionError, ValueError) as error:
        raise SettingsError(one_line(f"{name} can't be used: {error}", 500), "`hunkwise signals new NAME` writes one that works") from error
    _checked(declared, name)
    first = declared.languages[0]
    return Signal(
        id=declared.id,
        title=declared.title,
        kind="pattern" if declared.look.query else "flow",
        category=declared.category,
        severity=declared.severity,
        languages=frozenset(declared.languages),
        promise=f"Declared in {name}: {declared.title}.",
        why=declared.why,
        quiet=declared.quiet or ("Where a guard stands before." if declared.look.guard else "Everything else."),
        remedy=declared.remedy,
        cause=declared.message,
        since=f"own {xxhash.xxh3_64_hexdigest(text.encode('utf-8', 'replace'))[:8]}",
        maturity=declared.maturity,
        cwe=declared.cwe,
        everywhere=declared.everywhere,
        see=_by_query(declared) if declared.look.query else _by_flow(declared),
        fires=tuple(_example(one, first) for one in declared.fires),
        stays_quiet=tuple(_example(one, first) for one in declared.stays_quiet),
    )


def read_all(files: Sequence[tuple[str, str]]) -> tuple[Signal, ...]:
    """The signals of several files, given as (name, text). Raises SettingsError."""
    if len(files) > MOST_FILES:
        raise SettingsError(f"{FOLDER} holds more than {MOST_FILES} signals", "Put those that belong together into a package of your own")
    return tuple(read_declared(text, name) for name, text in files)


def _example(shown: Shown, language: str) -> Example:
    return Example(shown.language or language, shown.code, shown.before, shown.path, shown.line)


def _checked(declared: Declared, name: str) -> None:
    look = declared.look
    facts = {"call", "sink", "source"} if not look.query else {"call"}
    if bool(look.query) == bool(look.sink):
        raise SettingsError(f"{name} can't be used: it needs either a query or a sink - at `$.look`", "Give one of the two")
    if look.query:
        if any(word in look.query for word in ("match?", "set!", "is?")):
            problem = "a query may only use #eq?, #not-eq?, #any-of? and #not-any-of?"
            raise SettingsError(f"{name} can't be used: {problem} - at `$.look.query`", "List the words with #any-of?")
        for language in declared.languages:
            if not has_grammar(language):
                raise SettingsError(f"{name} can't be used: {language!r} has no grammar - at `$.languages`", "Use source and sink instead")
            facts |= _captures(look.query, language, name)
    try:
        asked = [
            (field, spec, conversion) for _, field, spec, conversion in string.Formatter().parse(declared.message) if field is not None
        ]
    except ValueError as error:
        raise SettingsError(f"{name} can't be used: {error} - at `$.message`", "Write {{ for a brace") from error
    for field, spec, conversion in asked:
        if field not in facts or spec or conversion:
            known = ", ".join(f"{{{fact}}}" for fact in sorted(facts))
            raise SettingsError(one_line(f"{name} can't be used: there is no {{{field}}} - at `$.message`", 300), f"It may name {known}")


def _captures(query: str, language: str, name: str) -> set[str]:
    try:
        compiled = _compiled(query, language)
        return {compiled.capture_name(number) for number in range(compiled.capture_count)}
    except Exception as error:  # the binding raises its own error, and others for words that it doesn't know
        raise SettingsError(
            one_line(f"{name} can't be used: {error} in {language} - at `$.look.query`", 400), "Correct the query"
        ) from error


@cache
def _compiled(query: str, language: str) -> Any:
    return Query(grammar(language), query)


def _by_flow(declared: Declared) -> Any:
    look = declared.look
    sinks, sources, guards = frozenset(look.sink), frozenset(look.source), frozenset(look.guard)

    def see(unit: Unit, side: Side) -> Iterator[Sighting]:
        told = 0
        for call in side.facts.calls:
            sink = ends(call.path, sinks)
            if not sink or told >= MOST_SIGHTINGS or _guarded(side, guards, call.line, call.function):
                continue
            if not sources:
                told += 1
                yield Sighting(span(call.line, call.end), {"call": call.path, "sink": sink, "source": ""}, strength=declared.strength)
                continue
            for given in (*call.args, *call.options):
                value = origin(side, given, call.line, call.function)
                source = next((found for found in (*value.names, *value.calls) if hit(found, sources)), "")
                if source and not value.cleaned(guards):
                    told += 1
                    facts: dict[str, str | float] = {"call": call.path, "sink": sink, "source": source}
                    yield Sighting(span(call.line, call.end), facts, way(side, value, call.line, "is used here"), declared.strength)
                    break

    return see


def _by_query(declared: Declared) -> Any:
    look = declared.look
    guards = frozenset(look.guard)

    def see(unit: Unit, side: Side) -> Iterator[Sighting]:
        if not side.lines:
            return
        numbers = {number for number, _ in side.lines}
        told = 0
        for line, end, facts in _found(look.query, unit.language, side):
            if line in numbers and told < MOST_SIGHTINGS and not _guarded(side, guards, line, ""):
                told += 1
                yield Sighting(span(line, end), facts, strength=declared.strength)

    return see


def _found(query: str, language: str, side: Side) -> Iterator[tuple[int, int, dict[str, str | float]]]:
    """(first line, last line, captures) of each match in all that is at hand of a file; nothing where it takes too long."""
    lines = side.around or side.lines
    source = "\n".join(text for _, text in lines).encode("utf-8", "replace")
    tree = parse(source, language, SECONDS) if len(source) <= MOST_SOURCE else None
    if tree is None or _broad(tree.root_node):
        return
    # The binding can't be stopped half-way, so what a query may cost is bounded before: few open matches, no very long lists.
    for _, captures in QueryCursor(_compiled(query, language), match_limit=OPEN_MATCHES).matches(tree.root_node):
        nodes = [node for found in captures.values() for node in found]
        if not nodes:
            continue
        placed = captures.get("place", nodes)
        first, last = min(node.start_point[0] for node in placed), max(node.end_point[0] for node in placed)
        facts: dict[str, str | float] = {"call": ""}
        for name, found in captures.items():
            facts[name] = short(" ".join(source[found[0].start_byte : found[0].end_byte][:400].decode("utf-8", "replace").split()))
        yield lines[min(first, len(lines) - 1)][0], lines[min(last, len(lines) - 1)][0], facts


def _broad(root: Node) -> bool:
    """Whether a node has so many children that a query over neighbours would take long."""
    stack, left = [root], 200_000
    while stack and left > 0:
        node = stack.pop()
        left -= 1
        if node.child_count > BROADEST:
            return True
        stack += node.children
    return left <= 0


def _guarded(side: Side, guards: frozenset[str], line: int, function: str) -> bool:
    """Whether a call or a condition by one of `guards` stands before a line, in the same function where that is known."""
    if not guards:
        return False
    return any(
        call.line <= line and (not function or call.function == function) and ends(call.path, guards) for call in side.facts.calls
    ) or any(
        guard.line <= line <= max(guard.body[1], guard.line)
        and (guard.text.split("(")[0] in guards or any(ends(name, guards) for name in (*guard.names, *guard.calls)))
        for guard in side.facts.guards
    )
