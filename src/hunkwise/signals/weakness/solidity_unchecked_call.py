"""A low-level call whose failure nobody notices."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, span
from hunkwise.signals.tables.languages import SOLIDITY


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    told: set[int] = set()
    for call in side.facts.calls:
        path = parts(call.path)
        low = call.name in ("call", "delegatecall", "callcode", "staticcall") and len(path) > 1
        sends = call.name == "send" and len(path) > 1 and len(call.args) == 1
        chained = call.name in ("value", "gas") and "call" in path
        if (low or sends or chained) and not call.used and call.line not in told and path[0] != "abi":
            told.add(call.line)
            yield Sighting(span(call.line, call.end), {"call": call.path}, strength=0.9)


SIGNAL = Signal(
    id="unchecked-call",
    title="A call whose failure passes unseen",
    kind="pattern",
    category="unchecked-result",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of `call`, `send` and `delegatecall` whose result nothing asks for.",
    why="They give back false instead of stopping: the books say paid, and nothing was.",
    quiet="Results that are kept or required, and `transfer`, which stops by itself.",
    remedy="Keep the result and require it.",
    cause="`{call}` can fail, and its result is ignored.",
    since="0.1",
    maturity="stable",
    cwe="CWE-252",
    see=_see,
    fires=(
        Example("solidity", "contract A {\n  function pay(address payable to) public {\n    to.send(1);\n  }\n}\n", line=3),
        Example("solidity", 'contract A {\n  function pay(address to) public {\n    to.call{value: 1}("");\n  }\n}\n', line=3),
        Example(
            "solidity",
            'contract A {\n  function pay(address to) public {\n    to.call("");\n  }\n}\n',
            'contract A {\n  function pay(address to) public {\n    (bool ok, ) = to.call("");\n    require(ok);\n  }\n}\n',
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            'contract A {\n  function pay(address to) public {\n    (bool ok, ) = to.call{value: 1}("");\n    require(ok);\n  }\n}\n',
        ),
        Example("solidity", "contract A {\n  function pay(address payable to) public {\n    require(to.send(1));\n  }\n}\n"),
        Example("solidity", "contract A {\n  function pay(address payable to) public {\n    to.transfer(1);\n  }\n}\n"),
    ),
)
