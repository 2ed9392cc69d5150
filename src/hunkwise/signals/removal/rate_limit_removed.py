"""A rate limit is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.holds import lost_holds
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for hold in lost_holds(unit):
        if hold.kind == "a rate limit":
            yield Sighting(span(hold.line, hold.end), {"guard": short(hold.text, 60)}, strength=0.7 if hold.alone else 0.4, side="before")


SIGNAL = Signal(
    id="rate-limit-removed",
    title="A rate limit is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a limit on how often something may be asked that stands less often while the work "
    "inside goes on.",
    why="Passwords and codes can then be tried without end, and the service be kept busy.",
    quiet="Those that moved or were replaced by another of the same kind, and those that went with the work they held.",
    remedy="Put the limit back before the work.",
    cause="`{guard}` is gone from around work that goes on.",
    since="0.2",
    maturity="preview",
    cwe="CWE-307",
    compare=_compare,
    fires=(
        Example(
            "python",
            "class A:\n    def post(self, request):\n        return login(request)\n",
            "class A:\n    @ratelimit\n    def post(self, request):\n        return login(request)\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc f(w W, r *R) {\n\tlogin(r)\n}\n",
            "package a\n\nfunc f(w W, r *R) {\n\tthrottle(r)\n\tlogin(r)\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "class A:\n    @ratelimit\n    @cached\n    def post(self, request):\n        return login(request)\n",
            "class A:\n    @ratelimit\n    def post(self, request):\n        return login(request)\n",
        ),
        Example(
            "python",
            "class A:\n    @throttle\n    def post(self, request):\n        return login(request)\n",
            "class A:\n    @ratelimit\n    def post(self, request):\n        return login(request)\n",
        ),
    ),
)
