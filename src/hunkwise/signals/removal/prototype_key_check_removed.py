"""A check for special keys of an object is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import SCRIPT


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "keys"):
        yield tell(loss, 0.8 if loss.used else 0.5)


SIGNAL = Signal(
    id="prototype-key-check-removed",
    title="A check for special keys of an object is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=SCRIPT,
    promise="Compares both sides and tells of a condition on `__proto__`, `constructor`, `prototype` or own properties that no "
    "longer stands anywhere in the file.",
    why="A key from outside then reaches the prototype that all objects share.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Put the check back before the key is followed, or use a `Map` or an object without prototype.",
    cause="The condition `{guard}`, which kept special keys out, is gone, and the key is still used.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1321",
    compare=_compare,
    fires=(
        Example(
            "javascript",
            "function merge(target, source) {\n  for (const key in source) {\n    target[key] = source[key];\n  }\n}\n",
            "function merge(target, source) {\n  for (const key in source) {\n"
            '    if (key === "__proto__" || key === "constructor") continue;\n    target[key] = source[key];\n  }\n'
            "}\n",
            line=3,
        ),
        Example(
            "typescript",
            "function call(context: any, key: string) {\n  let func;\n  func = context[key];\n  return func();\n}\n",
            "function call(context: any, key: string) {\n  let func;\n"
            "  if (Object.hasOwnProperty.call(context, key)) {\n    func = context[key];\n  }\n  return func();\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "javascript",
            "function merge(target, source) {\n  for (const key in source) {\n    if (isUnsafeKey(key)) continue;\n"
            "    target[key] = source[key];\n  }\n}\n",
            "function merge(target, source) {\n  for (const key in source) {\n"
            '    if (key === "__proto__" || key === "constructor") continue;\n    target[key] = source[key];\n  }\n'
            "}\n",
        ),
        Example(
            "javascript",
            "function merge(target, source) {\n  return source;\n}\n",
            "function merge(target, source) {\n  for (const key in source) {\n"
            '    if (key === "__proto__") continue;\n    target[key] = source[key];\n  }\n}\n',
        ),
    ),
)
