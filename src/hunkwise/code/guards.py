"""What to note at conditions, loops, handlers and statements that leave."""

from tree_sitter import Node

from hunkwise.code.grammar.compiled import Bound
from hunkwise.code.grammar.table import words
from hunkwise.code.reading import Raw, Value
from hunkwise.code.walk import Walk

_COMPARISONS = words(
    "= == != === !== < > <= >= <> in is instanceof =~ !~ <=> eq ne lt gt le ge !in !is -eq -ne -lt -gt -le -ge -like -match -notmatch -in "
    "-contains -ieq -ceq -notlike -notin"
) | {"not in", "is not"}
_LEAVING_WORDS = words("break continue")
_OR = words("|| or // ?? ?: -or")
_AND = words("&& and -and")


def leaves(walk: Walk, node: Node | None) -> bool:
    """Whether a branch ends by leaving: its last statement is a return, a throw or the like, or a call that never comes back."""
    for _ in range(12):
        if node is None:
            return False
        kind = node.kind_id
        if kind in walk.compiled.leaves:
            return True
        if kind in walk.compiled.words_alone:
            return walk.node_text(node) in _LEAVING_WORDS or walk.node_text(node) in walk.compiled.table.stops
        rule = walk.rules.get(kind)
        if rule is not None and rule.verb in ("call", "method", "command", "macro"):
            callee = rule.b(node) if rule.verb == "method" and rule.a(node) is None else rule.a(node)
            if callee is None or rule.verb == "method":
                start = node.start_byte
                end = callee.end_byte if callee is not None else node.end_byte
                return walk.simple_path(start, end) in walk.compiled.table.stops
            return (walk.path(callee) or walk.node_text(callee)) in walk.compiled.table.stops
        if kind in walk.compiled.blocks or (rule is not None and rule.verb in ("statement", "wrap")):
            node = last_statement(node)
        else:
            return False
    return False


def last_statement(node: Node) -> Node | None:
    """The last named child that is no comment."""
    for at in range(node.named_child_count - 1, -1, -1):
        child = node.named_child(at)
        if child is not None and not child.is_extra:
            return child
    return None


def visit_branch(walk: Walk, node: Node, rule: Bound) -> bool:
    """An if: `exit` where its branch leaves, `wrap` otherwise."""
    condition, then = rule.a(node), rule.b(node)
    negated = rule.word == "!" or (rule.word == "unless" and any(child.type == "unless" for child in node.children))
    if leaves(walk, then):
        end = walk.end_line(then) if then is not None else walk.end_line(node)
        walk.guard("exit", condition, node, (min(end + 1, max(end, walk.last_line)), max(end, walk.last_line)), negated=negated, end=end)
    else:
        body = then or node
        walk.guard("wrap", condition, node, (walk.line(body), walk.end_line(body)), negated=negated)
    return True


def visit_loop(walk: Walk, node: Node, rule: Bound) -> bool:
    """A loop with a condition; one over elements is told by what it holds."""
    body = rule.b(node) or node
    if rule.c(node) is not None:
        return True
    walk.guard("loop", rule.a(node), node, (walk.line(body), walk.end_line(body)), negated=rule.word == "!")
    return True


def visit_each(walk: Walk, node: Node, rule: Bound) -> bool:
    """A loop over elements: its targets are assigned the elements."""
    from_node = rule.b(node)
    left = rule.a(node)
    body = rule.c(node) or node
    walk.guard("loop", from_node, node, (walk.line(body), walk.end_line(body)))
    if left is not None and from_node is not None:
        walk.assign(node, left, walk.raw(from_node), "for", line=walk.line(node), end=walk.end_line(from_node))
    return True


def visit_ternary(walk: Walk, node: Node, rule: Bound) -> bool:
    """A conditional expression."""
    walk.guard("ternary", rule.a(node), node, (walk.line(node), walk.end_line(node)))
    return True


def visit_check(walk: Walk, node: Node, rule: Bound) -> bool:
    """An assert statement."""
    walk.guard("assert", rule.a(node), node, (walk.end_line(node), max(walk.end_line(node), walk.last_line)))
    return True


def visit_catch(walk: Walk, node: Node, rule: Bound) -> bool:
    """An exception handler; empty where nothing is done in it."""
    body = rule.b(node)
    empty = body is None or _does_nothing(walk, body)
    lines = (walk.line(body), walk.end_line(body)) if body is not None else (walk.line(node), walk.end_line(node))
    walk.guard("catch", rule.a(node), node, lines, empty=empty)
    return True


def _does_nothing(walk: Walk, body: Node) -> bool:
    for child in body.named_children:
        if child.is_extra or child.kind_id in walk.compiled.empty:
            continue
        if child.kind_id in walk.compiled.blocks and child.named_child_count == 0:
            continue
        return False
    return True


def visit_leave(walk: Walk, node: Node, rule: Bound) -> bool:
    """A return, throw, break or the like."""
    first = node.child(0)
    kind = rule.word or (walk.node_text(first) if first is not None else "")
    value = rule.a(node)
    raw: Value | None = walk.raw(value) if value is not None and not value.is_extra else None
    if value is not None and kind == "revert":
        raw = Raw(value.start_byte, node.end_byte, walk.text(value.start_byte, node.end_byte).rstrip(";"))
    walk.exits.append((kind, raw, walk.line(node), walk.function))
    return True


def visit_binary(walk: Walk, node: Node, rule: Bound) -> bool:
    """A comparison is noted for the guards around it; `a or leave` and `a && call()` are guards themselves."""
    left, operator, right = rule.a(node), rule.b(node), rule.c(node)
    if left is None or right is None or operator is None:
        return True
    word = walk.slice(operator.start_byte, min(operator.end_byte, operator.start_byte + 16))
    if word in _COMPARISONS:
        _compare(walk, node, left, word, right)
    elif word in _OR or word in _AND:
        span = (node.start_byte, node.end_byte)
        statement = span == walk.statement or span in walk.alone or rule.word == "statement"
        if leaves(walk, right):
            end = walk.end_line(node)
            walk.guard("exit", left, node, (end, max(end, walk.last_line)), negated=word in _OR, end=end)
        elif statement:
            walk.statement = (right.start_byte, right.end_byte)
            walk.guard("wrap", left, node, (walk.line(right), walk.end_line(right)), negated=word in _OR)
    return True


def _compare(walk: Walk, node: Node, left: Node, word: str, right: Node) -> None:
    walk.compared_at(node.start_byte, (walk.node_text(left), word, walk.node_text(right)))
    # A chain (`a < b < c`) has more operands in the same node.
    if node.named_child_count > 2 and right.next_sibling is not None:
        parts = node.children
        at = next((place for place, child in enumerate(parts) if child.id == right.id), len(parts))
        for place in range(at, len(parts) - 2, 2):
            texts = [walk.node_text(part) for part in parts[place : place + 3]]
            walk.compared_at(node.start_byte, (texts[0], texts[1], texts[2]))
