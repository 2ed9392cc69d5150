"""State that is written after control was handed to another contract."""

import re
from collections.abc import Iterator

from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short
from hunkwise.signals.tables.contracts import REENTRANCY_GUARDS
from hunkwise.signals.tables.languages import SOLIDITY
from hunkwise.signals.weakness.solidity_source import Function, Source, in_functions, modifiers

_LEAVES = re.compile(
    r"(?P<low>[\w.\[\]()]{1,100}?\s*\.\s*(?:call|delegatecall)\s*(?=\.\s*(?:value|gas)|\{|\())"
    r"|(?P<value>\.\s*(?:functionCallWithValue|sendValue|functionCall)\s*\()"
    r"|(?P<mint>\b_?safeMint\s*\(|\.\s*(?:onERC721Received|onERC1155Received|tokensReceived|on[A-Z]\w*Received)\s*\()"
    r"|(?P<asked>\b[A-Z]\w*\s*\(\s*(?:payable\s*\(\s*)?msg\.sender\s*\)?\s*\)\s*\.\s*\w+\s*\()"
    r"|(?P<token>\.\s*(?:safeTransfer|safeTransferFrom|transferFrom)\s*\()"
    r"|(?P<ether>\.\s*(?:send|transfer)\s*\()"
)
_STRENGTH = {"low": 0.9, "value": 0.8, "mint": 0.6, "asked": 0.7, "token": 0.4, "ether": 0.3}
_WRITE = re.compile(
    r"\b(?P<name>[A-Za-z_]\w*)(?P<rest>(?:\s*\[[^\];]*\]|\s*\.\s*\w+)*)\s*(?:[-+*/|&]?=(?![=>])|\+\+|--)|\bdelete\s+(?P<gone>\w+)|(?:\+\+|--)(?P<pre>\w+)"
)
_REFERENCE = re.compile(r"(?:\bvar|\b[\w.]+\s+storage)\s+(\w+)\s*=")
_CALLED = re.compile(r"\b(\w+)\s*\(")


def _look(source: Source, function: Function) -> Iterator[Sighting]:
    named = modifiers(function)
    if function.constructs or function.kind == "modifier" or any(word in REENTRANCY_GUARDS or "eentran" in word for word in named):
        return
    state = set(source.state(function))
    leaving = _leaving(source, function, named)
    if not leaving:
        return
    told: set[str] = set()
    for name, at in _writes(source, function, state):
        earlier = [one for one in leaving if one[0] < at]
        if not earlier or name in told or _otherwise(function.text, earlier[0][0], at):
            continue
        told.add(name)
        _, call, strength = max(earlier, key=lambda found: found[2])
        place = next(start for start, text, _ in earlier if text == call)
        lines = tuple(sorted({source.line(function.at + max(place, 0)) if place >= 0 else function.line, source.line(function.at + at)}))
        yield Sighting(lines, {"call": short(call, 60), "name": name}, strength=strength)


def _leaving(source: Source, function: Function, named: list[str]) -> list[tuple[int, str, float]]:
    """Where control leaves: (offset, the call, how likely it comes back hostile), also through functions and modifiers of the same file."""
    found = _calls(function.text)
    others = {one.name: one for one in source.functions if one.text and one.contract and one is not function}
    for called in _CALLED.finditer(function.text):
        other = others.get(called[1])
        if other is None or other.kind != "function" or (called.start() and function.text[called.start() - 1] == "."):
            continue
        found += [
            (called.end(), f"{other.name}(): {text}", strength * 0.8) for _, text, strength in _calls(other.text)[:1] if strength >= 0.6
        ]
    for word in named:
        other = others.get(word)
        if other is not None and other.kind == "modifier":
            found += [(-1, f"{word}: {text}", strength) for at, text, strength in _calls(other.text)[:1] if strength >= 0.6]
    return sorted(found)


def _calls(text: str) -> list[tuple[int, str, float]]:
    found = []
    for one in _LEAVES.finditer(text):
        kind = one.lastgroup or "token"
        words = " ".join(one[0].split()).rstrip("( ")
        if kind == "low" and (words.startswith(("abi", "super")) or re.match(r"\s*\(\s*\)\s*;", text[one.end() :])):
            continue
        end = text.find(";", one.end())
        if kind == "ether" and text[one.end() : max(one.end(), end)].count(",") > 0:
            kind = "token"
        found.append((one.end(), words.lstrip(".( "), _STRENGTH[kind]))
    return found


def _writes(source: Source, function: Function, state: set[str]) -> Iterator[tuple[str, int]]:
    """(name, offset) of each write to state: by name, through a reference, or by a function of the file that writes it."""
    references = {found[1] for found in _REFERENCE.finditer(function.text)}
    local = {one.name for one in function.params}
    for found in _WRITE.finditer(function.text):
        name = found["name"] or found["gone"] or found["pre"]
        before = function.text[max(0, found.start() - 60) : found.start()]
        declares = (
            found["name"]
            and not found["rest"]
            and re.search(r"[\w\])]\s+(?:memory\s+|storage\s+|payable\s+|calldata\s+)*$", before)
            and not re.search(r"\b(?:else|return|do)\s+$", before)
        )
        if declares or name in ("success", "ok", "sent", "value", "gas", "salt"):
            local.add(name) if name not in references else None
        elif (
            (name in references and found["rest"])
            or name in state
            or (not state and name not in local and (found["rest"] or not function.contract))
        ):
            yield name, found.start()
    writers = {one.name: one for one in source.functions if one.contract == function.contract and one.text and one.kind == "function"}
    for called in _CALLED.finditer(function.text):
        other = writers.get(called[1])
        if other is None or other is function or other.reads_only or (called.start() and function.text[called.start() - 1] == "."):
            continue
        written = next((one["name"] for one in _WRITE.finditer(other.text) if one["name"] in state), "")
        if written:
            yield written, called.start()


def _otherwise(text: str, call: int, write: int) -> bool:
    """Whether the write stands only in the branch that a failed call takes, or in another branch than the call."""
    between = text[max(call, 0) : write]
    return bool(re.search(r"\b(?:return|revert|throw)\b[^;]*;\s*\}?\s*else\b", between)) or (
        between.count("}") > between.count("{") and "else" in between
    )


_see = in_functions(_look, "call", "Value", "afeMint", "eceived", "ransfer", "send", "msg.sender", "modifier", "(")


SIGNAL = Signal(
    id="external-call-before-state-change",
    title="State written after an external call",
    kind="pattern",
    category="re-entrancy",
    severity="high",
    languages=SOLIDITY,
    promise="Tells of a function that calls another contract and writes its own state only after that, also when a change swaps the two.",
    why="The other contract can call back in while the state is still the old one, and take the same money twice.",
    quiet="State written first, functions with a re-entrancy guard, results of the call itself; plain transfers are told weakly.",
    remedy="Write the state before the call, or guard the function against re-entry.",
    cause="`{name}` is written only after `{call}` has handed control to another contract.",
    since="0.1",
    maturity="stable",
    cwe="CWE-841",
    see=_see,
    fires=(
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n    _pay(n);\n"
            "    balances[msg.sender] -= n;\n  }\n"
            '  function _pay(uint n) internal {\n    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n  }\n}\n',
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n  struct Acc { uint balance; }\n  mapping(address => Acc) all;\n  function take(uint n) public {\n"
            "    var acc = all[msg.sender];\n    if (msg.sender.call.value(n)()) {\n      acc.balance -= n;\n    }\n  }\n}\n",
            line=7,
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n    balances[msg.sender] -= n;\n  }\n}\n',
            line=6,
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n    balances[msg.sender] -= n;\n    require(ok);\n  }\n}\n',
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    balances[msg.sender] -= n;\n    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n  }\n}\n',
            line=5,
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) credit;\n  function withdraw(uint n) public {\n"
            "    require(msg.sender.call.value(n)());\n    credit[msg.sender] -= n;\n  }\n}\n",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  modifier lockIt() { require(!busy); busy = true; _; busy = false; }\n"
            "  function withdraw(uint n) public nonReentrant {\n    _pay(n);\n    balances[msg.sender] -= n;\n  }\n"
            '  function _pay(uint n) internal {\n    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n  }\n}\n',
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public {\n"
            '    balances[msg.sender] -= n;\n    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n  }\n}\n',
        ),
        Example(
            "solidity",
            "contract A {\n  mapping(address => uint) balances;\n  function withdraw(uint n) public nonReentrant {\n"
            '    (bool ok, ) = msg.sender.call{value: n}("");\n    require(ok);\n    balances[msg.sender] -= n;\n  }\n}\n',
        ),
        Example(
            "solidity",
            'contract A {\n  function pay(uint n) public {\n    (bool ok, ) = msg.sender.call{value: n}("");\n'
            "    uint left = n;\n    left -= 1;\n    require(ok);\n  }\n}\n",
        ),
    ),
)
