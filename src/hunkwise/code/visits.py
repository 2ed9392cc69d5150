"""What to note at each kind of node: one function a verb. Each tells whether the walk goes on inside the node."""

from collections.abc import Callable

from tree_sitter import Node

from hunkwise.code.definitions import visit_attribute, visit_class, visit_function, visit_import
from hunkwise.code.embedded import visit_chain, visit_commands, visit_entry, visit_literal, visit_markup, visit_script
from hunkwise.code.grammar.compiled import Bound
from hunkwise.code.guards import (
    leaves,
    visit_binary,
    visit_branch,
    visit_catch,
    visit_check,
    visit_each,
    visit_leave,
    visit_loop,
    visit_ternary,
)
from hunkwise.code.model import Argument, Text
from hunkwise.code.reading import MAX_VALUE, Raw, Value
from hunkwise.code.tokens import visit_macro, visit_tokens, visit_word
from hunkwise.code.walk import Plan, Walk

MAX_ARGS = 64
_ONE = Argument("1", literal="1")


def visit_name(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A variable."""
    start = node.start_byte
    if walk.cursor.field_id not in walk.compiled.skip and start not in walk.told:
        end = node.end_byte
        text = walk.source[start:end] if walk.ascii else walk.slice(start, end)
        walk.name_at.append(start)
        walk.name_paths.append(text if text.isidentifier() else walk.normal(text))
    return False


def visit_path(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A qualified name (`a::b`)."""
    if (node.start_byte, node.end_byte) != walk.muted:
        walk.read(node.start_byte, walk.normal(walk.node_text(node)))
    walk.covered = node.end_byte
    return False


def visit_self(_walk: Walk, _node: Node, _rule: Bound) -> bool:
    """`this`, `self`, `super`: no variable of its own."""
    return False


def visit_body(walk: Walk, node: Node, _rule: Bound) -> bool:
    """Statements that have no node of their own around them."""
    for child in node.named_children:
        span = (child.start_byte, child.end_byte)
        walk.alone.add(span)
        rule = walk.rules.get(child.kind_id)
        if rule is not None and rule.verb == "word" and (child.next_named_sibling is not None or walk.node_text(child)[-1] in "!?"):
            walk.planned[span[0]] = Plan(span[1], [])
    return True


def visit_wrap(_walk: Walk, _node: Node, _rule: Bound) -> bool:
    """A node that only holds another."""
    return True


def visit_member(walk: Walk, node: Node, rule: Bound) -> bool:
    """`a.b`: read as one path, where it is one."""
    start, end = node.start_byte, node.end_byte
    path = walk.simple_path(start, end)
    if path:
        walk.read(start, path)
        walk.covered = end
        return False
    named = rule.b(node)
    if named is not None:
        walk.told.add(named.start_byte)
    return True


def visit_index(walk: Walk, node: Node, rule: Bound) -> bool:
    """`a[i]`: an access."""
    base, at = rule.a(node), rule.b(node)
    path = walk.path(base)
    start = node.start_byte
    walk.accesses.append((path, walk.raw(at) if at is not None else None, walk.line(node), start == walk.write, walk.function))
    return True


def visit_unary(walk: Walk, node: Node, rule: Bound) -> bool:
    """`*p` is an access, `delete x` an assignment."""
    operator = rule.b(node)
    word = walk.node_text(operator) if operator is not None else walk.slice(node.start_byte, node.start_byte + 1)
    operand = rule.a(node)
    if operand is None:
        return True
    if word == "*":
        path = walk.path(operand)
        walk.accesses.append((path, None, walk.line(node), node.start_byte == walk.write, walk.function))
    elif word == "delete":
        walk.assign(node, operand, walk.raw(operand), "delete")
    return True


def visit_call(walk: Walk, node: Node, rule: Bound) -> bool:
    """A call with one callee expression."""
    callee = rule.a(node)
    if callee is None:
        return True
    bare, inner = walk.bare(callee)
    if inner is not None and inner.verb == "call" and rule.b(node) is None:
        # A call with a trailing block around the call itself.
        if (node.start_byte, node.end_byte) in walk.alone:
            walk.alone.add((bare.start_byte, bare.end_byte))
        return True
    start, end = bare.start_byte, bare.end_byte
    path = walk.simple_path(start, end)
    if path:
        walk.receive(start, path)
        if callee.start_byte == start:
            walk.covered = max(walk.covered, end)
    else:
        path = walk.path(callee, keys=True)
        walk.muted = (start, end)
    _call(walk, node, path, rule.b(node), rule.c(node) or callee, after=callee.end_byte)
    return True


def visit_method(walk: Walk, node: Node, rule: Bound) -> bool:
    """A call whose receiver and name stand apart."""
    receiver, name = rule.a(node), rule.b(node)
    if name is None:
        return True
    start = receiver.start_byte if receiver is not None else name.start_byte
    path = walk.simple_path(start, name.end_byte)
    if path:
        walk.receive(start, path)
        walk.covered = max(walk.covered, name.end_byte)
    else:
        base = walk.path(receiver, keys=True) if receiver is not None else ""
        word = walk.normal(walk.node_text(name))
        path = f"{base}.{word}" if base else word
    _call(walk, node, path, rule.c(node), rule.d(node), after=name.end_byte)
    return True


def visit_command(walk: Walk, node: Node, rule: Bound) -> bool:
    """A statement or operator that is a call of its own."""
    name, args = rule.a(node), rule.b(node)
    if name is not None:
        path = (walk.path(name, keys=True) or walk.node_text(name)).strip("\"'")
        if walk.sigils and walk.slice(name.start_byte, name.end_byte).lstrip("\"'").startswith(tuple(walk.sigils)):
            walk.read(name.start_byte, path)
        walk.covered = max(walk.covered, name.end_byte)
    else:
        name = node.child(0)
        path = walk.node_text(name) if name is not None else ""
    if node.type.endswith("_statement"):
        walk.statement = (node.start_byte, node.end_byte)
    _call(walk, node, path, args, None, after=name.end_byte if name is not None else node.start_byte)
    return True


def visit_backticks(walk: Walk, node: Node, rule: Bound) -> bool:
    """A string that is run as a command."""
    start, end = node.start_byte, node.end_byte
    inside = walk.note_string(node)
    raw = Raw(start, end, walk.text(start, end), "", None if inside else walk.texts[-1].value, inside)
    walk.call(node, rule.word, [raw], used=(start, end) != walk.statement)
    return inside


def _call(walk: Walk, node: Node, path: str, args: Node | None, options: Node | None, *, after: int) -> None:
    if not path:
        return
    nodes = _arguments(walk, node, args, after)
    given: list[Value] = []
    if options is not None and (options.end_byte - options.start_byte) < 2_000:
        given = [walk.raw(child) for child in options.named_children[:MAX_ARGS] if _is_keyword(walk, child)]
    span = (node.start_byte, node.end_byte)
    walk.call(node, path, [walk.raw(child) for child in nodes], given, used=span != walk.statement and span not in walk.alone)
    if path in walk.compiled.table.asserts and nodes:
        walk.guard("assert", nodes[0], node, (walk.end_line(node), max(walk.end_line(node), walk.last_line)))


def _arguments(walk: Walk, node: Node, args: Node | None, after: int) -> list[Node]:
    if args is None:
        return []
    if args.id == node.id:
        wanted = walk.compiled.arguments
        nodes = [child for child in node.named_children if (child.kind_id in wanted if wanted else child.start_byte >= after)]
        if wanted and not nodes:
            nodes = [child for child in node.named_children if child.start_byte >= after]
        elif wanted and len(nodes) == 1 and nodes[0].named_child_count > 1:
            nodes = nodes[0].named_children
    else:
        nodes = [args] if walk.rule(args) is not None else args.named_children
    unwanted = walk.compiled.empty
    return [child for child in nodes[:MAX_ARGS] if not child.is_extra and child.kind_id not in unwanted]


def _is_keyword(walk: Walk, node: Node) -> bool:
    rule = walk.rule(node)
    return rule is not None and rule.verb == "keyword"


def visit_keyword(walk: Walk, node: Node, rule: Bound) -> bool:
    """A named argument: its name is no variable."""
    name = rule.a(node)
    if name is not None:
        walk.covered = max(walk.covered, name.end_byte)
    return True


def visit_assign(walk: Walk, node: Node, rule: Bound) -> bool:
    """An assignment or a declaration with a value."""
    left, right = rule.a(node), rule.b(node)
    if left is None or right is None:
        return True
    if left.id == right.id:
        return True
    operator = rule.c(node)
    word = walk.node_text(operator) if operator is not None else rule.word
    otherwise = rule.d(node)
    if otherwise is not None and leaves(walk, otherwise):
        end = walk.end_line(otherwise)
        walk.guard("exit", right, node, (end, max(end, walk.last_line)), negated=True, end=end)
    walk.assign(node, left, walk.raw(right), word)
    walk.write = left.start_byte
    kind = walk.rule(right)
    if kind is not None and kind.verb == "function":
        named = walk.targets(left)
        walk.given[right.start_byte] = named[0] if named else ""
    return True


def visit_remove(walk: Walk, node: Node, rule: Bound) -> bool:
    """`del x`: an assignment with the operator `delete`."""
    operand = rule.a(node)
    if operand is not None:
        walk.assign(node, operand, walk.raw(operand), "delete")
        walk.write = operand.start_byte
    return True


def visit_update(walk: Walk, node: Node, rule: Bound) -> bool:
    """`x++`."""
    operand = rule.a(node)
    if operand is not None:
        text = walk.node_text(node)
        if not text.startswith(("++", "--")) and not text.endswith(("++", "--")):
            return True
        walk.assign(node, operand, _ONE, "--" if "--" in (text[:2], text[-2:]) else "++")
        walk.write = operand.start_byte
    return True


def visit_string(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A string literal."""
    return walk.note_string(node)


def visit_constant(_walk: Walk, _node: Node, _rule: Bound) -> bool:
    """A number, `true`, `null`."""
    return False


def visit_comment(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A comment."""
    walk.comments.append(Text(walk.slice(node.start_byte, node.end_byte)[:MAX_VALUE], walk.line(node), walk.end_line(node)))
    return False


def visit_statement(walk: Walk, node: Node, rule: Bound) -> bool:
    """An expression that is a statement of its own."""
    inner = rule.a(node)
    if inner is not None:
        bare, _ = walk.bare(inner)
        walk.statement = (bare.start_byte, bare.end_byte)
    return True


def visit_pair(walk: Walk, node: Node, rule: Bound) -> bool:
    """A key and its value in a literal."""
    key, value = rule.a(node), rule.b(node)
    kind = walk.rule(value)
    if key is not None:
        if value is not None and kind is not None and kind.verb == "function":
            walk.given[value.start_byte] = walk.node_text(key).strip("'\"")
        named = walk.rule(key)
        if named is not None and named.verb == "name":
            walk.covered = max(walk.covered, key.end_byte)
    return True


def visit_run(walk: Walk, node: Node, rule: Bound) -> bool:
    """An instruction that runs shell commands: a call, with what it runs read as shell."""
    visit_command(walk, node, rule)
    return visit_commands(walk, node, rule)


Visit = Callable[[Walk, Node, Bound], bool]

VISITS: dict[str, Visit] = {
    "name": visit_name,
    "word": visit_word,
    "body": visit_body,
    "tokens": visit_tokens,
    "macro": visit_macro,
    "concat": visit_wrap,
    "rest": visit_wrap,
    "run": visit_run,
    "script": visit_script,
    "markup": visit_markup,
    "chain": visit_chain,
    "literal": visit_literal,
    "entry": visit_entry,
    "path": visit_path,
    "self": visit_self,
    "wrap": visit_wrap,
    "joined": visit_wrap,
    "member": visit_member,
    "index": visit_index,
    "unary": visit_unary,
    "call": visit_call,
    "method": visit_method,
    "command": visit_command,
    "backticks": visit_backticks,
    "keyword": visit_keyword,
    "assign": visit_assign,
    "remove": visit_remove,
    "update": visit_update,
    "string": visit_string,
    "constant": visit_constant,
    "comment": visit_comment,
    "statement": visit_statement,
    "pair": visit_pair,
    "binary": visit_binary,
    "branch": visit_branch,
    "catch": visit_catch,
    "check": visit_check,
    "each": visit_each,
    "leave": visit_leave,
    "loop": visit_loop,
    "ternary": visit_ternary,
    "attribute": visit_attribute,
    "class": visit_class,
    "function": visit_function,
    "import": visit_import,
}
