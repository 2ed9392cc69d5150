"""Tokens taken from whoever the caller names."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, arguments, in_functions, restricted

_TAKES = re.compile(
    r"\.\s*(?P<call>safeTransferFrom|transferFrom|permitTransferFrom)\s*(?P<open>\()|\b(?P<lib>safeTransferFrom)\s*(?P<o2>\()"
)
_TIES = re.compile(r"recover|verify|isValidSignature|allowance|_spendAllowance|isApproved|_isApproved|nonces|proof|checkSign", re.I)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if (
        not function.open
        or function.reads_only
        or function.constructs
        or function.name in ("transferFrom", "safeTransferFrom")
        or restricted(function)
        or _TIES.search(function.text)
    ):
        return
    given = {one.name for one in function.params if one.type.startswith("address")}
    for found in _TAKES.finditer(function.text):
        args = arguments(function.text, found.start("open") if found["open"] else found.start("o2"))
        helper = found["lib"] or function.text[: found.start()].endswith(("SafeERC20", "TransferHelper", "SafeTransferLib"))
        taken = args[1] if helper and len(args) == 4 else args[0] if len(args) >= 3 else ""
        if taken in given:
            line = source.line(function.at + found.start())
            permit = re.search(r"\bpermit\s*\(", function.text)
            yield Sighting((line,), {"call": found["call"] or found["lib"], "name": taken}, strength=0.8 if not permit else 0.7)


_see = in_functions(_look, "ransferFrom")


SIGNAL = Signal(
    id="arbitrary-transfer-from",
    title="Tokens taken from an account that the caller names",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise=("Tells of `transferFrom` whose first argument is a parameter of a public function that never ties it to the caller."),
    why="Everyone who once approved the contract can be emptied by anyone.",
    quiet=(
        "`msg.sender` as the first argument, a condition about the caller or a signature, internal functions, tokens' own `transferFrom`."
    ),
    remedy="Take from `msg.sender`, or check that the account allowed the caller to.",
    cause="`{call}` takes from `{name}`, whom the caller names freely.",
    since="0.2",
    maturity="stable",
    cwe="CWE-863",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  function pull(address from, uint n) external {\n    token.transferFrom(from, address(this), n);\n  }\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function pull(address who, address to, uint n) public {\n"
            "    SafeERC20.safeTransferFrom(token, who, to, n);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity", "contract A {\n  function pull(uint n) external {\n    token.transferFrom(msg.sender, address(this), n);\n  }\n}\n"
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function pull(address from, uint n) external onlyOwner {\n"
            "    token.transferFrom(from, address(this), n);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
