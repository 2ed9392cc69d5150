"""A route without the check of rights that its neighbours have."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Definition, Facts, Side, Unit
from hunkwise.signals.indexed import speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import of_file, parts, short, span

_STEMS = ("login_required", "permission", "authorize", "preauthorize", "secured", "rolesallowed", "auth", "guard", "require", "admin")
_ROUTE = re.compile(
    r"(?:\w+\.)*(?:route|get|post|put|delete|patch)\(|(?:Get|Post|Put|Delete|Patch|Request)Mapping\b"
    r"|Http(?:Get|Post|Put|Delete|Patch)\b|Path\("
)
_GUARD = re.compile(
    r"(?i)^(?:\w+\.)*(?:\w*login_required|\w*permission\w*|\w*auth\w*required|jwt_required|requires?_\w*"
    r"|PreAuthorize|Secured|RolesAllowed|Authorize|UseGuards|roles_?\w*required|admin_\w+|staff_\w+"
    r"|token_required|\w*requires?_?auth\w*|user_passes_test)\b"
)
_OPEN = re.compile(r"AllowAnonymous|PermitAll|Public\b|Deprecated")
_PUBLIC = re.compile(
    r"(?i)log_?in|log_?out|sign|regist|health|ping|index|home|public|callback|webhook|reset|forgot|static"
    r"|about|error|status|version|captcha|favicon|robots|token|verify|confirm|oauth|metrics|ready|live"
)
_MIDDLEWARE = re.compile(
    r"(?i)^(?:\w+\.)*(?:is_?auth\w*|auth\w*|require\w*|ensure\w*|verify_?(?:token|jwt|auth)\w*"
    r"|check_?(?:auth|role|perm|token|login)\w*|protect|guard|is_?admin|admin\w*|jwt\w*|login_?required"
    r"|passport\.authenticate|authorize\w*)(?:\(.*)?$"
)
_METHODS = ("get", "post", "put", "delete", "patch")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS) and not side.whole.definitions and not side.whole.calls:
        return
    if unit.language in ("javascript", "typescript"):
        guarded, guard = _routers(side.whole)
        for call in side.facts.calls:
            root = parts(call.path)[0]
            if root in guarded and _is_route(call) and not _middle(call) and not _PUBLIC.search(call.args[0].text):
                yield Sighting(span(call.line, call.line), {"call": short(call.args[0].text, 60), "guard": guard}, strength=0.6)
        return
    guards = _guards(side.whole)
    for one in side.facts.definitions:
        if one.kind == "function" and one.parent in guards and _open(one):
            yield Sighting(
                span(one.line, min(one.end, one.line + 2)), {"call": one.name, "guard": short(guards[one.parent], 60)}, strength=0.6
            )


def _open(one: Definition) -> bool:
    """Whether a function is a route that nothing guards and that isn't meant for everyone."""
    routed = any(_ROUTE.match(attribute) for attribute in one.attributes)
    return (
        routed
        and not any(_GUARD.match(told) or _OPEN.search(told) for told in one.attributes)
        and not _PUBLIC.search(" ".join((one.name, *(told.partition("(")[2] for told in one.attributes if _ROUTE.match(told)))))
    )


@of_file
def _guards(whole: Facts) -> dict[str, str]:
    """The guard that most routes of a class (or of the file) have, by the name of the class; none where the class itself has one."""
    found: dict[str, list[str]] = {}
    for one in whole.definitions:
        if one.kind == "function" and any(_ROUTE.match(attribute) for attribute in one.attributes):
            found.setdefault(one.parent, []).append(next((told for told in one.attributes if _GUARD.match(told)), ""))
    shut = {one.name for one in whole.definitions if one.kind == "class" and any(_GUARD.match(told) for told in one.attributes)}
    return {
        parent: next(told for told in several if told)
        for parent, several in found.items()
        if parent not in shut and sum(map(bool, several)) >= 2 and sum(map(bool, several)) * 3 >= len(several) * 2
    }


def _is_route(call: Call) -> bool:
    return call.name in _METHODS and len(call.args) >= 2 and (call.args[0].literal or "").startswith("/")


def _middle(call: Call) -> str:
    return next((given.text for given in call.args[1:-1] if _MIDDLEWARE.match(given.text)), "")


@of_file
def _routers(whole: Facts) -> tuple[frozenset[str], str]:
    """The routers most of whose routes have a guard between the path and the handler, and that guard."""
    found: dict[str, list[str]] = {}
    for call in whole.calls:
        if _is_route(call):
            found.setdefault(parts(call.path)[0], []).append(_middle(call))
        elif call.name == "use" and any(_MIDDLEWARE.match(given.text) for given in call.args):
            found.setdefault(parts(call.path)[0], []).extend([""] * 1000)
    kept = {
        root: several for root, several in found.items() if sum(map(bool, several)) >= 2 and sum(map(bool, several)) * 3 >= len(several) * 2
    }
    return frozenset(kept), next((told for several in kept.values() for told in several if told), "")


SIGNAL = Signal(
    id="route-without-guard",
    title="A route without the guard that its neighbours have",
    kind="guard",
    category="missing-authorisation",
    severity="high",
    languages=frozenset({"python", "java", "kotlin", "csharp", "javascript", "typescript"}),
    promise="Compares the routes of a file and tells of one that has no check of log-on or rights where most others have one.",
    why="A check that is made route by route is forgotten on the next one, and the route is open to everyone.",
    quiet="Files whose routes have no guards, routes meant for everyone, guards for the whole class or router.",
    remedy="Give the route the guard of its neighbours, or say on it that it is meant for everyone.",
    cause="`{call}` has no guard such as `{guard}`, which its neighbours have.",
    since="0.2",
    maturity="stable",
    cwe="CWE-862",
    see=_see,
    fires=(
        Example(
            "python",
            (
                '@app.route("/a")\n@login_required\ndef a():\n    return one()\n\n@app.route("/b")\n@login_required\n'
                'def b():\n    return two()\n\n@app.route("/c")\ndef c():\n    return three()\n'
            ),
            line=12,
        ),
        Example(
            "javascript",
            ('router.get("/a", requireAuth, one);\nrouter.post("/b", requireAuth, two);\nrouter.delete("/c", three);\n'),
            line=3,
        ),
        Example(
            "java",
            (
                'class A {\n  @GetMapping("/a") @PreAuthorize("hasRole(\'A\')")\n  public String a() { return one(); }\n'
                '  @GetMapping("/b") @PreAuthorize("hasRole(\'A\')")\n  public String b() { return two(); }\n'
                '  @PostMapping("/c")\n  public String c() { return three(); }\n}\n'
            ),
            line=7,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                '@app.route("/a")\n@login_required\ndef a():\n    return one()\n\n@app.route("/b")\n@login_required\n'
                'def b():\n    return two()\n\n@app.route("/login")\ndef login():\n    return three()\n'
            ),
        ),
        Example(
            "javascript",
            (
                'router.use(requireAuth);\nrouter.get("/a", requireAuth, one);\nrouter.post("/b", requireAuth, two);\n'
                'router.delete("/c", three);\n'
            ),
        ),
        Example("python", '@app.route("/a")\ndef a():\n    return one()\n\n@app.route("/b")\ndef b():\n    return two()\n'),
    ),
)
