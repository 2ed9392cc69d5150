"""A message between windows whose other end isn't checked."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import index, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal

_STEMS = ("postmessage", "'message'", '"message"', "onmessage")
_CHECKED = re.compile(
    r"\.origin\b|\.source\b|originalEvent\.origin|isTrusted|origin\s*[!=]=|\bself\.addEventListener"
    r"|Worker\b|MessagePort|\.ports\b"
)
_TAKES = (
    shape(
        "takes messages from every page",
        r"\b(?:window\.)?addEventListener\(\s*['\"]message['\"]|\bwindow\.onmessage\s*="
        r"|\$\(window\)\.on\(\s*['\"]message['\"]",
        strength=0.6,
    ),
)
_SENDS = (shape("sends a message to whoever is there", r"\.postMessage\([^;\n]{1,200},\s*['\"]\*['\"]", strength=0.6),)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    yield from spots(unit, side, _STEMS, _SENDS)
    if not _CHECKED.search(index(side).code):
        yield from spots(unit, side, _STEMS, _TAKES)


SIGNAL = Signal(
    id="postmessage-unchecked",
    title="A message between windows isn't checked for its origin",
    kind="pattern",
    category="origin-check",
    severity="medium",
    languages=frozenset({"javascript", "typescript", "tsx", "vue", "html"}),
    promise="Tells where a window takes messages without looking at their origin, or sends them to whoever is there.",
    why="Every page that opens or frames this one can send it commands, or read what it sends.",
    quiet="Handlers that look at the origin or the source, messages with a named target, workers and ports.",
    remedy="Compare `event.origin` with the origin that is expected, and name the target of what is sent.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-346",
    see=_see,
    fires=(
        Example("javascript", 'window.addEventListener("message", (event) => {\n  run(event.data);\n});\n', line=1),
        Example("javascript", 'function tell(token) {\n  window.parent.postMessage({ token }, "*");\n}\n', line=2),
    ),
    stays_quiet=(
        Example(
            "javascript",
            (
                'window.addEventListener("message", (event) => {\n'
                '  if (event.origin !== "https://app.example.org") return;\n  run(event.data);\n});\n'
            ),
        ),
        Example("javascript", 'function tell(token) {\n  window.parent.postMessage({ token }, "https://app.example.org");\n}\n'),
    ),
)
