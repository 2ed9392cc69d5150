"""Code and data of other forms: scripts of HTML and Vue, commands of Dockerfiles and workflows, entries of data files."""

import re

from tree_sitter import Node

from hunkwise.code.grammar.compiled import Bound
from hunkwise.code.reading import MAX_VALUE, Raw
from hunkwise.code.walk import Part, Walk

MAX_PARTS = 100
_LANG = re.compile(r"\blang\s*=\s*[\"']?(\w+)")
_TYPE = re.compile(r"\btype\s*=\s*[\"']?([\w/+.-]+)")
_SCRIPTS = frozenset({"module", "text/javascript", "application/javascript", "text/ecmascript", "text/babel", "text/jsx"})
_EXPRESSION = re.compile(r"\$\{\{(.{0,500}?)\}\}", re.S)
_PATHS = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w*-]+)+")
_HANDLER = re.compile(r"(?i)(?:on[a-z]+|@[\w.:-]+|v-on:[\w.:-]+)\Z")


def visit_script(walk: Walk, node: Node, rule: Bound) -> bool:
    """A script element: its text is JavaScript, or TypeScript where the tag says so; data blocks are none."""
    tag, content = rule.a(node), rule.b(node)
    if content is None or tag is None or len(walk.parts) >= MAX_PARTS:
        return True
    text = walk.node_text(tag)
    lang, kind = _LANG.search(text), _TYPE.search(text)
    if kind is not None and kind[1].lower() not in _SCRIPTS:
        return True
    language = {"ts": "typescript", "typescript": "typescript", "tsx": "tsx"}.get(lang[1].lower() if lang is not None else "", "javascript")
    walk.parts.append(Part(walk.slice(content.start_byte, content.end_byte), language, walk.line(content)))
    return True


def visit_markup(walk: Walk, node: Node, rule: Bound) -> bool:
    """An attribute of an element: an event handler holds JavaScript."""
    name, value = rule.a(node), rule.b(node)
    if name is None or value is None or len(walk.parts) >= MAX_PARTS:
        return True
    source = walk.slice(value.start_byte, value.end_byte).strip("\"'")
    if _HANDLER.match(walk.node_text(name)):
        walk.parts.append(Part(source, "javascript", walk.line(value)))
    elif source.lstrip().lower().startswith("javascript:"):
        walk.parts.append(Part(source.lstrip()[len("javascript:") :], "javascript", walk.line(value)))
    return True


def visit_commands(walk: Walk, node: Node, rule: Bound) -> bool:
    """Shell commands; the instruction itself is a call as well."""
    content = rule.b(node)
    if content is not None and len(walk.parts) < MAX_PARTS:
        walk.parts.append(Part(walk.slice(content.start_byte, content.end_byte), "shell", walk.line(content)))
    return False


def visit_chain(walk: Walk, node: Node, _rule: Bound) -> bool:
    """An expression that is a path where it has several parts."""
    start, end = node.start_byte, node.end_byte
    path = walk.simple_path(start, end) if node.named_child_count > 1 else ""
    if path:
        walk.read(start, path)
        walk.covered = end
    return not path


def visit_literal(walk: Walk, node: Node, _rule: Bound) -> bool:
    """A constant; a quoted one is a string."""
    if walk.slice(node.start_byte, node.start_byte + 1) in ("'", '"'):
        walk.note_string(node)
    return True


def visit_entry(walk: Walk, node: Node, rule: Bound) -> bool:
    """A key and its value in a data file: an assignment of a text, with the names in `${{ }}` inside it."""
    key, value = rule.a(node), rule.b(node)
    if key is None:
        return True
    name = walk.node_text(key).strip("'\"")
    start, end = (value.start_byte, value.end_byte) if value is not None else (key.end_byte, key.end_byte)
    source = walk.slice(start, min(end, start + MAX_VALUE))
    nested = value is not None and any("mapping" in child.type or "sequence" in child.type for child in value.named_children)
    if not nested and not source.lstrip().startswith(("- ", "{", "[")):
        found = [(place.start() + start, path) for place in _EXPRESSION.finditer(source) for path in _PATHS.findall(place[1])]
        for at, path in found:
            walk.read(at, path)
        raw = Raw(start, end, walk.text(start, end), "", None if found else source.strip().strip("'\""), bool(found))
        walk.assigned.append(((name,), raw, walk.line(node), walk.end_line(node), ":", ""))
        if name == "run" and rule.word == "workflow" and value is not None:
            header, _, script = source.partition("\n")
            block = header.strip()[:1] in ("|", ">") and bool(script)
            walk.parts.append(Part(script if block else source.strip("\"'"), "shell", walk.line(value) + block))
    return True
