"""A check of rights is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "right"):
        yield tell(loss, 0.9 if loss.refusal or loss.guard.kind == "attribute" else 0.7)


SIGNAL = Signal(
    id="guard-removed",
    title="A check of rights is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a condition on what is allowed, trusted, granted or restricted that no longer stands "
    "anywhere in the file.",
    why="What it held back is still there and now runs for everyone.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went "
    "with all they held.",
    remedy="Put the check back, before the first line that it protects.",
    cause="The condition `{guard}`, which held back who may do this, is gone, and what it held is still there.",
    since="0.1",
    maturity="stable",
    cwe="CWE-862",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def fetch(self, host):\n    return self.client.get(host)\n",
            "def fetch(self, host):\n    if not self.is_allowed_host(host) or host in self.blocklist:\n"
            "        raise Refused\n    return self.client.get(host)\n",
            line=2,
        ),
        Example(
            "javascript",
            "function open(origin, data) {\n  handle(data);\n  return true;\n}\n",
            "function open(origin, data) {\n  if (!trusted.has(origin) || denied(origin)) {\n    return false;\n  }\n"
            "  handle(data);\n  return true;\n}\n",
            line=2,
        ),
        Example(
            "solidity",
            "contract A {\n  function sweep(address to) public {\n    send(to);\n  }\n}\n",
            "contract A {\n  function sweep(address to) public {\n"
            "    require(allowed[msg.sender] && !restricted[to]);\n    send(to);\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def act(request, item):\n    if not (not self.is_allowed_host(item)):\n        item.delete()\n"
            "        return done(item)\n    raise Refused\n",
            "def act(request, item):\n    if not self.is_allowed_host(item):\n        raise Refused\n"
            "    item.delete()\n    return done(item)\n",
        ),
        Example(
            "python",
            "def check_allowed(request, item):\n    if not request.allowed_hosts_has(item):\n        raise Refused\n\n"
            "\ndef delete(request, item):\n    check_allowed(request, item)\n    item.delete()\n",
            "def delete(request, item):\n    if not request.allowed_hosts_has(item):\n        raise Refused\n    item.delete()\n",
        ),
        Example(
            "python",
            "def other():\n    return 1\n",
            "def delete(request, item):\n    if not request.is_allowed(item):\n        raise Refused\n"
            "    item.delete()\n\n\ndef other():\n    return 1\n",
        ),
    ),
)
