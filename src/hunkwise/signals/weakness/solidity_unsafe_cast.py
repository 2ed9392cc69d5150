"""A number cut off by a narrower type."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, types

_CAST = re.compile(
    r"\b(?P<to>u?int(?P<size>8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248))\s*\(\s*(?P<what>[A-Za-z_][\w.]*(?:\s*[*+]\s*[\w.]+)?)\s*\)"
)
_FINE = re.compile(r"(?i)timestamp|\bnow\b|block|keccak|length|\.sender|address|uint160|^type$|index|decimals|(?-i:^[A-Z_0-9]+$)|time")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    known = types(source, function)
    for found in _CAST.finditer(function.text):
        what, root = found["what"], re.split(r"[.\s*+]", found["what"])[0]
        kind = known.get(root, "")
        wide = re.fullmatch(r"u?int(\d*)", kind)
        if _FINE.search(what) or wide is None or int(wide[1] or 256) <= int(found["size"]):
            continue
        if re.search(
            rf"type\s*\(\s*u?int\d+\s*\)\s*\.\s*max|(?:require|if|assert)\s*\([^;{{]*\b{re.escape(root)}\b\s*(?:<|>|==)", function.text
        ):
            continue
        given = root in {one.name for one in function.params}
        line = source.line(function.at + found.start())
        yield Sighting(
            (line,), {"call": " ".join(found[0].split()), "name": root}, strength=0.6 if given and not function.reads_only else 0.4
        )


_see = in_functions(_look, "int")


SIGNAL = Signal(
    id="unsafe-integer-cast",
    title="A number cut off by a narrower type",
    kind="pattern",
    category="integer-overflow",
    severity="medium",
    languages=SOLIDITY,
    promise=(
        "Tells of a cast of a given amount, a balance or a product to a narrower integer, and from signed to unsigned, "
        "that no condition bounds."
    ),
    why="A cast never stops: what doesn't fit is cut off, also under compilers that check arithmetic.",
    quiet="Constants, timestamps, block numbers, hashes, `SafeCast`, a comparison with the type's largest value before.",
    remedy="Use `SafeCast` (`toUint128`), or require that the value fits.",
    cause="`{call}` cuts off what doesn't fit, and nothing bounds `{name}`.",
    since="0.2",
    maturity="preview",
    cwe="CWE-197",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.8.0;\n"
            "contract A {\n"
            "  mapping(address => uint128) owed;\n"
            "  function add(uint256 amount) external {\n"
            "    owed[msg.sender] += uint128(amount);\n"
            "  }\n"
            "}\n",
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n  uint64 last;\n  function set(uint256 value) external {\n    last = uint64(value);\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  uint64 last;\n"
            "  function set(uint256 value) external {\n"
            "    require(value <= type(uint64).max);\n"
            "    last = uint64(value);\n"
            "  }\n"
            "}\n",
        ),
        Example("solidity", "contract A {\n  uint64 last;\n  function set() external {\n    last = uint64(block.timestamp);\n  }\n}\n"),
    ),
)
