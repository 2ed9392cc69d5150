"""Functions, classes and contracts of a source file and the lines they span, found without a grammar: close enough to point at."""

import re
from bisect import bisect_right

from msgspec import Struct

MAX_DEFINITIONS = 20_000

_INDENTED = frozenset({"python", "vyper", "yaml"})
_ENDED = frozenset({"ruby", "lua"})
_WORD = r"[A-Za-z_$][\w$]*"
_BEFORE = "export|default|public|private|protected|internal|static|final|async|abstract|pub|override|open|unsafe|extern|local"
_DEFINE = (
    "function|modifier|constructor|fallback|receive|func|fun|fn|def|sub|"
    "contract|library|interface|class|struct|trait|impl|module|event|enum|object"
)
_KEYWORD = re.compile(
    rf"^[ \t]*(?:(?:{_BEFORE})(?:\(\w+\))?[ \t]+)*(?P<word>{_DEFINE})\b"
    rf"[ \t]*\*?[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:self\.)?(?P<name>{_WORD}[?!]?)?",
    re.M,
)
_ASSIGNED = re.compile(
    rf"^[ \t]*(?:export[ \t]+)?(?:const|let|var|(?:module\.)?exports\.)[ \t]*(?P<name>{_WORD})[^=\n]*="
    rf"[ \t]*(?:async[ \t]*)?(?:function\b|\([^\n]*=>|{_WORD}[ \t]*=>)",
    re.M,
)
_TYPED = re.compile(
    rf"^[ \t]*(?:[\w:<>,.\[\]?@]{{1,200}}[ \t*&]{{1,20}}){{0,8}}?(?P<name>{_WORD})[ \t]*\([^;{{}}]{{0,2000}}\)[^;{{}}()=]{{0,300}}\{{", re.M
)
_NOT_NAMES = frozenset(
    {
        "if",
        "for",
        "while",
        "switch",
        "catch",
        "return",
        "else",
        "elseif",
        "do",
        "try",
        "sizeof",
        "with",
        "using",
        "lock",
        "foreach",
        "match",
    }
    | {
        "require",
        "assert",
        "unless",
        "new",
        "synchronized",
        "external",
        "internal",
        "public",
        "private",
        "returns",
        "pub",
        "func",
        "function",
    }
)
_NAMELESS = frozenset({"constructor", "fallback", "receive"})
_TYPES = frozenset({"contract", "library", "interface", "class", "struct", "trait", "impl", "module", "enum", "object"})
_BLANK = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""",
    re.S,
)


class Definition(Struct, frozen=True, gc=False):
    """A named piece of code and its first and last line (from 1)."""

    name: str
    first: int
    last: int
    holds: bool
    """Whether it's a class, contract or the like, which holds others."""


def definitions(code: str, language: str) -> tuple[Definition, ...]:
    """The definitions in `code` in the order of their first lines, at most 20,000."""
    indented = language in _INDENTED or language in _ENDED
    plain = code if indented else _BLANK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), code)
    starts = [0, *(found.end() for found in re.finditer("\n", plain))]
    heads: dict[tuple[str, int], tuple[int, bool]] = {}
    for pattern in (_KEYWORD, _ASSIGNED) if indented else (_KEYWORD, _ASSIGNED, _TYPED):
        for match in pattern.finditer(plain):
            word = match.groupdict().get("word") or ""
            at = match.start("name") if match["name"] else match.start("word") if word in _NAMELESS else -1
            name = match["name"] or word
            if at >= 0 and name not in _NOT_NAMES and len(heads) < MAX_DEFINITIONS:
                heads.setdefault((name, bisect_right(starts, at)), (at + len(name), word in _TYPES))
    if indented:
        lasts = _block_ends(code.split("\n"), {first for _, first in heads}, language in _ENDED)
    else:
        closing = _pairs(plain)
        lasts = {}
        for (_, first), (end, _) in heads.items():
            lasts[first] = max(lasts.get(first, first), bisect_right(starts, _brace_end(plain, end, closing)))
    found = (Definition(name, first, max(first, lasts.get(first, first)), holds) for (name, first), (_, holds) in heads.items())
    return tuple(sorted(found, key=lambda definition: (definition.first, -definition.last)))


def _pairs(plain: str) -> dict[int, int]:
    """The position of each opening brace or parenthesis with the position of the one that closes it."""
    pairs: dict[int, int] = {}
    open_at: dict[str, list[int]] = {"}": [], ")": []}
    for found in re.finditer(r"[{}()]", plain):
        if found[0] in "{(":
            open_at["}" if found[0] == "{" else ")"].append(found.start())
        elif open_at[found[0]]:
            pairs[open_at[found[0]].pop()] = found.start()
    return pairs


def _brace_end(plain: str, at: int, pairs: dict[int, int]) -> int:
    """Where a definition ends whose name ends `at`: at its closing brace, or at the `;` of a mere declaration."""
    parameters = re.compile(r"\s{0,20}\(").match(plain, at)
    if parameters is not None:
        at = pairs.get(parameters.end() - 1, at)
    found = re.compile(r"[{;]").search(plain, at, at + 2000)
    if found is None:
        return min(at, len(plain))
    return found.start() if found[0] == ";" else pairs.get(found.start(), len(plain))


def _block_ends(lines: list[str], heads: set[int], ended: bool) -> dict[int, int]:
    """The last line of each block that begins on a line of `heads`, by indentation; `ended` blocks include the line of their `end`."""
    ends: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    last = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text[0] in ")]}":
            last = number if text else last
            continue
        indent = len(line) - len(line.lstrip())
        while opened and opened[-1][1] >= indent:
            first, outer = opened.pop()
            ends[first] = number if ended and outer == indent and text.startswith("end") else last
        if number in heads:
            opened.append((number, indent))
        last = number
    ends.update({first: last for first, _ in opened})
    return ends
