"""A redirect to where a request says."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Assignment, Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, guarded, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers, sinks
from hunkwise.signals.tables.languages import WEB

_PLACES = (("window", "location"), ("location",), ("location", "href"), ("document", "location"))


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if unit.language in ("java", "kotlin"):
        yield from _forwarded(side)
    for call in side.facts.calls:
        entry = ends(call.path, sinks.REDIRECT)
        if entry == "header" and not any(
            text.lower().lstrip("\"'").startswith("location:") for given in call.args[:1] for text in given.strings
        ):
            continue
        if entry:
            for given in call.args[:4]:
                yield from _judge(side, given, call.path, call)
    for one in side.facts.assignments:
        if one.targets and parts(one.targets[0])[-2:] in _PLACES:
            yield from _judge(side, one.value, one.targets[0], one)


_NAMED = re.compile(
    r"(?i)^\w*(?:return_?url|redirect\w*|next_?url|goto|target_?url|dest(?:ination)?|continue"
    r"|success_?url|callback_?url|return_?to)$"
)
_SPRING = re.compile(r"^[\"']?redirect:(?!/[^/])")


def _forwarded(side: Side) -> Iterator[Sighting]:
    """What a handler of Spring returns: `redirect:` and a value."""
    for one in side.facts.exits:
        if one.kind == "return" and one.value.strings and _SPRING.match(one.value.strings[0]) and (one.value.names or one.value.calls):
            value = origin(side, one.value, one.line, one.function)
            if value.request and not value.cleaned(sanitisers.URL) and not guarded(side, value, one.line, sanitisers.URL):
                facts: dict[str, str | float] = {"sink": "redirect:", "source": short(value.request, 60)}
                yield Sighting((one.line,), facts, way(side, value, one.line, "decides where the browser goes"), 0.9)


def _judge(side: Side, given: Argument, sink: str, at: Call | Assignment) -> Iterator[Sighting]:
    if given.literal is not None or not (given.names or given.calls):
        return
    value = origin(side, given, at.line, at.function)
    own = any(re.match(r"[\"'`]?/[^/\\]", text) or "://" in text for text in value.strings[:1])
    named = value.given if _NAMED.match(value.given) and given.text == value.given and isinstance(at, Call) else ""
    if (
        (value.request or named)
        and not own
        and not value.cleaned(sanitisers.URL)
        and not guarded(side, value, at.line, sanitisers.URL)
        and not re.search(r"(?:pathname|request\.path|\.url\b)", value.request or named)
    ):
        yield Sighting(
            span(at.line, at.end),
            {"sink": sink, "source": short(value.request or named, 60)},
            way(side, value, at.line, "decides where the browser goes"),
            0.9 if value.request else 0.6,
        )


SIGNAL = Signal(
    id="open-redirect",
    title="A redirect to where a request says",
    kind="flow",
    category="open-redirect",
    severity="medium",
    languages=WEB,
    promise="Follows a value from a request to the target of a redirect.",
    why="A link on the trusted host leads anywhere: for phishing, and for stealing tokens that are handed over by redirect.",
    quiet="Targets on the own host, addresses checked by the framework or against a list, routes chosen by name.",
    remedy="Allow only paths on the own host, or look the target up in a list.",
    cause="`{sink}` sends the browser where `{source}` says.",
    since="0.1",
    maturity="stable",
    cwe="CWE-601",
    see=_see,
    fires=(
        Example("python", 'from flask import redirect, request\n\ndef leave():\n    return redirect(request.args["next"])\n', line=4),
        Example("javascript", "function leave(req, res) {\n  res.redirect(req.query.next);\n}\n", line=2),
        Example("php", '<?php\nfunction leave() {\n  header("Location: " . $_GET["next"]);\n}\n', line=3),
        Example(
            "java",
            "class A {\n  void leave(HttpServletRequest request, HttpServletResponse response) throws Exception {\n"
            '    response.sendRedirect(request.getParameter("next"));\n  }\n}\n',
            line=3,
        ),
    ),
    stays_quiet=(
        Example("python", 'from flask import redirect, url_for\n\ndef leave():\n    return redirect(url_for("home"))\n'),
        Example(
            "python",
            'from flask import redirect, request\n\ndef leave():\n    to = request.args["next"]\n'
            '    if not url_has_allowed_host_and_scheme(to):\n        to = "/"\n    return redirect(to)\n',
        ),
        Example("javascript", 'function leave(req, res) {\n  res.redirect("/items/" + req.params.id);\n}\n'),
    ),
)
