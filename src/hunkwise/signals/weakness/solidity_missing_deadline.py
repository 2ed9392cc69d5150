"""A swap that may be executed at any time."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, arguments, in_functions

_SWAPS = re.compile(
    r"\.\s*(?P<call>swap(?:Exact|ETH|Tokens)\w*|addLiquidity(?:ETH)?|removeLiquidity\w*)\s*(?:\{[^}]*\}\s*|\.value\([^)]*\)\s*)?(?P<open>\()"
)
_NEVER = re.compile(
    r"^(?:block\.timestamp|now)(?:\s*\+\s*[\w ]+)?$|^type\s*\(\s*u?int\d*\s*\)\s*\.\s*max$"
    r"|^u?int\d*\s*\(\s*-\s*1\s*\)$|^2\s*\*\*\s*256\s*-\s*1$"
)
_NAMED = re.compile(r"\b(?P<call>deadline|expiry)\s*:\s*(?P<bound>block\.timestamp(?:\s*\+\s*\w+)?|type\(uint256\)\.max|now)\s*[,})]")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for found in _SWAPS.finditer(function.text):
        given = arguments(function.text, found.start("open"))
        if len(given) >= 4 and _NEVER.match(given[-1]):
            yield Sighting((source.line(function.at + found.start()),), {"call": found["call"], "bound": given[-1]}, strength=0.6)
    for named in _NAMED.finditer(function.text):
        yield Sighting((source.line(function.at + named.start()),), {"call": "the swap", "bound": named["bound"]}, strength=0.6)


_see = in_functions(_look, "block.timestamp", "max", "now")


SIGNAL = Signal(
    id="missing-deadline",
    title="A deadline that is always now",
    kind="pattern",
    category="price-manipulation",
    severity="low",
    languages=SOLIDITY,
    promise="Tells of `block.timestamp` or the largest number given as the deadline of a swap.",
    why="Whoever builds the block may keep the transaction until its price is bad; the deadline never ends it.",
    quiet="Deadlines that the caller gives.",
    remedy="Take the deadline as a parameter.",
    cause="`{call}` is given `{bound}` as its deadline, which never passes.",
    since="0.2",
    maturity="preview",
    cwe="CWE-672",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  function sell(uint n, uint least) external {\n"
            "    router.swapExactTokensForTokens(n, least, path, address(this), block.timestamp);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function sell(uint n, uint least) external {\n"
            "    router.exactInput(Params({path: p, recipient: to, deadline: block.timestamp, amountIn: n}));\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function sell(uint n, uint least, uint deadline) external {\n"
            "    router.swapExactTokensForTokens(n, least, path, address(this), deadline);\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  function open() external {\n    end = block.timestamp + 1 days;\n  }\n}\n"),
    ),
)
