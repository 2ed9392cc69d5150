"""A route lost the guard that it was registered with."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span, words
from hunkwise.signals.tables.guards import AUTHENTICATION, FORGERY, STRONG_AUTHORISATION
from hunkwise.signals.tables.languages import CODE

_ROUTES = frozenset(
    {
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "all",
        "use",
        "route",
        "Get",
        "Post",
        "Put",
        "Patch",
        "Delete",
        "Handle",
        "HandleFunc",
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "path",
        "add_url_rule",
        "match",
        "resources",
        "add_route",
    }
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    before, after = unit.before, unit.after
    if before is None or after is None:
        return
    for old in before.facts.calls:
        if (
            old.name not in _ROUTES
            or old.line not in before.changed
            or not old.args
            or not (old.args[0].literal or "").startswith(("/", "^"))
        ):
            continue
        guard = next((word for given in old.args[1:] for word in (*given.names, *given.calls) if _guards(word)), "")
        new = [one for one in after.facts.calls if one.path == old.path and one.args and one.args[0].literal == old.args[0].literal]
        if guard and len(new) == 1 and not any(_guards(word) for given in new[0].args[1:] for word in (*given.names, *given.calls)):
            fact: dict[str, str | float] = {"call": f"{old.path} {old.args[0].literal}"[:80], "guard": guard}
            yield Sighting(span(new[0].line, new[0].end), fact, strength=0.85)


def _guards(word: str) -> bool:
    spoken = words(word)
    return bool(spoken & (STRONG_AUTHORISATION | AUTHENTICATION | FORGERY)) and not spoken & {"controller", "login", "handler", "page"}


SIGNAL = Signal(
    id="route-guard-removed",
    title="A route lost the guard that it was registered with",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares the registration of a route with what it was and tells of a middleware about login, rights or tokens that is "
    "no longer among its arguments.",
    why="The route answers everyone.",
    quiet="Guards put on the whole router, and routes that are gone.",
    remedy="Put the guard back into the registration.",
    cause="`{call}` is registered without `{guard}` now.",
    since="0.2",
    maturity="stable",
    cwe="CWE-306",
    compare=_compare,
    fires=(
        Example("javascript", 'app.delete("/users/:id", removeUser);\n', 'app.delete("/users/:id", requireAuth, removeUser);\n', line=1),
        Example(
            "go",
            'package a\n\nfunc routes(r *Router) {\n\tr.Delete("/users", remove)\n}\n',
            'package a\n\nfunc routes(r *Router) {\n\tr.Delete("/users", requireAdmin(remove))\n}\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "javascript", 'app.delete("/users/:id", requireAdmin, removeUser);\n', 'app.delete("/users/:id", requireAuth, removeUser);\n'
        ),
        Example("javascript", 'app.get("/about", about);\n', 'app.get("/about", cached, about);\n'),
    ),
)
