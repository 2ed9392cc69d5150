"""A check of permission is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "permission"):
        yield tell(loss, 0.9 if loss.refusal or loss.guard.kind == "attribute" else 0.7)


SIGNAL = Signal(
    id="permission-check-removed",
    title="A check of permission is gone",
    kind="guard",
    category="removed-guard",
    severity="critical",
    languages=CODE,
    promise="Compares both sides and tells of a condition on a permission, a role or a privilege that no longer stands anywhere in "
    "the file.",
    why="What it held back is still there and now runs for everyone who can reach it.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went "
    "with all they held.",
    remedy="Put the check back, before the first line that it protects.",
    cause="The condition `{guard}`, which asked for a permission, is gone, and what it held is still there.",
    since="0.2",
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
            "java",
            "class A {\n  void remove(User user, String id) {\n    store.remove(id);\n  }\n}\n",
            'class A {\n  void remove(User user, String id) {\n    if (!user.hasRole("admin")) {\n'
            "      throw new AccessDenied();\n    }\n    store.remove(id);\n  }\n}\n",
            line=3,
        ),
        Example(
            "c",
            "int set_clock(struct task *t, long v) {\n  clock_write(v);\n  return 0;\n}\n",
            "int set_clock(struct task *t, long v) {\n  if (!capable(t, ROLE_ADMIN))\n    return -EPERM;\n"
            "  clock_write(v);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc drop(u *User, id string) error {\n\treturn store.Drop(id)\n}\n",
            "package a\n\nfunc drop(u *User, id string) error {\n\tif !u.IsAdmin {\n\t\treturn errForbidden\n\t}\n"
            "\treturn store.Drop(id)\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def act(request, item):\n    if not (request.user.is_admin()):\n        item.delete()\n"
            "        return done(item)\n    raise Refused\n",
            "def act(request, item):\n    if request.user.is_admin():\n        raise Refused\n    item.delete()\n    return done(item)\n",
        ),
        Example(
            "php",
            "<?php\nfunction drop($user, $id) {\n  $this->checkPermission($user);\n  store_drop($id);\n}\n",
            "<?php\nfunction drop($user, $id) {\n  if (!$user->hasPermission('drop')) {\n    return false;\n  }\n  store_drop($id);\n}\n",
        ),
        Example(
            "python",
            "def delete(request, item):\n    if not request.user.has_permission(item):\n        raise PermissionError\n    item.delete()\n",
            "def delete(request, item):\n    item.delete()\n",
        ),
    ),
)
