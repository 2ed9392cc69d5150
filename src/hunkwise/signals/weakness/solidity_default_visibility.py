"""An old function that is public because nothing says otherwise."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, restricted

_SAID = re.compile(r"\b(?:public|external|internal|private)\b")
_MONEY = re.compile(r"\.(?:transfer|send|call)\b|selfdestruct|suicide|\bowner\s*=(?!=)|\.value\(")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if source.version == (0, 0, 0) or source.version >= (0, 5, 0) or function.kind != "function" or function.constructs:
        return
    if _SAID.search(function.head) or function.scope != "contract" or function.reads_only:
        return
    inner = function.name.startswith("_")
    deed = _MONEY.search(function.text)
    guarded = restricted(function)
    strength = 0.3 if guarded else 0.9 if inner else 0.6 if deed else 0.3
    yield Sighting((function.line,), {"name": function.name}, strength=strength)


_see = in_functions(_look)


SIGNAL = Signal(
    id="default-visibility",
    title="Public because nothing says otherwise",
    kind="pattern",
    category="broken-access-control",
    severity="medium",
    languages=SOLIDITY,
    promise=(
        "Tells of functions without a visibility word under compilers before 0.5, louder where they are named like "
        "inner ones or send money."
    ),
    why="Without a word they are public: what was meant as a helper can be called by everyone.",
    quiet="Newer compilers, which refuse it, constructors, fallbacks, functions of interfaces.",
    remedy="Say `internal`, `private`, `public` or `external`.",
    cause="`{name}` says nothing about who may call it, so everyone may.",
    since="0.2",
    maturity="stable",
    cwe="CWE-710",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\ncontract A {\n  function _sendWinnings() {\n    msg.sender.transfer(this.balance);\n  }\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.11;\ncontract A {\n  address owner;\n  function changeOwner(address o) {\n    owner = o;\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\n"
            "contract A {\n"
            "  function _sendWinnings() internal {\n"
            "    msg.sender.transfer(this.balance);\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "pragma solidity ^0.4.24;\ncontract A {\n  function count() view returns (uint) {\n    return 1;\n  }\n}\n"),
    ),
)
