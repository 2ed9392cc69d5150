"""A contract whose code everyone may exchange."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, restricted

_NAMED = re.compile(
    r"^(?:upgrade(?:To|ToAndCall|Implementation|Proxy)?|set(?:Implementation|Logic|Delegate|Target)|update(?:Implementation|Logic)|changeImplementation)$"
)
_SETS = re.compile(
    r"(?i)\b_?(?:impl\w*|implementation\w*|logic\w*|delegate|masterCopy)\s*=(?!=)|sstore\s*\(|_upgradeTo\w*\s*\(|_setImplementation\s*\(|upgradeTo\w*\s*\("
)
_ANY_CHECK = re.compile(r"\b(?:revert|require|_check\w*|only\w+|_only\w+|if)\b\s*\(")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if restricted(function) or function.scope != "contract":
        return
    if function.name == "_authorizeUpgrade":
        if not _ANY_CHECK.search(function.text) and not re.search(r"\brevert\b|_authorizeUpgrade", function.text):
            yield Sighting((function.line,), {"name": function.name}, strength=0.9)
    elif function.open and not function.reads_only and _NAMED.match(function.name) and _SETS.search(function.text):
        yield Sighting((function.line,), {"name": function.name}, strength=0.8)


_see = in_functions(_look)


SIGNAL = Signal(
    id="unprotected-upgrade",
    title="An upgrade that everyone may make",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise=("Tells of `_authorizeUpgrade` without a check, and of a public function that sets the implementation of a proxy without one."),
    why="Whoever exchanges the code owns everything that the contract holds.",
    quiet="A modifier or a condition about the caller.",
    remedy=("Let only the owner or the governance upgrade (`function _authorizeUpgrade(address) internal override onlyOwner {}`)."),
    cause="`{name}` lets everyone exchange the code of the contract.",
    since="0.2",
    maturity="stable",
    cwe="CWE-284",
    see=_see,
    fires=(
        Example(
            "solidity", "contract A is UUPSUpgradeable {\n  function _authorizeUpgrade(address next) internal override { }\n}\n", line=2
        ),
        Example(
            "solidity",
            "contract Proxy {\n"
            "  address implementation;\n"
            "  function upgradeTo(address next) external {\n"
            "    implementation = next;\n"
            "  }\n"
            "}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity", "contract A is UUPSUpgradeable {\n  function _authorizeUpgrade(address next) internal override onlyOwner { }\n}\n"
        ),
        Example(
            "solidity",
            "contract Proxy {\n"
            "  address implementation;\n"
            "  address admin;\n"
            "  function upgradeTo(address next) external {\n"
            '    require(msg.sender == admin, "no");\n'
            "    implementation = next;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
