"""Books that take for granted that what was sent has arrived."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, arguments, in_functions

_TAKES = re.compile(r"(?P<token>[\w.]+(?:\([\w.\[\]]+\))?)\s*\.\s*(?P<call>safeTransferFrom|transferFrom)\s*(?P<open>\()")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if function.text.count("balanceOf") >= 2 or not function.open:
        return
    own = {one.name for one in function.params}
    for found in _TAKES.finditer(function.text):
        given = arguments(function.text, found.start("open"))
        if len(given) != 3 or "address(this)" not in given[1].replace(" ", "") or given[2] not in own:
            continue
        amount = re.escape(given[2])
        booked = re.search(
            rf"[\w\].]\s*(?:\+=\s*{amount}\b|=[^=;]*\+\s*{amount}\b|=[^;]*\.add\(\s*{amount}\s*\)|:?\s*=\s*{amount}\s*;)|_mint\w*\([^;]*\b{amount}\b",
            function.text,
        )
        if booked:
            foreign = found["token"].rstrip(")").split("(")[-1] in own
            line = source.line(function.at + found.start())
            yield Sighting((line,), {"call": found["call"], "name": given[2]}, strength=0.6 if foreign else 0.5)
            return


_see = in_functions(_look, "ransferFrom")


SIGNAL = Signal(
    id="fee-on-transfer-assumed",
    title="The sent amount booked as received",
    kind="pattern",
    category="accounting",
    severity="medium",
    languages=SOLIDITY,
    promise=("Tells of a deposit that books the amount given to `transferFrom` without measuring the balance before and after."),
    why="Tokens that take a fee deliver less: the last to withdraw gets nothing.",
    quiet="Balances compared before and after, contracts of one known token (told weakly).",
    remedy="Book the difference of the balance before and after the transfer.",
    cause="`{name}` is booked as received by `{call}`, whatever arrived.",
    since="0.2",
    maturity="preview",
    cwe="CWE-682",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Vault {\n"
            "  mapping(address => mapping(address => uint)) owed;\n"
            "  function deposit(address token, uint amount) external {\n"
            "    IERC20(token).transferFrom(msg.sender, address(this), amount);\n"
            "    owed[token][msg.sender] += amount;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract Vault {\n"
            "  function stake(uint amount) external {\n"
            "    token.safeTransferFrom(msg.sender, address(this), amount);\n"
            "    _mint(msg.sender, amount);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract Vault {\n"
            "  function stake(uint amount) external {\n"
            "    uint before = token.balanceOf(address(this));\n"
            "    token.safeTransferFrom(msg.sender, address(this), amount);\n"
            "    _mint(msg.sender, token.balanceOf(address(this)) - before);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract Vault {\n"
            "  function pay(address to, uint amount) external {\n"
            "    token.safeTransferFrom(msg.sender, to, amount);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
