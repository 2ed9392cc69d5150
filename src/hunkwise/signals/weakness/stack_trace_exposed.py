"""The inside of an error sent to whoever asked."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = ("stack", "traceback", "exc", "err", "backtrace", "gettrace", "tostring")
_TRACE = "sends a stack trace to whoever asked"
_TEXT = "sends the text of an exception to whoever asked"
_DEV = r"(?i)NODE_ENV|isDevelopment|development|DEBUG\b|debug"
_SHAPES = (
    shape(
        _TRACE,
        r"\b(?:res|response|reply)(?:\.status\([^)\n]{0,40}\))?\.(?:send|json|write|end"
        r"|render)\([^;\n]{0,120}\b\w*[eE]\w*\.stack\b|\bctx\.body\s*=\s*[^;\n]{0,80}\.stack\b",
        ("javascript", "typescript"),
        nowhere=_DEV,
    ),
    shape(
        _TEXT,
        r"\b(?:res|response|reply)(?:\.status\([^)\n]{0,40}\))?\.(?:send|write|end)\(\s*(?:err|error|e|ex"
        r"|exception)(?:\.(?:toString\(\)|message))?\s*\)",
        ("javascript", "typescript"),
        strength=0.5,
    ),
    shape(
        _TRACE,
        r"\b(?:return|HttpResponse|Response|make_response|jsonify|write|JSONResponse"
        r"|JsonResponse)\b[^\n]{0,100}\btraceback\.format_(?:exc|exception|stack)\(|\b(?:tb|trace|stack"
        r"|error)\w*\s*=\s*traceback\.format_exc\(\)\s*\n\s*return\b",
        ("python",),
    ),
    shape(
        _TEXT,
        r"\bexcept\b[^\n]{0,80}\bas\s+(\w+)\s*:[^\n]*(?:\n[^\n]*){0,2}?\n\s*return\s+(?:(?:HttpResponse"
        r"|Response|make_response|jsonify|JsonResponse|JSONResponse)\([^\n]{0,80}\bstr\(\s*\1\s*\)"
        r"|str\(\s*\1\s*\)|repr\(\s*\1\s*\))",
        ("python",),
        strength=0.5,
    ),
    shape(
        _TRACE,
        r"\.printStackTrace\(\s*(?:\w+\.getWriter\(\)|out|writer|response[^)\n]{0,30}|pw|w)\s*\)"
        r"|\b(?:sendError|getWriter\(\)\.(?:print|println|write)|out\.println)\([^;\n]{0,80}(?:getStackTrace"
        r"|\be\.toString\(\)|\bex?\.getMessage\(\)|getStackTraceAsString)",
        ("java", "kotlin"),
        strength=0.6,
    ),
    shape("prints a stack trace", r"\.printStackTrace\(\s*\)", ("java", "kotlin"), strength=0.3),
    shape(
        _TRACE,
        r"\b(?:Response\.Write(?:Async)?|Content|BadRequest|StatusCode|Ok|WriteAsync|Json"
        r"|Problem)\([^;\n]{0,80}\b\w*[eE]x\w*\.(?:ToString\(\)|StackTrace)",
        ("csharp",),
        strength=0.7,
        nowhere=_DEV,
    ),
    shape(_TRACE, r"\b(?:echo|print|die|exit)\b[^;\n]{0,60}->get(?:TraceAsString|Trace)\(", ("php",), strength=0.6),
    shape(
        _TRACE, r"\brender\b[^\n]{0,80}\b(?:e|ex|exception|error)\.(?:backtrace|full_message)|\brender\b[^\n]{0,80}\bcaller\b", ("ruby",)
    ),
    shape(_TRACE, r"\b(?:http\.Error\(\s*\w+|fmt\.Fprint\w*\(\s*w|w\.Write\(|c\.(?:JSON|String)\()[^\n]{0,80}\bdebug\.Stack\(\)", ("go",)),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="stack-trace-exposed",
    title="The inside of an error is sent to whoever asked",
    kind="pattern",
    category="information-exposure",
    severity="low",
    languages=WEB - {"html", "vue"},
    promise="Tells where an answer holds a stack trace or the text of an exception.",
    why="Paths, versions, queries and values in it show others where to go on.",
    quiet="Errors that are logged, answers with a text of their own.",
    remedy="Log the error and answer with a text that says nothing of the inside.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-209",
    see=_see,
    fires=(
        Example("javascript", "function fail(err, res) {\n  res.status(500).send(err.stack);\n}\n", line=2),
        Example(
            "python",
            (
                "import traceback\n\ndef show(request):\n    try:\n        return page(request)\n    except Exception:\n"
                "        return HttpResponse(traceback.format_exc(), status=500)\n"
            ),
            line=7,
        ),
        Example(
            "java",
            (
                "class A {\n  void fail(Exception e, HttpServletResponse response) throws Exception {\n"
                "    e.printStackTrace(response.getWriter());\n  }\n}\n"
            ),
            line=3,
        ),
        Example(
            "csharp",
            ("class A : Controller {\n  IActionResult Fail(Exception ex) {\n    return StatusCode(500, ex.ToString());\n  }\n}\n"),
            line=3,
        ),
    ),
    stays_quiet=(
        Example("javascript", 'function fail(err, res) {\n  logger.error(err.stack);\n  res.status(500).send("failed");\n}\n'),
        Example(
            "python",
            (
                "import logging\n\ndef show(request):\n    try:\n        return page(request)\n    except Exception:\n"
                '        logging.exception("failed")\n        return HttpResponse("failed", status=500)\n'
            ),
        ),
        Example("java", 'class A {\n  void fail(Exception e) {\n    log.error("failed", e);\n  }\n}\n'),
    ),
)
