"""A lexer for every language at once: quick, never fails, works on fragments. Trees see more; this sees always."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_SLASH = r"//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z)"
_HASH = r"\#[^\n]*"
# Each ends somewhere in any text, be it on a last lone backslash: one that could fail would be tried again from every later quote.
_DOUBLE = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*(?:"|(?=\n)|\\?\Z)'
_SINGLE = r"'[^'\\\n]*(?:\\.[^'\\\n]*)*(?:'|(?=\n)|\\?\Z)"
_BACK = r"`[^`\\]*(?:\\.[^`\\]*)*(?:`|\\?\Z)"
_TRIPLE = r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"""|\\?\Z)|' + r"'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:'''|\\?\Z)"
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

_NAME = r"[^\W\d]\w*"
_OPENINGS = {"python": r"(?![rRbBuUfF]{1,2}[\"'])", "rust": r"(?!r\#*\")", "batch": r"(?![Rr][Ee][Mm]\b)"}
"""What a name at first sight mustn't look like in styles whose comments or strings may begin with a letter."""
_TOKEN = rf"{_NAME}|\d[\w.]*|->|=>|::|\?\?=?|\?\.|\|\||&&|[=!]==?|<<=?|>>=?|[<>]=|\+\+|--|[-+*/%&|^]=|:=|\.\.\.|\*\*|[^\w\s]"


@lru_cache(maxsize=64)
def _scanner(language: str) -> re.Pattern[str]:
    """White space and what comes after it: a name or bracket (most common, so first), a comment, a string, another token, a line feed."""
    style = _STYLE_OF.get(language, "plain")
    comments, strings = _STYLES[style]
    name = rf"(?P<name>[(),;{{}}\[\]]|{_OPENINGS.get(style, '')}{_NAME})"
    blank = rf"(?:(?!{comments})[^\S\n]++)?" if style == "batch" else r"[^\S\n]*+"  # A comment of batch files begins with its line.
    return re.compile(rf"{blank}(?:{name}|(?P<comment>{comments})|(?P<string>{strings})|(?P<token>{_TOKEN})|\n|\Z)", re.S | re.M)


_CONTINUED = re.compile(r"\s*\*(?:\s|/|$)")


def scan(text: str, language: str) -> Iterator[tuple[str, str, int]]:
    """(kind, value, offset) of every comment, string and token of `text`, in order. Strings keep their quotes."""
    for found in _scanner(language).finditer(text):
        if kind := found.lastgroup:
            yield "token" if kind == "name" else kind, found[kind], found.start(kind)


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
    style = _STYLE_OF.get(language, "plain")
    out: list[list[str]] = [[] for _ in lines]
    row, first = 0, True  # The line at hand, and whether nothing has been found on it yet.
    text = "\n".join(lines)
    if text.count("\n") >= len(lines) > 0:  # A hostile fragment with line feeds inside its lines.
        text = "\n".join(line.replace("\n", " ") for line in lines)
    for name, comment, string, token in _scanner(language).findall(text):
        if name or token:
            out[row].append(name or token)
        elif string:
            if "\n" not in string:
                out[row].append(string)
            else:
                pieces = string.split("\n")
                if not (style == "python" and first):
                    for i, piece in enumerate(pieces):
                        if piece.strip():
                            out[row + i].append(piece if i == 0 else '"' + piece)
                row += len(pieces) - 1
        elif comment:
            row += comment.count("\n")
        else:
            row += 1
            first = True
            continue
        first = False
    if style in ("c", "php"):
        for i, line in enumerate(lines):
            if _CONTINUED.match(line):
                out[i] = []
    return out
