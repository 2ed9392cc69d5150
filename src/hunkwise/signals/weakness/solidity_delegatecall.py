"""Code of a contract that a caller names, run on the own state."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, span
from hunkwise.signals.tables.contracts import CHECKS_CALLER
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_functions import functions


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for function in functions(side):
        guarded = (
            function.definition.name in ("constructor", function.definition.parent)
            or any(CHECKS_CALLER.search(guard.text) for guard in function.guards)
            or any(CHECKS_CALLER.search(attribute) for attribute in function.definition.attributes)
        )
        given = {parameter.split()[-1] for parameter in function.definition.params if parameter}
        for call in function.calls:
            target = parts(call.path)[0]
            if (
                call.name not in ("delegatecall", "callcode")
                or target == call.path
                or target in ("address", "this", "Address", "super")
                or target.isupper()
            ):
                continue
            strength = (0.9 if target in given else 0.5) * (0.5 if guarded else 1.0)
            yield Sighting(span(call.line, call.end), {"call": call.path, "name": target}, strength=strength)


SIGNAL = Signal(
    id="delegatecall-to-variable",
    title="Delegatecall to a target that varies",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise="Tells of `delegatecall` and `callcode` to a parameter or a state variable, in a function that everyone may call.",
    why="The target's code runs on this contract's state and money: whoever names it owns them.",
    quiet="Constant and immutable targets, the contract itself, functions for the owner alone (told weakly).",
    remedy="Fix the target when the contract is made, or let only the owner choose it from a list.",
    cause="`{call}` runs whatever code `{name}` names on this contract's state.",
    since="0.1",
    maturity="stable",
    cwe="CWE-829",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  function run(address target, bytes memory data) public {\n    target.delegatecall(data);\n  }\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n  function run(address lib, bytes memory data) external {\n    (bool ok, ) = lib.delegatecall(data);\n"
            "    require(ok);\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example("solidity", "contract A {\n  function run(bytes memory data) public {\n    address(this).delegatecall(data);\n  }\n}\n"),
        Example(
            "solidity",
            "contract A {\n  address constant LIB = address(1);\n  function run(bytes memory data) public {\n"
            "    LIB.delegatecall(data);\n  }\n}\n",
        ),
        Example(
            "solidity",
            "contract A {\n  function run(address target, bytes memory data) public onlyOwner {\n    target.delegatecall(data);\n  }\n}\n",
        ),
    ),
)
