"""A hash over texts that can be cut differently."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, arguments, in_functions, types

_PACKED = re.compile(
    r"\b(?:keccak256|sha256|sha3|ripemd160)\s*\(\s*(?:bytes\s*\(\s*)?abi\s*\.\s*encodePacked\s*(?P<open>\()|\b(?:keccak256|sha3)\s*(?P<old>\()(?!\s*abi)"
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    known: dict[str, str] = {}
    for found in _PACKED.finditer(function.text):
        given = arguments(function.text, found.start("open") if found["open"] else found.start("old"))
        if len(given) < 2:
            continue
        known = known or types(source, function)
        long = [one for one in given if _grows(one, known)]
        close = [a for a, b in zip(given, given[1:], strict=False) if a in long and b in long]
        if len(long) >= 2:
            text = " ".join(found[0].split()) + ", ".join(given) + ")"
            line = source.line(function.at + found.start())
            yield Sighting((line,), {"expression": text[:80]}, strength=0.7 if close else 0.4)


def _grows(expression: str, known: dict[str, str]) -> bool:
    root = re.split(r"[.(\[]", expression, maxsplit=1)[0].strip()
    kind = known.get(root, "")
    if "[" in expression:
        return kind.startswith(("string[", "bytes[")) or kind.endswith("=>string)")
    return kind in ("string", "bytes") or kind.endswith("[]") or expression.replace(" ", "").startswith(("string(", "bytes("))


_see = in_functions(_look, "keccak256", "sha256", "sha3")


SIGNAL = Signal(
    id="encode-packed-collision",
    title="A hash over packed texts that can collide",
    kind="pattern",
    category="hash-collision",
    severity="medium",
    languages=SOLIDITY,
    promise=(
        "Tells of a hash over `abi.encodePacked` with two or more strings, bytes or lists, louder where it checks a signature or a key."
    ),
    why='Packed without lengths, `("a", "bc")` and `("ab", "c")` give the same hash.',
    quiet="One text of changing length, values of fixed size, `abi.encode`.",
    remedy="Use `abi.encode`.",
    cause="`{expression}` gives one hash for different texts.",
    since="0.2",
    maturity="stable",
    cwe="CWE-294",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  function key(string memory a, string memory b) public pure returns (bytes32) {\n"
            "    return keccak256(abi.encodePacked(a, b));\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function add(address[] calldata admins, address[] calldata users, bytes calldata signature) external {\n"
            "    bytes32 h = keccak256(abi.encodePacked(admins, users));\n"
            "    require(h.recover(signature) == owner);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function key(string memory a, string memory b) public pure returns (bytes32) {\n"
            "    return keccak256(abi.encode(a, b));\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function key(string memory a, uint b) public pure returns (bytes32) {\n"
            "    return keccak256(abi.encodePacked(a, b));\n"
            "  }\n"
            "}\n",
        ),
    ),
)
