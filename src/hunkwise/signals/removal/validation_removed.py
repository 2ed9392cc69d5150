"""A validation that refused is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "check"):
        if loss.refusal in ("raise", "error", "jump", "nothing"):
            yield tell(loss, 0.75 if loss.alone and loss.used else 0.4)


SIGNAL = Signal(
    id="validation-removed",
    title="A validation that refused is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a condition that asked whether a value is valid, allowed or of the right form, "
    "refused it otherwise, and no longer stands anywhere in the file.",
    why="Values that were turned away before now reach the code behind.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the validation back, before the first use of the value.",
    cause="The condition `{guard}`, which turned bad values away, is gone, and the value is still used.",
    since="0.2",
    maturity="stable",
    cwe="CWE-20",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def save(self, url):\n    self.store.put(url)\n    return url\n",
            'def save(self, url):\n    if not is_valid(url):\n        raise ValueError("url")\n    self.store.put(url)\n    return url\n',
            line=2,
        ),
        Example(
            "c",
            "int use(struct a *p, int n) {\n  run(p, n);\n  return 0;\n}\n",
            "int use(struct a *p, int n) {\n  if (!check_name(p, n))\n    return -EINVAL;\n  run(p, n);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "javascript",
            "function save(req, res) {\n  store(req.body);\n  res.end();\n}\n",
            'function save(req, res) {\n  if (!schema.validate(req.body)) {\n    throw new Error("invalid");\n  }\n'
            "  store(req.body);\n  res.end();\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def save(self, url):\n    validate(url)\n    self.store.put(url)\n",
            'def save(self, url):\n    if not is_valid(url):\n        raise ValueError("url")\n    self.store.put(url)\n',
        ),
        Example(
            "python",
            "def save(self, url):\n    return 1\n",
            'def save(self, url):\n    if not is_valid(url):\n        raise ValueError("url")\n    self.store.put(url)\n',
        ),
    ),
)
