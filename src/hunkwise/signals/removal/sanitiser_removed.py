"""A cleaning call is gone from around a value."""

from collections.abc import Iterator
from itertools import pairwise

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.seeing import words
from hunkwise.signals.tables.languages import CODE

_CLEANS = frozenset({
    "sanitize", "sanitise", "sanitized", "sanitised", "sanitizer", "escape", "escaped", "escapes", "quote", "quoted", "encode", "purify",
    "purifier", "strip", "stripped", "scrub", "clean", "cleaned", "normalize", "normalise", "canonicalize", "canonicalise", "realpath",
    "abspath", "basename", "filter", "htmlspecialchars", "htmlentities", "validated", "neutralize", "censor", "redact", "mask", "esc",
    "secure", "safe", "safely", "reciprocal", "shellescape", "stresc",
})  # fmt: skip
_WEAK = frozenset({"encode", "strip", "stripped", "quote", "quoted", "filter", "normalize", "normalise", "mask", "clean", "cleaned"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        runs = (*edit.gone, *(old for old, new in edit.swaps if len(new) < len(old)))
        for run in runs:
            name = next((token for token in run if words(token) & _CLEANS and (token, "(") in pairwise(edit.old)), "")
            spoken = words(name) & _CLEANS
            if not name or any(words(token) & _CLEANS for token in edit.new) or not _keeps(edit.old, edit.new, name):
                continue
            yield Sighting((edit.after,), {"call": name, "after": written(edit.new)}, strength=0.45 if spoken <= _WEAK else 0.8)
            break


def _keeps(old: tuple[str, ...], new: tuple[str, ...], name: str) -> bool:
    """Whether what stood first inside the call stands on the line still."""
    at = old.index(name) if name in old else len(old)
    inside = next((token for token in old[at + 1 :] if token.isidentifier() or token[:1] in "$@"), "")
    return inside in new


SIGNAL = Signal(
    id="sanitiser-removed",
    title="A cleaning call is gone from around a value",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a call whose name says that it cleans, escapes, quotes, encodes, strips or "
    "normalises, gone from around a value that stays where it was.",
    why="The value now goes on as it came.",
    quiet="Lines that moved or were reformatted, and changes of the value itself. Another cleaning call in its place.",
    remedy="Put the call back around the value.",
    cause="`{call}` is gone from around the value in `{after}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-20",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def page(self, name):\n    return self.render(name)\n",
            "def page(self, name):\n    return self.render(sanitise_name(name))\n",
            line=2,
        ),
        Example(
            "cpp",
            'void f(Out &out, const Text &t) {\n  out << "<b>" << t.name() << "</b>";\n}\n',
            'void f(Out &out, const Text &t) {\n  out << "<b>" << toHtmlEscaped(t.name()) << "</b>";\n}\n',
            line=2,
        ),
        Example(
            "php",
            "<?php\nfunction write($messages) {\n  put($messages);\n}\n",
            "<?php\nfunction write($messages) {\n  put(self::sanitize($messages));\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def page(self, name):\n    return self.render(sanitise_name(name))\n",
            "def page(self, name):\n    return self.render(name)\n",
        ),
        Example(
            "python",
            "def page(self, name):\n    return self.render(escape_html(name))\n",
            "def page(self, name):\n    return self.render(sanitise_name(name))\n",
        ),
        Example(
            "python",
            "def page(self, name):\n    return self.render(other)\n",
            "def page(self, name):\n    return self.render(sanitise_name(name))\n",
        ),
    ),
)
