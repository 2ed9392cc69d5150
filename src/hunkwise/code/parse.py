"""Syntax trees: one parser a language, bounded in size and time, and None instead of an error."""

import importlib
import re
import time
import warnings
from functools import cache

from tree_sitter import Language, Node, Parser, Tree

MAX_BYTES = 4_000_000
MAX_SECONDS = 10.0
_CHUNK = 65_536

_MODULES: dict[str, tuple[str, str]] = {
    "shell": ("bash", "language"),
    "c": ("c", "language"),
    "csharp": ("c_sharp", "language"),
    "cpp": ("cpp", "language"),
    "dockerfile": ("dockerfile", "language"),
    "go": ("go", "language"),
    "hcl": ("hcl", "language"),
    "html": ("html", "language"),
    "vue": ("html", "language"),
    "java": ("java", "language"),
    "javascript": ("javascript", "language"),
    "kotlin": ("kotlin", "language"),
    "perl": ("perl", "language"),
    "php": ("php", "language_php"),
    "powershell": ("powershell", "language"),
    "python": ("python", "language"),
    "ruby": ("ruby", "language"),
    "rust": ("rust", "language"),
    "solidity": ("solidity", "language"),
    "sql": ("sql", "language"),
    "typescript": ("typescript", "language_typescript"),
    "tsx": ("typescript", "language_tsx"),
    "workflow": ("yaml", "language"),
    "yaml": ("yaml", "language"),
}


def has_grammar(language: str) -> bool:
    """Whether `language` can be parsed into a tree."""
    return language in _MODULES


@cache
def grammar(language: str) -> Language:
    """The grammar of `language`, loaded once a process. Raises KeyError for a language without one."""
    module, function = _MODULES[language]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Language(getattr(importlib.import_module(f"tree_sitter_{module}"), function)())


@cache
def _parser(language: str) -> Parser:
    return Parser(grammar(language))


def parse(source: bytes, language: str, seconds: float = MAX_SECONDS) -> Tree | None:
    """The syntax tree of `source` (UTF-8), with ERROR nodes where it is broken.

    None for a language without grammar, for more than `MAX_BYTES` bytes, and where it takes longer than `seconds`.
    """
    if language not in _MODULES or len(source) > MAX_BYTES:
        return None
    parser = _parser(language)
    if language == "perl":
        source = without_heredocs(source)
    if len(source) <= _CHUNK:
        return parser.parse(source)
    until = time.monotonic() + seconds

    def read(offset: int, _point: object) -> bytes:
        return source[offset : offset + _CHUNK]

    def late(_offset: int, _error: bool) -> bool:
        return time.monotonic() > until

    try:
        return parser.parse(read, progress_callback=late)
    except ValueError:
        parser.reset()
        return None


_HEREDOC = re.compile(rb"<<~?(?:\s*([\"'])(.*?)\1|([A-Za-z_]\w*))")


def without_heredocs(source: bytes) -> bytes:
    """Perl source of the same length with here-documents as blanks: the grammar never comes back from one that isn't closed.

    One that is never closed blanks nothing but its mark, so that no code can hide behind it.
    """
    if b"<<" not in source:
        return source
    lines = source.split(b"\n")
    last = {line.strip(): place for place, line in enumerate(lines)}
    out: list[bytes] = []
    closing: list[bytes] = []
    for place, line in enumerate(lines):
        if closing:
            if line.strip() == closing[0]:
                closing.pop(0)
            out.append(b" " * len(line))
            continue
        words = [found[2] or found[3] or b"" for found in _HEREDOC.finditer(line)]
        closing += [word for word in words if last.get(word, 0) > place]
        out.append(_HEREDOC.sub(lambda found: b"''".ljust(len(found[0])), line))
    return b"\n".join(out)


def error_bytes(root: Node, limit: int = 20_000) -> int:
    """How many bytes of a tree lie in ERROR nodes, plus one for every missing token; looks at no more than `limit` nodes."""
    if not root.has_error:
        return 0
    total = 0
    stack = [root]
    while stack and limit > 0:
        node = stack.pop()
        for child in node.children:
            limit -= 1
            if child.is_error:
                total += child.end_byte - child.start_byte + 1
            elif child.is_missing:
                total += 1
            elif child.has_error:
                stack.append(child)
    return total
