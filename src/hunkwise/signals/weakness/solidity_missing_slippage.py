"""A swap that takes whatever it gets."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, arguments, in_functions

_SWAPS = re.compile(
    r"\.\s*(?P<call>swap(?:Exact|ETH|Tokens)\w*|addLiquidity\w*|removeLiquidity\w*|add_liquidity|remove_liquidity\w*|exchange(?:_underlying)?"
    r"|exactInput(?:Single)?|exactOutput(?:Single)?|joinPool|exitPool|swap)\s*(?P<open>\()"
)
_LEAST = re.compile(
    r"\b(?:amountOutMinimum|amount[01]Min|minOut|minAmountOut|amountOutMin|minReturn|minimumAmount|limit|sqrtPriceLimitX96)\s*:\s*(0|1)\s*[,})]"
)
_AT = {
    "swapExactTokensForTokens": 1,
    "swapExactTokensForETH": 1,
    "swapExactETHForTokens": 0,
    "swapExactTokensForTokensSupportingFeeOnTransferTokens": 1,
    "swapExactTokensForETHSupportingFeeOnTransferTokens": 1,
    "swapExactETHForTokensSupportingFeeOnTransferTokens": 0,
    "exchange": 3,
    "exchange_underlying": 3,
    "add_liquidity": 1,
    "remove_liquidity_one_coin": 2,
    "addLiquidity": 4,
    "addLiquidityETH": 2,
    "removeLiquidity": 3,
    "removeLiquidityETH": 2,
}
_NOTHING = frozenset({"0", "1", "uint256(0)", "uint(0)", "0x0"})


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for found in _SWAPS.finditer(function.text):
        given = arguments(function.text, found.start("open"))
        at = _AT.get(found["call"], -1)
        line = source.line(function.at + found.start())
        least = given[at].replace(" ", "") if 0 <= at < len(given) else ""
        zero = (
            re.fullmatch(rf"[^;]*\b{re.escape(least)}\s*=\s*[01]\s*;.*", function.text[: found.start()], re.DOTALL)
            if re.fullmatch(r"[a-z_]\w*", least)
            else None
        )
        if least in _NOTHING or zero:
            yield Sighting((line,), {"call": found["call"], "bound": least}, strength=0.7)
    for named in _LEAST.finditer(function.text):
        if "sqrtPriceLimit" not in named[0] and "limit" not in named[0]:
            line = source.line(function.at + named.start())
            yield Sighting((line,), {"call": named[0].split(":")[0].strip(), "bound": named[1]}, strength=0.7)


_see = in_functions(_look, "swap", "iquidity", "exact", "exchange", "Min", "min")


SIGNAL = Signal(
    id="missing-slippage-bound",
    title="A swap without a least amount",
    kind="pattern",
    category="price-manipulation",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of a swap or a change of liquidity that is given zero as the least amount to receive.",
    why="Whoever sees the transaction waiting moves the price before it and takes the difference.",
    quiet="A least amount that is a parameter or computed from a price that can't be moved.",
    remedy="Let the caller give the least amount, and pass it on.",
    cause="`{call}` accepts any amount: its least amount is {bound}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1390",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  function sell(uint n) external {\n"
            "    router.swapExactTokensForTokens(n, 0, path, address(this), deadline);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function sell(uint n) external {\n"
            "    router.exactInputSingle(ISwapRouter.ExactInputSingleParams({\n"
            "      tokenIn: a, tokenOut: b, fee: 3000, recipient: address(this), deadline: end,\n"
            "      amountIn: n, amountOutMinimum: 0, sqrtPriceLimitX96: 0\n"
            "    }));\n"
            "  }\n"
            "}\n",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function sell(uint n, uint least) external {\n"
            "    router.swapExactTokensForTokens(n, least, path, address(this), deadline);\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  function sell(uint n, uint least) external {\n    pool.exchange(0, 1, n, least);\n  }\n}\n"),
    ),
)
