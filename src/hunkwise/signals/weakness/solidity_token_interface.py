"""A token that doesn't answer as its standard says."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Contract, Source, in_contracts

_SHAPES = {"transfer": ("address", "uint"), "transferFrom": ("address", "address", "uint"), "approve": ("address", "uint")}


def _look(source: Source, contract: Contract) -> Iterator[Sighting]:
    mine = [one for one in source.functions if one.contract == contract.name]
    names = {one.name for one in mine}
    if (
        not {"balanceOf", "transfer"} <= names
        or names & {"ownerOf", "safeTransferFrom", "tokenURI"}
        or re.search(r"721|NFT", contract.name)
    ):
        return
    for one in mine:
        shape = _SHAPES.get(one.name)
        if not shape or len(one.params) != len(shape) or re.search(r"\breturns\s*\(\s*bool\b|\b(?:internal|private)\b", one.head):
            continue
        if all(given.type.startswith(kind) for given, kind in zip(one.params, shape, strict=True)):
            yield Sighting((one.line,), {"name": one.name}, strength=0.6)


_see = in_contracts(_look, "balanceOf")


SIGNAL = Signal(
    id="token-interface-wrong",
    title="A token that gives nothing back",
    kind="pattern",
    category="interface-mismatch",
    severity="low",
    languages=SOLIDITY,
    promise="Tells of `transfer`, `transferFrom` and `approve` of a token that give back no bool.",
    why="Contracts built by newer compilers expect one, and every transfer of this token stops.",
    quiet="Functions that give back a bool, ERC-721, other parameters.",
    remedy="Add `returns (bool)` and `return true`.",
    cause="`{name}` gives back nothing, where the standard says a bool.",
    since="0.2",
    maturity="stable",
    cwe="CWE-573",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Token {\n"
            "  function balanceOf(address who) external view returns (uint) { return 1; }\n"
            "  function transfer(address to, uint256 n) external {\n"
            "    move(to, n);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "interface IToken {\n"
            "  function balanceOf(address who) external view returns (uint);\n"
            "  function transfer(address to, uint256 n) external;\n"
            "  function approve(address to, uint256 n) external returns (bool);\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Token {\n"
            "  function balanceOf(address who) external view returns (uint) { return 1; }\n"
            "  function transfer(address to, uint256 n) external returns (bool) {\n"
            "    return move(to, n);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Nft {\n"
            "  function balanceOf(address who) external view returns (uint) { return 1; }\n"
            "  function ownerOf(uint id) external view returns (address) { return a; }\n"
            "  function transfer(address to, uint256 n) external {\n"
            "    move(to, n);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
