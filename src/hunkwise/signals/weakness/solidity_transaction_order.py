"""A payment whose amount somebody else can change first."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, restricted

_PAYS = re.compile(r"\bmsg\.sender\)?\s*\.\s*(?:(?:transfer|send)\s*\(|call\s*(?:\.\s*value\s*\(|\{\s*value\s*:))\s*(?P<amount>\w+)\s*[)}]")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if not function.open or restricted(function):
        return
    state = source.state(function)
    for found in _PAYS.finditer(function.text):
        amount = found["amount"]
        if amount not in state or re.search(r"constant|immutable", state[amount].words):
            continue
        for other in source.functions:
            if (
                other.contract == function.contract
                and other.name != function.name
                and not other.constructs
                and re.search(rf"\b{amount}\s*=(?!=)", other.text)
            ):
                line = source.line(function.at + found.start())
                yield Sighting((line,), {"name": function.name, "amount": amount, "call": other.name}, strength=0.6)
                return


_see = in_functions(_look, "msg.sender")


SIGNAL = Signal(
    id="transaction-order-dependence",
    title="A payment that another transaction can change first",
    kind="pattern",
    category="race-condition",
    severity="low",
    languages=SOLIDITY,
    promise="Tells of a public function that pays its caller an amount kept in state which another function overwrites.",
    why="Whoever sees the claim waiting changes the amount, or takes it, before the claim is executed.",
    quiet="Amounts of the caller's own entry, functions that only few may call, amounts set once in the constructor.",
    remedy="Let the caller say the amount that they expect, or commit first and reveal later.",
    cause="`{name}` pays `{amount}`, which `{call}` can change before.",
    since="0.2",
    maturity="preview",
    cwe="CWE-362",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Riddle {\n"
            "  uint reward;\n"
            "  address owner;\n"
            "  function setReward() public payable {\n"
            "    require(msg.sender == owner);\n"
            "    reward = msg.value;\n"
            "  }\n"
            "  function claim(uint answer) public {\n"
            "    require(answer < 10);\n"
            "    msg.sender.transfer(reward);\n"
            "  }\n"
            "}\n",
            line=10,
        ),
        Example(
            "solidity",
            "contract Sale {\n"
            "  uint prize;\n"
            "  function raise() external payable { prize = prize + msg.value; }\n"
            "  function win(bytes32 x) external {\n"
            "    require(keccak256(abi.encode(x)) == goal);\n"
            '    (bool ok, ) = msg.sender.call{value: prize}("");\n'
            "  }\n"
            "}\n",
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Riddle {\n"
            "  uint constant reward = 1 ether;\n"
            "  function claim(uint answer) public {\n"
            "    msg.sender.transfer(reward);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Riddle {\n"
            "  uint reward;\n"
            "  function setReward() public payable { reward = msg.value; }\n"
            "  function claim() public onlyOwner {\n"
            "    msg.sender.transfer(reward);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
