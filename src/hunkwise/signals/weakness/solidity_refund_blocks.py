"""A payment to another that decides whether this contract goes on."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_PAYS = re.compile(
    r"(?:\brequire\s*\(\s*)(?:payable\s*\(\s*)?(?P<a>\w+)\)?\s*\.\s*(?:send|call)\b[^;]*;|(?<![\w.])(?:payable\s*\(\s*)?(?P<b>\w+)\)?\s*\.\s*transfer\s*\((?P<args>[^;,]*)\)\s*;|\bif\s*\(\s*!\s*(?P<c>\w+)\.send\b[^;]*\)\s*\{?\s*(?:throw|revert)"
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if not function.open or function.reads_only:
        return
    state = source.state(function)
    for found in _PAYS.finditer(function.text):
        name = found["a"] or found["b"] or found["c"] or ""
        if (
            name not in state
            or not state[name].type.startswith("address")
            or re.search(r"(?i)owner|admin|treasury|creator|dev|fee|wallet", name)
        ):
            continue
        if re.search(rf"\b{re.escape(name)}\s*=\s*(?:payable\s*\(\s*)?(?:msg\.sender|_msgSender)", function.text):
            line = source.line(function.at + found.start())
            yield Sighting((line,), {"call": " ".join(found[0].split())[:60], "name": name}, strength=0.8)
            return


_see = in_functions(_look, ".send", ".transfer", ".call")


SIGNAL = Signal(
    id="payment-blocks-progress",
    title="A payment that can block all others",
    kind="pattern",
    category="denial-of-service",
    severity="medium",
    languages=SOLIDITY,
    promise=("Tells of a public function that requires a payment to an earlier participant to succeed before it takes the next."),
    why="A participant whose contract refuses the payment stays the last one for ever.",
    quiet="Payments to the caller and to the owner, payments whose failure is kept for later.",
    remedy="Keep what is owed in the books and let each one withdraw it.",
    cause="`{call}` must succeed before `{name}` can change.",
    since="0.2",
    maturity="stable",
    cwe="CWE-703",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Auction {\n"
            "  address leader;\n"
            "  uint best;\n"
            "  function bid() public payable {\n"
            "    require(msg.value > best);\n"
            "    require(leader.send(best));\n"
            "    leader = msg.sender;\n"
            "    best = msg.value;\n"
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "solidity",
            "contract King {\n"
            "  address payable king;\n"
            "  uint prize;\n"
            "  receive() external payable {\n"
            "    require(msg.value >= prize);\n"
            "    king.transfer(msg.value);\n"
            "    king = payable(msg.sender);\n"
            "    prize = msg.value;\n"
            "  }\n"
            "}\n",
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Auction {\n"
            "  address leader;\n"
            "  uint best;\n"
            "  function bid() public payable {\n"
            "    require(msg.value > best);\n"
            "    owed[leader] += best;\n"
            "    leader = msg.sender;\n"
            "    best = msg.value;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n  address payable owner;\n  function collect() public {\n    owner.transfer(address(this).balance);\n  }\n}\n",
        ),
    ),
)
