"""A format that a request writes."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables import sanitisers

_STEMS = ("format", "printf", "util.inspect", "console.log")
_SINKS = {
    "python": Sinks({"format": -2, "format_map": -2, "vformat": 0}),
    "java": Sinks({"String.format": 0, "format": 0, "printf": 0, "formatted": -2}),
    "kotlin": Sinks({"String.format": 0, "format": -2}),
    "php": Sinks({"printf": 0, "sprintf": 0, "vprintf": 0, "vsprintf": 0, "fprintf": 1}),
    "ruby": Sinks({"=format": 0, "=sprintf": 0, "=printf": 0, "Kernel.format": 0}),
    "csharp": Sinks({"String.Format": 0, "string.Format": 0, "AppendFormat": 0}),
    "perl": Sinks({"printf": 0, "sprintf": 0}),
    "javascript": Sinks({"util.format": 0, "console.log": 0, "console.error": 0}),
    "typescript": Sinks({"util.format": 0}),
}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    sinks = _SINKS.get(unit.language)
    if sinks is None or not speaks(side, _STEMS):
        return
    for flow in flows(side, sinks, sanitisers.NUMBERS):
        if flow.entry.startswith("console") and (len(flow.call.args) < 2 or not flow.value.built):
            continue
        if flow.value.request or flow.value.local:
            yield from sight(side, flow, "is used as a format", local=0.6)


SIGNAL = Signal(
    id="format-string-from-request",
    title="A request writes the format of a text",
    kind="flow",
    category="format-string",
    severity="medium",
    languages=frozenset({"python", "java", "kotlin", "php", "ruby", "csharp", "javascript", "typescript", "perl"}),
    promise="Follows a value from outside into the format of a formatting call.",
    why="The places of a format reach fields of what is formatted, such as settings and secrets, or make the program fail.",
    quiet="Constant formats, values that only fill a format.",
    remedy="Keep the format constant and hand the value over as an argument.",
    cause="`{sink}` takes its format from `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-134",
    see=_see,
    fires=(
        Example(
            "java",
            ('class A {\n  String show(HttpServletRequest request) {\n    return String.format(request.getParameter("f"), 1);\n  }\n}\n'),
            line=3,
        ),
        Example("php", '<?php\nprintf($_GET["f"], $a);\n', line=2),
        Example(
            "python",
            ('from flask import request\n\ndef show(user):\n    text = request.args["f"]\n    return text.format(user=user)\n'),
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "java",
            (
                "class A {\n  String show(HttpServletRequest request) {\n"
                '    return String.format("%s", request.getParameter("f"));\n  }\n}\n'
            ),
        ),
        Example("python", 'from flask import request\n\ndef show():\n    return "Hi {}".format(request.args["name"])\n'),
    ),
)
