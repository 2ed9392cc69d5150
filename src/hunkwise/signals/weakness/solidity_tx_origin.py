"""Rights given to whoever began the transaction."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import SOLIDITY


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for guard in side.facts.guards:
        if "tx.origin" not in guard.text or "msg.sender" in guard.text:
            continue
        compared = any("tx.origin" in left or "tx.origin" in right for left, _, right in guard.comparisons)
        yield Sighting(span(guard.line, guard.end), {"guard": short(guard.text)}, strength=0.9 if compared else 0.5)


SIGNAL = Signal(
    id="tx-origin",
    title="Rights by tx.origin",
    kind="pattern",
    category="broken-access-control",
    severity="high",
    languages=SOLIDITY,
    promise="Tells of a condition that gives rights by comparing `tx.origin`.",
    why="A contract that the owner calls for any reason can call on in the owner's name.",
    quiet="The comparison with `msg.sender` that keeps contracts out, and `tx.origin` outside of conditions.",
    remedy="Compare `msg.sender`.",
    cause="`{guard}` gives rights to whoever began the transaction, not to the caller.",
    since="0.1",
    maturity="stable",
    cwe="CWE-477",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  address owner;\n  function a() public {\n    require(tx.origin == owner);\n    b();\n  }\n}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract A {\n  address owner;\n  modifier only() {\n    if (tx.origin != owner) revert();\n    _;\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example("solidity", "contract A {\n  function a() public {\n    require(tx.origin == msg.sender);\n    b();\n  }\n}\n"),
        Example("solidity", "contract A {\n  function a() public {\n    emit Seen(tx.origin);\n  }\n}\n"),
        Example(
            "solidity",
            "contract A {\n  // require(tx.origin == owner);\n  function a() public {\n    require(msg.sender == owner);\n  }\n}\n",
        ),
    ),
)
