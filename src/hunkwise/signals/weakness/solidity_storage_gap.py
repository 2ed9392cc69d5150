"""An upgradeable base without room for its next variables."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Contract, Source, in_contracts


def _look(source: Source, contract: Contract) -> Iterator[Sighting]:
    if contract.kind != "contract" or not re.search(r"Upgradeable\b|\bInitializable\b", contract.bases + " " + contract.name):
        return
    state = [one for one in contract.variables if not re.search(r"\b(?:constant|immutable)\b", one.words)]
    if not state or any(re.search(r"(?i)gap", one.name) for one in state) or re.search(r"\.slot\s*:?=|_slot\b", contract.text):
        return
    abstract = re.search(rf"\babstract\s+contract\s+{contract.name}\b", source.text)
    built_on = re.search(rf"\bis\b[^{{;]*\b{contract.name}\b", source.text)
    strength = 0.6 if abstract or built_on or re.search(r"Base|Upgradeable$|Storage$", contract.name) else 0.2
    yield Sighting((contract.line,), {"name": contract.name}, strength=strength)


_see = in_contracts(_look)


SIGNAL = Signal(
    id="storage-gap-missing",
    title="An upgradeable base without a gap",
    kind="pattern",
    category="upgrade-safety",
    severity="low",
    languages=SOLIDITY,
    promise="Tells of an abstract upgradeable contract, or one that others build on, that holds state and no `__gap`.",
    why="A variable added later moves all those of the contracts built on it: they read each other's values.",
    quiet="A gap, named storage (`keccak256` slots), contracts that aren't upgradeable.",
    remedy="Add `uint256[50] private __gap;` and take from it for each new variable.",
    cause="`{name}` holds state and leaves no room for more.",
    since="0.2",
    maturity="preview",
    cwe="CWE-664",
    see=_see,
    fires=(
        Example("solidity", "abstract contract Base is Initializable {\n  address owner;\n  uint rate;\n}\n", line=1),
        Example("solidity", "contract FeesUpgradeable is OwnableUpgradeable {\n  uint public rate;\n}\n", line=1),
    ),
    stays_quiet=(
        Example("solidity", "abstract contract Base is Initializable {\n  address owner;\n  uint256[49] private __gap;\n}\n"),
        Example("solidity", "abstract contract Base {\n  address owner;\n}\n"),
    ),
)
