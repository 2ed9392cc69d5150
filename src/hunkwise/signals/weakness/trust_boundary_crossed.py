"""What a request says, kept where the program keeps what it trusts."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, sight, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables import sanitisers

_SINKS = Sinks({"setAttribute": -1, "putValue": -1, "Session.Add": -1, "SetString": -1})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, ("session",)):
        return
    for flow in flows(side, _SINKS, sanitisers.NUMBERS | frozenset({"encodeForHTML", "escapeHtml", "validate", "matches"})):
        if "session" in flow.call.path.lower():
            yield from sight(side, flow, "is kept in the session")


SIGNAL = Signal(
    id="trust-boundary-crossed",
    title="A request's value is kept among trusted ones",
    kind="flow",
    category="trust-boundary",
    severity="medium",
    languages=frozenset({"java", "kotlin", "csharp", "php"}),
    promise="Follows a value from a request into an attribute of the session.",
    why="Later code takes what stands in the session for true: about the user, their rights, their data.",
    quiet="Values that are checked, numbers.",
    remedy="Check the value before it goes into the session, and keep what is checked apart from what isn't.",
    cause="`{sink}` keeps `{source}` in the session.",
    since="0.2",
    maturity="stable",
    cwe="CWE-501",
    see=_see,
    fires=(
        Example(
            "java",
            (
                "class A {\n  void keep(HttpServletRequest request) {\n"
                '    request.getSession().setAttribute("role", request.getParameter("role"));\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "java",
            (
                'class A {\n  void keep(HttpServletRequest request) {\n    String key = request.getHeader("key");\n'
                '    request.getSession().putValue(key, "10340");\n  }\n}\n'
            ),
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "java",
            (
                "class A {\n  void keep(HttpServletRequest request) {\n"
                '    request.getSession().setAttribute("page", Integer.parseInt(request.getParameter("page")));\n  }\n'
                "}\n"
            ),
        ),
        Example(
            "java",
            (
                "class A {\n  void keep(HttpServletRequest request, User user) {\n"
                '    request.getSession().setAttribute("user", user);\n  }\n}\n'
            ),
        ),
    ),
)
