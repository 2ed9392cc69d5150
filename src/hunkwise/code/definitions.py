"""What to note at functions, classes, their annotations, and imports."""

from msgspec.structs import replace
from tree_sitter import Node

from hunkwise.code.grammar.compiled import Bound
from hunkwise.code.model import Definition, Import
from hunkwise.code.reading import MAX_PATH
from hunkwise.code.walk import Walk

_MAX_PARAMS = 64
_BETWEEN = frozenset({"", "export", "export default", "public", "async"})
_RECEIVERS = frozenset({"self", "this"})
_PARAM_PARTS = ("name", "pattern", "declarator", "left")


def visit_function(walk: Walk, node: Node, rule: Bound) -> bool:
    """A function or method. One without a name of its own takes that of what it is assigned to; a nameless one has an empty name."""
    named = rule.a(node)
    body = rule.c(node)
    start = node.start_byte
    name = walk.path(named) or walk.normal(walk.node_text(named)) if named is not None else walk.given.pop(start, "")
    parent = walk.parent
    owner = rule.d(node)
    if owner is not None:
        parent = _last_word(walk.node_text(owner))
    elif "." in name and named is not None:
        parent, _, name = name.rpartition(".")
    anonymous = not name
    if not (anonymous and (body is None or body.kind_id not in walk.compiled.blocks)):
        inner = rule.b(node)
        params = _params(walk, inner if inner is not None else node, body)
        _define(walk, node, Definition("function", name, params, walk.line(node), walk.end_line(node), (), parent), body)
    if anonymous:
        walk.enter(node.end_byte, walk.function, walk.end_line(node), walk.parent)
    else:
        walk.enter(node.end_byte, name, walk.end_line(node), name)
    if named is not None:
        walk.covered = max(walk.covered, named.end_byte)
    return True


def visit_class(walk: Walk, node: Node, rule: Bound) -> bool:
    """A class, contract, struct with a body, or module."""
    named, body = rule.a(node), rule.c(node)
    if body is None:
        return True
    if named is not None and named.id == node.id:
        # A block of a configuration language is named by its kind and labels.
        words = walk.slice(node.start_byte, min(body.start_byte, node.start_byte + MAX_PATH)).replace("{", " ").split()
        name, named = ".".join(word.strip('"') for word in words), None
    else:
        name = walk.normal(walk.node_text(named)) if named is not None else walk.given.pop(node.start_byte, "")
    if name:
        _define(walk, node, Definition("class", name, (), walk.line(node), walk.end_line(node), (), walk.parent), body)
    walk.enter(node.end_byte, "", walk.end_line(node), name or walk.parent)
    if named is not None:
        walk.covered = max(walk.covered, named.end_byte)
    return True


def visit_attribute(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A decorator or annotation that stands before its definition: it waits for it."""
    walk.attributes.append(node)
    return True


def visit_import(walk: Walk, node: Node, rule: Bound) -> bool:
    """An import: the module and the names taken from it."""
    module = rule.a(node)
    names: list[str] = []
    if rule.names:
        stack = node.children[::-1]
        while stack and len(names) < _MAX_PARAMS:
            child = stack.pop()
            if module is not None and child.start_byte == module.start_byte and child.end_byte == module.end_byte:
                continue
            if child.type in rule.names:
                names.append(walk.normal(walk.node_text(child)))
            else:
                stack += child.children[::-1]
    if module is not None:
        path = walk.node_text(module).strip("'\"`<>;()")
        walk.imports.append(Import(path, tuple(names), walk.line(node)))
    elif names:
        walk.imports += [Import(name, (), walk.line(node)) for name in names]
    walk.covered = max(walk.covered, node.end_byte)
    return False


def _define(walk: Walk, node: Node, definition: Definition, body: Node | None) -> None:
    texts: list[str] = []
    before = _attributes_before(walk, node.start_byte)
    inside = _attributes_inside(walk, node, body)
    for attribute in before + inside:
        texts.append(walk.node_text(attribute).removeprefix("@").removeprefix("#[").removesuffix("]"))
        if attribute.kind_id in walk.compiled.attributes:
            walk.attribute_guard(attribute, texts[-1], definition.name, (definition.line, definition.end))
    walk.definitions.append(replace(definition, attributes=tuple(texts)) if texts else definition)


def _attributes_before(walk: Walk, here: int) -> list[Node]:
    found: list[Node] = []
    while walk.attributes:
        waiting = walk.attributes.pop()
        if waiting.end_byte > here or walk.slice(waiting.end_byte, here)[:200].strip() not in _BETWEEN:
            break
        found.append(waiting)
        here = waiting.start_byte
    walk.attributes = []
    return found[::-1]


def _attributes_inside(walk: Walk, node: Node, body: Node | None) -> list[Node]:
    wanted, words = walk.compiled.attributes, walk.compiled.words
    found: list[Node] = []
    stop = body.start_byte if body is not None else node.end_byte
    stack = node.children[::-1]
    while stack and len(found) < _MAX_PARAMS:
        child = stack.pop()
        if child.start_byte >= stop:
            break
        kind = child.kind_id
        if kind in wanted:
            found.append(child)
        elif kind in words:
            if child.child_count > 0 and child.type.endswith(("modifiers", "_list", "_group")):
                stack += child.children[::-1]
            else:
                found.append(child)
    return found


def _params(walk: Walk, holder: Node, body: Node | None) -> tuple[str, ...]:
    rule = walk.rules.get(holder.kind_id)
    if rule is not None and rule.verb in ("name", "word"):
        return (walk.node_text(holder),)
    found: list[str] = []
    for child in holder.named_children[:_MAX_PARAMS]:
        if body is not None and child.start_byte >= body.start_byte:
            break
        if rule is not None and rule.verb == "function" and "parameter" not in child.type:
            continue
        found += _param_names(walk, child)
    return tuple(found)


def _param_names(walk: Walk, param: Node) -> list[str]:
    several = param.children_by_field_name("name")
    if len(several) > 1:
        return [walk.normal(walk.node_text(each)) for each in several]
    node: Node | None = param
    for _ in range(8):
        if node is None:
            return []
        rule = walk.rules.get(node.kind_id)
        if rule is not None and (rule.verb in ("name", "word") or node.type in _RECEIVERS):
            return [walk.normal(walk.node_text(node))]
        inner = next((found for part in _PARAM_PARTS if (found := node.child_by_field_name(part)) is not None), None)
        if inner is None:
            if node is param and rule is not None and rule.verb == "comment":
                return []
            if "pattern" in node.type and node.named_child_count > 1:
                return list(walk.targets(node))
            inner = next((child for child in reversed(node.named_children) if _nameable(walk, child)), None)
        node = inner
    return []


def _nameable(walk: Walk, node: Node) -> bool:
    rule = walk.rules.get(node.kind_id)
    return (
        (rule is not None and rule.verb in ("name", "word"))
        or node.type in _RECEIVERS
        or "declarator" in node.type
        or "pattern" in node.type
    )


def _last_word(text: str) -> str:
    words = [word for word in text.replace("*", " ").replace("(", " ").replace(")", " ").replace("[", " ").split() if word]
    return words[-1] if words else ""
