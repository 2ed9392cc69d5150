"""A lexer for every language at once: quick, never fails, works on fragments. Trees see more; this sees always."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_SLASH = r"//[^\n]*|/\*.*?(?:\*/|\Z)"
_HASH = r"\#[^\n]*"
# Each ends somewhere in any text, be it on a last lone backslash: one that could fail would be tried again from every later quote.
_DOUBLE = r'"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\\?\Z)'
_SINGLE = r"'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\\?\Z)"
_BACK = r"`(?:[^`\\]|\\.)*(?:`|\\?\Z)"
_TRIPLE = r'"""(?:[^\\]|\\.)*?(?:"""|\\?\Z)|' + r"'''(?:[^\\]|\\.)*?(?:'''|\\?\Z)"
_CHAR = r"'(?:[^'\\\n]|\\[^\n]{1,8})'"

_STYLES: dict[str, tuple[str, str]] = {
    # style: (comments, strings), each an alternation; the longest opening comes first.
    "c": (_SLASH, f"{_DOUBLE}|{_SINGLE}|{_BACK}"),
    "rust": (_SLASH, f'r\\#*"[^"]*"\\#*|{_DOUBLE}|{_CHAR}'),
    "php": (rf"{_SLASH}|\#(?!\[)[^\n]*", f"{_DOUBLE}|{_SINGLE}"),
    "python": (_HASH, rf"[rRbBuUfF]{{0,2}}(?:{_TRIPLE}|{_DOUBLE}|{_SINGLE})"),
    "hash": (_HASH, f"{_DOUBLE}|{_SINGLE}|{_BACK}"),
    "shell": (r"(?:(?<=\s)|^)\#[^\n]*", f"{_DOUBLE}|'[^']*(?:'|\\Z)"),
    "powershell": (rf"<\#.*?(?:\#>|\Z)|{_HASH}", f'@"\n.*?(?:\n"@|\\Z)|{_DOUBLE}|{_SINGLE}'),
    "hcl": (f"{_SLASH}|{_HASH}", _DOUBLE),
    "dash": (r"--\[\[.*?(?:\]\]|\Z)|--[^\n]*|/\*.*?(?:\*/|\Z)", f"{_DOUBLE}|{_SINGLE}"),
    "html": (r"<!--.*?(?:-->|\Z)", f"{_DOUBLE}|{_SINGLE}"),
    "batch": (r"(?:(?<=\n)|\A)[^\S\n]*(?:::|[Rr][Ee][Mm]\b)[^\n]*", _DOUBLE),
    "plain": (r"(?!)", f"{_DOUBLE}|{_SINGLE}"),
}

_STYLE_OF = {
    **dict.fromkeys(("c", "cpp", "java", "kotlin", "javascript", "typescript", "tsx", "go", "csharp", "solidity", "vue"), "c"),
    **dict.fromkeys(("ruby", "perl", "yaml", "workflow", "dockerfile", "toml"), "hash"),
    **dict.fromkeys(("sql", "lua"), "dash"),
    **{name: name for name in ("rust", "php", "python", "shell", "powershell", "hcl", "html", "batch")},
}

_TOKEN = r"[^\W\d]\w*|\d[\w.]*|->|=>|::|\?\?=?|\?\.|\|\||&&|[=!]==?|<<=?|>>=?|[<>]=|\+\+|--|[-+*/%&|^]=|:=|\.\.\.|\*\*|[^\w\s]"


@lru_cache(maxsize=64)
def _scanner(language: str) -> re.Pattern[str]:
    comments, strings = _STYLES[_STYLE_OF.get(language, "plain")]
    return re.compile(f"(?P<comment>{comments})|(?P<string>{strings})|(?P<token>{_TOKEN})", re.S | re.M)


_CONTINUED = re.compile(r"\s*\*(?:\s|/|$)")


def scan(text: str, language: str) -> Iterator[tuple[str, str, int]]:
    """(kind, value, offset) of every comment, string and token of `text`, in order. Strings keep their quotes."""
    for found in _scanner(language).finditer(text):
        yield found.lastgroup or "token", found[0], found.start()


def tokens(text: str, language: str) -> list[str]:
    """The tokens of `text` without comments and white space; a string literal is one token with its quotes."""
    return [value for kind, value, _ in scan(text, language) if kind != "comment"]


def texts(text: str, language: str) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """The string literals and the comments of `text`, each as (source, first line, last line) with lines from 1."""
    found: dict[str, list[tuple[str, int, int]]] = {"string": [], "comment": []}
    line, seen = 1, 0
    for kind, value, at in scan(text, language):
        if kind == "token":
            continue
        line += text.count("\n", seen, at)
        seen = at
        found[kind].append((value, line, line + value.count("\n")))
    return found["string"], found["comment"]


def tokens_by_line(lines: Sequence[str], language: str) -> list[list[str]]:
    """For each of `lines` (a fragment, in order) its tokens without comments.

    A string over several lines gives each of them its piece, with a quote before it. A line that starts like the inside of a block comment
    (`* text`) counts as comment in languages that have such, since a fragment may begin inside one; a docstring counts as comment too.
    """
    text = "\n".join(lines)
    style = _STYLE_OF.get(language, "plain")
    out: list[list[str]] = [[] for _ in lines]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    row, last = 0, len(lines) - 1
    for kind, value, at in scan(text, language):
        while row < last and at >= starts[row + 1]:
            row += 1
        if kind == "token":
            out[row].append(value)
        elif kind == "string":
            if "\n" not in value:
                out[row].append(value)
            elif not (style == "python" and not text[starts[row] : at].strip()):
                for i, piece in enumerate(value.split("\n")):
                    if piece.strip():
                        out[row + i].append(piece if i == 0 else '"' + piece)
    if style in ("c", "php"):
        for i, line in enumerate(lines):
            if _CONTINUED.match(line):
                out[i] = []
    return out
