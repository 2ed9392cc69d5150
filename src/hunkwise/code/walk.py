"""The state of one walk over a syntax tree: what was found so far, and in which definition the walk stands."""

from bisect import bisect_left
from typing import NamedTuple

from msgspec import Struct
from tree_sitter import Node, TreeCursor

from hunkwise.code.grammar.compiled import Bound, Compiled
from hunkwise.code.model import Access, Assignment, Call, Definition, Exit, Guard, GuardKind, Import, Text
from hunkwise.code.reading import DOLLAR, EMPTY, MAX_PATH, MAX_VALUE, Reader, Value

_MAX_TARGETS = 32
_SELVES = frozenset({"this", "super", "self", "parent", "static"})


class RawCall(Struct, gc=False):
    """A call before its arguments are finished."""

    path: str
    name: str
    args: list[Value]
    line: int
    end: int
    used: bool
    function: str
    options: list[Value]


class RawGuard(NamedTuple):
    """A guard before the names and calls of its condition (two byte offsets) are known."""

    kind: GuardKind
    text: str
    start: int
    stop: int
    line: int
    end: int
    body: tuple[int, int]
    function: str
    empty: bool


class Part(NamedTuple):
    """A piece of another language inside, and the line on which it begins."""

    text: str
    language: str
    line: int


class Plan(NamedTuple):
    """A path among bare tokens that ends at an offset: a call where it has arguments, a read where it has none."""

    end: int
    args: list[Value] | None


class Scope(NamedTuple):
    """A definition that the walk stands in: where it ends, and what to say of things inside."""

    end: int
    function: str
    last_line: int
    parent: str


class Walk(Reader):
    """A reader with everything that was found, in raw form, and the place of the walk."""

    __slots__ = (
        "accesses", "alone", "assigned", "attributes", "base", "calls_made", "comments", "compare_at", "compared", "covered",
        "cursor", "definitions", "errors", "exits", "final", "function", "given", "guards", "imports", "last_line", "muted",
        "parent", "parts", "planned", "scope_end", "scopes", "statement", "texts", "told", "write",
    )  # fmt: skip

    def __init__(self, source: str, data: bytes, compiled: Compiled, cursor: TreeCursor, *, base: int, last_line: int) -> None:
        super().__init__(source, data, compiled)
        self.cursor = cursor
        self.base = base
        self.calls_made: list[RawCall] = []
        self.assigned: list[tuple[tuple[str, ...], Value, int, int, str, str]] = []
        self.guards: list[RawGuard] = []
        self.definitions: list[Definition] = []
        self.accesses: list[tuple[str, Value | None, int, bool, str]] = []
        self.exits: list[tuple[str, Value | None, int, str]] = []
        self.imports: list[Import] = []
        self.texts: list[Text] = []
        self.comments: list[Text] = []
        self.compare_at: list[int] = []
        self.compared: list[tuple[str, str, str]] = []
        self.parts: list[Part] = []
        self.errors = 0
        # Nodes that end here or before are told already; the callee between two offsets is a path that isn't read.
        self.covered = 0
        self.muted = (-1, -1)
        # The span of the expression that is a statement of its own, and the offset of the one that is written to.
        self.statement = (-1, -1)
        self.write = -1
        # The starts and ends of statements in languages without a node for them; paths and calls among bare tokens, by offset.
        self.told: set[int] = set()
        self.alone: set[tuple[int, int]] = set()
        self.planned: dict[int, Plan] = {}
        # Names given to functions by what they are assigned to, by offset; annotations that wait for their definition.
        self.given: dict[int, str] = {}
        self.attributes: list[Node] = []
        self.function = ""
        self.last_line = self.final = last_line
        self.parent = ""
        self.scope_end = len(data) + 1
        self.scopes: list[Scope] = []

    def line(self, node: Node) -> int:
        """The first line of a node in the file."""
        line = node.start_point[0] + self.base
        return line if line < self.final else self.final

    def end_line(self, node: Node) -> int:
        """The last line of a node in the file; a node that ends with a line feed doesn't reach into the next line."""
        row, column = node.end_point
        return min(self.final, row + self.base - (1 if column == 0 and row > node.start_point[0] else 0))

    def enter(self, end: int, function: str, last_line: int, parent: str) -> None:
        """Step into a definition that ends at an offset and a line."""
        self.scopes.append(Scope(self.scope_end, self.function, self.last_line, self.parent))
        self.scope_end, self.function, self.last_line, self.parent = end, function, last_line, parent

    def leave_before(self, start: int) -> None:
        """Step out of every definition that ends before an offset."""
        while start >= self.scope_end and self.scopes:
            self.scope_end, self.function, self.last_line, self.parent = self.scopes.pop()

    def receive(self, start: int, path: str) -> None:
        """Note that what stands before a called name is read, where it is a variable."""
        receiver = path.rpartition(".")[0]
        if receiver and receiver not in _SELVES:
            self.read(start, receiver)

    def read(self, start: int, path: str) -> None:
        """Note that a name is read at an offset."""
        self.name_at.append(start)
        self.name_paths.append(path)

    def note_string(self, node: Node) -> bool:
        """Note a string literal; tells whether there is code inside it."""
        parts, broken = self.string_parts_of(node)
        self.string_at.append(node.start_byte)
        self.string_parts.append(tuple(part for part in parts if part) if broken else parts)
        if broken and self.compiled.table.dollars:
            start, text = node.start_byte, self.slice(node.start_byte, min(node.end_byte, node.start_byte + MAX_VALUE))
            for found in DOLLAR.finditer(text):
                self.read(start + len(text[: found.start()].encode("utf-8", "replace")), found[1])
        value = "{}".join(parts) if broken else parts[0]
        self.texts.append(Text(value[:MAX_VALUE], self.line(node), self.end_line(node)))
        return broken

    def guard(
        self,
        kind: GuardKind,
        condition: Node | None,
        node: Node,
        body: tuple[int, int],
        *,
        negated: bool = False,
        empty: bool = False,
        end: int = 0,
    ) -> None:
        """Note a guard whose condition is a node; without one the text is empty. It ends with its condition, or on the line `end`."""
        start, stop, text = node.start_byte, node.start_byte, ""
        last = self.line(node)
        if condition is not None:
            start, stop = condition.start_byte, condition.end_byte
            text = unparenthesized(self.text(start, stop).rstrip(";"))
            last = self.end_line(condition)
        if negated:
            text = f"!({text})"
        self.guards.append(RawGuard(kind, text, start, stop, self.line(node), end or last, body, self.function, empty))

    def compared_at(self, start: int, comparison: tuple[str, str, str]) -> None:
        """Note a comparison at an offset."""
        self.compare_at.append(start)
        self.compared.append(comparison)

    def attribute_guard(self, node: Node, text: str, function: str, body: tuple[int, int]) -> None:
        """Note an annotation as a guard of the definition with these lines."""
        self.guards.append(
            RawGuard("attribute", text, node.start_byte, node.end_byte, self.line(node), self.end_line(node), body, function, False)
        )

    def call(self, node: Node, path: str, args: list[Value], options: list[Value] | None = None, *, used: bool = True) -> None:
        """Note a call; one that leaves or brings something in is told as that too."""
        self.call_at.append(node.start_byte)
        self.call_paths.append(path)
        line, table = self.line(node), self.compiled.table
        name = path.rpartition(".")[2]
        self.calls_made.append(RawCall(path, name, args, line, self.end_line(node), used, self.function, options or []))
        if path in table.exits:
            self.exits.append((path, args[0] if args else None, line, self.function))
        if path in table.imports and args and args[0].literal:
            self.imports.append(Import(args[0].literal[:MAX_PATH], (), line))

    def assign(self, node: Node, left: Node, value: Value, operator: str, *, line: int = 0, end: int = 0) -> None:
        """Note an assignment of a value to what stands on the left."""
        found = self.targets(left)
        if found:
            self.assigned.append((found, value, line or self.line(node), end or self.end_line(node), operator, self.function))

    def targets(self, left: Node) -> tuple[str, ...]:
        """The paths that the left side of an assignment writes to."""
        known = self.rules.get(left.kind_id)
        if known is not None and known.verb == "name":
            return (self.normal(self.slice(left.start_byte, left.end_byte)),)
        stack: list[Node] = [left]
        found: list[str] = []
        for _ in range(2 * _MAX_TARGETS):
            if not stack or len(found) >= _MAX_TARGETS:
                break
            node = stack.pop()
            rule = self.rules.get(node.kind_id)
            verb = rule.verb if rule is not None else ""
            inner: Node | None = None
            if verb in ("name", "word", "path", "member", "index", "unary", "self", "call", "method"):
                path = self.path(node)
                if path:
                    found.append(path)
            elif rule is not None and verb in ("wrap", "assign", "pair", "keyword"):
                inner = rule.a(node) if verb in ("wrap", "assign") else rule.b(node)
                stack += [inner] if inner is not None else node.named_children[:_MAX_TARGETS][::-1]
            elif verb in ("literal", "constant"):
                found.append(self.normal(self.node_text(node)))
            elif node.named_child_count == 0 and node.is_named:
                text = self.node_text(node)
                found += [self.normal(text)] if text.isidentifier() else []
            else:
                stack += node.named_children[verb == "rest" : _MAX_TARGETS][::-1]
        return tuple(found)

    def finished_calls(self) -> list[Call]:
        """The calls with finished arguments, in order."""
        finish = self.argument
        return [
            Call(
                raw.path,
                raw.name,
                tuple([finish(arg) for arg in raw.args]),
                raw.line,
                raw.end,
                raw.used,
                raw.function,
                tuple([finish(option) for option in raw.options]),
            )
            for raw in self.calls_made
        ]

    def finished_assignments(self) -> list[Assignment]:
        """The assignments with finished values, in order."""
        return [
            Assignment(targets, self.argument(raw), line, end, operator, function)
            for targets, raw, line, end, operator, function in self.assigned
        ]

    def finished_guards(self) -> list[Guard]:
        """The guards with what their conditions read, in order."""
        finished = []
        for kind, text, start, stop, line, end, body, function, empty in self.guards:
            pairs = self.comparisons(start, stop)
            finished.append(Guard(kind, text, self.names(start, stop), self.calls(start, stop), line, end, body, pairs, function, empty))
        return finished

    def comparisons(self, start: int, stop: int) -> tuple[tuple[str, str, str], ...]:
        """The comparisons between two offsets."""
        low = bisect_left(self.compare_at, start)
        return tuple(self.compared[low : bisect_left(self.compare_at, stop, low)][:64])

    def finished_accesses(self) -> list[Access]:
        """The accesses with finished indexes, in order."""
        return [
            Access(base, self.argument(raw) if raw is not None else EMPTY, line, write, function)
            for base, raw, line, write, function in self.accesses
        ]

    def finished_exits(self) -> list[Exit]:
        """The exits with finished values, in order."""
        return [Exit(kind, self.argument(raw) if raw is not None else EMPTY, line, function) for kind, raw, line, function in self.exits]

    def rule(self, node: Node | None) -> Bound | None:
        """The rule of a node, if it has one."""
        return self.rules.get(node.kind_id) if node is not None else None


def unparenthesized(text: str) -> str:
    """A condition without the parentheses around the whole of it."""
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for at, character in enumerate(text):
            depth += (character == "(") - (character == ")")
            if depth == 0:
                if at < len(text) - 1:
                    return text
                break
        if depth:
            return text
        text = text[1:-1].strip()
    return text
