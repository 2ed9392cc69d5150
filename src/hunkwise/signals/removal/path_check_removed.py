"""A check of a path is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell, weigh
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "path"):
        yield tell(loss, weigh(loss))


SIGNAL = Signal(
    id="path-check-removed",
    title="A check of a path is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a condition on `..`, a leading slash, a link or the kind of a file that no longer "
    "stands anywhere in the file.",
    why="A path from outside then leads out of its folder, through a link, or to a host of the sender.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the check back, on the resolved path, before it is opened.",
    cause="The condition `{guard}`, which held a path, is gone, and what it held is still there.",
    since="0.2",
    maturity="stable",
    cwe="CWE-22",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def read(self, name):\n    return self.store.open(name)\n",
            'def read(self, name):\n    if name.startswith("/") or ".." in name:\n        raise Refused\n'
            "    return self.store.open(name)\n",
            line=2,
        ),
        Example(
            "c",
            "int apply(struct state *s, const char *path) {\n  write_file(s, path);\n  return 0;\n}\n",
            "int apply(struct state *s, const char *path) {\n  if (path_is_beyond_symlink(s, path))\n"
            '    return error("beyond a link");\n  write_file(s, path);\n  return 0;\n}\n',
            line=2,
        ),
        Example(
            "php",
            "<?php\nfunction image($src) {\n  return load($src);\n}\n",
            "<?php\nfunction image($src) {\n  if (str_contains($src, '../')) {\n    return null;\n  }\n  return load($src);\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def read(self, name):\n    if not is_safe_path(name):\n        raise Refused\n    return self.store.open(name)\n",
            'def read(self, name):\n    if name.startswith("/") or ".." in name:\n        raise Refused\n'
            "    return self.store.open(name)\n",
        ),
        Example(
            "python",
            "def read(self, name):\n    return 1\n",
            'def read(self, name):\n    if ".." in name:\n        raise Refused\n    return self.store.open(name)\n',
        ),
    ),
)
