"""A value written into a page as markup."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Assignment, Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import code_lines, ends, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers
from hunkwise.signals.tables.languages import WEB

_PROPERTIES = frozenset({"innerHTML", "outerHTML", "srcdoc"})
_CALLS = {
    "document.write": 0,
    "document.writeln": 0,
    "insertAdjacentHTML": 1,
    "mark_safe": 0,
    "Markup": 0,
    "SafeString": 0,
    "SafeText": 0,
    "html_safe": -1,
    "bypassSecurityTrustHtml": 0,
    "Html.Raw": 0,
    "template.HTML": 0,
    "createContextualFragment": 0,
    "bypassSecurityTrustScript": 0,
    "bypassSecurityTrustUrl": 0,
    "bypassSecurityTrustResourceUrl": 0,
    "bypassSecurityTrustStyle": 0,
    "trustAsHtml": 0,
    "HtmlString": 0,
    "MvcHtmlString": 0,
    "MvcHtmlString.Create": 0,
    "MarkupString": 0,
    "template.JS": 0,
    "template.URL": 0,
    "template.CSS": 0,
    "template.HTMLAttr": 0,
    "template.JSStr": 0,
    "template.Srcset": 0,
    "PreEscaped": 0,
    "raw": 0,
    "html": 0,
    "parseHTML": 0,
    "replaceWith": 0,
    "setHTMLUnsafe": 0,
    "setContent": 0,
}
_ANSWERS = frozenset(
    {
        "HttpResponse",
        "write",
        "format",
        "append",
        "printf",
        "writeln",
        "Write",
        "WriteString",
        "Fprintln",
        "Content",
        "HTMLResponse",
        "die",
        "exit",
        "print_r",
        "res.send",
        "res.write",
        "res.end",
        "response.write",
        "response.send",
        "Response",
        "make_response",
        "println",
        "Fprintf",
        "Fprint",
        "Response.Write",
        "print",
        "echo",
    }
)
_TEMPLATE = re.compile(
    r"""\{\{-?\s*(?P<a>[^{}]{1,200}?)\|\s*safe\b|\{!!\s*(?P<b>.{1,200}?)!!\}|<%[-=]=?\s*(?:raw\s*\(?"""
    r"""|)(?P<c>[^%]{1,200}?\.html_safe|(?<=<%==)[^%]{1,200}|(?<=<%-)[^%]{1,200}|(?<=raw)[^%]{1,200}?)\s*%>"""
    r"""|\{\{\{\s*(?P<d>[^{}]{1,200}?)\}\}\}|\b(?:v-html|th:utext"""
    r"""|ng-bind-html-unsafe)\s*=\s*["'](?P<e>[^"']{1,200})["']|@Html\.Raw\((?P<f>[^)]{1,200})\)"""
    r"""|\bdangerouslySetInnerHTML\s*=\s*\{\{\s*__html\s*:\s*(?P<g>[^}]{1,200})\}\}"""
    r"""|\{%\s*autoescape\s+(?P<h>false|off)\s*%\}"""
)
_ECHO = re.compile(r"(?:\becho\b|\bprint\b|<\?=)[^;]{0,200}?(\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\b[^;]{0,80})")
_SINKS = {
    "a": "|safe",
    "b": "{!! !!}",
    "c": "raw output",
    "d": "{{{ }}}",
    "e": "a raw HTML attribute",
    "f": "Html.Raw",
    "g": "dangerouslySetInnerHTML",
    "h": "autoescape",
}


_OFTEN = frozenset({"html", "parseHTML"})
"""Sinks that ordinary pages fill with markup of their own server: without a request's value in sight they are evidence alone."""


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in side.facts.assignments:
        name = parts(one.targets[0])[-1] if one.targets else ""
        if name in _PROPERTIES:
            yield from _judge(side, one.value, one.targets[0], one, 0.6)
    for call in side.facts.calls:
        entry = ends(call.path, _CALLS)
        if (entry == "raw" and unit.language != "ruby") or (entry == "html" and (not _JQUERY.match(call.path) or unit.language not in _JS)):
            continue
        if (
            call.path in ("$", "jQuery")
            and call.args
            and any(name.startswith(("location.", "window.location", "document.location")) for name in call.args[0].names)
        ):
            yield from _judge(side, call.args[0], call.path, call, 0.6)
            continue
        if entry == "setContent" and parts(call.path)[0] != "page":
            continue
        if entry == "html_safe":
            receiver = call.path.rpartition(".")[0]
            yield from _judge(side, Argument(receiver, names=(receiver,)), call.path, call, 0.6)
            continue
        if entry and len(call.args) > max(_CALLS[entry], 0):
            yield from _judge(side, call.args[_CALLS[entry]], call.path, call, 0.45 if entry in _OFTEN else 0.6)
        elif ends(call.path, _ANSWERS):
            if not _is_answer(call, unit.language):
                continue
            for given in call.args[:4]:
                if (given.names or given.calls) and given.name in ("", "content", "response", "body", "html"):
                    yield from _judge(side, given, call.path, call, 0.0)
    yield from _returned(unit, side)
    if unit.language in ("html", "vue", "javascript", "typescript", "tsx", "php", "ruby", "text"):
        yield from _templates(side)


def _judge(side: Side, given: Argument, sink: str, at: Call | Assignment, least: float) -> Iterator[Sighting]:
    if given.literal is not None or not (given.names or given.calls):
        return
    value = origin(side, given, at.line, at.function)
    if (
        value.cleaned(sanitisers.HTML)
        or not (value.variable or value.calls)
        or (not least and not value.request)
        or (not least and (value.cleaned(_DATA) or any(text.lstrip("\"'`").startswith(("{", "[{")) for text in value.strings)))
    ):
        return
    strength = (
        (1.0 if least or "<" in "".join(value.strings) else 0.7) if value.request else least if value.built or value.given else least * 0.75
    )
    source = short(value.request or value.given or value.variable or given.text, 60)
    yield Sighting(span(at.line, at.end), {"sink": sink, "source": source}, way(side, value, at.line, "becomes markup"), strength)


_JS = ("javascript", "typescript", "tsx", "vue", "html")
_JQUERY = re.compile(r"^(?:\$|jQuery|\w*\$\w*|this\.\$\w*)(?:\.|$)")
_DATA = frozenset(
    {
        "jsonify",
        "json.dumps",
        "JSON.stringify",
        "json_encode",
        "JsonResponse",
        "json",
        "toJson",
        "dumps",
        "render",
        "render_template",
        "b64encode",
        "exists",
        "size",
    }
)
_WRITERS = {
    "java": ("getWriter", "writer", "out", "pw"),
    "kotlin": ("getWriter", "writer", "out"),
    "javascript": ("res", "response", "reply", "ctx"),
    "typescript": ("res", "response", "reply"),
    "go": ("w", "rw", "writer", "fmt", "io", "resp", "c"),
    "csharp": ("Response", "Content"),
    "python": (),
    "php": (),
    "ruby": (),
}


def _is_answer(call: Call, language: str) -> bool:
    """Whether a call writes into the answer to a request, and not into a file or onto a screen."""
    pieces = parts(call.path)
    if language == "php":
        return len(pieces) == 1 and pieces[0] in ("echo", "print", "die", "exit", "printf", "print_r")
    if language == "python":
        return pieces[-1] in ("HttpResponse", "Response", "make_response", "HTMLResponse") or call.path == "self.write"
    if pieces[-1] in ("Fprintf", "Fprint", "Fprintln", "WriteString"):
        return bool(call.args) and call.args[0].text in ("w", "rw", "writer", "resp", "c.Writer")
    return pieces[0] != "System" and any(piece in _WRITERS.get(language, ()) for piece in pieces[:-1] or pieces)


def _returned(unit: Unit, side: Side) -> Iterator[Sighting]:
    """Text that a route hands back as the page."""
    if unit.language != "python":
        return
    for one in side.facts.exits:
        if (
            one.kind == "return"
            and one.value.built
            and any(
                "route(" in attribute for found in side.facts.definitions if found.name == one.function for attribute in found.attributes
            )
        ):
            value = origin(side, one.value, one.line, one.function)
            if (
                value.request
                and not value.cleaned(sanitisers.HTML | _DATA)
                and not any(text.lstrip().startswith("{") for text in value.strings)
            ):
                facts: dict[str, str | float] = {"sink": "return", "source": short(value.request, 60)}
                yield Sighting((one.line,), facts, way(side, value, one.line, "becomes the page"), 0.8)


def _templates(side: Side) -> Iterator[Sighting]:
    for number, text in code_lines(side):
        if len(text) > 2000:
            continue
        for found in _TEMPLATE.finditer(text):
            group = found.lastgroup or "a"
            inner = found[group].strip()
            if not re.search(
                r"(?i)escape|sanitiz|purify|clean|strip|json|nonce|markdown|trans\b|csrf|yield|include|partial|render"
                r"|content_for|^['\"]",
                inner,
            ):
                yield Sighting((number,), {"sink": _SINKS[group], "source": short(inner, 60)}, strength=0.7)
        echoed = _ECHO.search(text)
        if echoed and not re.search(
            r"(?i)htmlspecialchars|htmlentities|escape|esc_|strip_tags|intval|\(int\)|urlencode|json_encode|isset"
            r"|sanitize|==|REQUEST_METHOD",
            text,
        ):
            yield Sighting((number,), {"sink": "echo", "source": short(echoed[1], 60)})


SIGNAL = Signal(
    id="xss-unescaped-output",
    title="A value written into a page unescaped",
    kind="flow",
    category="cross-site-scripting",
    severity="high",
    languages=WEB | {"text"},
    promise="Tells where a value becomes markup: raw HTML properties, template escapes that are switched off, answers put together from "
    "a request.",
    why="Whoever chooses the value runs script in the session of everyone who opens the page.",
    quiet="Constants, escaped or sanitised values, JSON, fragments that the template itself renders.",
    remedy="Let the template escape it, set `textContent`, or run the value through a sanitiser made for HTML.",
    cause="`{source}` becomes markup through `{sink}` unescaped.",
    since="0.1",
    maturity="stable",
    cwe="CWE-79",
    see=_see,
    fires=(
        Example("javascript", 'function show(name) {\n  el.innerHTML = "<b>" + name + "</b>";\n}\n', line=2),
        Example("javascript", "document.write(location.hash);\n", line=1),
        Example("php", '<?php\necho "Hello " . $_GET["name"];\n', line=2),
        Example("html", "<p>{{ comment.text|safe }}</p>\n", path="a.html", line=1),
        Example("tsx", "export const A = (p) => <div dangerouslySetInnerHTML={{ __html: p.text }} />;\n", path="a.tsx", line=1),
        Example("python", 'def hello(request):\n    return HttpResponse("<p>Hi " + request.GET["name"] + "</p>")\n', line=2),
        Example("python", 'def label(name):\n    return mark_safe("<b>%s</b>" % name)\n', line=2),
        Example(
            "javascript",
            "function show(name) {\n  el.innerHTML = name;\n}\n",
            "function show(name) {\n  el.innerHTML = DOMPurify.sanitize(name);\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example("javascript", 'function clear() {\n  el.innerHTML = "";\n}\n'),
        Example("javascript", "function show(name) {\n  el.innerHTML = DOMPurify.sanitize(name);\n}\n"),
        Example("php", '<?php\necho "Hello " . htmlspecialchars($_GET["name"]);\n'),
        Example("html", "<p>{{ comment.text }}</p>\n", path="a.html"),
        Example("javascript", "function show(name) {\n  el.textContent = name;\n}\n", "function show(name) {\n  el.innerHTML = name;\n}\n"),
        Example("python", 'def label(name):\n    return mark_safe("<b>%s</b>" % escape(name))\n'),
    ),
)
