"""Code inside other code: scripts of HTML and Vue, commands of Dockerfiles and workflows."""

import re

from tree_sitter import Node

from hunkwise.code.grammar.compiled import Bound
from hunkwise.code.walk import Part, Walk

MAX_PARTS = 100
_LANG = re.compile(r"\blang\s*=\s*[\"']?(\w+)")
_TYPE = re.compile(r"\btype\s*=\s*[\"']?([\w/+.-]+)")
_SCRIPTS = frozenset({"module", "text/javascript", "application/javascript", "text/ecmascript", "text/babel", "text/jsx"})
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
