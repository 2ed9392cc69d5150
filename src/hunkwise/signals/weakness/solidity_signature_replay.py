"""A signature that counts more than once."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_RECOVERS = re.compile(
    r"\becrecover\s*\(|(?:ECDSA|\w+)\s*\.\s*(?:recover|tryRecover|isValidSignatureNow)\s*\(|\b_?(?:recover|recoverSigner|verifySignature|verify|isValidSignature)\s*\("
)
_ONCE = re.compile(
    r"(?i)nonce|used|executed|processed|claimed|consumed|spent|seen|replay|invalidat|filled|cancel|_hashTypedDataV4|bitmap|isMinted|redeemed|minted\["
)
_ACTS = re.compile(
    r"\.transfer\(|\.send\(|\.call\b|_?mint\w*\(|_?burn\w*\(|_?approve\(|_?transfer\w*\(|\]\s*[-+]?=(?!=)|\bdelegatecall\b|safeTransfer\w*\("
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if (
        not function.open
        or function.reads_only
        or function.scope == "library"
        or _ONCE.search(function.text)
        or not _ACTS.search(function.text)
    ):
        return
    given = " ".join(f"{one.type} {one.name}" for one in function.params)
    if not re.search(r"(?i)\bsig|bytes\b|bytes32 \w*r\b|uint8 \w*v\b|signature", given) or re.search(r"(?i)nonce|proof", given):
        return
    for found, line in matches(source, function, _RECOVERS):
        if "recover" in found[0] or re.search(r"(?i)sig", function.text[found.end() : found.end() + 160]):
            yield Sighting((line,), {"call": " ".join(found[0].split()).rstrip("(").strip()}, strength=0.75)
            return


_see = in_functions(_look, "recover", "erify", "isValidSignature")


SIGNAL = Signal(
    id="signature-replay",
    title="A signature that can be used again",
    kind="pattern",
    category="signature-verification",
    severity="high",
    languages=SOLIDITY,
    promise=("Tells of a function that recovers a signer, changes state or pays, and marks neither a nonce nor the signature as used."),
    why="What was signed once is executed as often as somebody presents it, here or on another chain.",
    quiet="A nonce, a mapping of used hashes, a deadline alone is told weakly; view functions; libraries.",
    remedy="Put a nonce, the contract's address and the chain id under the signature, and mark the nonce as used.",
    cause="`{call}` accepts the same signature again: no nonce is used up.",
    since="0.2",
    maturity="stable",
    cwe="CWE-294",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  function pay(address to, uint n, uint8 v, bytes32 r, bytes32 s) external {\n"
            "    bytes32 h = keccak256(abi.encodePacked(to, n));\n"
            "    require(ecrecover(h, v, r, s) == owner);\n"
            "    payable(to).transfer(n);\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function move(address from, address to, uint n, bytes calldata signature) external {\n"
            "    bytes32 h = keccak256(abi.encode(from, to, n));\n"
            "    require(ECDSA.recover(h, signature) == from);\n"
            "    _transfer(from, to, n);\n"
            "  }\n"
            "}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function pay(address to, uint n, uint8 v, bytes32 r, bytes32 s) external {\n"
            "    bytes32 h = keccak256(abi.encodePacked(to, n, nonces[to]++, block.chainid, address(this)));\n"
            "    require(ecrecover(h, v, r, s) == owner);\n"
            "    payable(to).transfer(n);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function signer(bytes32 h, uint8 v, bytes32 r, bytes32 s) external pure returns (address) {\n"
            "    return ecrecover(h, v, r, s);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
