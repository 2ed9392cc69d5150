"""A function that was meant to be the constructor."""

import difflib
import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, restricted

_OWNS = re.compile(
    r"\b_?(?:owner|admin|creator|Owner|controller|governance|master)\w*\s*=\s*(?:payable\s*\(\s*)?(?:msg\s*\.\s*sender|tx\s*\.\s*origin)\s*\)?\s*;"
)
_LIKE = re.compile(r"(?i)^(?:constructor|init\w*|setup|iamconstructor|\w*constructor\w*)$")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if function.kind != "function" or function.constructs or not function.open or function.scope != "contract":
        return
    owns = _OWNS.search(function.text)
    if not owns or restricted(function) or re.search(r"\b(?:require|if)\s*\(", function.text[: owns.start()]):
        return
    near = difflib.SequenceMatcher(None, function.name.lower(), function.contract.lower()).ratio() if function.contract else 0.0
    strength = 0.95 if near >= 0.7 or _LIKE.match(function.name) or function.name[:1].isupper() else 0.7
    line = source.line(function.at + owns.start())
    yield Sighting(tuple(sorted({function.line, line})), {"name": function.name}, strength=strength)


_see = in_functions(_look, "sender", "origin")


SIGNAL = Signal(
    id="wrong-constructor-name",
    title="A constructor that is none",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise="Tells of a public function that sets the owner to its caller and is named like a constructor but isn't one.",
    why="Everyone can call it and become the owner.",
    quiet="`constructor`, functions with a check of the caller.",
    remedy="Write `constructor(...)`.",
    cause="`{name}` makes its caller the owner, and it is no constructor.",
    since="0.2",
    maturity="stable",
    cwe="CWE-665",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\n"
            "contract Missing {\n"
            "  address owner;\n"
            "  function missing() public {\n"
            "    owner = msg.sender;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract Wallet {\n  address public creator;\n  function Constructor() public {\n    creator = msg.sender;\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\n"
            "contract Missing {\n"
            "  address owner;\n"
            "  function Missing() public {\n"
            "    owner = msg.sender;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  address owner;\n"
            "  constructor() public {\n"
            "    owner = msg.sender;\n"
            "  }\n"
            "  function take() public onlyOwner {\n"
            "    owner = msg.sender;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
