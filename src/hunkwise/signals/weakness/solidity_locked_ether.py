"""Ether that comes in and never gets out."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Contract, Source, in_contracts

_LEAVES = re.compile(
    r"\.\s*(?:transfer|send|sendValue|call|delegatecall|callcode|functionCallWithValue|functionDelegateCall)\b|selfdestruct|suicide|\{\s*value\s*:|\bassembly\b|safeTransferETH|_delegate\b|\.value\(|\bnew\b|_fallback\b|_withdraw|_pay\w*\(|_send\w*\("
)


def _look(source: Source, contract: Contract) -> Iterator[Sighting]:
    if contract.kind != "contract" or "payable" not in contract.text or _LEAVES.search(contract.text):
        return
    bases = re.findall(r"\w+", contract.bases)
    known = {one.name: one for one in source.contracts}
    if any(base not in known or _LEAVES.search(known[base].text) for base in bases) or re.search(
        rf"\bis\b[^{{;]*\b{contract.name}\b", source.text
    ):
        return
    for one in source.functions:
        if (
            one.contract == contract.name
            and one.text
            and re.search(r"\bpayable\b", one.head)
            and not one.constructs
            and not re.fullmatch(r"\s*(?:revert\s*\(.*\)\s*;|throw\s*;)\s*", one.text, re.DOTALL)
        ):
            yield Sighting((one.line,), {"name": contract.name}, strength=0.7)
            return


_see = in_contracts(_look, "payable")


SIGNAL = Signal(
    id="locked-ether",
    title="Ether that can't leave the contract",
    kind="pattern",
    category="denial-of-service",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of a contract that takes ether in a payable function and has nothing that sends any.",
    why="What is sent to it is lost for ever.",
    quiet="Contracts with bases out of sight, with delegatecall, interfaces, libraries.",
    remedy="Add a way to withdraw, or take `payable` away.",
    cause="`{name}` takes ether and has no way to send it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-400",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  mapping(address => uint) paid;\n"
            "  function pay() public payable {\n"
            "    paid[msg.sender] += msg.value;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity", "pragma solidity 0.4.24;\ncontract Locked {\n  uint got;\n  function () payable {\n    got += 1;\n  }\n}\n", line=4
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function pay() public payable {\n"
            "    paid[msg.sender] += msg.value;\n"
            "  }\n"
            "  function leave() public onlyOwner {\n"
            "    payable(owner).transfer(address(this).balance);\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  function pay() public {\n    paid[msg.sender] += 1;\n  }\n}\n"),
    ),
)
