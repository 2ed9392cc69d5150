"""The length of a state array that a caller sets."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_LENGTH = re.compile(r"\b(?P<name>\w+)(?:\[[^\]]*\])?\s*\.\s*length\s*(?:--|-=|=(?!=)\s*(?P<value>[^;]+)|\+\+|\+=)")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    own = {one.name for one in function.params}
    for found, line in matches(source, function, _LENGTH):
        value = (found["value"] or "").strip()
        if value == "0" or "++" in found[0] or "+=" in found[0]:
            continue
        checked = re.search(rf"\b(?:require|if|assert)\s*\([^;{{]*\b{re.escape(found['name'])}\.length", function.text[: found.start()])
        strength = 0.9 if own & set(re.findall(r"\w+", value)) else 0.3 if checked else 0.7 if "-" in found[0] else 0.4
        yield Sighting((line,), {"expression": " ".join(found[0].split())[:60]}, strength=strength)
    for stored in re.finditer(r"\bsstore\s*\(\s*(\w+)\s*,", function.text):
        if stored[1] in own and function.open:
            yield Sighting((source.line(function.at + stored.start()),), {"expression": stored[0].rstrip(",")}, strength=0.7)


_see = in_functions(_look, "length", "sstore")


SIGNAL = Signal(
    id="array-length-set",
    title="The length of an array set by hand",
    kind="pattern",
    category="memory-safety",
    severity="high",
    languages=SOLIDITY,
    promise=("Tells of writes to the `length` of an array in storage, and of `sstore` and array writes at a slot that a caller names."),
    why="A length that wraps makes every slot an element: whoever writes an element writes the owner.",
    quiet="`push` and `pop`, lengths that are only read, `length = 0`.",
    remedy="Use `push` and `pop`, and check the index.",
    cause="`{expression}` lets a caller reach any slot of the contract's state.",
    since="0.2",
    maturity="stable",
    cwe="CWE-123",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\ncontract A {\n  uint[] codex;\n  function retract() public {\n    codex.length--;\n  }\n}\n",
            line=5,
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\ncontract A {\n  uint[] all;\n  function resize(uint n) public {\n    all.length = n;\n  }\n}\n",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity", "pragma solidity ^0.4.24;\ncontract A {\n  uint[] all;\n  function clear() public {\n    all.length = 0;\n  }\n}\n"
        ),
        Example(
            "solidity",
            "contract A {\n  uint[] all;\n  function last() public view returns (uint) {\n    return all[all.length - 1];\n  }\n}\n",
        ),
    ),
)
