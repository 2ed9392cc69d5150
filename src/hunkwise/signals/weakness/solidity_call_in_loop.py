"""One receiver that can stop the payment of all."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, loops

_STOPS = re.compile(
    r"(?P<t>[\w.\]\[()]{1,80})\s*\.\s*transfer\s*\((?P<a>[^;]*?)\)\s*;|\b(?:require|assert)\s*\(\s*!?\s*(?P<r>[\w.\]\[()]+)\s*\.\s*(?:send|call)\b"
    r"|\bif\s*\(\s*!\s*(?P<i>[\w.\]\[()]+)\s*\.\s*(?:send|call)\b[^;]*\)\s*\{?\s*(?:throw|revert)|(?P<v>[\w.\]\[()]+)\.(?:sendValue|functionCallWithValue)\s*\("
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    told: set[int] = set()
    for start, _, body in loops(function):
        inside = function.text.find(body, start) if body else -1
        for found in _STOPS.finditer(body):
            line = source.line(function.at + max(inside, 0) + found.start())
            token = found["t"] is not None and "," in (found["a"] or "")
            if line not in told and not re.search(r"(?:msg\.sender|owner)\b[)\s]*$", found["t"] or found["r"] or ""):
                told.add(line)
                yield Sighting((line,), {"call": " ".join(found[0].split())[:70]}, strength=0.3 if token else 0.7)


_see = in_functions(_look, "for", "while")


SIGNAL = Signal(
    id="call-in-loop",
    title="Ether sent to many in one loop",
    kind="pattern",
    category="denial-of-service",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of a loop that sends ether, or calls others, and stops as a whole when one of them fails.",
    why="One contract that refuses the money keeps everyone from theirs.",
    quiet="Results of `send` and `call` that are kept and don't stop the loop, tokens (told weakly).",
    remedy="Book what each may collect, and let each one withdraw it.",
    cause="`{call}` stands in a loop: one receiver that refuses stops it for all.",
    since="0.2",
    maturity="stable",
    cwe="CWE-703",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  address[] people;\n"
            "  function refund() public {\n"
            "    for (uint i = 0; i < people.length; i++) {\n"
            "      require(people[i].send(owed[people[i]]));\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function pay(address payable[] memory all) public payable {\n"
            "    for (uint i = 0; i < all.length; i++) {\n"
            "      all[i].transfer(1 ether);\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function pay(address payable[] memory all) public payable {\n"
            "    for (uint i = 0; i < all.length; i++) {\n"
            "      bool ok = all[i].send(1 ether);\n"
            "      if (!ok) owed[all[i]] += 1 ether;\n"
            "    }\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  function pay(address payable to) public {\n    to.transfer(1 ether);\n  }\n}\n"),
    ),
)
