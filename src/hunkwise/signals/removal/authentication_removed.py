"""A check of who calls is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "authentication"):
        yield tell(loss, 0.9 if loss.refusal or loss.guard.kind == "attribute" else 0.7)


SIGNAL = Signal(
    id="authentication-removed",
    title="A check of who calls is gone",
    kind="guard",
    category="removed-guard",
    severity="critical",
    languages=CODE,
    promise="Compares both sides and tells of a condition on login, a session, a token or a password that no longer stands "
    "anywhere in the file.",
    why="What was for known callers only is then open to anybody.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went "
    "with all they held.",
    remedy="Put the check back, before the first line that it protects.",
    cause="The condition `{guard}`, which asked who calls, is gone, and what it held is still there.",
    since="0.2",
    maturity="stable",
    cwe="CWE-306",
    compare=_compare,
    fires=(
        Example(
            "python",
            "class A:\n    def delete(self, request):\n        self.item.delete()\n",
            "class A:\n    @login_required\n    def delete(self, request):\n        self.item.delete()\n",
            line=2,
        ),
        Example(
            "javascript",
            "function list(req, res) {\n  res.json(db.all());\n}\n",
            "function list(req, res) {\n  if (!req.isAuthenticated()) {\n    return res.status(401).end();\n  }\n"
            "  res.json(db.all());\n}\n",
            line=2,
        ),
        Example(
            "php",
            "<?php\nfunction page($db) {\n  echo render($db->rows());\n}\n",
            "<?php\nfunction page($db) {\n  if (empty($_SESSION['logged_in']) || !check_login($_SESSION)) {\n"
            "    exit('no');\n  }\n  echo render($db->rows());\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def act(request, item):\n    if not (not request.user.is_authenticated):\n        item.delete()\n"
            "        return done(item)\n    raise Refused\n",
            "def act(request, item):\n    if not request.user.is_authenticated:\n        raise Refused\n"
            "    item.delete()\n    return done(item)\n",
        ),
        Example(
            "python",
            'class A:\n    @permission_required("a.b")\n    def delete(self, request):\n        self.item.delete()\n',
            "class A:\n    @login_required\n    def delete(self, request):\n        self.item.delete()\n",
        ),
    ),
)
