"""A privileged function that everyone may call."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts
from hunkwise.signals.tables.contracts import CHECKS_CALLER, CLOSED, OPEN, OWNERS, PRIVILEGED
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_functions import Function, functions


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        one = function.definition
        attributes = {attribute.split("(", 1)[0].strip() for attribute in one.attributes}
        if one.name in ("constructor", "fallback", "receive", "", one.parent) or attributes & CLOSED or not _has_body(function):
            continue
        if attributes - OPEN - {"payable", "virtual", "override"} or _checks_caller(function):
            continue
        deed, strength = _deed(function)
        if strength:
            yield Sighting((one.line,), {"name": one.name, "deed": deed}, strength=strength if attributes & OPEN else strength * 0.8)


def _has_body(function: Function) -> bool:
    first, last = function.definition.line, function.definition.end
    return any("{" in text for number, text in function.side.lines if first <= number <= last)


def _checks_caller(function: Function) -> bool:
    asked = any(CHECKS_CALLER.search(guard.text) for guard in function.guards)
    return asked or any(
        CHECKS_CALLER.search(call.path) for call in function.calls if call.name not in ("require", "transfer", "send", "call")
    )


def _deed(function: Function) -> tuple[str, float]:
    """What the function does that only few should, and how sure that is."""
    for call in function.calls:
        if call.name in ("selfdestruct", "suicide"):
            return "destroys the contract", 0.9
    for target, _ in function.writes():
        if OWNERS.match(parts(target)[-1]):
            return f"sets `{target}`", 0.9
    strength = PRIVILEGED.get(function.definition.name.lower().strip("_"), 0.0)
    return "is named like something only few should do", strength


SIGNAL = Signal(
    id="missing-access-modifier",
    title="A privileged function open to everyone",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise="Tells of a public function that destroys, upgrades, mints, or sets an owner, without a modifier or a check of the caller.",
    why="Anyone can call it: the contract or its money belongs to the first who does.",
    quiet="Functions with any modifier of their own, a check of `msg.sender`, internal and view functions, constructors, interfaces.",
    remedy="Add the modifier that the other privileged functions have (`onlyOwner`, `onlyRole(...)`, `initializer`).",
    cause="`{name}` {deed}, and everyone may call it.",
    since="0.1",
    maturity="stable",
    cwe="CWE-284",
    see=_see,
    fires=(
        Example("solidity", "contract A {\n  address owner;\n  function setOwner(address o) public {\n    owner = o;\n  }\n}\n", line=3),
        Example("solidity", "contract A {\n  function kill(address payable to) external {\n    selfdestruct(to);\n  }\n}\n", line=2),
        Example(
            "solidity",
            "contract A {\n  uint rate;\n  function setOracle(address o) external {\n    feed = o;\n  }\n}\n",
            "contract A {\n  uint rate;\n  function setOracle(address o) external onlyOwner {\n    feed = o;\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example("solidity", "contract A {\n  address owner;\n  function setOwner(address o) public onlyOwner {\n    owner = o;\n  }\n}\n"),
        Example(
            "solidity",
            "contract A {\n  address owner;\n  function setOwner(address o) public {\n    require(msg.sender == owner);\n"
            "    owner = o;\n  }\n}\n",
        ),
        Example("solidity", "contract A {\n  address owner;\n  constructor() {\n    owner = msg.sender;\n  }\n}\n"),
        Example("solidity", "interface A {\n  function setOwner(address o) external;\n}\n"),
    ),
)
