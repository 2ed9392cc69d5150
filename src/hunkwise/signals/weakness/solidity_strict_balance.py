"""A balance that must match to the last coin."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_HELD = r"(?:address\s*\(\s*this\s*\)|\bthis)\s*\.\s*balance|\bbalanceOf\s*\(\s*(?:address\s*\(\s*this\s*\)|this)\s*\)"
_EQUAL = re.compile(rf"(?:{_HELD})\s*(?:==|!=)\s*[\w.(][^;&|{{]*|[\w.)\]]+\s*(?:==|!=)\s*[\w.]*(?:{_HELD})")
_KEPT = re.compile(rf"\b(\w+)\s*=\s*[\w.]*(?:{_HELD})\s*;")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for found, line in matches(source, function, _EQUAL):
        zero = re.search(r"(?:==|!=)\s*0\b(?!\.)|\b0\s*(?:==|!=)", found[0])
        yield Sighting((line,), {"guard": " ".join(found[0].split())[:80]}, strength=0.5 if zero else 0.8)
    for kept, _ in matches(source, function, _KEPT):
        used = re.search(
            rf"\b(?:if|require|assert|while)\s*\([^;{{]*\b{kept[1]}\s*==\s*[\w.]+|\breturn\s+{kept[1]}\s*==\s*[\w.]+",
            function.text[kept.end() :],
        )
        if used:
            line = source.line(function.at + kept.end() + used.start())
            yield Sighting((line,), {"guard": " ".join(used[0].split())[:80]}, strength=0.7)


_see = in_functions(_look, "balance")


SIGNAL = Signal(
    id="strict-balance-equality",
    title="A balance compared for equality",
    kind="pattern",
    category="denial-of-service",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of a condition that asks whether the contract's balance, in ether or tokens, equals an amount.",
    why="Anyone can send it some more, also against its will, and the condition never holds again.",
    quiet="Comparisons with zero by `>` and `<`, books of its own.",
    remedy="Use `>=`, or keep books of what was paid in.",
    cause="`{guard}` fails for ever once somebody sends a little more.",
    since="0.2",
    maturity="stable",
    cwe="CWE-697",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  function lock() public payable {\n    require(address(this).balance == 10 ether);\n    open = true;\n  }\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n  function done() public returns (bool) {\n    if (this.balance == goal) {\n      return true;\n    }\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n  function lock() public payable {\n    require(address(this).balance >= 10 ether);\n    open = true;\n  }\n}\n",
        ),
        Example(
            "solidity",
            "contract A {\n  function lock() public payable {\n    require(held == 10 ether);\n    pay(address(this).balance);\n  }\n}\n",
        ),
    ),
)
