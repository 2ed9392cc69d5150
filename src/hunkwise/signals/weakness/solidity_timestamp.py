"""Money decided by the time that a miner writes."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_TIME = r"(?:block\s*\.\s*timestamp|\bnow\b)"
_EXACT = re.compile(rf"\b(?:if|require|assert|while)\s*\([^;{{]*?(?:{_TIME}[^;{{&|]{{0,40}}(?:==|%)|(?:==)\s*{_TIME})[^;{{]*")
_ANY = re.compile(rf"\b(?:if|require|assert|while)\s*\([^;{{]*?{_TIME}[^;{{]*")
_KEPT = re.compile(rf"\b(\w+)\s*=\s*(?:u?int\d*\s*\(\s*)?{_TIME}\s*\)?\s*;")
_PAYS = re.compile(r"\.(?:transfer|send|call|sendValue)\b|selfdestruct|suicide")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    told: set[int] = set()
    for found, line in matches(source, function, _EXACT):
        told.add(line)
        yield Sighting((line,), {"guard": " ".join(found[0].split())[:80]}, strength=0.7)
    pays = _PAYS.search(function.text)
    for found, line in matches(source, function, _ANY):
        if line not in told:
            told.add(line)
            yield Sighting((line,), {"guard": " ".join(found[0].split())[:80]}, strength=0.5 if pays else 0.2)
    for found, line in matches(source, function, _KEPT):
        if line not in told and pays and re.search(rf"[%*/]\s*{found[1]}\b|\b{found[1]}\s*[%*/]", function.text[found.end() :]):
            yield Sighting((line,), {"guard": " ".join(found[0].split())[:80]}, strength=0.6)


_see = in_functions(_look, "timestamp", "now")


SIGNAL = Signal(
    id="timestamp-dependence",
    title="Money that depends on the block's time",
    kind="pattern",
    category="timestamp",
    severity="low",
    languages=SOLIDITY,
    promise="Tells of a condition on the exact time of the block, and of money paid by one, in functions that send ether.",
    why="Whoever builds the block may move its time by seconds, and so decides.",
    quiet="Deadlines far apart in functions that pay nobody.",
    remedy="Don't let seconds decide; use block numbers or a source from outside.",
    cause="`{guard}` decides by a time that the block's builder writes.",
    since="0.2",
    maturity="preview",
    cwe="CWE-829",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  uint last;\n"
            "  function play() public payable {\n"
            "    require(now != last);\n"
            "    last = now;\n"
            "    if (now % 15 == 0) {\n"
            "      msg.sender.transfer(this.balance);\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "solidity",
            "contract A {\n  function win() public {\n    if (block.timestamp == lucky) {\n      give();\n    }\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n  function open() public {\n    end = block.timestamp + 1 days;\n    emit Opened(block.timestamp);\n  }\n}\n",
        ),
        Example("solidity", "contract A {\n  function vote() public {\n    require(block.timestamp < end);\n    votes += 1;\n  }\n}\n"),
    ),
)
