"""A header of an answer that a request fills."""

from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.indexed import Flow, Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import guarded, origin, parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = ("header", "cookie", "writehead", "res.set", "ctx.set", "mail(", "set_status")
_SINKS = Sinks(injection.HEADERS)
_CLEAN = sanitisers.NUMBERS | frozenset(
    {
        "encodeURIComponent",
        "encodeURI",
        "escape",
        "quote",
        "urlencode",
        "rawurlencode",
        "URLEncoder.encode",
        "replace",
        "replaceAll",
        "stripNewlines",
        "filter",
        "url.QueryEscape",
        "QueryEscape",
        "UrlEncode",
        "Uri.EscapeDataString",
        "EscapeDataString",
        "HtmlEncode",
        "encodeForHTML",
        "secure_filename",
        "basename",
        "path.basename",
        "Encode.forUriComponent",
        "str_replace",
        "preg_replace",
        "filter_var",
        "strip",
        "sanitize",
        "match",
        "matches",
        "gsub",
        "ContentDisposition",
    }
)
_OWN = (
    "request",
    "req",
    "httpRequest",
    "r",
    "client",
    "axios",
    "fetch",
    "http",
    "session",
    "connection",
    "conn",
    "get",
    "post",
    "headers",
    "proxyReq",
    "builder",
    "xhr",
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for one in side.facts.assignments:
        target = one.targets[0] if one.targets else ""
        if parts(target)[-1] == "headers" and len(parts(target)) > 1 and parts(target)[0] not in _OWN and one.value.literal is None:
            value = origin(side, one.value, one.line, one.function)
            if value.request and not value.cleaned(_CLEAN) and not guarded(side, value, one.line) and "rigin" not in value.request:
                yield from sight(
                    side,
                    Flow(Call(target, "headers", (one.value,), one.line, one.end), one.value, value, "headers"),
                    "is written into a header",
                )
    for flow in flows(side, _SINKS, _CLEAN):
        if (
            any(part in _OWN[:3] for part in parts(flow.call.path)[:-1])
            or parts(flow.call.path)[0] in _OWN
            or (flow.entry in ("header", "mail", "mb_send_mail") and unit.language != "php")
        ):
            continue
        name = flow.call.args[0].literal or "".join(flow.call.args[0].strings) if flow.call.args else ""
        if name.lower().startswith(("access-control", "location", "x-request-id")) or flow.entry == "setStatus":
            continue
        yield from sight(side, flow, "is written into a header")


SIGNAL = Signal(
    id="header-injection",
    title="A request fills a header of the answer",
    kind="flow",
    category="header-injection",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise="Follows a value from a request into a header or a cookie of the answer.",
    why=("With a line break in it the value adds headers, cookies or a whole second answer, where the server doesn't refuse it."),
    quiet="Values without line breaks: numbers, encoded text, checked values.",
    remedy="Encode the value or take its line breaks out before it becomes a header.",
    cause="`{sink}` writes `{source}` into a header.",
    since="0.2",
    maturity="stable",
    cwe="CWE-113",
    see=_see,
    fires=(
        Example(
            "java",
            (
                "class A {\n  void answer(HttpServletRequest request, HttpServletResponse response) {\n"
                '    response.setHeader("X-Name", request.getParameter("name"));\n  }\n}\n'
            ),
            line=3,
        ),
        Example("php", '<?php\nheader("X-Name: " . $_GET["name"]);\n', line=2),
        Example("javascript", 'function answer(req, res) {\n  res.setHeader("X-Name", req.query.name);\n}\n', line=2),
    ),
    stays_quiet=(
        Example(
            "java",
            (
                "class A {\n  void answer(HttpServletRequest request, HttpServletResponse response) {\n"
                '    response.setHeader("X-Name", URLEncoder.encode(request.getParameter("name"), "UTF-8"));\n  }\n}\n'
            ),
        ),
        Example("javascript", 'function answer(req, res) {\n  res.setHeader("X-Name", encodeURIComponent(req.query.name));\n}\n'),
        Example("php", '<?php\nheader("X-Count: " . intval($_GET["n"]));\n'),
    ),
)
