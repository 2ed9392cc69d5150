"""A price read from the present state of a pool."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_READS = re.compile(
    r"\.\s*(getReserves|slot0|getSpotPrice|spotPrice|getAmountsOut|getAmountOut|get_dy|quote|get_virtual_price|calc_withdraw_one_coin|balanceOf)\s*\("
)
_AVERAGE = re.compile(r"(?i)twap|consult|observe|cumulative|average|oracle\.")
_PRICE = re.compile(r"(?i)price|value|rate|quote|worth|usd|collateral|oracle|liquidat|borrow")
_POOL = re.compile(r"(?i)^(?:\w*pair|\w*pool|\w*router|\w*swap\w*|\w*factory|\w*library)$")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if _AVERAGE.search(function.text) or _POOL.match(function.contract):
        return
    priced = _PRICE.search(function.name)
    for found in _READS.finditer(function.text):
        call = found[1]
        after = function.text[found.start() :]
        computed = re.search(r"[\w)\]]\s*[*/]\s*[\w(]|mulDiv|FullMath|\.mul\(|\.div\(", after)
        if not computed and not call.startswith("getAmount"):
            continue
        if call == "balanceOf":
            holder = re.search(r"balanceOf\s*\(\s*(?:address\s*\(\s*)?(\w*(?:pair|pool|lp|uniswap)\w*)", after[:120], re.I)
            ratio = re.search(r"(?:balanceOf\s*\([^;]*?\)\s*\)?\s*(?:\*[^;]{0,80})?/\s*\w+[^;]*balanceOf)", after[:300])
            if not ((holder or ratio) and priced):
                continue
            strength = 0.6
        elif call in ("getReserves", "slot0", "getSpotPrice", "spotPrice"):
            strength = 0.7 if priced or _PRICE.search(after[:400]) else 0.4
        else:
            strength = 0.6 if priced and re.search(r"(?i)price|value|worth|oracle|collateral", function.name) else 0.25
        line = source.line(function.at + found.start())
        yield Sighting((line,), {"call": call, "name": function.name or "the result"}, strength=strength)
        return


_see = in_functions(_look, "getReserves", "slot0", "potPrice", "getAmount", "get_dy", "quote", "get_virtual_price", "balanceOf")


SIGNAL = Signal(
    id="spot-price-oracle",
    title="A spot price as an oracle",
    kind="pattern",
    category="price-manipulation",
    severity="high",
    languages=SOLIDITY,
    promise=("Tells of a price, a share or a value computed from reserves, `slot0` or token balances of a pool as they are now."),
    why="Whoever borrows enough moves the pool within one transaction, and the price with it.",
    quiet="Averages over time (`observe`, `consult`, cumulative prices), reads without arithmetic, the pool's own code.",
    remedy="Use an average over time or a price feed, and bound how far the two may part.",
    cause="`{call}` is the state of this moment, and `{name}` is computed from it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-807",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Lender {\n"
            "  function price() public view returns (uint) {\n"
            "    (uint112 a, uint112 b, ) = IPair(pair).getReserves();\n"
            "    return uint(a) * 1e18 / b;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract Oracle {\n"
            "  function getPrice() external view returns (uint256) {\n"
            "    (uint160 root, , , , , , ) = pool.slot0();\n"
            "    return uint256(root) * uint256(root) / 2 ** 96;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract Lender {\n"
            "  function getPrice() public view returns (uint) {\n"
            "    return token.balanceOf(address(pair)) * 1e18 / weth.balanceOf(address(pair));\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Lender {\n  function price() public view returns (uint) {\n    return oracle.consult(token, 1e18) * 2 / 3;\n  }\n}\n",
        ),
        Example(
            "solidity",
            "contract Lender {\n  function held() public view returns (uint) {\n    return token.balanceOf(address(this));\n  }\n}\n",
        ),
    ),
)
