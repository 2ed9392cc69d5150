"""A pattern that checks lets more through."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits
from hunkwise.signals.tables.languages import CODE

_START = ("^", "\\A")
_END = ("$", "\\Z", "\\z")


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        if len(edit.swaps) != 1 or edit.gone or edit.came or len(edit.swaps[0][0]) != 1 or len(edit.swaps[0][1]) != 1:
            continue
        old, new = (token.strip("\"'`/") for token in (edit.swaps[0][0][0], edit.swaps[0][1][0]))
        start = old.startswith(_START) and not new.startswith(_START) and old.lstrip("^").startswith(new[:4])
        end = old.endswith(_END) and not new.endswith(_END) and bool(new) and new[-4:] in old
        if (start or end) and len(new) > 2 and (old.strip("^$") == new.strip("^$")):
            yield Sighting((edit.after,), {"before": old[:60], "after": new[:60]}, strength=0.75)


SIGNAL = Signal(
    id="pattern-loosened",
    title="A pattern that checks lets more through",
    kind="guard",
    category="weakened-guard",
    severity="medium",
    languages=CODE,
    promise="Compares constant patterns with what they were and tells of one whose anchor at the beginning or the end is gone.",
    why="Text with the right part anywhere inside passes then.",
    quiet="Patterns that changed otherwise, and those that search.",
    remedy="Anchor the pattern again, or match the whole text.",
    cause="The pattern `{before}` lost its anchor: `{after}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-777",
    compare=_compare,
    fires=(
        Example("python", 'NAME = re.compile("[a-z]+")\n', 'NAME = re.compile("^[a-z]+$")\n', line=1),
        Example(
            "javascript", 'const ok = new RegExp("https://example.org/");\n', 'const ok = new RegExp("^https://example.org/");\n', line=1
        ),
    ),
    stays_quiet=(
        Example("python", 'NAME = re.compile("^[a-z]+$")\n', 'NAME = re.compile("[a-z]+")\n'),
        Example("python", 'NAME = re.compile("^[a-z0-9]+$")\n', 'NAME = re.compile("^[a-z]+$")\n'),
    ),
)
