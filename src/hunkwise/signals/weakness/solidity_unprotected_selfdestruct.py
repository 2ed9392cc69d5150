"""A contract that everyone may destroy."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches, restricted

_DESTROYS = re.compile(r"\b(?:selfdestruct|suicide)\s*\(")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if function.open and not function.constructs and not restricted(function):
        for _, line in matches(source, function, _DESTROYS):
            yield Sighting(tuple(sorted({function.line, line})), {"name": function.name}, strength=0.9)


_see = in_functions(_look, "selfdestruct", "suicide")


SIGNAL = Signal(
    id="unprotected-selfdestruct",
    title="A contract that everyone may destroy",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise="Tells of `selfdestruct` (or `suicide`) in a function that everyone may call.",
    why="Anyone ends the contract and takes its ether, or leaves those that depend on it with nothing.",
    quiet="A modifier or a condition about the caller, private and internal functions, constructors.",
    remedy="Let only the owner call it, or take it out.",
    cause="`{name}` destroys the contract, and everyone may call it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-284",
    see=_see,
    fires=(
        Example("solidity", "contract A {\n  function close() public {\n    selfdestruct(msg.sender);\n  }\n}\n", line=3),
        Example("solidity", "contract A {\n  function sudicideAnyone() {\n    suicide(tx.origin);\n  }\n}\n", line=3),
    ),
    stays_quiet=(
        Example("solidity", "contract A {\n  function close() public onlyOwner {\n    selfdestruct(msg.sender);\n  }\n}\n"),
        Example(
            "solidity",
            "contract A {\n"
            "  address owner;\n"
            "  function close() public {\n"
            "    require(owner == msg.sender);\n"
            "    selfdestruct(payable(owner));\n"
            "  }\n"
            "}\n",
        ),
    ),
)
