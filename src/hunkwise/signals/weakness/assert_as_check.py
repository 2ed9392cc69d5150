"""A check of rights or input that vanishes when assertions are off."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import hit, line_of, short, span, words
from hunkwise.signals.tables.guards import STRONG_AUTHORISATION
from hunkwise.signals.tables.sources import REQUEST

_ASSERTS = re.compile(r"^\s*(?:static_)?assert\b|Debug\.Assert")
_TYPES = re.compile(r"^\s*assert\s*\(?\s*(?:isinstance|type|callable|len)\b|is not None\s*$|!= ?(?:NULL|null|nullptr)")
_RIGHTS = frozenset(
    {
        "authenticated",
        "authorized",
        "permission",
        "permissions",
        "admin",
        "superuser",
        "staff",
        "owner",
        "signature",
        "csrf",
        "logged",
        "forbidden",
        "credentials",
        "verify",
        "verified",
        "password",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, ("assert",)):
        return
    for guard in side.facts.guards:
        if guard.kind != "assert" or not _ASSERTS.search(line_of(side, guard.line)):
            continue
        told = words(guard.text)
        asked = any(hit(name, REQUEST) for name in (*guard.names, *guard.calls))
        if _TYPES.search(line_of(side, guard.line)) and not asked:
            continue
        strength = (
            0.7 if asked or (told & STRONG_AUTHORISATION & _RIGHTS and unit.language == "python") else 0.4 if told & _RIGHTS else 0.15
        )
        yield Sighting(span(guard.line, guard.end), {"call": short(guard.text, 60)}, strength=strength)


SIGNAL = Signal(
    id="assert-as-check",
    title="A check that vanishes with the assertions",
    kind="guard",
    category="assertion",
    severity="low",
    languages=frozenset({"python", "java", "kotlin", "c", "cpp", "csharp"}),
    promise="Tells where an assertion decides about rights, signatures, or what a request brings.",
    why=(
        "Python with `-O`, Java without `-ea` and C with `NDEBUG` run on without the check; where it stays, others end the program at will."
    ),
    quiet="Assertions about the program itself, and in tests.",
    remedy="Write a condition that raises an error.",
    cause="`{call}` is checked by an assertion alone.",
    since="0.2",
    maturity="stable",
    cwe="CWE-617",
    see=_see,
    fires=(
        Example("python", 'def delete(user, item):\n    assert user.is_admin, "admins only"\n    item.delete()\n', line=2),
        Example(
            "python",
            ('from flask import request\n\ndef delete():\n    assert request.args["id"] in OWN\n    drop(request.args["id"])\n'),
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            ('def delete(user, item):\n    if not user.is_admin:\n        raise PermissionError("admins only")\n    item.delete()\n'),
        ),
        Example("python", "def half(n):\n    assert n % 2 == 0\n    return n // 2\n"),
    ),
)
