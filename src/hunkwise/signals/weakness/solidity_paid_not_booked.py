"""Money paid by the books, and the books left as they were."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_PAYS = re.compile(
    r"\bmsg\.sender\)?\s*\.\s*(?:(?:transfer|send)\s*\(|call\s*(?:\.\s*value\s*\(|\{\s*value\s*:))\s*(?P<amount>(?P<book>\w+)\s*\[\s*msg\.sender\s*\])"
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if not function.open or function.reads_only:
        return
    for found in _PAYS.finditer(function.text):
        book = re.escape(found["book"])
        written = re.search(rf"\b{book}\s*\[[^\]]*\]\s*(?:[-+*/]?=(?!=)|--)|\bdelete\s+{book}\b", function.text)
        helped = any(
            one.name
            and one.name != function.name
            and re.search(rf"\b{re.escape(one.name)}\s*\(", function.text)
            and re.search(rf"\b{book}\b", one.text)
            for one in source.functions
        )
        if not written and not helped:
            line = source.line(function.at + found.start())
            yield Sighting((line,), {"name": function.name, "amount": found["amount"]}, strength=0.9)


_see = in_functions(_look, "msg.sender")


SIGNAL = Signal(
    id="paid-not-booked",
    title="Paid out and never taken off",
    kind="pattern",
    category="accounting",
    severity="critical",
    languages=SOLIDITY,
    promise="Tells of a function that pays the caller what the books owe and never writes that entry.",
    why="The caller asks again and again, until nothing is left.",
    quiet="Entries that are lowered, set to zero or deleted, also by a function that it calls.",
    remedy="Set the entry to zero before paying.",
    cause="`{name}` pays `{amount}` and leaves that entry as it was.",
    since="0.2",
    maturity="stable",
    cwe="CWE-841",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Wallet {\n"
            "  mapping(address => uint) balances;\n"
            "  function refund() public {\n"
            "    msg.sender.transfer(balances[msg.sender]);\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract Wallet {\n"
            "  mapping(address => uint) owed;\n"
            "  function take() external {\n"
            '    (bool ok, ) = payable(msg.sender).call{value: owed[msg.sender]}("");\n'
            "    require(ok);\n"
            "  }\n"
            "}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Wallet {\n"
            "  mapping(address => uint) balances;\n"
            "  function refund() public {\n"
            "    msg.sender.transfer(balances[msg.sender]);\n"
            "    balances[msg.sender] = 0;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Wallet {\n"
            "  mapping(address => uint) owed;\n"
            "  function take() external {\n"
            "    uint n = owed[msg.sender];\n"
            "    delete owed[msg.sender];\n"
            "    payable(msg.sender).transfer(n);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
