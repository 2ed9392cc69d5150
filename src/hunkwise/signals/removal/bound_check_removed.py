"""A comparison on a length, an index or a pointer, gone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Guard, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import lost_guards, used_after
from hunkwise.signals.seeing import short, span, words
from hunkwise.signals.tables.guards import BOUND, NOTHING
from hunkwise.signals.tables.languages import CODE, C

_MEASURES = frozenset({"sizeof", "strlen", "len"})
_ERROR = re.compile(r"(?i)^(?:\w*err(?:or)?|rc|ret)$")
_ORDER = frozenset({"<", ">", "<=", ">="})


def _compare(unit: Unit) -> Iterator[Sighting]:
    for guard in lost_guards(unit, ("exit", "wrap", "assert", "ternary")):
        what = _what(guard, unit.language)
        if what and used_after(unit, guard.names):
            strength = (0.8 if guard.kind in ("exit", "assert") else 0.6) * (1.0 if unit.language in C or what == "a bound" else 0.7)
            yield Sighting(span(guard.line, guard.end), {"guard": short(guard.text), "subject": what}, strength=strength, side="before")


def _what(guard: Guard, language: str) -> str:
    """What a condition holds: a bound, the presence of a value, or nothing of the kind."""
    for left, operator, right in guard.comparisons:
        sized = bool((words(left) | words(right)) & BOUND)
        if operator in _ORDER and (sized or language in C):
            return "a bound"
        if (guard.calls and not set(guard.calls) <= _MEASURES) or (language == "go" and _ERROR.match(left)):
            continue  # a call that failed, not a value that is missing
        if (
            operator in ("==", "!=", "===", "!==", "is", "is not")
            and (left in NOTHING or right in NOTHING)
            and (language in C or sized or right in ("NULL", "nullptr", "null", "nil"))
        ):
            return "the presence of a value"
    if language in C and guard.kind == "exit" and not guard.comparisons and guard.text.startswith("!") and not guard.calls:
        return "the presence of a value"
    return ""


SIGNAL = Signal(
    id="bound-check-removed",
    title="A bound or null check is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE - {"sql"},
    promise="Compares both sides and tells of a comparison on a length, an index, an amount or a pointer that no longer stands anywhere "
    "in the file while its values are still used.",
    why="A value out of range then reaches an access, a copy or a payment that relied on it.",
    quiet="Comparisons that moved, were rephrased on the same names, or went together with what they held.",
    remedy="Put the comparison back, before the first use of the value.",
    cause="The condition `{guard}`, which held {subject}, is gone, and its values are still used.",
    since="0.1",
    maturity="stable",
    cwe="CWE-119",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int put(struct buf *b, const char *p, size_t len) {\n  memcpy(b->data, p, len);\n  return 0;\n}\n",
            "int put(struct buf *b, const char *p, size_t len) {\n  if (len > sizeof(b->data)) {\n    return -1;\n  }\n"
            "  memcpy(b->data, p, len);\n  return 0;\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc at(b []byte, i int) byte {\n\treturn b[i]\n}\n",
            "package a\n\nfunc at(b []byte, i int) byte {\n\tif i >= len(b) {\n\t\treturn 0\n\t}\n\treturn b[i]\n}\n",
            line=4,
        ),
        Example(
            "c",
            "int use(struct a *p) {\n  int n;\n  n = p->n;\n  return n;\n}\n",
            "int use(struct a *p) {\n  int n;\n  if (p == NULL)\n    return -1;\n  n = p->n;\n  return n;\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n  function pay(uint amount) public {\n    balance -= amount;\n  }\n}\n",
            "contract A {\n  function pay(uint amount) public {\n    require(amount <= balance);\n    balance -= amount;\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int put(struct buf *b, const char *p, size_t len) {\n  if (len <= sizeof(b->data)) {\n    memcpy(b->data, p, len);\n"
            "    return 0;\n  }\n  return -1;\n}\n",
            "int put(struct buf *b, const char *p, size_t len) {\n  if (len > sizeof(b->data)) {\n    return -1;\n  }\n"
            "  memcpy(b->data, p, len);\n  return 0;\n}\n",
        ),
        Example(
            "c",
            "int use(struct a *p) {\n  if (p == NULL)\n    return -1;\n  return p->n;\n}\n",
            "int use(struct a *p) {\n  return p->n;\n}\n",
        ),
        Example("python", "def f(a):\n    return a\n", "def f(a):\n    if len(a) > 3:\n        log(a)\n    return a\n"),
    ),
)
