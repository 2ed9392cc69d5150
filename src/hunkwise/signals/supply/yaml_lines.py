"""A line-wise view of YAML: enough for workflows, also where only a fragment is at hand."""

import re
from collections.abc import Iterable, Iterator

_KEY = re.compile(r"^(\s*(?:-\s+)*)(['\"]?[\w./ -]+['\"]?)\s*:(?:\s+(.*))?$")
_BLOCK = re.compile(r"^[|>][+-]?\d*\s*(?:#.*)?$")


def scalars(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """(keys from the outermost to the own, text, line number) of each scalar line; comments are left out.

    A list item has no key of its own. In a fragment the outer keys are those that are in sight.
    """
    stack: list[tuple[int, str]] = []
    block = -1
    for number, text in lines:
        stripped = text.strip()
        indent = len(text) - len(text.lstrip())
        if not stripped:
            continue
        if block >= 0:
            if indent > block:
                yield tuple(key for _, key in stack), stripped, number
                continue
            block = -1
        if stripped.startswith("#"):
            continue
        found = _KEY.match(text)
        if found is None:
            depth = indent
            while stack and stack[-1][0] >= depth and not stripped.startswith("-"):
                stack.pop()
            while stack and stripped.startswith("-") and stack[-1][0] > depth:
                stack.pop()
            yield tuple(key for _, key in stack), stripped.removeprefix("-").strip(), number
            continue
        at = len(found[1])
        while stack and stack[-1][0] >= at:
            stack.pop()
        stack.append((at, found[2].strip("'\" ")))
        value = (found[3] or "").strip()
        if _BLOCK.match(value):
            block = indent if not stripped.startswith("-") else at - 1
        yield tuple(key for _, key in stack), "" if block >= 0 else value, number
