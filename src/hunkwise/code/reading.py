"""Reading expressions of a tree: their text, dotted paths, constants, and whether they are strings put together."""

import re
from bisect import bisect_left

from msgspec import Struct
from tree_sitter import Node

from hunkwise.code.grammar.compiled import Bound, Compiled
from hunkwise.code.model import Argument
from hunkwise.code.quotes import parts_of, value_of

MAX_TEXT = 300
MAX_PATH = 200
MAX_VALUE = 20_000
_MAX_PARTS = 64
_SIMPLE = re.compile(r"[$@%&]?[\w$]+!?(?:(?:\.|->|::|\?\.|\?->|&\.)[$@]?[\w$#]+[!?]?)*")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_LINKS = re.compile(r"\?->|->|::|\?\.|&\.|\\|!\.")
_GENERIC = re.compile(r"<[^<>]*>")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
DOLLAR = re.compile(r"\$([A-Za-z_]\w*)")
_BUILDING_MACROS = ("format!", "concat!", "std::format!")
_RARE = frozenset({"literal", "macro", "backticks", "concat", "joined"})
_FORMATS = frozenset({"format", "formatted", "concat", "format_map"})
EMPTY = Argument("")


class Raw(Struct, gc=False):
    """An argument before the names and calls inside its span are known."""

    start: int
    end: int
    text: str
    name: str = ""
    literal: str | None = None
    built: bool = False


Value = Raw | Argument


class Reader:
    """The source of one tree, and the names, calls and strings seen so far with their byte offsets, in order."""

    __slots__ = (
        "ascii", "call_at", "call_paths", "compiled", "data", "name_at", "name_paths", "rules", "sigils", "source",
        "string_at", "string_parts",
    )  # fmt: skip

    def __init__(self, source: str, data: bytes, compiled: Compiled) -> None:
        self.source = source
        self.data = data
        self.ascii = len(source) == len(data)
        self.compiled = compiled
        self.rules = compiled.rules
        self.sigils = compiled.table.sigils
        self.name_at: list[int] = []
        self.name_paths: list[str] = []
        self.call_at: list[int] = []
        self.call_paths: list[str] = []
        self.string_at: list[int] = []
        self.string_parts: list[tuple[str, ...]] = []

    def slice(self, start: int, end: int) -> str:
        """The source between two byte offsets."""
        return self.source[start:end] if self.ascii else self.data[start:end].decode("utf-8", "replace")

    def text(self, start: int, end: int) -> str:
        """The source between two byte offsets, white space collapsed, at most `MAX_TEXT` characters."""
        stop = end if end - start < 4 * MAX_TEXT else start + 4 * MAX_TEXT
        text = self.source[start:stop] if self.ascii else self.slice(start, stop)
        if "\n" in text or "  " in text or "\t" in text:
            text = " ".join(text.split())
        return text[:MAX_TEXT]

    def node_text(self, node: Node) -> str:
        """The collapsed text of a node."""
        return self.text(node.start_byte, node.end_byte)

    def simple_path(self, start: int, end: int) -> str:
        """The dotted path between two offsets where it is nothing but names and links, otherwise empty."""
        if end - start > MAX_PATH:
            return ""
        text = self.source[start:end] if self.ascii else self.slice(start, end)
        if _DOTTED.fullmatch(text):
            return text
        return self.normal(text) if _SIMPLE.fullmatch(text) else ""

    def normal(self, text: str) -> str:
        """A path as written in the language, with dots for every link, without sigils and type arguments."""
        if _DOTTED.fullmatch(text):
            return text
        if "{" in text:
            text = text.replace("{", "").replace("}", "")
        if "<" in text:
            text = _GENERIC.sub("", _GENERIC.sub("", text))
        if "[" in text:
            text = _BRACKETS.sub("", text)
        text = _LINKS.sub(".", text)
        if self.sigils:
            text = "".join(character for character in text if character not in self.sigils)
        return "".join(text.split()).strip(".").replace("..", ".")[:MAX_PATH]

    def path(self, node: Node | None, keys: bool = False) -> str:
        """The dotted path of an expression through members, indexes and calls; with `keys` constant indexes are members.

        What isn't a path (a literal, an operation) as receiver is left out: the path of `("a" + b).c` is `c`.
        """
        parts: list[str] = []
        for _ in range(_MAX_PARTS):
            if node is None:
                break
            rule = self.rules.get(node.kind_id)
            verb = rule.verb if rule is not None else ""
            if verb == "member" and rule is not None:
                found = self.simple_path(node.start_byte, node.end_byte)
                if found:
                    parts.append(found)
                    break
                named = rule.b(node)
                if named is not None:
                    parts.append(self.normal(self.slice(named.start_byte, min(named.end_byte, named.start_byte + MAX_PATH))))
                node = rule.a(node)
            elif verb in ("command", "macro") and rule is not None:
                named = rule.a(node) or node.child(0)
                parts.append(self.normal(self.node_text(named)) if named is not None else "")
                break
            elif verb in ("name", "path", "self", "word"):
                parts.append(self.normal(self.slice(node.start_byte, min(node.end_byte, node.start_byte + MAX_PATH))))
                break
            elif verb == "method" and rule is not None:
                named = rule.b(node)
                if named is not None:
                    parts.append(self.normal(self.node_text(named)))
                node = rule.a(node)
            elif verb in ("binary", "chain") and node.named_child_count == 1:
                node = node.named_child(0)
            elif verb in ("call", "index", "wrap", "unary", "keyword", "update") and rule is not None:
                if keys and verb == "index":
                    parts.append(self.key(rule.b(node)))
                node = rule.b(node) if verb == "keyword" else rule.a(node)
            else:
                break
        parts.reverse()
        return ".".join(part for part in parts if part)[:MAX_PATH]

    def key(self, node: Node | None) -> str:
        """The member that a constant index names: `b` of `a["b"]`, which is the same as `a.b` in many languages."""
        if node is None or node.end_byte - node.start_byte > MAX_PATH:
            return ""
        rule = self.rules.get(node.kind_id)
        if rule is None or rule.verb not in ("string", "constant"):
            return ""
        value = self.node_text(node) if rule.verb == "constant" else self.constant_string(node, rule) or ""
        return value if value.isidentifier() else ""

    def bare(self, node: Node) -> tuple[Node, Bound | None]:
        """The node inside parentheses, casts and the like, and its rule."""
        rule = self.rules.get(node.kind_id)
        for _ in range(_MAX_PARTS):
            if rule is None or not rule.wraps:
                break
            if rule.verb == "wrap":
                inner = rule.a(node)
            elif node.named_child_count == 1:
                inner = node.named_child(0)
            else:
                break
            if inner is None:
                break
            node, rule = inner, self.rules.get(inner.kind_id)
        return node, rule

    def raw(self, node: Node) -> Value:
        """An expression as far as its own node tells; finished where nothing can stand inside it."""
        start, end = node.start_byte, node.end_byte
        name = ""
        inner, rule = node, self.rules.get(node.kind_id)
        if rule is not None and rule.wraps:
            inner, rule = self.bare(node)
        if rule is not None and rule.verb == "keyword":
            key, value = rule.a(inner), rule.b(inner)
            if value is not None:
                if key is not None:
                    name = self.normal(self.node_text(key))
                start, end = value.start_byte, value.end_byte
                inner, rule = self.bare(value)
        text = self.text(start, end)
        if rule is None:
            return Raw(start, end, text, name)
        verb = rule.verb
        if verb in ("name", "word"):
            return Argument(text, name, (self.normal(self.node_text(inner)),))
        if verb in ("member", "chain"):
            path = self.simple_path(inner.start_byte, inner.end_byte)
            return Argument(text, name, (path,)) if path else Raw(start, end, text, name)
        if verb == "constant":
            return Argument(text, name, literal=self.node_text(inner))
        if verb == "string":
            parts, broken = self.string_parts_of(inner)
            if not broken:
                return Argument(text, name, literal=parts[0], strings=parts)
            return Raw(start, end, text, name, None, len(parts) > 2 or any(parts))
        if verb in ("binary", "call", "method", "ternary"):
            return Raw(start, end, text, name, None, self.is_built(inner))
        if verb in _RARE:
            literal, built = self._rare(inner, rule, text)
            return Raw(start, end, text, name, literal, built)
        return Raw(start, end, text, name)

    def _rare(self, node: Node, rule: Bound, text: str) -> tuple[str | None, bool]:
        """The value of a constant, and whether it is put together, of the less frequent kinds of strings."""
        if rule.verb == "literal":
            return text.strip("\"'"), False
        if rule.verb == "macro":
            return None, self.node_text(node).startswith(_BUILDING_MACROS)
        if rule.verb == "backticks":
            parts, broken = self.string_parts_of(node)
            return (None, len(parts) > 2 or any(parts)) if broken else (parts[0], False)
        literal = self.side_by_side(node) if rule.verb == "concat" else self.constant_string(node, rule)
        return literal, literal is None

    def argument(self, raw: Value) -> Argument:
        """The finished argument: call it when the whole tree was walked."""
        if isinstance(raw, Argument):
            return raw
        start, end = raw.start, raw.end
        return Argument(
            raw.text,
            raw.name,
            _within(self.name_at, self.name_paths, start, end),
            _within(self.call_at, self.call_paths, start, end),
            raw.literal,
            raw.built,
            self.strings(start, end),
        )

    def names(self, start: int, end: int) -> tuple[str, ...]:
        """The names read between two offsets, each once."""
        return _within(self.name_at, self.name_paths, start, end)

    def calls(self, start: int, end: int) -> tuple[str, ...]:
        """The paths called between two offsets, each once."""
        return _within(self.call_at, self.call_paths, start, end)

    def strings(self, start: int, end: int) -> tuple[str, ...]:
        """The constant parts of the strings between two offsets."""
        low = bisect_left(self.string_at, start)
        if low == len(self.string_at) or self.string_at[low] >= end:
            return ()
        high = min(bisect_left(self.string_at, end, low), low + _MAX_PARTS)
        return tuple(part for parts in self.string_parts[low:high] for part in parts)

    def string_parts_of(self, node: Node) -> tuple[tuple[str, ...], bool]:
        """The constant parts of a string literal, and whether anything stands between them."""
        start, end = node.start_byte, node.end_byte
        text = self.slice(start, min(end, start + 4 * MAX_VALUE))
        marks = self.compiled.table.marks
        if marks and any(mark in text for mark in marks):
            holes = self.compiled.holes
            found = [child for child in node.children if child.kind_id in holes]
            if not found:
                found = [deep for child in node.children[:_MAX_PARTS] for deep in child.children if deep.kind_id in holes]
            if found:
                edges = [start, *(offset for child in found for offset in (child.start_byte, child.end_byte)), end]
                pieces = [self.slice(edges[at], min(edges[at + 1], edges[at] + MAX_VALUE)) for at in range(0, len(edges), 2)]
                pieces = parts_of(pieces)
                if self.compiled.table.dollars:
                    pieces = [part for piece in pieces for part in DOLLAR.split(piece)[::2]]
                return tuple(pieces), True
            if self.compiled.table.dollars and DOLLAR.search(text):
                return tuple(DOLLAR.split(text.strip('"'))[::2]), True
        return (value_of(text)[:MAX_VALUE],), False

    def constant_string(self, node: Node, rule: Bound) -> str | None:
        """The value of a string literal, or None where something is interpolated."""
        if rule.verb == "joined":
            values = []
            for child in node.named_children[:_MAX_PARTS]:
                inner = self.rules.get(child.kind_id)
                if inner is None or inner.verb != "string":
                    continue
                parts, broken = self.string_parts_of(child)
                if broken:
                    return None
                values.append(parts[0])
            return "".join(values)
        parts, broken = self.string_parts_of(node)
        return None if broken else parts[0]

    def side_by_side(self, node: Node) -> str | None:
        """The value of constant parts written without anything between them, or None where one isn't constant."""
        values: list[str] = []
        for child in node.named_children[:_MAX_PARTS]:
            raw = self.raw(child)
            if raw.literal is None:
                return None
            values.append(raw.literal)
        return "".join(values)

    def is_built(self, node: Node, depth: int = 0) -> bool:
        """Whether an expression is a string put together from parts of which one isn't constant."""
        stack = [node]
        string = variable = False
        for _ in range(_MAX_PARTS):
            if not stack:
                break
            inner, rule = self.bare(stack.pop())
            verb = rule.verb if rule is not None else ""
            if rule is None or verb not in ("string", "joined", "constant", "binary", "call", "method", "ternary"):
                variable = True
            elif verb in ("string", "joined"):
                string = True
                variable = variable or self.constant_string(inner, rule) is None
            elif verb == "binary":
                operator = rule.b(inner)
                left, right = rule.a(inner), rule.c(inner)
                if operator is not None and self.node_text(operator) in self.compiled.table.concat:
                    stack += [side for side in (right, left) if side is not None]
                else:
                    variable = True
            elif verb == "ternary":
                if depth < 2 and any(self.is_built(branch, depth + 1) for branch in inner.named_children):
                    return True
                variable = True
            elif verb in ("call", "method"):
                if inner is node and self._formats(inner, rule):
                    return True
                variable = True
            if string and variable:
                return True
        return False

    def _formats(self, node: Node, rule: Bound) -> bool:
        """Whether a call is `"...".format(x)`, or any call on a string put together: `("a" + b).trim()`."""
        receiver, name = rule.a(node), ""
        if rule.verb == "call" and receiver is not None:
            inner = self.rules.get(receiver.kind_id)
            if inner is None or inner.verb != "member":
                return False
            named = inner.b(receiver)
            receiver = inner.a(receiver)
        else:
            named = rule.b(node)
        if receiver is None or named is None:
            return False
        name = self.node_text(named)
        base, kind = self.bare(receiver)
        if kind is None:
            return False
        if kind.verb in ("string", "joined"):
            return name in _FORMATS or self.constant_string(base, kind) is None
        return kind.verb == "binary" and self.is_built(base)


def _within(at: list[int], values: list[str], start: int, end: int) -> tuple[str, ...]:
    low = bisect_left(at, start)
    if low == len(at) or at[low] >= end:
        return ()
    high = min(bisect_left(at, end, low), low + _MAX_PARTS)
    if high - low == 1:
        return (values[low],)
    return tuple(dict.fromkeys(values[low:high]))
