"""An allowance set to a number while the old one can still be spent."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_SETS = re.compile(r"\b_?(?:allowed|allowances?|approved|approvals)\s*\[[^\]]*\]\s*\[[^\]]*\]\s*=(?!=)", re.I)
_SAFER = re.compile(r"\b(?:increaseAllowance|increaseApproval|decreaseApproval|decreaseAllowance|safeApprove)\b")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if function.name not in ("approve", "_approve") or not function.open or _SAFER.search(source.text):
        return
    found = _SETS.search(function.text)
    if found and not re.search(r"==\s*0|!=\s*0", function.text):
        line = source.line(function.at + found.start())
        yield Sighting(tuple(sorted({function.line, line})), {"name": function.name}, strength=0.6)


_see = in_functions(_look, "=")


SIGNAL = Signal(
    id="approve-race",
    title="An allowance that can be spent twice",
    kind="pattern",
    category="race-condition",
    severity="low",
    languages=SOLIDITY,
    promise=("Tells of a token's `approve` that overwrites the allowance, with no way to raise or lower it and no check of the old one."),
    why="The spender who sees the change waiting spends the old allowance first and the new one after.",
    quiet="Tokens with `increaseAllowance`, a check that one of the two is zero.",
    remedy="Offer `increaseAllowance` and `decreaseAllowance`, or ask for zero in between.",
    cause="`{name}` overwrites the allowance while the old one can still be spent.",
    since="0.2",
    maturity="preview",
    cwe="CWE-362",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Token {\n"
            "  mapping(address => mapping(address => uint)) allowed;\n"
            "  function approve(address to, uint n) public returns (bool) {\n"
            "    allowed[msg.sender][to] = n;\n"
            "    return true;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract Token {\n"
            "  function approve(address spender, uint256 value) public {\n"
            "    _allowances[msg.sender][spender] = value;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Token {\n"
            "  function approve(address to, uint n) public returns (bool) {\n"
            "    require(n == 0 || allowed[msg.sender][to] == 0);\n"
            "    allowed[msg.sender][to] = n;\n"
            "    return true;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Token {\n"
            "  function approve(address to, uint n) public returns (bool) {\n"
            "    allowed[msg.sender][to] = n;\n"
            "    return true;\n"
            "  }\n"
            "  function increaseAllowance(address to, uint n) public returns (bool) {\n"
            "    allowed[msg.sender][to] += n;\n"
            "    return true;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
