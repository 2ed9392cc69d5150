"""A storage pointer that points at the first slot."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions

_DECLARED = re.compile(
    r"(?:^|[;{}])\s*(?P<type>[A-Z]\w*(?:\.\w+)?|(?:[A-Za-z]\w*)(?:\s*\[\w*\])+)(?P<where>\s+storage)?\s+(?P<name>\w+)\s*;"
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    old = source.version != (0, 0, 0) and source.version < (0, 5, 0)
    for found in _DECLARED.finditer(function.text):
        kind = found["type"]
        if not found["where"] and not old:
            continue
        if "[" not in kind and not found["where"] and not re.search(rf"\bstruct\s+{re.escape(kind.split('.')[-1])}\b", source.text):
            continue
        written = re.search(
            rf"\b{re.escape(found['name'])}\s*(?:\.\s*\w+|\[[^\]]*\])\s*[-+]?=(?!=)|\b{re.escape(found['name'])}\.push",
            function.text[found.end() :],
        )
        given = re.search(rf"\b{re.escape(found['name'])}\s*=(?!=)", function.text[found.end() :])
        if given and (not written or given.start() < written.start()):
            continue
        line = source.line(function.at + found.start("type"))
        yield Sighting((line,), {"name": found["name"]}, strength=0.9 if written else 0.6)


_see = in_functions(_look)


SIGNAL = Signal(
    id="uninitialised-storage-pointer",
    title="A storage pointer without a target",
    kind="pattern",
    category="uninitialised-use",
    severity="high",
    languages=SOLIDITY,
    promise=(
        "Tells of a struct, array or `storage` variable inside a function that is declared without a value, under "
        "compilers that take it for storage."
    ),
    why="It points at slot zero: what is written to it overwrites the owner or whatever stands first.",
    quiet="Variables in memory, those with a value, compilers from 0.5 on where nothing says `storage`.",
    remedy="Say `memory`, or give it the entry that it should point at.",
    cause="`{name}` points at the first slot of the contract's state.",
    since="0.2",
    maturity="stable",
    cwe="CWE-824",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.4.19;\n"
            "contract A {\n"
            "  struct Game { address player; uint number; }\n"
            "  address owner;\n"
            "  function play(uint n) public {\n"
            "    Game game;\n"
            "    game.player = msg.sender;\n"
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\n"
            "contract A {\n"
            "  uint[] all;\n"
            "  function go() public {\n"
            "    uint[] storage picked;\n"
            "    picked.push(1);\n"
            "  }\n"
            "}\n",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "pragma solidity ^0.4.19;\n"
            "contract A {\n"
            "  struct Game { address player; uint number; }\n"
            "  function play(uint n) public {\n"
            "    Game memory game;\n"
            "    game.player = msg.sender;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.19;\n"
            "contract A {\n"
            "  struct Game { address player; uint number; }\n"
            "  mapping(uint => Game) games;\n"
            "  function play(uint n) public {\n"
            "    Game storage game = games[n];\n"
            "    game.player = msg.sender;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
