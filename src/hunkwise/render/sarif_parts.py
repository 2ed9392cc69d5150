"""Small parts of a SARIF result: addresses, places, messages and fixes."""

import re
from typing import Any
from urllib.parse import quote

from hunkwise.explain.model import Explanation
from hunkwise.render.escape import code_block, prose_markdown
from hunkwise.render.words import code, prose
from hunkwise.text import visible

_HEADER = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+\d+(?:,\d+)? @@")
_MOST_SHOWN = 20


def uri(path: str) -> str:
    """`path` as an address relative to the root of the repository; bytes that aren't UTF-8 as they are on disk."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = visible(path).encode()
    return quote(raw.lstrip(b"/"), safe="/")


def text_of(text: str) -> str:
    """A short text as data: made visible and bounded."""
    return prose(text, 400)


def artifact(path: str) -> dict[str, Any]:
    """Which file."""
    return {"uri": uri(path) or "unknown", "uriBaseId": "SRCROOT"}


def location(path: str, first: int, last: int = 0) -> dict[str, Any]:
    """A place in the head side; line numbers start at 1."""
    region = {"startLine": max(first, 1)}
    if last > max(first, 1):
        region["endLine"] = last
    return {"physicalLocation": {"artifactLocation": artifact(path), "region": region}}


def message(explanation: Explanation) -> dict[str, Any]:
    """What is wrong, what to do, and the text of removed lines, which the head side can't show."""
    cause = prose(explanation.cause) or prose(explanation.finding.title, 200)
    parts = [cause, prose(explanation.counterfactual.sentence, 300) if explanation.counterfactual else "", prose(explanation.remedy)]
    sentences = [part.rstrip(".") + "." for part in parts if part]
    removed = [code(line.text) for line in explanation.excerpt if line.mark == "-" and line.pointed][:_MOST_SHOWN]
    plain, marked = "\n".join(sentences), "\n\n".join(prose_markdown(sentence) for sentence in sentences)
    if removed:
        block = "\n".join(f"- {line}" for line in removed)
        plain += f"\nRemoved:\n{block}"
        marked += f"\n\nRemoved:\n\n{code_block(block, 'diff')}"
    return {"text": _literal(plain) or "Finding", "markdown": _literal(marked) or "Finding"}


def _literal(text: str) -> str:
    """`text` without what SARIF reads in a message: `{0}` is a place for an argument, `[text](target)` a link."""
    return re.sub(r"\{(\d+)\}", r"{{\1}}", text).replace("](", "] (")


def fix(explanation: Explanation) -> dict[str, Any] | None:
    """The certain patch as replacements of whole lines, or None where it isn't a plain patch of the finding's file."""
    path = explanation.finding.path
    head, *hunks = re.split(r"^(?=@@ )", explanation.patch, flags=re.MULTILINE)
    named = re.search(r"^\+\+\+ (?:b/)?(.*?)\t?$", head, flags=re.MULTILINE)
    replacements = [_replacement(hunk) for hunk in hunks]
    if not replacements or None in replacements or (named and named[1] != path):
        return None
    change = {"artifactLocation": artifact(path), "replacements": replacements}
    return {"description": {"text": prose(explanation.remedy) or "Apply the patch"}, "artifactChanges": [change]}


def _replacement(hunk: str) -> dict[str, Any] | None:
    """A hunk as one replacement of the lines of its old side, or None where its lines don't fit its heading."""
    heading, *body = hunk.removesuffix("\n").split("\n")
    header = _HEADER.match(heading)
    old = [line[1:] for line in body if line[:1] in ("-", " ")]
    new = [line[1:] for line in body if line[:1] in ("+", " ")]
    if header is None or not old or any(line[:1] not in ("-", "+", " ") for line in body) or len(old) != int(header[2] or 1):
        return None
    start = max(int(header[1]), 1)
    region = {"startLine": start, "startColumn": 1, "endLine": start + len(old), "endColumn": 1}
    return {"deletedRegion": region, "insertedContent": {"text": "".join(f"{line}\n" for line in new)}}
