"""A loop over a list that everyone can make longer."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, loops

_LENGTH = re.compile(
    r"[<>]=?\s*(?:this\s*\.\s*)?(?P<name>[A-Za-z_]\w*)(?:\[[^\]]*\])*\s*\.\s*length|(?P<count>\b\w*(?:[cC]ount|[nN]um\w*|[lL]ength|total\w*))\s*$"
)
_COSTLY = re.compile(
    r"\.(?:transfer|send|call|safeTransfer\w*|transferFrom|mint|burn|value)\b|\w\[[^\]]*\](?:\.\w+|\[[^\]]*\])*\s*[-+*]?=(?!=)|\bdelete\b|\.push\(|\+=|-="
)


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    if function.reads_only or function.constructs:
        return
    state = source.state(function)
    own = {one.name for one in function.params if one.type.startswith("uint")}
    for emptied in re.finditer(r"\b(\w+)\s*=\s*new\s+\w+\s*\[\s*\]\s*\(\s*0\s*\)", function.text):
        if emptied[1] in state and source.version < (0, 6, 0):
            yield Sighting((source.line(function.at + emptied.start()),), {"name": emptied[1]}, strength=0.5)
    for start, head, body in loops(function):
        condition = head.split(";")[1] if head.count(";") >= 2 else head
        many = re.search(r"<=?\s*(?:(\d{3,})|(\w+))\s*$", condition.strip())
        pushed = re.search(r"\b(\w+)\s*(?:\.\s*push\s*\(|\[[^\]]*\]\s*=(?!=)|\.\s*length\s*\+=)", body)
        if many and (many[1] or many[2] in own) and pushed and pushed[1] in state and state[pushed[1]].type.endswith("[]"):
            yield Sighting((source.line(function.at + start),), {"name": pushed[1]}, strength=0.5)
            continue
        found = _LENGTH.search(condition.strip())
        name = (found["name"] or found["count"] or "") if found else ""
        kind = state[name].type if name in state else ""
        fixed = re.search(r"\[\d+\]$", kind)
        if (
            not name
            or not kind
            or fixed
            or not (kind.endswith("[]") or kind.startswith(("mapping", "uint")))
            or "constant" in state[name].words
        ):
            continue
        cost = _COSTLY.search(body)
        if cost:
            grows = re.search(rf"\b{re.escape(name)}\b(?:\[[^\]]*\])*\s*(?:\.\s*(?:push|length\s*(?:\+\+|\+=|=))|\+\+|\+=)", source.text)
            yield Sighting((source.line(function.at + start),), {"name": name}, strength=0.6 if grows else 0.4)


_see = in_functions(_look, "for", "while")


SIGNAL = Signal(
    id="unbounded-loop",
    title="A loop over a list that only grows",
    kind="pattern",
    category="denial-of-service",
    severity="medium",
    languages=SOLIDITY,
    promise=("Tells of a loop over the whole of a state array whose body writes state or calls others, in a function that changes things."),
    why="The list outgrows a block's gas, and the function never ends again: what it pays out stays locked.",
    quiet="Reading functions, lists given as parameters, bounds that the caller chooses.",
    remedy="Let the caller give a range, or let each one collect what is theirs.",
    cause="The loop runs over all of `{name}`, which can outgrow the gas of a block.",
    since="0.2",
    maturity="preview",
    cwe="CWE-400",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n"
            "  address[] people;\n"
            "  function join() external { people.push(msg.sender); }\n"
            "  function payAll() external {\n"
            "    for (uint i = 0; i < people.length; i++) {\n"
            "      payable(people[i]).transfer(1);\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  uint[] all;\n"
            "  mapping(uint => uint) seen;\n"
            "  function add(uint x) external {\n"
            "    all.push(x);\n"
            "    for (uint i; i < all.length; ++i) {\n"
            "      seen[all[i]] += 1;\n"
            "    }\n"
            "  }\n"
            "}\n",
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n"
            "  address[] people;\n"
            "  function join() external { people.push(msg.sender); }\n"
            "  function sum() external view returns (uint s) {\n"
            "    for (uint i = 0; i < people.length; i++) s += owed[people[i]];\n"
            "  }\n"
            "}\n",
        ),
        Example(
            "solidity",
            "contract A {\n"
            "  function payAll(address[] calldata people) external {\n"
            "    for (uint i = 0; i < people.length; i++) {\n"
            "      payable(people[i]).transfer(1);\n"
            "    }\n"
            "  }\n"
            "}\n",
        ),
    ),
)
