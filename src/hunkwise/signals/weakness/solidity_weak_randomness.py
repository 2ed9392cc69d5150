"""Chance drawn from what every miner knows."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_BLOCK = r"(?:block\s*\.\s*(?:timestamp|number|difficulty|prevrandao|coinbase|gaslimit|basefee|blockhash)|\bnow\b|\bblockhash\s*\()"
_DRAWS = re.compile(
    rf"(?:u?int\d*\s*\(\s*)?(?:keccak256|sha3|sha256)\s*\([^;]*?{_BLOCK}[^;]*|{_BLOCK}[^;,?]*?%\s*[\w(][^;]*|\b(?:block\s*\.\s*)?blockhash\s*\([^;]*"
    r"|\b(?:block\s*\.\s*(?:difficulty|prevrandao|coinbase))\b[^;]*"
)
_CHANCE = re.compile(
    r"(?i)rand|seed|lott|win|luck|dice|roll|chance|draw|jackpot|shuffle|flip|coin|bet|guess|answer|entropy|prize|game|play|spin|roulette|number"
)
_BINDS = re.compile(r"(?i)domain|permit|chainid|nonce|commit|orderId|\bid\b|requestId|salt|proposal|create2|batch")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    told: set[int] = set()
    for found, line in matches(source, function, _DRAWS):
        text = " ".join(found[0].split())
        start = function.text.rfind(";", 0, found.start()) + 1
        target = function.text[start : found.start()]
        draws = "%" in text or _CHANCE.search(f"{function.name} {target} {function.contract}")
        if line in told or (not draws and _BINDS.search(target + function.name)):
            continue
        told.add(line)
        yield Sighting((line,), {"expression": text[:80]}, strength=0.85 if draws else 0.35)
    if not told and (drawn := re.search(rf"(?P<name>\w+)\s*=\s*[^;=]*{_BLOCK}[^;]*;", function.text)):
        name = drawn["name"]
        used = re.search(rf"[^;]*\b{name}\b\s*%[^;]*|keccak256\s*\([^;]*\b{name}\b[^;]*", function.text[drawn.end() :])
        if used and _CHANCE.search(f"{name} {function.name} {function.contract} {used[0]}"):
            line = source.line(function.at + drawn.start("name"))
            yield Sighting((line,), {"expression": " ".join(drawn[0].split())[:80].rstrip(";")}, strength=0.7)


_see = in_functions(_look, "block", "now")


SIGNAL = Signal(
    id="randomness-from-block",
    title="Chance drawn from the block",
    kind="pattern",
    category="weak-randomness",
    severity="high",
    languages=SOLIDITY,
    promise="Tells of a number drawn from the time, hash, difficulty or number of a block, by a hash or a remainder.",
    why=("Whoever builds the block chooses those values, and any contract can compute the same number in the same transaction."),
    quiet="Hashes that bind a block without drawing from it, comparisons of times.",
    remedy="Use a verifiable source of randomness, or commit first and reveal later.",
    cause="`{expression}` can be foreseen by whoever builds or shares the block.",
    since="0.2",
    maturity="stable",
    cwe="CWE-330",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract Lottery {\n"
            "  function draw() public {\n"
            "    uint winner = uint(keccak256(abi.encodePacked(block.timestamp, block.difficulty))) % count;\n"
            "    pay(winner);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract Lottery {\n"
            "  function play() public payable {\n"
            "    if (now % 15 == 0) {\n"
            "      msg.sender.transfer(this.balance);\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract Guess {\n"
            "  uint answer;\n"
            "  function Guess() public {\n"
            "    answer = uint(keccak256(block.blockhash(block.number - 1), now));\n"
            "  }\n"
            "}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function open() public {\n"
            "    require(block.timestamp > start);\n"
            "    end = block.timestamp + 1 days;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function stamp(bytes32 what) public {\n"
            "    bytes32 id = keccak256(abi.encode(what, block.chainid, nonce));\n"
            "    known[id] = block.number;\n"
            "  }\n"
            "}\n",
        ),
    ),
)
