"""Ether that leaves to whoever asks."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, restricted

_SENDS = re.compile(
    r"(?:payable\s*\(\s*)?(?P<to>(?:address\s*\(\s*)?[\w.]+\)?)\)?\s*\.\s*(?:(?P<plain>transfer|send)\s*\((?P<a>[^;]*?)\)\s*[;)]"
    r"|call\s*(?:\.\s*value\s*\((?P<b>[^;]*?)\)|\{\s*value\s*:\s*(?P<c>[^},]*)))"
)
_WHOLE = re.compile(r"(?:address\s*\(\s*this\s*\)|\bthis)\s*\.\s*balance|^\s*(?:balance|amount|_amount|value|wad|_value)\s*$")
_BOOKS = re.compile(
    r"\[\s*(?:msg\.sender|_msgSender\(\))\s*\]|msg\.value|keccak256|sha3|ecrecover|\.recover\s*\(|verify|tx\.origin|claim|winner", re.I
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if not function.open or function.constructs or function.scope != "contract" or restricted(function) or _BOOKS.search(function.text):
        return
    given = {one.name for one in function.params}
    for found in _SENDS.finditer(function.text):
        to = found["to"].replace(" ", "").removeprefix("address(").rstrip(")")
        amount = (found["a"] or found["b"] or found["c"] or "").strip()
        if found["plain"] == "transfer" and "," in amount:
            continue
        if (to == "msg.sender" or to in given) and (_WHOLE.search(amount) or amount in given):
            line = source.line(function.at + found.start())
            yield Sighting(
                tuple(sorted({function.line, line})), {"name": function.name, "amount": amount[:60], "receiver": to}, strength=0.8
            )


_see = in_functions(_look, ".transfer", ".send", ".call")


SIGNAL = Signal(
    id="unprotected-ether-withdrawal",
    title="Ether sent to whoever asks",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise=(
        "Tells of a public function that sends the contract's balance to the caller or to a given address and asks for no right or share."
    ),
    why="Anyone empties the contract.",
    quiet=("A condition or modifier about the caller, amounts taken from the caller's own entry in the books, the owner as the receiver."),
    remedy="Let only the owner call it, or pay out only what the books owe the caller.",
    cause="`{name}` sends `{amount}` to `{receiver}`, whoever calls it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-284",
    see=_see,
    fires=(
        Example("solidity", "contract A {\n  function drain() public {\n    msg.sender.transfer(address(this).balance);\n  }\n}\n", line=3),
        Example(
            "solidity",
            "contract A {\n"
            "  function pay(address payable to, uint amount) external {\n"
            '    (bool ok, ) = to.call{value: amount}("");\n'
            "    require(ok);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example("solidity", "contract A {\n  function withdraw() {\n    msg.sender.send(this.balance);\n  }\n}\n", line=3),
    ),
    stays_quiet=(
        Example(
            "solidity", "contract A {\n  function drain() public onlyOwner {\n    msg.sender.transfer(address(this).balance);\n  }\n}\n"
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  mapping(address => uint) balances;\n"
            "  function withdraw(uint amount) public {\n"
            "    require(balances[msg.sender] >= amount);\n"
            "    balances[msg.sender] -= amount;\n"
            "    msg.sender.transfer(amount);\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  function sweep() public {\n    owner.transfer(address(this).balance);\n  }\n}\n"),
    ),
)
