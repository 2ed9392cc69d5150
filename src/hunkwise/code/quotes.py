"""String literals as text: quotes taken off, escapes resolved."""

import re

_QUOTED = re.compile(r"(?s)([A-Za-z@$&#]{0,3})#*(\"\"\"|'''|\"|'|`)(.*)\2[#@]*")
_PERL_QUOTED = re.compile(r"(?s)q[qxw]?\s*[{(\[<|/!](.*)[})\]>|/!]")
_OPENING = re.compile(r"^(?:q[qx]?\s*[{(\[<|/!]|[A-Za-z@$&#]{0,3}(?:\"\"\"|'''|[\"'`])|[|>][-+\d]*[^\n]*\n)")
_CLOSING = re.compile(r"(?:\"\"\"|'''|[\"'`])@?$")
_BLOCK = re.compile(r"[|>][-+\d]*[^\n]*\n")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|[0-7]{1,3}|.)", re.S)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "\n": ""}


def value_of(text: str) -> str:
    """The value of a constant string literal: without its quotes, escapes resolved unless its prefix says that it is raw."""
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        raw = "\\" not in quoted[3] or any(mark in quoted[1] for mark in "rR@")
        return quoted[3] if raw else unescaped(quoted[3])
    if _BLOCK.match(text):
        return _BLOCK.sub("", text, count=1)
    inside = _PERL_QUOTED.fullmatch(text)
    return inside[1] if inside is not None else text


def parts_of(pieces: list[str]) -> list[str]:
    """The constant pieces of a literal between its interpolations, without quotes, the braces around interpolations, and escapes."""
    pieces = [_OPENING.sub("", pieces[0]), *pieces[1:]]
    pieces[-1] = _CLOSING.sub("", pieces[-1])
    for at in range(len(pieces) - 1):
        if pieces[at].endswith("{") and pieces[at + 1].startswith("}"):
            pieces[at], pieces[at + 1] = pieces[at][:-1], pieces[at + 1][1:]
    return [unescaped(piece) for piece in pieces]


def unescaped(text: str) -> str:
    """A text with the escapes that most languages share resolved."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    word = found[1]
    if word[0] in "xu" and len(word) > 1:
        number = int(word[1:].strip("{}"), 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    if word[0] in "01234567":
        return chr(int(word, 8))
    return _PLAIN_ESCAPES.get(word, word)
