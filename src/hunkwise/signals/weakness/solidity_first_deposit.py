"""A vault whose first depositor sets the price of a share."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_FIRST = re.compile(r"(?:\b(?:_?total(?:Supply|Shares)\w*|supply|_supply|shares?Supply|_totalSupply)\s*(?:\(\s*\))?\s*==\s*0|==\s*0\s*\?)")
_SHARE = re.compile(
    r"(?:\*|\.mul\s*\(|mulDiv\w*\s*\()[^;]*(?:\b_?total(?:Supply|Shares)\w*|\bsupply|_supply)[^;]*(?:/|\.div\s*\(|,)[^;]*(?:balance\w*|total(?:Assets|Value|Balance|Underlying|Pooled|Deposits|Token)\w*|pool\w*|reserve\w*|assets|_pool|bal\b)|mulDiv\w*\s*\([^;]*supply[^;]*(?:total|balance)",
    re.I,
)
_HELD_BACK = re.compile(
    r"(?i)MINIMUM_|MIN_|_decimalsOffset|virtual|address\s*\(\s*(?:0|1|0xdead)|dead|offset|initialShares|\+\s*1\b|minShares|min_?out"
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if not re.search(r"(?i)deposit|mint|stake|share|enter|invest|supply|convert", function.name):
        return
    if _FIRST.search(function.text) and _SHARE.search(function.text) and not _HELD_BACK.search(function.text):
        found = _SHARE.search(function.text)
        line = source.line(function.at + (found.start() if found else 0))
        yield Sighting(tuple(sorted({function.line, line})), {"name": function.name}, strength=0.6)


_see = in_functions(_look, "upply", "hares")


SIGNAL = Signal(
    id="first-deposit-inflation",
    title="Shares that the first depositor can inflate",
    kind="pattern",
    category="accounting",
    severity="high",
    languages=SOLIDITY,
    promise=(
        "Tells of shares computed from the total supply and the balance held, where the first deposit is taken one to "
        "one and nothing is held back."
    ),
    why="The first depositor sends tokens straight to the vault, and the next one's share rounds to zero.",
    quiet="Shares locked at the first deposit, virtual shares or an offset, a least number of shares.",
    remedy="Lock some first shares for ever, or add virtual shares, and refuse zero shares.",
    cause="`{name}` gives shares by the balance held, which the first depositor can raise at will.",
    since="0.2",
    maturity="preview",
    cwe="CWE-682",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Vault {\n"
            "  function deposit(uint amount) external {\n"
            "    uint held = token.balanceOf(address(this));\n"
            "    uint shares;\n"
            "    if (totalSupply() == 0) shares = amount;\n"
            "    else shares = amount * totalSupply() / balance();\n"
            "    _mint(msg.sender, shares);\n"
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "solidity",
            "contract Vault {\n"
            "  function convertToShares(uint assets) public view returns (uint) {\n"
            "    uint supply = totalSupply;\n"
            "    return supply == 0 ? assets : assets * supply / totalAssets();\n"
            "  }\n"
            "}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Vault {\n"
            "  function convertToShares(uint assets) public view returns (uint) {\n"
            "    return assets * (totalSupply() + 10 ** _decimalsOffset()) / (totalAssets() + 1);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Vault {\n"
            "  function deposit(uint amount) external {\n"
            "    if (totalSupply() == 0) _mint(address(0xdead), MINIMUM_SHARES);\n"
            "    _mint(msg.sender, amount * totalSupply() / balance());\n"
            "  }\n"
            "}\n",
        ),
    ),
)
