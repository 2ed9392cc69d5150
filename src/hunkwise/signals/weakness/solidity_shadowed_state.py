"""A name that hides a state variable of the same name."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Contract, Source, in_contracts


def _look(source: Source, contract: Contract) -> Iterator[Sighting]:
    known = {one.name: one for one in source.contracts}
    waiting, seen = re.findall(r"\w+", contract.bases), {contract.name}
    while waiting and len(seen) < 30:
        base = known.get(waiting.pop())
        if base is None or base.name in seen or base.kind != "contract":
            continue
        seen.add(base.name)
        waiting += re.findall(r"\w+", base.bases)
        theirs = {one.name for one in base.variables if "constant" not in one.words}
        for one in contract.variables:
            if one.name in theirs and "gap" not in one.name.lower():
                yield Sighting((one.line,), {"name": one.name}, strength=0.8)
    own = {one.name for one in contract.variables}
    for found in re.finditer(
        r"(?:[;{}]\s*)(?:u?int\d*|address|bool|string|bytes\d*)\s+(?:memory\s+|storage\s+)?(\w+)\s*=[^=]", contract.text
    ):
        depth = contract.text.count("{", 0, found.start() + 1) - contract.text.count("}", 0, found.start() + 1)
        if found[1] in own and depth >= 2:
            yield Sighting((source.line(contract.at + found.start(1)),), {"name": found[1]}, strength=0.7)


_see = in_contracts(_look)


SIGNAL = Signal(
    id="shadowed-state",
    title="A state variable hidden by another",
    kind="pattern",
    category="confused-names",
    severity="medium",
    languages=SOLIDITY,
    promise=(
        "Tells of a contract that declares a state variable which its base in the same file has too, and of a "
        "parameter or local named like state that it is meant to set."
    ),
    why="Each reads its own: the base checks an owner that nobody ever sets.",
    quiet="Private variables of the base, constants, getters of interfaces.",
    remedy="Rename one, or leave out the second declaration.",
    cause="`{name}` hides the state variable of the same name.",
    since="0.2",
    maturity="stable",
    cwe="CWE-710",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Base {\n"
            "  address owner;\n"
            "  modifier only() { require(msg.sender == owner); _; }\n"
            "}\n"
            "contract A is Base {\n"
            "  address owner;\n"
            "  constructor() { owner = msg.sender; }\n"
            "}\n",
            line=6,
        ),
        Example("solidity", "contract A {\n  uint rate;\n  function set(uint x) public {\n    uint rate = x;\n  }\n}\n", line=4),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Base {\n  address owner;\n}\ncontract A is Base {\n  uint rate;\n  constructor() { owner = msg.sender; }\n}\n",
        ),
        Example("solidity", "contract A {\n  uint rate;\n  function set(uint x) public {\n    rate = x;\n    uint other = x;\n  }\n}\n"),
    ),
)
