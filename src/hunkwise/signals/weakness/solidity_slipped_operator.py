"""An operator that looks right and does something else."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches, types

_ASSIGNS = re.compile(r"[\w\])]\s*=([+-])\s+?\w[^;]*;|[\w\])]\s+=([+-])\w[^;]*;")
_POWER = re.compile(r"\b(?:10|2)\s*\^\s*(?:\d+|decimals\b|\w*[dD]ecimals\w*)(?:\s*\(\s*\))?")
_STATEMENT = re.compile(r"(?:^|[;{}])\s*([A-Za-z_][\w.]*(?:\[[^\];]*\])*\s*==\s*[^;=&|(){}]+);")
_TURNED = re.compile(r"\b(?:require|assert)\s*\(\s*(?P<a>\w+)\s*>=?\s*(?P<b>\w+\s*\[\s*[\w.]+\s*\])\s*[,)]")
_ALWAYS = re.compile(r"\b(?P<name>[A-Za-z_]\w*)\s*(?:>=\s*0\b(?!x)|<\s*0\b(?!x))")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for found, line in matches(source, function, _ASSIGNS):
        sign = found[1] or found[2]
        if not re.search(r"=-\s*\d|=-\s*(?:int|type)", found[0]):
            yield Sighting(
                (line,),
                {"expression": " ".join(found[0].split())[:60], "what": f"replaces the value, where `{sign}=` was meant"},
                strength=0.8,
            )
    for found, line in matches(source, function, _POWER):
        yield Sighting((line,), {"expression": found[0], "what": "is a bit pattern, where a power was meant"}, strength=0.9)
    for found, _ in matches(source, function, _STATEMENT):
        place = source.line(function.at + found.start(1))
        yield Sighting(
            (place,), {"expression": " ".join(found[1].split())[:60], "what": "compares and throws the answer away"}, strength=0.9
        )
    for found, line in matches(source, function, _TURNED):
        if re.search(rf"{re.escape(found['b'])}\s*-=\s*{found['a']}\b", function.text):
            yield Sighting((line,), {"expression": " ".join(found[0].split()), "what": "asks the wrong way round"}, strength=0.8)
    known: dict[str, str] = {}
    for found, line in matches(source, function, _ALWAYS):
        known = known or types(source, function)
        if known.get(found["name"], "").startswith("uint"):
            yield Sighting((line,), {"expression": found[0], "what": "gives the same answer for every unsigned number"}, strength=0.7)
    for found, line in matches(
        source, function, re.compile(r"\b(?:require|assert)\s*\([^;]*?\b(?:\w+(?:\[[^\]]*\])?)\s*-\s*\w+\s*>=?\s*0\b")
    ):
        if not source.checked:
            yield Sighting(
                (line,), {"expression": " ".join(found[0].split())[:60], "what": "always holds, because the difference wraps"}, strength=0.8
            )


_see = in_functions(_look, "=", "^")


SIGNAL = Signal(
    id="slipped-operator",
    title="An operator that isn't the one meant",
    kind="pattern",
    category="incorrect-operator",
    severity="medium",
    languages=SOLIDITY,
    promise=(
        "Tells of `=+` and `=-` for `+=` and `-=`, `^` as a power, a comparison that stands as a statement, and a "
        "comparison that always holds."
    ),
    why=("It compiles, and the amount is replaced, the power is a bit pattern, the assignment never happens, or the check never fails."),
    quiet="Negative literals, bit operations on masks.",
    remedy="Write the operator that was meant.",
    cause="`{expression}` {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-480",
    see=_see,
    fires=(
        Example("solidity", "contract A {\n  uint total;\n  function add(uint n) public {\n    total =+ n;\n  }\n}\n", line=4),
        Example("solidity", "contract A {\n  function unit() public pure returns (uint) {\n    return 10 ^ 18;\n  }\n}\n", line=3),
        Example("solidity", "contract A {\n  bool open;\n  function close() public {\n    open == false;\n  }\n}\n", line=4),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  uint total;\n"
            "  int low;\n"
            "  function add(uint n) public {\n"
            "    total += n;\n"
            "    low = -1;\n"
            "    uint x = n ^ 0xff;\n"
            "    bool same = total == n;\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  function positive(int n) public pure returns (bool) {\n    return n >= 0;\n  }\n}\n"),
    ),
)
