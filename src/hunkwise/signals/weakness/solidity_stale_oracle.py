"""A price feed that is believed however old its answer is."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, matches

_READS = re.compile(r"(?:\(([^()=]*)\)\s*=\s*)?[\w.\[\]()]*\.\s*(latestRoundData|latestAnswer|latestPrice)\s*\(\s*\)")
_DECLARES = re.compile(r"^\s*(?:u?int\d*\s+)?\s*(\w+)\s*$")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    for found, line in matches(source, function, _READS):
        if found[2] == "latestRoundData" and re.search(r"\breturn\s*\(?\s*$", function.text[: found.start()][-20:]):
            continue
        if found[2] == "latestRoundData" and found[1] is not None:
            parts = found[1].split(",")
            names = [
                told[1]
                for part in parts[3:4] + parts[:1] + parts[4:5]
                if (told := _DECLARES.match(part)) and not re.fullmatch(r"u?int\d*", told[1])
            ]
            after = function.text[found.end() :]
            if any(
                re.search(
                    rf"(?:[<>]=?|==|!=|[-+])\s*{name}\b|\b{name}\s*(?:[-+<>]|==|!=|\.add|\.sub)|\(\s*{name}\s*[,)]|,\s*{name}\s*[,)]|return",
                    after,
                )
                and re.search(rf"\b{name}\b", after)
                for name in names
            ):
                continue
        yield Sighting((line,), {"call": found[2]}, strength=0.8 if found[2] != "latestPrice" else 0.3)


_see = in_functions(_look, "latestRoundData", "latestAnswer", "latestPrice")


SIGNAL = Signal(
    id="stale-oracle-price",
    title="A feed's answer used without asking for its age",
    kind="pattern",
    category="price-manipulation",
    severity="medium",
    languages=SOLIDITY,
    promise="Tells of `latestRoundData` whose time of update is thrown away or never compared, and of `latestAnswer`.",
    why="When a feed stops, its last answer stays: loans are given at a price of yesterday.",
    quiet="A comparison of `updatedAt`, or of the round it was answered in.",
    remedy="Require that the answer is above zero and not older than the feed's heartbeat.",
    cause="`{call}` is used without asking how old the answer is.",
    since="0.2",
    maturity="stable",
    cwe="CWE-672",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  function price() public view returns (uint) {\n"
            "    (, int256 answer, , , ) = feed.latestRoundData();\n"
            "    return uint(answer);\n"
            "  }\n"
            "}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n  function price() public view returns (uint) {\n    return uint(feed.latestAnswer());\n  }\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  function price() public view returns (uint) {\n"
            "    (, int256 answer, , uint256 updatedAt, ) = feed.latestRoundData();\n"
            '    require(block.timestamp - updatedAt < 3600, "old");\n'
            "    return uint(answer);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function price() public view returns (uint) {\n"
            "    (uint80 round, int256 answer, , uint256 time, uint80 answeredIn) = feed.latestRoundData();\n"
            "    if (time == 0 || answeredIn < round) revert();\n"
            "    return uint(answer);\n"
            "  }\n"
            "}\n",
        ),
    ),
)
