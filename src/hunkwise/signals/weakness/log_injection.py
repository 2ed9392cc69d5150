"""A line of a log that a request can break."""

from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.indexed import Flow, named, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import guarded, origin, parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = ("log", "console")
_CLEAN = sanitisers.NUMBERS | frozenset(
    {
        "replace",
        "replaceAll",
        "Replace",
        "ReplaceAll",
        "escape",
        "encodeForHTML",
        "encodeURIComponent",
        "JSON.stringify",
        "json_encode",
        "quote",
        "urlencode",
        "repr",
        "json.dumps",
        "strconv.Quote",
        "Quote",
        "encode",
        "Encode.forJava",
        "sanitize",
        "escapeJava",
        "URLEncoder.encode",
        "HtmlEncode",
        "str_replace",
        "preg_replace",
        "strip",
        "splitlines",
        "gsub",
        "inspect",
        "match",
        "matches",
        "dump",
        "to_json",
        "htmlspecialchars",
        "ascii",
        "isAlphanumeric",
        "filter_var",
        "base64Encode",
        "escapeHtml",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for call in named(side, injection.LOGS):
        if not _logs(call):
            continue
        for given in call.args[:5]:
            if given.literal is None and (given.names or given.calls) and not given.text.startswith("%q"):
                value = origin(side, given, call.line, call.function)
                if (
                    value.request
                    and not value.cleaned(_CLEAN)
                    and not guarded(side, value, call.line)
                    and "%q" not in "".join(call.args[0].strings)
                ):
                    yield from (
                        Sighting(one.lines, one.facts, one.steps, 0.6)
                        for one in sight(side, Flow(call, given, value, call.name), "is written into the log")
                    )
                    break


def _logs(call: Call) -> bool:
    pieces = parts(call.path)
    return call.name in ("error_log", "syslog") or any(
        piece in injection.LOGGERS or piece.lower() in ("logger", "log", "_logger") for piece in pieces[:-1]
    )


SIGNAL = Signal(
    id="log-injection",
    title="A request can write lines of its own into the log",
    kind="flow",
    category="log-injection",
    severity="low",
    languages=WEB - {"html", "vue"},
    promise="Follows a value from a request into a log, where nothing takes its line breaks out.",
    why=("With a line break in it the value makes up entries, hides what happened, or attacks the program that shows the log."),
    quiet="Values that are encoded, numbers, logs with fields of their own.",
    remedy="Take line breaks out of the value, or log it as a field of a structured entry.",
    cause="`{sink}` logs `{source}` as it came.",
    since="0.2",
    maturity="preview",
    cwe="CWE-117",
    see=_see,
    fires=(
        Example(
            "python",
            ('import logging\nfrom flask import request\n\ndef show():\n    logging.info("shown to %s", request.args["name"])\n'),
            line=5,
        ),
        Example(
            "java",
            (
                "class A {\n  void show(HttpServletRequest request) {\n"
                '    logger.info("shown to " + request.getParameter("name"));\n  }\n}\n'
            ),
            line=3,
        ),
        Example("go", 'package a\n\nfunc show(r *http.Request) {\n\tlog.Printf("shown to %s", r.FormValue("name"))\n}\n', line=4),
        Example("javascript", 'function show(req) {\n  console.log("shown to " + req.query.name);\n}\n', line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "import logging\nfrom flask import request\n\ndef show():\n"
                '    logging.info("shown to %s", request.args["name"].replace("\\n", ""))\n'
            ),
        ),
        Example("go", 'package a\n\nfunc show(r *http.Request) {\n\tlog.Printf("shown to %q", r.FormValue("name"))\n}\n'),
        Example("javascript", 'function show(req) {\n  console.log("shown to " + JSON.stringify(req.query.name));\n}\n'),
    ),
)
