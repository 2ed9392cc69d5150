"""A check for line breaks or control characters is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell, weigh
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "lines"):
        yield tell(loss, weigh(loss))


SIGNAL = Signal(
    id="control-character-check-removed",
    title="A check for line breaks or control characters is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a condition on line breaks, NUL or control characters that no longer stands anywhere "
    "in the file.",
    why="A line break in a value begins a new header, command or log line that the sender writes.",
    quiet="Conditions that moved, were rephrased on the same names, gave way to another on the same value, or went together with "
    "what they held.",
    remedy="Refuse or strip such characters before the value goes out.",
    cause="The condition `{guard}`, which kept control characters out, is gone, and the value is still used.",
    since="0.2",
    maturity="stable",
    cwe="CWE-93",
    compare=_compare,
    fires=(
        Example(
            "go",
            "package a\n\nfunc put(w *Writer, v string) error {\n\tw.Write(v)\n\treturn nil\n}\n",
            'package a\n\nfunc put(w *Writer, v string) error {\n\tif strings.Contains(v, "\\n") {\n'
            "\t\treturn errInvalid\n\t}\n\tw.Write(v)\n\treturn nil\n}\n",
            line=4,
        ),
        Example(
            "python",
            'def header(self, name, value):\n    self.out.write(name + ": " + value)\n',
            'def header(self, name, value):\n    if "\\r" in value or "\\n" in value:\n'
            '        raise ValueError("line break")\n    self.out.write(name + ": " + value)\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'def header(self, name, value):\n    if any(c in value for c in "\\r\\n"):\n'
            '        raise ValueError("line break")\n    self.out.write(name + ": " + value)\n',
            'def header(self, name, value):\n    if "\\r" in value or "\\n" in value:\n'
            '        raise ValueError("line break")\n    self.out.write(name + ": " + value)\n',
        ),
        Example(
            "python",
            "def header(self, name):\n    return name\n",
            'def header(self, name, value):\n    if "\\n" in value:\n        raise ValueError("line break")\n'
            '    self.out.write(name + ": " + value)\n',
        ),
    ),
)
