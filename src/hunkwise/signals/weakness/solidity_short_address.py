"""A transfer that trusts the length of what was sent."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if source.version == (0, 0, 0) or source.version >= (0, 5, 0) or not function.open or function.reads_only:
        return
    kinds = [one.type for one in function.params]
    if (
        len(kinds) != 2
        or kinds[0] != "address"
        or not kinds[1].startswith("uint")
        or not re.search(r"(?i)transfer|send|pay", function.name)
    ):
        return
    if re.search(r"(?i)payloadsize", function.head) or re.search(r"msg\.data|0x0|address\s*\(\s*0|!=\s*0\b", function.text):
        return
    yield Sighting((function.line,), {"name": function.name}, strength=0.5)


_see = in_functions(_look)


SIGNAL = Signal(
    id="short-address",
    title="A transfer that trusts the length of its call",
    kind="pattern",
    category="input-validation",
    severity="low",
    languages=SOLIDITY,
    promise=("Tells of an old token's transfer by address and amount that checks neither the length of the call nor the address."),
    why="A call that is some bytes short is filled up with zeros at its end: the amount is multiplied.",
    quiet="Compilers from 0.5 on, which check it, `onlyPayloadSize`, a check of `msg.data.length` or of the address.",
    remedy="Use a compiler from 0.5 on.",
    cause="`{name}` takes an address and an amount without checking the length of the call.",
    since="0.2",
    maturity="preview",
    cwe="CWE-130",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.4.11;\n"
            "contract Token {\n"
            "  mapping(address => uint) balances;\n"
            "  function sendCoin(address to, uint amount) returns (bool) {\n"
            "    if (balances[msg.sender] < amount) return false;\n"
            "    balances[to] += amount;\n"
            "    return true;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.11;\n"
            "contract Token {\n"
            "  function transfer(address to, uint256 value) public {\n"
            "    balances[to] += value;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "pragma solidity ^0.8.0;\n"
            "contract Token {\n"
            "  function transfer(address to, uint256 value) public {\n"
            "    balances[to] += value;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.11;\n"
            "contract Token {\n"
            "  function transfer(address to, uint256 value) public onlyPayloadSize(64) {\n"
            "    balances[to] += value;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
