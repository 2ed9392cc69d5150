"""A view that tells others numbers in the middle of a change."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.contracts import REENTRANCY_GUARDS
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, modifiers

_CALLS = re.compile(
    r"\.\s*call\s*(?:\{|\.value|\()|\.sendValue\s*\(|\bsafeMint\s*\(|\b_safeMint\s*\(|\.safeTransferFrom\s*\(|safeTransferETH\s*\("
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if (
        not function.open
        or not function.reads_only
        or any(word in REENTRANCY_GUARDS or "eentran" in word for word in modifiers(function))
        or "eentran" in function.text
    ):
        return
    state = {name for name, one in source.state(function).items() if not re.search(r"constant|immutable", one.words)}
    read = state & set(re.findall(r"\b\w+\b", function.text))
    if not read or not re.search(r"[*/]", function.text):
        return
    for other in source.functions:
        if other.contract != function.contract or not other.text or not any(word in REENTRANCY_GUARDS for word in modifiers(other)):
            continue
        called = _CALLS.search(other.text)
        written = (
            re.search(
                rf"\b({'|'.join(map(re.escape, sorted(read)))})\b(?:\[[^\];]*\])*\s*(?:[-+*/]?=(?!=)|\+\+|--)", other.text[called.end() :]
            )
            if called
            else None
        )
        if written:
            yield Sighting((function.line,), {"name": function.name, "target": written[1], "call": other.name}, strength=0.6)
            return


_see = in_functions(_look, "*", "/")


SIGNAL = Signal(
    id="read-only-re-entrancy",
    title="A view that can be asked in the middle of a change",
    kind="pattern",
    category="re-entrancy",
    severity="medium",
    languages=SOLIDITY,
    promise=("Tells of an unguarded view over state that another function, guarded against re-entry, writes only after it has called out."),
    why="The guard stops the second call into the contract, not others that trust what the view says meanwhile.",
    quiet="Views that ask the guard, functions that write before they call.",
    remedy="Write the state before the call, or let the view refuse while the guard is taken.",
    cause="`{name}` reads `{target}`, which `{call}` writes only after it has called out.",
    since="0.2",
    maturity="stable",
    cwe="CWE-841",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Pool {\n"
            "  uint total;\n"
            "  uint shares;\n"
            "  function price() public view returns (uint) {\n"
            "    return total * 1e18 / shares;\n"
            "  }\n"
            "  function leave(uint n) external nonReentrant {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n'
            "    require(ok);\n"
            "    total -= n;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract Pool {\n"
            "  mapping(uint => uint) held;\n"
            "  function rate(uint i, uint j) external view returns (uint) {\n"
            "    return held[i] * 1e18 / held[j];\n"
            "  }\n"
            "  function take(uint i, uint n) external nonReentrant {\n"
            "    payable(msg.sender).sendValue(n);\n"
            "    held[i] -= n;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Pool {\n"
            "  uint total;\n"
            "  uint shares;\n"
            "  function price() public view returns (uint) {\n"
            "    return total * 1e18 / shares;\n"
            "  }\n"
            "  function leave(uint n) external nonReentrant {\n"
            "    total -= n;\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n'
            "    require(ok);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Pool {\n"
            "  uint total;\n"
            "  uint shares;\n"
            "  function price() public view nonReentrantView returns (uint) {\n"
            "    return total * 1e18 / shares;\n"
            "  }\n"
            "  function leave(uint n) external nonReentrant {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n'
            "    total -= n;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
