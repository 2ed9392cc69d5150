"""An initialiser that anyone may call, or call again."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, restricted

_NAMED = re.compile(
    r"(?i)^_*(?:re)?(?:init(?:iali[sz]e)?(?:r|wallet|owner|contract|proxy|vault|pool|token|multiowned|daylimit)?(?:v\d+)?|setup|set_up)$"
)
_ONCE = re.compile(
    r"(?:require|if|assert)\s*\(\s*!?\s*\w*(?:init|setup|ready|deployed|started|live)\w*|(?:require|if)\s*\([^;{]*(?:==\s*(?:address\s*\(\s*0|0\b|false)|!=\s*(?:address\s*\(\s*0|0\b))",
    re.I,
)
_WRITES = re.compile(r"(?:^|[;{}])\s*(\w+)(?:\[[^\]]*\])?\s*=(?!=)")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if not _NAMED.match(function.name) or not function.open or function.reads_only or function.constructs or function.scope != "contract":
        return
    if restricted(function) or _ONCE.search(function.text):
        return
    own = {one.name for one in function.params}
    target = next((found[1] for found in _WRITES.finditer(function.text) if found[1] not in own), "")
    if target or "__" in function.text:
        yield Sighting((function.line,), {"name": function.name, "target": target or "the state"}, strength=0.9)


_see = in_functions(_look)


SIGNAL = Signal(
    id="unprotected-initialiser",
    title="An initialiser that anyone may call",
    kind="pattern",
    category="broken-access-control",
    severity="critical",
    languages=SOLIDITY,
    promise=(
        "Tells of a public `initialize`, `init` or `setup` that writes state, with neither a modifier nor a condition that it ran before."
    ),
    why="Whoever calls it first, or last, becomes the owner of a contract behind a proxy.",
    quiet=("The `initializer` modifier, a condition about the caller or about a flag that the function sets, functions that only call on."),
    remedy="Give it `initializer`, or require that it never ran, and call it in the transaction that deploys the proxy.",
    cause="`{name}` sets `{target}`, and everyone may call it at any time.",
    since="0.2",
    maturity="stable",
    cwe="CWE-665",
    see=_see,
    fires=(
        Example("solidity", "contract A {\n  address owner;\n  function initialize(address o) public {\n    owner = o;\n  }\n}\n", line=3),
        Example(
            "solidity",
            "contract Wallet {\n"
            "  address[] owners;\n"
            "  uint required;\n"
            "  function initWallet(address[] _owners, uint _required) {\n"
            "    required = _required;\n"
            "    owners = _owners;\n"
            "  }\n"
            "}\n",
            line=4,
        ),
        Example(
            "solidity",
            "contract A {\n  address owner;\n  function initialize(address o) external {\n    owner = o;\n  }\n}\n",
            "contract A {\n  address owner;\n  function initialize(address o) external initializer {\n    owner = o;\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity", "contract A {\n  address owner;\n  function initialize(address o) public initializer {\n    owner = o;\n  }\n}\n"
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  bool initialized;\n"
            "  address owner;\n"
            "  function initialize(address o) public {\n"
            "    require(!initialized);\n"
            "    initialized = true;\n"
            "    owner = o;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
