"""A signer recovered without the checks that it needs."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_RECOVERS = re.compile(r"\becrecover\s*\(")
_ZERO = re.compile(r"address\s*\(\s*0(?:x0+)?\s*\)|\b0x0{1,40}\b|!=\s*0\b|==\s*0\b|ZERO|isZero|notZero")
_BOUND = re.compile(
    r"7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0|HALF_?N|secp256k1|_?S_?MAX|MALLEAB|\bs\s*[<>]=?", re.I
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    zero, bound = _ZERO.search(function.text), _BOUND.search(function.text)
    if zero and bound:
        return
    nonce = re.search(r"(?i)nonce", function.text)
    for _, line in matches(source, function, _RECOVERS):
        missing = "a comparison with address zero" if not zero else "a bound on `s`"
        strength = 0.6 if not zero else 0.3 if nonce else 0.5
        yield Sighting((line,), {"call": "ecrecover", "missing": missing}, strength=strength)
        return


_see = in_functions(_look, "ecrecover")


SIGNAL = Signal(
    id="signature-malleability",
    title="A signer recovered without its checks",
    kind="pattern",
    category="signature-verification",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of `ecrecover` whose result isn't compared with address zero, or whose `s` isn't bounded.",
    why=("A wrong signature gives address zero, which an unset owner equals; and each signature has a twin that counts as another."),
    quiet="A comparison with address zero and a bound on `s`, and libraries that do both (`ECDSA.recover`).",
    remedy="Use `ECDSA.recover`, which refuses both.",
    cause="The signer from `ecrecover` is used without {missing}.",
    since="0.2",
    maturity="preview",
    cwe="CWE-347",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  function check(bytes32 h, uint8 v, bytes32 r, bytes32 s) public view returns (bool) {\n"
            "    return ecrecover(h, v, r, s) == owner;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function signer(bytes32 h, uint8 v, bytes32 r, bytes32 t) public pure returns (address one) {\n"
            "    one = ecrecover(h, v, r, t);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function signer(bytes32 h, uint8 v, bytes32 r, bytes32 s) public pure returns (address one) {\n"
            "    require(uint256(s) <= HALF_N);\n"
            "    one = ecrecover(h, v, r, s);\n"
            "    require(one != address(0));\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function signer(bytes32 h, bytes memory signature) public pure returns (address) {\n"
            "    return ECDSA.recover(h, signature);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
