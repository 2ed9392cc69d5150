"""Text from a repository inside Markdown and HTML: shown as it is, never obeyed."""

import html
import re

from hunkwise.render.words import spans
from hunkwise.text import visible

_JOINER = "\u200d"
"""Stands inside what GitHub would link or replace even when it is escaped; shows as nothing and breaks the match."""

_PUNCTUATION = re.compile(r"[\\`*_{}\[\]()#+\-.!|~@=^]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_LIVE = re.compile(
    r"(?P<mention>[@#])"
    r"|(?P<scheme>:)(?=[/\w+-])"
    r"|(?P<www>www)(?=\.)"
    r"|(?P<issue>\bgh-)(?=\d)"
    r"|(?P<commit>\b[0-9a-f]{7,40}\b)",
    re.IGNORECASE,
)


def escape_html(text: str) -> str:
    """`text` for an HTML element or a quoted attribute. Line feeds stay."""
    return html.escape(visible(text), quote=True)


def escape_summary(text: str) -> str:
    """`text` on one line of HTML inside of Markdown, where GitHub would still link names, numbers and addresses."""
    return escape_html(_broken(" ".join(visible(text).split()))).replace("$", _ENTITIES["$"])


def escape_markdown(text: str) -> str:
    """`text` on one line of GitHub-flavoured Markdown, as plain words: nothing in it is live."""
    flat = _broken(" ".join(visible(text).split()))
    flat = _PUNCTUATION.sub(r"\\\g<0>", flat)
    return re.sub(r"[&<>$]", lambda found: _ENTITIES[found[0]], flat)


def _broken(text: str) -> str:
    return _LIVE.sub(lambda found: _JOINER.join(re.findall(".{1,6}", found[0])) if found["commit"] else found[0] + _JOINER, text)


def code_span(text: str) -> str:
    """`text` on one line as a code span, in a fence longer than any run of backticks inside."""
    flat = " ".join(visible(text).split())
    if not flat:
        return ""
    fence = "`" * (_longest_run(flat, "`") + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def code_block(text: str, language: str = "") -> str:
    """`text` as a fenced block, in a fence longer than any run of backticks inside. `language` is a word of ours."""
    shown = visible(text)
    fence = "`" * max(3, _longest_run(shown, "`") + 1)
    return f"{fence}{language}\n{shown.rstrip()}\n{fence}"


def _longest_run(text: str, character: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(character)}+", text)), default=0)


def prose_markdown(text: str) -> str:
    """A sentence of ours that quotes code between backticks: the code as spans, the rest escaped."""
    pieces = spans(" ".join(visible(text).split()))
    return "".join(code_span(piece) if is_code else _keeping_edges(piece) for is_code, piece in pieces)


def _keeping_edges(text: str) -> str:
    return (" " if text[:1] == " " else "") + escape_markdown(text) + (" " if text[-1:] == " " and text.strip() else "")


def prose_html(text: str) -> str:
    """A sentence of ours that quotes code between backticks, as HTML."""
    pieces = spans(" ".join(visible(text).split()))
    return "".join(f"<code>{escape_html(piece)}</code>" if is_code else escape_html(piece) for is_code, piece in pieces)
