"""A regular expression that a request writes."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = ("re.", "regex", "pattern", "match", "preg_", "search", "replaceall")
_SINKS = Sinks({entry: place for entry, place in injection.PATTERNS.items() if not entry.startswith("regexp.")})
_CLEAN = sanitisers.NUMBERS | frozenset(
    {
        "re.escape",
        "escape",
        "Pattern.quote",
        "quote",
        "escapeRegExp",
        "_.escapeRegExp",
        "escapeStringRegexp",
        "Regex.Escape",
        "Regexp.escape",
        "Regexp.quote",
        "preg_quote",
        "regexp.QuoteMeta",
        "escapeRegex",
        "escape_string_regexp",
        "escapeRegexp",
        "sanitize",
    }
)
_SHORT = {
    "match": ("javascript", "typescript", "tsx"),
    "matchAll": ("javascript", "typescript", "tsx"),
    "search": ("javascript", "typescript", "tsx"),
    "matches": ("java", "kotlin"),
    "replaceAll": ("java", "kotlin"),
    "replaceFirst": ("java", "kotlin"),
    "toRegex": ("kotlin",),
    "Regex": ("csharp", "kotlin"),
    "Regex.new": (),
}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for flow in flows(side, _SINKS, _CLEAN):
        if unit.language not in _SHORT.get(flow.entry, (unit.language,)) or (
            flow.entry == "RegExp" and len(parts(flow.call.path)) > 1 and parts(flow.call.path)[0] not in ("window", "global")
        ):
            continue
        loose = 0.4 if flow.entry == "RegExp" else 0.0
        yield from sight(side, flow, "becomes the pattern", loose, loose * 0.6)


SIGNAL = Signal(
    id="regex-from-request",
    title="A request writes the regular expression",
    kind="flow",
    category="regular-expression",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise="Follows a value from a request into the pattern of a regular expression.",
    why="A pattern made for it keeps the processor busy for minutes or years, and matches what it shouldn't.",
    quiet="Constant patterns, escaped values, engines whose time is linear.",
    remedy="Escape the value (`re.escape`, `Pattern.quote`, `escapeRegExp`), or search for it as plain text.",
    cause="`{sink}` is given the pattern `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-730",
    see=_see,
    fires=(
        Example(
            "python", 'import re\nfrom flask import request\n\ndef find(text):\n    return re.search(request.args["q"], text)\n', line=5
        ),
        Example("javascript", "function find(req, text) {\n  return new RegExp(req.query.q).test(text);\n}\n", line=2),
        Example(
            "java",
            (
                "class A {\n  boolean find(HttpServletRequest request, String text) {\n"
                '    return Pattern.compile(request.getParameter("q")).matcher(text).find();\n  }\n}\n'
            ),
            line=3,
        ),
        Example("ruby", "def find(text)\n  text =~ Regexp.new(params[:q])\nend\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            ('import re\nfrom flask import request\n\ndef find(text):\n    return re.search(re.escape(request.args["q"]), text)\n'),
        ),
        Example("javascript", "function find(req, text) {\n  return new RegExp(escapeRegExp(req.query.q)).test(text);\n}\n"),
        Example(
            "java",
            (
                "class A {\n  boolean find(HttpServletRequest request) {\n"
                '    return Pattern.compile("[a-z]+").matcher(request.getParameter("q")).find();\n  }\n}\n'
            ),
        ),
    ),
)
