"""A condition on who may do something, gone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Guard, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import lost_guards
from hunkwise.signals.seeing import short, span, words
from hunkwise.signals.tables.guards import AUTHORISATION, STRONG_AUTHORISATION
from hunkwise.signals.tables.languages import CODE

_NOISE = re.compile(r"""\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|"[^"]*"|'[^']*'""")
"""Names of constants and texts: an error code or a key of a setting is no check of a right."""


_FORM = frozenset({"valid", "validate", "validated", "validator", "safe", "access", "session", "cap"})
_ASKS = frozenset({"has", "check", "require", "verify", "ensure", "can", "may"})


def _compare(unit: Unit) -> Iterator[Sighting]:
    for guard in lost_guards(unit, ("exit", "wrap", "assert", "attribute")):
        subject = _subject(guard)
        if subject:
            strong = subject in STRONG_AUTHORISATION
            strength = (0.9 if strong else 0.5) * (1.0 if guard.kind in ("exit", "assert", "attribute") else 0.8)
            yield Sighting(span(guard.line, guard.end), {"guard": short(guard.text), "subject": subject}, strength=strength, side="before")


def _subject(guard: Guard) -> str:
    """The word that says that the condition is about a right, or an empty text."""
    spoken = words(_NOISE.sub(" ", guard.text))
    strong = sorted(spoken & STRONG_AUTHORISATION)
    weak = sorted(spoken & AUTHORISATION)
    asked = (guard.kind == "attribute" and bool(spoken & AUTHORISATION - _FORM)) or bool(guard.calls and spoken & _ASKS)
    return strong[0] if strong else weak[0] if len(weak) > 1 or (weak and asked) else ""


SIGNAL = Signal(
    id="guard-removed",
    title="A check of rights is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a condition on permission, ownership, login, signature or the like that no longer stands "
    "anywhere in the file.",
    why="What it held back is still there and now runs for everyone.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went with all "
    "they held.",
    remedy="Put the check back, before the first line that it protects.",
    cause="The condition `{guard}`, which held back who may do this, is gone, and what it held is still there.",
    since="0.1",
    maturity="stable",
    cwe="CWE-862",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def delete(request, item):\n    item.delete()\n    return done(item)\n",
            "def delete(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n"
            "    item.delete()\n    return done(item)\n",
            line=2,
        ),
        Example(
            "javascript",
            "function remove(req, res) {\n  db.remove(req.params.id);\n  res.end();\n}\n",
            "function remove(req, res) {\n  if (!req.user.isAdmin) {\n    return res.status(403).end();\n  }\n"
            "  db.remove(req.params.id);\n  res.end();\n}\n",
            line=2,
        ),
        Example(
            "python",
            "class A:\n    def delete(self, request):\n        self.item.delete()\n",
            "class A:\n    @login_required\n    def delete(self, request):\n        self.item.delete()\n",
            line=2,
        ),
        Example(
            "java",
            "class A {\n  void remove(User user, String id) {\n    store.remove(id);\n  }\n}\n",
            'class A {\n  void remove(User user, String id) {\n    if (!user.hasRole("admin")) {\n'
            "      throw new AccessDenied();\n    }\n    store.remove(id);\n  }\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n  address owner;\n  function sweep(address to) public {\n    send(to);\n  }\n}\n",
            "contract A {\n  address owner;\n  function sweep(address to) public {\n    require(msg.sender == owner);\n"
            "    send(to);\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def delete(request, item):\n    if request.user.has_permission(item):\n        item.delete()\n"
            "        return done(item)\n    raise PermissionError\n",
            "def delete(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n"
            "    item.delete()\n    return done(item)\n",
        ),
        Example(
            "python",
            "def check_permission(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n"
            "\n\ndef delete(request, item):\n    check_permission(request, item)\n    item.delete()\n",
            "def delete(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n    item.delete()\n",
        ),
        Example(
            "python",
            "def other():\n    return 1\n",
            "def delete(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n"
            "    item.delete()\n\n\ndef other():\n    return 1\n",
        ),
        Example(
            "python",
            "def delete(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n    item.delete()\n",
            "def delete(request, item):\n    item.delete()\n",
        ),
    ),
)
