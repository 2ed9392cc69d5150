"""Facts of a piece of code: one walk over its syntax tree, driven by the language's table."""

from functools import cache
from typing import Any

from tree_sitter import Node

from hunkwise.code import lex
from hunkwise.code.fragments import Prepared, prepared
from hunkwise.code.grammar import TABLES
from hunkwise.code.grammar.compiled import ERROR, Bound, compiled
from hunkwise.code.model import Facts, Text
from hunkwise.code.reading import MAX_VALUE
from hunkwise.code.visits import VISITS, Visit, visit_wrap
from hunkwise.code.walk import Walk

_KINDS = tuple(name for name in Facts.__struct_fields__ if name not in ("parsed", "errors"))
_MAX_NODES = 5_000_000


def facts_of(text: str, language: str, first_line: int = 1) -> Facts:
    """The facts of `text`, a file or any fragment of one whose first line has the number `first_line`.

    Never raises. `parsed` is false where there is no grammar or no tree in time; then strings and comments come from the lexer.
    """
    if language in TABLES and text.strip():
        found = prepared(text, language)
        if found is not None:
            return _walked(found, language, first_line, text.count("\n", 0, -1) + first_line)
    return _lexed(text, language, first_line)


def _lexed(text: str, language: str, first_line: int) -> Facts:
    strings, comments = lex.texts(text, language)
    shift = first_line - 1
    return Facts(
        strings=tuple(Text(value.strip("\"'`")[:MAX_VALUE], line + shift, end + shift) for value, line, end in strings),
        comments=tuple(Text(value[:MAX_VALUE], line + shift, end + shift) for value, line, end in comments),
    )


def _walked(found: Prepared, language: str, first_line: int, last_line: int) -> Facts:
    root = found.tree.root_node
    walk = Walk(found.source, found.data, compiled(language), root.walk(), base=first_line - found.rows, last_line=last_line)
    _visit_all(walk, language, found.begin)
    facts = Facts(
        calls=tuple(walk.finished_calls()),
        assignments=tuple(walk.finished_assignments()),
        guards=tuple(walk.finished_guards()),
        definitions=tuple(walk.definitions),
        accesses=tuple(walk.finished_accesses()),
        exits=tuple(walk.finished_exits()),
        imports=tuple(walk.imports),
        strings=tuple(walk.texts),
        comments=tuple(walk.comments),
        parsed=True,
        errors=walk.errors,
    )
    return _joined([facts, *(facts_of(part.text, part.language, part.line) for part in walk.parts)]) if walk.parts else facts


def _joined(all_facts: list[Facts]) -> Facts:
    """The facts of a file and of the parts inside it, each kind in the order of lines."""
    kinds = {name: tuple(sorted((fact for facts in all_facts for fact in getattr(facts, name)), key=_line)) for name in _KINDS}
    return Facts(**kinds, parsed=all_facts[0].parsed, errors=sum(facts.errors for facts in all_facts))


def _line(fact: Any) -> int:
    return int(fact.line)


def _visit_all(walk: Walk, language: str, begin: int) -> None:
    cursor, visits = walk.cursor, _visits(language)
    into, beside, out = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
    for _ in range(_MAX_NODES):
        node: Node | None = cursor.node
        if node is None:
            return
        kind = node.kind_id
        found = visits.get(kind)
        inside = True
        if found is not None:
            start = node.start_byte
            if start >= begin:
                if start >= walk.scope_end:
                    walk.leave_before(start)
                visit, rule = found
                inside = node.end_byte > walk.covered and visit(walk, node, rule)
        elif kind == ERROR:
            walk.errors += 1
        if inside and into():
            continue
        while not beside():
            if not out():
                return


@cache
def _visits(language: str) -> dict[int, tuple[Visit, Bound]]:
    """What to do at each kind of node; kinds that only hold others are left out."""
    rules = compiled(language).rules
    return {kind: (VISITS[rule.verb], rule) for kind, rule in rules.items() if VISITS[rule.verb] is not visit_wrap}
