"""A limit on a length is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell, weigh
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "size"):
        yield tell(loss, weigh(loss))


SIGNAL = Signal(
    id="size-limit-removed",
    title="A limit on a length is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a comparison on a length, a size or the room that is left that no longer stands "
    "anywhere in the file while its values are still used.",
    why="A length that comes with the data then decides how much is read, written or allocated.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the comparison back, before the first use of the length.",
    cause="The condition `{guard}`, which held a length, is gone, and its values are still used.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1284",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  memcpy(p->data, p->src, p->len);\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->len > sizeof(p->data)) {\n    return -1;\n  }\n"
            "  memcpy(p->data, p->src, p->len);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  m = read32(p);\n  return 0;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->remaining < 4) {\n    return -1;\n  }\n  m = read32(p);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "python",
            "def put(self, body):\n    self.store.write(body)\n    return True\n",
            "def put(self, body):\n    if len(body) > LARGEST:\n        raise TooLarge\n    self.store.write(body)\n    return True\n",
            line=2,
        ),
        Example(
            "java",
            "class A {\n  void put(byte[] b, int length) {\n    copy(b, length);\n  }\n}\n",
            "class A {\n  void put(byte[] b, int length) {\n    if (length > b.length) {\n"
            "      throw new IllegalArgumentException();\n    }\n    copy(b, length);\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  if (!(p->len > sizeof(p->data))) {\n"
            "    memcpy(p->data, p->src, p->len);\n    return 0;\n  }\n  return -1;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->len > sizeof(p->data)) {\n    return -1;\n  }\n"
            "  memcpy(p->data, p->src, p->len);\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p, int n, int m) {\n  return m;\n}\n",
            "int use(struct a *p, int n, int m) {\n  if (p->len > sizeof(p->data)) {\n    return -1;\n  }\n"
            "  memcpy(p->data, p->src, p->len);\n  return m;\n}\n",
        ),
    ),
)
