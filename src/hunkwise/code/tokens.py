"""Words that are calls by where they stand: macro arguments, which are bare tokens, and names alone as a statement."""

from itertools import pairwise

from tree_sitter import Node

from hunkwise.code.grammar.compiled import Bound
from hunkwise.code.model import Argument
from hunkwise.code.reading import Raw, Value
from hunkwise.code.walk import Plan, Walk

_LINKS = frozenset({".", "::"})
_EQUALITIES = {"assert_eq": "==", "assert_ne": "!=", "debug_assert_eq": "==", "debug_assert_ne": "!=", "require_eq": "=="}
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
_MAX_TOKENS = 2_000


def visit_word(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A variable, or what was planned for it."""
    start = node.start_byte
    plan = walk.planned.pop(start, None)
    if plan is None:
        if walk.cursor.field_id not in walk.compiled.skip:
            walk.read(start, walk.normal(walk.slice(start, node.end_byte)))
        return False
    path = walk.normal(walk.slice(start, plan.end))
    walk.covered = max(walk.covered, plan.end)
    if plan.args is None:
        walk.read(start, path)
    else:
        walk.receive(start, path)
        walk.call(node, path, plan.args, used=(start, plan.end) not in walk.alone)
    return False


def visit_macro(walk: Walk, node: Node, rule: Bound) -> bool:
    """A macro: its arguments are what stands between the commas of its tokens."""
    name, tokens = rule.a(node), rule.b(node)
    if name is None:
        return True
    path = walk.path(name)
    args = _between_commas(walk, tokens) if tokens is not None else []
    walk.call(node, path, args, used=(node.start_byte, node.end_byte) != walk.statement)
    walk.covered = max(walk.covered, name.end_byte)
    if path in walk.compiled.table.asserts and args and tokens is not None:
        _assert(walk, node, path, tokens, args)
    return True


def visit_tokens(walk: Walk, node: Node, _rule: Bound) -> bool:
    """Join names and links among tokens into paths, and paths before parentheses into calls."""
    children = node.children[:_MAX_TOKENS]
    at = 0
    while at < len(children):
        first = children[at]
        rule = walk.rules.get(first.kind_id)
        if rule is None or rule.verb not in ("word", "self"):
            at += 1
            continue
        last = at
        while last + 2 < len(children) and children[last + 1].type in _LINKS and walk.rules.get(children[last + 2].kind_id) is not None:
            last += 2
        after = children[last + 1] if last + 1 < len(children) else None
        is_call = after is not None and after.kind_id == node.kind_id and walk.slice(after.start_byte, after.start_byte + 1) == "("
        args = _between_commas(walk, after) if is_call and after is not None else None
        walk.planned[first.start_byte] = Plan(children[last].end_byte, args)
        at = last + 1
    return True


def _between_commas(walk: Walk, tokens: Node) -> list[Value]:
    children = tokens.children[:_MAX_TOKENS]
    edges = [0, *(place for place, child in enumerate(children) if child.type == ","), len(children) - 1]
    found: list[Value] = []
    for low, high in pairwise(edges):
        part = children[low + 1 : high]
        if len(part) == 1:
            found.append(walk.raw(part[0]))
        elif part:
            start, end = part[0].start_byte, part[-1].end_byte
            found.append(_tokens_value(walk, start, end))
    return found


def _tokens_value(walk: Walk, start: int, end: int) -> Value:
    path = walk.simple_path(start, end)
    return Argument(walk.text(start, end), "", (path,)) if path else Raw(start, end, walk.text(start, end))


def _assert(walk: Walk, node: Node, path: str, tokens: Node, args: list[Value]) -> None:
    parts = [child for child in tokens.children[1:_MAX_TOKENS] if child.type != ","]
    commas = [child.start_byte for child in tokens.children[:_MAX_TOKENS] if child.type == ","]
    if not parts:
        return
    start, end = parts[0].start_byte, commas[0] if commas else tokens.end_byte - 1
    lines = (walk.end_line(node), max(walk.end_line(node), walk.last_line))
    walk.guard("assert", None, node, lines)
    text = args[0].text
    equality = _EQUALITIES.get(path)
    if equality and len(args) > 1:
        walk.compared_at(start, (text, equality, args[1].text))
        text = f"{text} {equality} {args[1].text}"
        end = commas[1] if len(commas) > 1 else tokens.end_byte - 1
    for child in parts:
        if child.type in _COMPARISONS and start < child.start_byte < end:
            left, right = walk.text(start, child.start_byte), walk.text(child.end_byte, end)
            walk.compared_at(start, (left.strip(), child.type, right.strip()))
    walk.guards[-1] = walk.guards[-1]._replace(text=text, start=start, stop=end)
