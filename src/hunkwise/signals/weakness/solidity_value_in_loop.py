"""The sent ether counted once a turn of a loop."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, loops

_VALUE = re.compile(r"[^;{}]*\bmsg\s*\.\s*value\b[^;{}]*|[^;{}]*\.\s*delegatecall\s*\([^;]*")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for start, _, body in loops(function):
        inside = function.text.find(body, start) if body else -1
        for found in _VALUE.finditer(body):
            text = " ".join(found[0].split())
            if "delegatecall" in text and "payable" not in function.head:
                continue
            if re.search(r"/\s*\w*(?:length|count)|^(?:require|if)\b.*(?:sum|total|spent)|-=", text, re.I):
                continue
            line = source.line(function.at + max(inside, 0) + found.start() + len(found[0]) - len(found[0].lstrip()))
            yield Sighting((line,), {"expression": text[:80]}, strength=0.8)
            return


_see = in_functions(_look, "msg.value", "delegatecall")


SIGNAL = Signal(
    id="value-in-loop",
    title="`msg.value` counted again in each turn",
    kind="pattern",
    category="accounting",
    severity="high",
    languages=SOLIDITY,
    promise="Tells of `msg.value` inside a loop, and of a loop over `delegatecall` in a payable function.",
    why="The same ether counts in every turn: whoever pays once is booked many times.",
    quiet="The value split before the loop, conditions in the head.",
    remedy="Keep what is left of the value in a variable and take from it.",
    cause="`{expression}` counts the same ether in each turn of the loop.",
    since="0.2",
    maturity="stable",
    cwe="CWE-837",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  mapping(address => uint) owed;\n"
            "  function give(address[] memory all) public payable {\n"
            "    for (uint i = 0; i < all.length; i++) {\n"
            "      owed[all[i]] += msg.value;\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function multicall(bytes[] calldata all) external payable {\n"
            "    for (uint i = 0; i < all.length; i++) {\n"
            "      (bool ok, ) = address(this).delegatecall(all[i]);\n"
            "      require(ok);\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function give(address[] memory all) public payable {\n"
            "    uint part = msg.value / all.length;\n"
            "    for (uint i = 0; i < all.length; i++) {\n"
            "      owed[all[i]] += part;\n"
            "    }\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function multicall(bytes[] calldata all) external {\n"
            "    for (uint i = 0; i < all.length; i++) {\n"
            "      (bool ok, ) = address(this).delegatecall(all[i]);\n"
            "      require(ok);\n"
            "    }\n"
            "  }\n"
            "}\n",
        ),
    ),
)
