"""A division whose remainder is lost before the product."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_DIRECT = re.compile(
    r"(?P<a>[\w.\]\[]+)\s*/\s*(?P<b>[\w.\]\[]+(?:\([^()]*\))?)\s*\)?\s*\*(?!\*)\s*(?P<c>[\w.]+)|\([^();]*/[^();]*\)\s*\*(?!\*)\s*[\w(]|\.div\s*\((?P<d>[^();]*(?:\([^()]*\))?[^();]*)\)\s*\)?\s*\.\s*mul\s*\((?P<e>[^)]*)"
)
_QUOTIENT = re.compile(r"\b(?:u?int\d*\s+)?(?P<name>\w+)\s*=\s*(?P<value>[^;=]*?(?:/\s*[\w(][^;]*|\.div\s*\([^;]*\)))\s*;")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    told: set[int] = set()
    for found in _DIRECT.finditer(function.text):
        if (found["b"] and found["b"] == found["c"]) or (found["d"] and found["d"].strip() == (found["e"] or "").strip()):
            continue
        line = source.line(function.at + found.start())
        if line not in told:
            told.add(line)
            yield Sighting((line,), {"expression": " ".join(found[0].split())[:80]}, strength=0.6)
    for found in _QUOTIENT.finditer(function.text):
        name, value = found["name"], found["value"]
        if re.search(r"\*[^;]*$", value.rsplit("/", 1)[-1]) or re.search(r"mulDiv|\.div\([^;]*\)\s*\.mul", value):
            continue
        after = function.text[found.end() : found.end() + 1_500]
        used = re.search(
            rf"(?:\b{name}\b\s*\*(?![*=])\s*[\w(]|[\w)]\s*\*\s*{name}\b(?!\s*[\[(])|\b{name}\.mul\(|\.mul\(\s*{name}\s*\))[^;]*;", after
        )
        if used and not re.search(rf"\b{name}\s*=(?!=)", after[: used.start()]):
            line = source.line(function.at + found.end() + used.start())
            if line not in told:
                told.add(line)
                yield Sighting(
                    (source.line(function.at + found.start("value")), line),
                    {"expression": " ".join(used[0].split())[:80].rstrip(";")},
                    strength=0.55,
                )


_see = in_functions(_look, "/", ".div")


SIGNAL = Signal(
    id="divide-before-multiply",
    title="Divided first, multiplied after",
    kind="pattern",
    category="precision-loss",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of a quotient that is multiplied afterwards, in one expression or through a variable.",
    why="Whole numbers lose the remainder: small amounts become zero, and the loss is multiplied.",
    quiet="Products divided last, divisions that are meant to round (`x / y * y`).",
    remedy="Multiply first and divide last.",
    cause="`{expression}` multiplies what a division has already cut off.",
    since="0.2",
    maturity="preview",
    cwe="CWE-682",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  function share(uint a, uint b, uint c) public pure returns (uint) {\n    return a / b * c;\n  }\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function share(uint a, uint b, uint c) public pure returns (uint) {\n"
            "    uint part = a / b;\n"
            "    return part * c;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract A {\n  function share(uint a, uint b, uint c) public pure returns (uint) {\n    return a.div(b).mul(c);\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n  function share(uint a, uint b, uint c) public pure returns (uint) {\n    return a * c / b;\n  }\n}\n",
        ),
        Example("solidity", "contract A {\n  function floor(uint a, uint b) public pure returns (uint) {\n    return a / b * b;\n  }\n}\n"),
    ),
)
