"""A token transfer whose failure passes unseen."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, arguments, in_functions

_STATEMENT = re.compile(
    r"(?:^|[;{})])\s*(?P<token>[A-Za-z_][\w.]*(?:\([^()]*(?:\([^()]*\))?\))?(?:\[[^\]]*\])?)\s*\.\s*(?P<call>transfer|transferFrom)\s*(?P<open>\()"
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for found in _STATEMENT.finditer(function.text):
        given = arguments(function.text, found.start("open"))
        if len(given) != (2 if found["call"] == "transfer" else 3) or found["token"].startswith(("return", "super", "else")):
            continue
        named = re.search(r"(?i)nft|721|punk|weth|collectible", found["token"]) is not None
        line = source.line(function.at + found.start("token"))
        yield Sighting((line,), {"call": f"{found['token']}.{found['call']}"[:80]}, strength=0.3 if named else 0.7)


_see = in_functions(_look, "transfer")


SIGNAL = Signal(
    id="unchecked-token-transfer",
    title="A token transfer whose result nobody asks for",
    kind="pattern",
    category="unchecked-result",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of `token.transfer` and `token.transferFrom` that stand as statements, their result unused.",
    why="Many tokens give back false instead of stopping: the books say paid, and nothing was.",
    quiet="Results that are kept or required, `safeTransfer`, ether (`transfer` with one argument).",
    remedy="Use `SafeERC20.safeTransfer` and `safeTransferFrom`, or require the result.",
    cause="`{call}` can fail by giving back false, and nobody asks.",
    since="0.2",
    maturity="stable",
    cwe="CWE-252",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  IERC20 token;\n  function pay(address to, uint n) external {\n    token.transfer(to, n);\n  }\n}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function pull(address t, uint n) external {\n"
            "    IERC20(t).transferFrom(msg.sender, address(this), n);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  IERC20 token;\n"
            "  function pay(address to, uint n) external {\n"
            "    require(token.transfer(to, n));\n"
            "    token.safeTransfer(to, n);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function pay(address payable to, uint n) external {\n"
            "    to.transfer(n);\n"
            "    bool ok = token.transferFrom(msg.sender, to, n);\n"
            "    require(ok);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
