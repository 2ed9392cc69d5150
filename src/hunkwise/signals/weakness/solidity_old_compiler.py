"""A compiler that may be any of many, or is known to be wrong."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import source_of

_WORDS = re.compile(r"\b(?:suicide\s*\(|sha3\s*\(|throw\s*;|callcode\s*\(|block\s*\.\s*blockhash\s*\(|msg\s*\.\s*gas\b)")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for number, text in side.lines:
        if (
            "pragma" in text
            and (found := re.search(r"pragma\s+solidity\s*([^;]{1,60})", text))
            and not text.strip().startswith(("//", "*"))
        ):
            told = found[1].strip()
            old = re.search(r"\b0\.[0-4]\.", told)
            floating = re.search(r"[\^>~]|\|\|", told)
            if old or floating:
                yield Sighting(
                    (number,),
                    {"expression": told, "what": "compilers before 0.5" if old else "any of several compilers"},
                    strength=0.5 if old else 0.4,
                )
    if any(word in text for _, text in side.lines for word in ("suicide", "sha3", "throw", "callcode", "blockhash", "msg.gas")):
        source = source_of(side)
        first, last = side.lines[0][0], side.lines[-1][0]
        for found in _WORDS.finditer(source.text):
            line = source.line(found.start())
            if first <= line <= last:
                yield Sighting(
                    (line,),
                    {"expression": " ".join(found[0].split()).rstrip("(;"), "what": "only compilers that still know it"},
                    strength=0.5,
                )


SIGNAL = Signal(
    id="old-or-floating-compiler",
    title="An old or open compiler version",
    kind="pattern",
    category="configuration",
    severity="low",
    languages=SOLIDITY,
    promise=("Tells of a pragma that allows compilers before 0.5, or many at once, and of words that newer ones no longer know."),
    why="What was tested and what is deployed can be built by different compilers, some with known faults.",
    quiet="One version, written out.",
    remedy="Name one recent version.",
    cause="`{expression}` allows {what}.",
    since="0.2",
    maturity="preview",
    cwe="CWE-1104",
    see=_see,
    fires=(
        Example("solidity", "pragma solidity ^0.4.0;\ncontract A {\n  uint x;\n}\n", line=1),
        Example(
            "solidity",
            "pragma solidity 0.4.24;\ncontract A {\n  function end(address a) public onlyOwner {\n    if (a == 0) throw;\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example("solidity", "pragma solidity 0.8.19;\ncontract A {\n  uint x;\n}\n"),
        Example("solidity", "// pragma solidity ^0.4.0;\npragma solidity 0.8.19;\ncontract A {\n  // throw;\n  uint x;\n}\n"),
    ),
)
