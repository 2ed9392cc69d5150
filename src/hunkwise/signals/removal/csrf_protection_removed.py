"""A check against forged requests is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "forgery"):
        yield tell(loss, 0.9 if loss.refusal or loss.guard.kind == "attribute" else 0.7)


SIGNAL = Signal(
    id="csrf-protection-removed",
    title="A check against forged requests is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a check, decorator or annotation against forged requests that no longer stands "
    "anywhere in the file.",
    why="A page of somebody else can then make the browser of a logged-in user send this request.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went "
    "with all they held.",
    remedy="Put the check of the token back.",
    cause="The check `{guard}` against forged requests is gone, and what it held is still there.",
    since="0.2",
    maturity="stable",
    cwe="CWE-352",
    compare=_compare,
    fires=(
        Example(
            "python",
            "class A:\n    def post(self, request):\n        return save(request)\n",
            "class A:\n    @csrf_protect\n    def post(self, request):\n        return save(request)\n",
            line=2,
        ),
        Example(
            "php",
            "<?php\nfunction save($db) {\n  $db->write($_POST);\n}\n",
            "<?php\nfunction save($db) {\n  if (!check_csrf_token($_POST['token'])) {\n    return false;\n  }\n  $db->write($_POST);\n}\n",
            line=3,
        ),
        Example(
            "csharp",
            "class A {\n  [HttpPost]\n  public void Save(Form f) {\n    store.Save(f);\n  }\n}\n",
            "class A {\n  [HttpPost]\n  [ValidateAntiForgeryToken]\n  public void Save(Form f) {\n    store.Save(f);\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def act(request, item):\n    if not (not csrf_ok(request)):\n        item.delete()\n"
            "        return done(item)\n    raise Refused\n",
            "def act(request, item):\n    if not csrf_ok(request):\n        raise Refused\n    item.delete()\n    return done(item)\n",
        ),
        Example(
            "python",
            "class A:\n    @csrf_protect\n    @cached\n    def post(self, request):\n        return save(request)\n",
            "class A:\n    @csrf_protect\n    def post(self, request):\n        return save(request)\n",
        ),
    ),
)
