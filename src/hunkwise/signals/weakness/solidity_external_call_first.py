"""State that is written after control was handed to another contract."""

from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import line_of, parts, short
from hunkwise.signals.tables.contracts import LEAVES, REENTRANCY_GUARDS
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_functions import Function, functions


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        if set(function.definition.attributes) & REENTRANCY_GUARDS or "constructor" in (
            function.definition.name,
            *function.definition.attributes,
        ):
            continue
        yield from _first(function)


def _first(function: Function) -> Iterator[Sighting]:
    leaving = [(call, strength) for call in function.calls if (strength := _leaves(call))]
    if not leaving:
        return
    told: set[str] = set()
    for target, one in function.writes():
        earlier = [(strength, call) for call, strength in leaving if call.line < one.line and call.line != one.line]
        if not earlier or target in told or _result(function, target, one.line):
            continue
        told.add(target)
        strength, call = max(earlier, key=lambda found: found[0])
        fact: dict[str, str | float] = {"call": short(call.path, 60), "name": target}
        yield Sighting((call.line, one.line), fact, strength=strength)


def _leaves(call: Call) -> float:
    """How likely a call hands control to a hostile contract; a transfer of ether alone gives too little gas to do harm."""
    if call.name not in LEAVES or len(parts(call.path)) < 2:
        return LEAVES[call.name] if call.name in ("_safeMint", "safeMint") else 0.0
    if call.name == "call" and not call.options and not call.args:
        return 0.0
    if call.name == "value" and "call" not in parts(call.path):
        return 0.0
    if parts(call.path)[0] in ("super", "abi", "this") and call.name != "call":
        return 0.0
    return LEAVES[call.name]


def _result(function: Function, target: str, line: int) -> bool:
    """Whether the assignment only keeps what a call gave back on that line."""
    return target in ("success", "ok", "sent", "result") or "call" in line_of(function.side, line).split("=", 1)[0]


SIGNAL = Signal(
    id="external-call-before-state-change",
    title="State written after an external call",
    kind="pattern",
    category="re-entrancy",
    severity="high",
    languages=SOLIDITY,
    promise="Tells of a function that calls another contract and writes its own state only after that, also when a change swaps the two.",
    why="The other contract can call back in while the state is still the old one, and take the same money twice.",
    quiet="State written first, functions with a re-entrancy guard, results of the call itself; plain transfers are told weakly.",
    remedy="Write the state before the call, or guard the function against re-entry.",
    cause="`{name}` is written only after `{call}` has handed control to another contract.",
    since="0.1",
    maturity="stable",
    cwe="CWE-841",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n    balances[msg.sender] -= n;\n  }\n}\n',
            line=6,
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n    balances[msg.sender] -= n;\n    require(ok);\n  }\n}\n',
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    balances[msg.sender] -= n;\n    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n  }\n}\n',
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) credit;\n  function withdraw(uint n) public {\n"
            "    require(msg.sender.call.value(n)());\n    credit[msg.sender] -= n;\n  }\n}\n",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    balances[msg.sender] -= n;\n    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n  }\n}\n',
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public nonReentrant {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n    balances[msg.sender] -= n;\n  }\n}\n',
        ),
        Example(
            "solidity",
            'contract A {\n  function pay(uint n) public {\n    (bool ok, ) = msg.sender.call{value: n}("");\n'
            "    uint left = n;\n    left -= 1;\n    require(ok);\n  }\n}\n",
        ),
    ),
)
