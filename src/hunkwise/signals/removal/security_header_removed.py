"""A protecting header is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import CODE

_HEADERS = (
    "content-security-policy",
    "x-frame-options",
    "x-content-type-options",
    "strict-transport-security",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "cross-origin-embedder-policy",
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    for text in before.facts.strings:
        header = text.value.strip().lower()
        if header in _HEADERS and text.line in before.changed and not any(header in one.value.lower() for one in after.whole.strings):
            yield Sighting((text.line,), {"guard": text.value.strip()}, strength=0.75, side="before")


SIGNAL = Signal(
    id="security-header-removed",
    title="A protecting header is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a response header that protects the reader's browser, no longer set anywhere in the file.",
    why="The browser then loads, frames, guesses or sends what the header kept it from.",
    quiet="Headers that moved or got another value.",
    remedy="Set the header again.",
    cause="The header `{guard}` is no longer set.",
    since="0.2",
    maturity="stable",
    cwe="CWE-693",
    compare=_compare,
    fires=(
        Example(
            "python",
            'def f(response):\n    response["Cache-Control"] = "no-store"\n    return response\n',
            'def f(response):\n    response["Cache-Control"] = "no-store"\n    response["X-Frame-Options"] = "DENY"\n    return response\n',
            line=3,
        ),
        Example(
            "javascript",
            "function f(req, res) {\n  res.end(page);\n}\n",
            'function f(req, res) {\n  res.setHeader("Content-Security-Policy", "default-src \'self\'");\n  res.end(page);\n}\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'def f(response):\n    response["X-Frame-Options"] = "SAMEORIGIN"\n    return response\n',
            'def f(response):\n    response["X-Frame-Options"] = "DENY"\n    return response\n',
        ),
        Example(
            "python", "def f(response):\n    return response\n", 'def f(response):\n    response["X-Name"] = "a"\n    return response\n'
        ),
    ),
)
