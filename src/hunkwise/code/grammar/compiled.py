"""Tables bound to the loaded grammars: node types become numbers, picks become functions."""

from collections.abc import Callable
from functools import cache
from operator import methodcaller

from tree_sitter import Language, Node

from hunkwise.code.grammar import TABLES
from hunkwise.code.grammar.table import Rule, Table
from hunkwise.code.parse import grammar

Pick = Callable[[Node], Node | None]
ERROR = 65535


class Bound:
    """A rule with its picks ready to be called."""

    __slots__ = ("a", "b", "c", "d", "names", "verb", "word", "wraps")

    def __init__(self, rule: Rule, language: Language) -> None:
        picks = [_pick(text, language) for text in rule.picks] + [_nothing] * 4
        self.verb = rule.verb
        self.a, self.b, self.c, self.d = picks[:4]
        self.word = rule.word
        self.wraps = rule.verb in ("wrap", "binary", "chain")
        self.names = frozenset(rule.word.split()) if rule.verb == "import" else frozenset()


class Compiled:
    """A language's table with numbers in place of node type names."""

    __slots__ = (
        "arguments",
        "attributes",
        "blocks",
        "empty",
        "holes",
        "language",
        "leaves",
        "rules",
        "skip",
        "table",
        "words",
        "words_alone",
    )

    def __init__(self, table: Table, language: Language) -> None:
        self.table = table
        self.language = language
        self.rules: dict[int, Bound] = {}
        for name, rule in table.rules.items():
            bound = Bound(rule, language)
            for kind in _kinds(name, language):
                self.rules[kind] = bound
        self.skip = frozenset(number for name in table.skip if (number := language.field_id_for_name(name)) is not None)
        self.blocks = _all_kinds(table.blocks, language)
        self.leaves = _all_kinds(table.leaves, language)
        self.holes = _all_kinds(table.holes, language)
        self.arguments = _all_kinds(table.arguments, language)
        self.attributes = _all_kinds(table.attributes, language)
        self.words_alone = frozenset(kind for kind, rule in self.rules.items() if rule.verb in ("name", "word"))
        self.words = _all_kinds(table.words, language)
        self.empty = _all_kinds(table.nothing, language)

    def numbers(self, name: str) -> list[int]:
        """The numbers of a node type; none where the grammar has no such type."""
        return _kinds(name, self.language)


@cache
def compiled(language: str) -> Compiled:
    """The table of `language` bound to its grammar. Raises KeyError for a language without one."""
    return Compiled(TABLES[language], grammar(language))


def _kinds(name: str, language: Language) -> list[int]:
    """The numbers of a node type: aliases give one name several. A name in quotes is a token."""
    token = name.startswith("'")
    return _numbers(language).get((name[1:-1] if token else name, not token), [])


@cache
def _numbers(language: Language) -> dict[tuple[str, bool], list[int]]:
    found: dict[tuple[str, bool], list[int]] = {}
    for number in range(language.node_kind_count):
        name = language.node_kind_for_id(number)
        if name is not None:
            found.setdefault((name, language.node_kind_is_named(number)), []).append(number)
    return found


def _all_kinds(names: frozenset[str], language: Language) -> frozenset[int]:
    return frozenset(kind for name in names for kind in _kinds(name, language))


def _nothing(_node: Node) -> Node | None:
    return None


def _pick(text: str, language: Language) -> Pick:
    picks = [_one_pick(part, language) for part in text.split()]
    if not picks:
        return _nothing
    if len(picks) == 1:
        return picks[0]

    def first(node: Node) -> Node | None:
        for pick in picks:
            found = pick(node)
            if found is not None:
                return found
        return None

    return first


def _steps(picks: list[Pick]) -> Pick:
    def deeper(node: Node) -> Node | None:
        found: Node | None = node
        for pick in picks:
            if found is None:
                return None
            found = pick(found)
        return found

    return deeper


def _one_pick(text: str, language: Language) -> Pick:
    if "/" in text and not text.startswith("@'"):
        return _steps([_one_pick(part, language) for part in text.split("/")])
    if text == ".":
        return lambda node: node
    if text == "#only":
        return lambda node: node.named_child(0) if node.named_child_count == 1 else None
    if text == "#0of2":
        return lambda node: node.named_child(0) if node.named_child_count > 1 else None
    if "!" in text and text.startswith("#-1"):
        unwanted = _all_kinds(frozenset(text.partition("!")[2].split(",")), language)
        return lambda node: next((child for child in reversed(node.named_children) if child.kind_id not in unwanted), None)
    if text.startswith("#"):
        at = int(text[1:])
        if at >= 0:
            return lambda node: node.named_child(at) if node.named_child_count > at else None

        def from_end(node: Node) -> Node | None:
            count = node.named_child_count
            return node.named_child(count + at) if count + at >= 0 else None

        return from_end
    if text.startswith("@"):
        kinds = _all_kinds(frozenset(text[1:].split(",")), language)

        def of_type(node: Node) -> Node | None:
            for child in node.children:
                if child.kind_id in kinds:
                    return child
            return None

        return of_type
    number = language.field_id_for_name(text)
    if number is None:
        raise KeyError(f"the grammar has no field {text!r}")
    return methodcaller("child_by_field_id", number)
