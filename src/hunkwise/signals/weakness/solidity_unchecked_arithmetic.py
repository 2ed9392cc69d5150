"""Arithmetic that wraps round."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, types

_CHANGE = re.compile(r"(?P<left>\b[A-Za-z_][\w.]*(?:\[[^\];]*\])*)\s*(?P<op>\+=|-=|\*=)\s*(?P<right>[^;=]{1,200});")
_BINARY = re.compile(
    r"(?P<left>\bu?int\d*\s*\([\w.]+\)|\b[A-Za-z_][\w.]*(?:\[[^\];]*\])*|\b\d+)\s*(?P<op>[+*-])(?![+*=-])\s*(?P<right>[A-Za-z_][\w.]*(?:\[[^\];]*\])*|\d[\w.]*)"
)
_UNCHECKED = re.compile(r"\bunchecked\s*\{")
_NUMERIC = re.compile(r"^u?int\d*$|^mapping\(.*=>u?int\d*\)+$")
_LITERAL = re.compile(r"^[\d_]+(?:e\d+)?$")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    text = function.text
    if source.checked or function.constructs:
        places = [(found.end(), _block(text, found.end())) for found in _UNCHECKED.finditer(text)]
    elif re.search(r"(?i)safe_?math", function.contract) or function.scope == "library":
        return
    else:
        places = [(0, len(text))]
    if not places:
        return
    known = types(source, function)
    given = {one.name for one in function.params if _NUMERIC.match(one.type)}
    told: set[int] = set()
    for start, end in places:
        for found in (*_CHANGE.finditer(text, start, end), *_BINARY.finditer(text, start, end)):
            line = source.line(function.at + found.start())
            left, right = found["left"], found["right"].strip()
            if (
                line in told
                or not _number(left, known)
                or (_LITERAL.match(right) and found["op"] in ("+", "-", "+=", "-=") and not _small(left, known))
            ):
                continue
            if not (_number(right, known) or _LITERAL.match(right)) or _bounded(text, found, given):
                continue
            names = [name for name in (left, right) if re.split(r"[\[.]", name)[0] in given]
            strength = 0.75 if names else 0.55 if found["op"] in ("+=", "-=", "*=") or "[" in found[0] else 0.4
            told.add(line)
            yield Sighting(
                (line,),
                {"expression": " ".join(found[0].split())[:80].rstrip(";"), "name": names[0] if names else right[:40]},
                strength=strength,
            )


def _block(text: str, start: int) -> int:
    depth = 1
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place
    return len(text)


def _number(expression: str, known: dict[str, str]) -> bool:
    root = re.split(r"[\[.(]", expression, maxsplit=1)[0].strip()
    if re.fullmatch(r"u?int\d*", root):
        return True
    if expression in ("msg.value", "now", "block.timestamp", "block.number"):
        return True
    kind = known.get(root, "")
    return bool(_NUMERIC.match(kind)) or (
        "[" in expression and kind.startswith(("mapping", "uint", "int")) and kind.rstrip(")").split("=>")[-1].startswith(("uint", "int"))
    )


def _small(left: str, known: dict[str, str]) -> bool:
    """Whether a type is so narrow that counting alone fills it."""
    return bool(re.match(r"u?int(?:8|16|32)$", known.get(left, "")))


def _bounded(text: str, found: re.Match[str], given: set[str]) -> bool:
    """Whether a condition before compares both operands, or one after looks for the wrap."""
    left, right = re.escape(found["left"]), re.escape(found["right"].strip())
    whole = rf"(?:require|assert|if|while|for)\s*\([^;{{]*(?:{left}\s*[<>]=?[^;{{]*{right}|{right}\s*[<>]=?[^;{{]*{left})"
    if "-" in found["op"] and re.search(whole, text[: found.start()]):
        return True
    if "-" not in found["op"] and re.search(
        rf"(?:require|assert|if)\s*\([^;{{]*(?:{left}\s*\+\s*{right}|{left}\s*\*\s*{right}|/\s*{left})[^;{{]*[<>=]", text
    ):
        return True
    kept = re.search(r"(\w+)\s*=\s*$", text[max(0, found.start() - 60) : found.start()])
    return kept is not None and bool(
        re.search(rf"(?:require|assert)\s*\([^;]*\b{re.escape(kept[1])}\b[^;]*(?:[<>]=?|/|==)", text[found.end() :])
    )


_see = in_functions(_look)


SIGNAL = Signal(
    id="unchecked-arithmetic",
    title="Arithmetic that can wrap round",
    kind="pattern",
    category="integer-overflow",
    severity="high",
    languages=SOLIDITY,
    promise=(
        "Tells of sums, differences and products of given amounts that no compiler check and no condition bounds: in "
        "`unchecked` blocks, and under compilers before 0.8 without a safe library."
    ),
    why="A number that wraps turns a small balance into a huge one.",
    quiet="Compilers from 0.8 on, `SafeMath`, a condition that compares the operands, counters.",
    remedy="Let the compiler check it (0.8 and later), use `SafeMath`, or require the bound first.",
    cause="`{expression}` can wrap round: nothing bounds `{name}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-190",
    see=_see,
    fires=(
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\n"
            "contract Token {\n"
            "  mapping(address => uint256) balances;\n"
            "  function transfer(address to, uint256 value) public {\n"
            "    require(balances[msg.sender] - value >= 0);\n"
            "    balances[to] += value;\n"
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "solidity",
            "pragma solidity ^0.8.0;\n"
            "contract A {\n"
            "  mapping(address => uint256) owed;\n"
            "  function add(uint256 amount) external {\n"
            "    unchecked {\n"
            "      owed[msg.sender] += amount;\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=6,
        ),
        Example(
            "solidity",
            "pragma solidity 0.4.25;\ncontract A {\n  uint public sum;\n  function sumUp(uint input) public {\n    sum *= input;\n  }\n}\n",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "pragma solidity ^0.8.0;\n"
            "contract A {\n"
            "  mapping(address => uint256) owed;\n"
            "  function add(uint256 amount) external {\n"
            "    owed[msg.sender] += amount;\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "pragma solidity ^0.4.24;\n"
            "contract Token {\n"
            "  mapping(address => uint256) balances;\n"
            "  function transfer(address to, uint256 value) public {\n"
            "    require(balances[msg.sender] >= value);\n"
            "    balances[msg.sender] -= value;\n"
            "    balances[to] = balances[to].add(value);\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "pragma solidity ^0.8.0;\n"
            "contract A {\n"
            "  function go(uint256[] calldata all) external {\n"
            "    for (uint256 i; i < all.length; ) {\n"
            "      unchecked { ++i; }\n"
            "    }\n"
            "  }\n"
            "}\n",
        ),
    ),
)
