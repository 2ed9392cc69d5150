"""A Solidity file read for its contracts: state, functions and their text without comments, in old and new syntax, whole or in pieces."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Sighting

_HIDDEN = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_PRAGMA = re.compile(r"\bpragma\s+solidity\s*([^;\n]{1,80})")
_NUMBER = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")
_OPENS = re.compile(
    r"\b(?P<kind>contract|interface|library)\s+(?P<name>\w+)(?P<bases>[^{};]{0,2000})(?P<end>\{)"
    r"|\b(?P<word>function|constructor|modifier|fallback|receive)\b[ \t]*(?P<called>\w*)\s*(?:\((?P<params>[^{};]*?)\))?"
    r"(?P<rest>(?![\w.=])[^{};=]{0,2000})(?P<stop>[{;])"
)
_VARIABLE = re.compile(
    r"\s*(?P<type>mapping\s*\(.*\)|[A-Za-z_][\w.]*(?:\s+payable)?)(?P<array>(?:\s*\[[^\]]*\])*)\s+"
    r"(?P<words>(?:(?:public|private|internal|constant|immutable|transient|override(?:\s*\([^)]*\))?)\s+)*)(?P<name>[A-Za-z_]\w*)\s*(?P<value>=.*)?\Z",
    re.DOTALL,
)
_NO_TYPE = frozenset({
    "function", "event", "error", "using", "struct", "enum", "modifier", "constructor", "import", "pragma", "fallback", "receive",
    "return", "emit", "delete", "type", "is", "else", "throw", "revert",
})  # fmt: skip
_BRACES = re.compile(r"[{}]")
_MAX = 400_000


@dataclass(frozen=True, slots=True)
class Variable:
    """A parameter or a state variable: its type with array brackets, its name, the words between, its line, and the first value's text."""

    type: str
    name: str
    words: str = ""
    line: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function, constructor, modifier or fallback. `head` is what stands between the parameters and the body; `text` the body, hidden
    parts as blanks, from offset `at` of the source's text. An empty `text` has no body. `contract` is an empty text in a fragment."""

    kind: str
    name: str
    params: tuple[Variable, ...]
    head: str
    text: str
    at: int
    line: int
    end: int
    contract: str
    scope: str

    @property
    def open(self) -> bool:
        """Whether anyone may call it: public, external, or of an old contract and without a word."""
        return self.kind in ("function", "fallback", "receive") and not re.search(r"\b(?:internal|private)\b", self.head)

    @property
    def reads_only(self) -> bool:
        """Whether it says that it changes nothing."""
        return bool(re.search(r"\b(?:view|pure|constant)\b", self.head))

    @property
    def constructs(self) -> bool:
        """Whether it runs at deployment only: `constructor`, or the old way, named as its contract."""
        return self.kind == "constructor" or (bool(self.contract) and self.name == self.contract)


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract, interface or library with its state variables; `text` is all of it, hidden parts as blanks, from offset `at`."""

    kind: str
    name: str
    bases: str
    variables: tuple[Variable, ...]
    text: str
    at: int
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """What is at hand of a file. `version` is the lowest compiler that its pragma allows, (0, 0, 0) where none is in sight."""

    text: str
    version: tuple[int, int, int]
    pragma: str
    contracts: tuple[Contract, ...]
    functions: tuple[Function, ...]
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    def line(self, offset: int) -> int:
        """The line number at an offset of the text."""
        return self.numbers[max(0, bisect_right(self.starts, offset) - 1)] if self.numbers else 1

    def contract(self, function: Function) -> Contract | None:
        """The contract that a function stands in."""
        return next((one for one in self.contracts if one.name == function.contract), None)

    def state(self, function: Function) -> dict[str, Variable]:
        """The state variables of its contract, and those of its bases in the same file, by name."""
        found: dict[str, Variable] = {}
        waiting, seen = [function.contract], set[str]()
        while waiting and len(seen) < 30:
            name = waiting.pop()
            for one in self.contracts:
                if one.name == name and name not in seen:
                    found = {variable.name: variable for variable in one.variables} | found
                    waiting += re.findall(r"\w+", one.bases)
            seen.add(name)
        return found

    @property
    def checked(self) -> bool:
        """Whether arithmetic is checked by the compiler (0.8 and later); so it is taken where no pragma is in sight."""
        return self.version == (0, 0, 0) or self.version >= (0, 8, 0)


def _blank(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] in "\"'":
        return text[0] + " " * (len(text) - 2) + text[-1]
    return "".join("\n" if character == "\n" else " " for character in text) if "\n" in text else " " * len(text)


def read(lines: Iterable[tuple[int, str]]) -> Source:
    """Reads numbered lines, which need not follow each other."""
    numbers, starts, at, texts = [], [], 0, []
    for number, text in lines:
        if at > _MAX:
            break
        numbers.append(number)
        starts.append(at)
        texts.append(text)
        at += len(text) + 1
    text = _HIDDEN.sub(_blank, "\n".join(texts))
    pragma = _PRAGMA.search(text)
    source = Source(
        text, _version(pragma[1]) if pragma else (0, 0, 0), pragma[1].strip() if pragma else "", (), (), tuple(starts), tuple(numbers)
    )
    return _parsed(source)


def _version(text: str) -> tuple[int, int, int]:
    found = _NUMBER.search(text)
    return (int(found[1][:4]), int(found[2][:4]), int((found[3] or "0")[:4])) if found else (0, 0, 0)


def _parsed(source: Source) -> Source:
    text, close = source.text, _closing(source.text)
    contracts: list[Contract] = []
    functions: list[Function] = []
    at = 0
    while found := _OPENS.search(text, at):
        if found["kind"]:
            opened = found.end() - 1
            end = close.get(opened, len(text))
            at = found.end()
            body = text[opened : end + 1]
            contracts.append(
                Contract(
                    found["kind"],
                    found["name"],
                    found["bases"].replace(" is ", " ", 1),
                    tuple(_variables(source, opened + 1, min(end, len(text)), close)),
                    body,
                    opened,
                    source.line(found.start()),
                    source.line(end),
                )
            )
            continue
        opened = found.end() - 1
        has_body = found["stop"] == "{"
        end = close.get(opened, len(text)) if has_body else opened
        at = max(end, found.end())
        holder = next((one for one in reversed(contracts) if one.at < opened <= one.at + len(one.text)), None)
        word, called = found["word"], found["called"]
        kind = "fallback" if word == "function" and not called else word
        if word in ("fallback", "receive") and (called or found["params"] is None):
            at = found.start() + len(word)
            continue
        functions.append(
            Function(
                kind,
                called if word in ("function", "modifier") else word,
                tuple(_params(found["params"] or "")),
                " ".join(found["rest"].split()),
                text[opened + 1 : end] if has_body else "",
                opened + 1,
                source.line(found.start()),
                source.line(end),
                holder.name if holder else "",
                holder.kind if holder else "contract",
            )
        )
    return Source(source.text, source.version, source.pragma, tuple(contracts), tuple(functions), source.starts, source.numbers)


def _closing(text: str) -> dict[int, int]:
    """Where each opening brace is closed."""
    stack: list[int] = []
    close: dict[int, int] = {}
    for found in _BRACES.finditer(text):
        if found[0] == "{":
            stack.append(found.start())
        elif stack:
            close[stack.pop()] = found.start()
    return close


def _params(text: str) -> Iterator[Variable]:
    for piece in text.split(",") if text.strip() else ():
        words = piece.split()
        if words:
            yield Variable(words[0], words[-1] if len(words) > 1 else "", " ".join(words[1:-1]))


def _variables(source: Source, start: int, end: int, close: dict[int, int]) -> Iterator[Variable]:
    text, at, begun = source.text, start, start
    while at < end:
        found = re.compile(r"[;{]").search(text, at, end)
        if found is None:
            return
        if found[0] == "{":
            at = close.get(found.start(), end) + 1
            begun = at
            continue
        statement = text[begun : found.start()]
        lead = len(statement) - len(statement.lstrip())
        if len(statement) < 3_000 and (told := _VARIABLE.match(statement)) and told["type"].split(None, 1)[0] not in _NO_TYPE:
            kind = "".join(told["type"].split()) + "".join((told["array"] or "").split())
            yield Variable(kind, told["name"], told["words"].strip(), source.line(begun + lead), (told["value"] or "").strip())
        at = begun = found.end()


_KEPT: list[tuple[tuple[tuple[int, str], ...], Source]] = []


def source_of(side: Side) -> Source:
    """The file of a side, read once for all its units and signals."""
    lines = side.around or side.lines
    for known, found in _KEPT:
        if known is lines:
            return found
    found = read(lines)
    _KEPT.insert(0, (lines, found))
    del _KEPT[4:]
    return found


Look = Callable[[Source, Function], Iterator[Sighting]]
See = Callable[[Unit, Side], Iterator[Sighting]]


def in_functions(look: Look, *stems: str) -> See:
    """A signal's `see` that looks at every function with a body of a unit; where `stems` are given, at those that hold one of them."""

    def see(unit: Unit, side: Side) -> Iterator[Sighting]:
        if not side.lines or (stems and not any(stem in text for _, text in side.lines for stem in stems)):
            return
        first, last = side.lines[0][0], side.lines[-1][0]
        source = source_of(side)
        for function in source.functions:
            if (
                function.text
                and function.line <= last
                and function.end >= first
                and (not stems or any(stem in function.text for stem in stems))
            ):
                yield from (sighting for sighting in look(source, function) if any(first <= line <= last for line in sighting.lines))

    return see


def in_contracts(look: Callable[[Source, Contract], Iterator[Sighting]], *stems: str) -> See:
    """The same for contracts: told with the unit that holds the first line of the sighting."""

    def see(unit: Unit, side: Side) -> Iterator[Sighting]:
        if not side.lines:
            return
        first, last = side.lines[0][0], side.lines[-1][0]
        source = source_of(side)
        for contract in source.contracts:
            if contract.line <= last and contract.end >= first and (not stems or any(stem in contract.text for stem in stems)):
                yield from (sighting for sighting in look(source, contract) if sighting.lines and first <= sighting.lines[0] <= last)

    return see


def matches(source: Source, function: Function, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int]]:
    """Each match of a pattern in a function's body, with its line."""
    for found in pattern.finditer(function.text):
        yield found, source.line(function.at + found.start())


_PLAIN_WORD = re.compile(
    r"\b(?:returns\s*\([^)]*\)|override\s*\([^)]*\)|override|virtual|public|external|internal|private|payable|view|pure|constant)"
)
_NEUTRAL = re.compile(
    r"(?i)^(?:nonreentrant|lock|mutex|when\w+|valid\w*|onlypayloadsize|ensure|checkdeadline|notzero\w*|nonzero\w*|returns)$"
)
_ASKS_CALLER = re.compile(
    r"\b(?:require|assert|if)\s*\((?:[^;{]|\n)*?(?:\bmsg\.sender\b|_msgSender\(\)|\btx\.origin\b)"
    r"|\b_?(?:check|only|require|authorize|authorise|enforce|assert)(?:Is)?(?:Contract)?(?:Owner|Role|Auth|Can|Admin|Gov|Caller|Access|Only)\w*\s*\("
    r"|\b(?:isOwner|isAuthorized|hasRole|auth\w*|canCall|onlyOwner|_onlyOwner)\s*\("
)


def modifiers(function: Function) -> list[str]:
    """The modifiers in a function's head: everything that isn't a word of the language."""
    rest = _PLAIN_WORD.sub(" ", function.head)
    return re.findall(r"[A-Za-z_][\w.]*", re.sub(r"\([^()]*\)", " ", rest))


def restricted(function: Function) -> bool:
    """Whether a modifier or a condition about the caller decides who may call a function."""
    return any(not _NEUTRAL.match(word) for word in modifiers(function)) or bool(_ASKS_CALLER.search(function.text))


_LOCAL = re.compile(
    r"\b(u?int\d*|address|bool|bytes\d*|string|[A-Z]\w*(?:\.\w+)?)((?:\s*\[[^\]]*\])*)\s+(?:payable\s+|memory\s+|storage\s+|calldata\s+)*(\w+)\s*[=;,)]"
)


def types(source: Source, function: Function) -> dict[str, str]:
    """The types of the names that a function sees: state, parameters, its own variables."""
    found = {name: one.type for name, one in source.state(function).items()}
    found |= {one.name: one.type for one in function.params if one.name}
    found |= {told[3]: told[1] + "".join(told[2].split()) for told in _LOCAL.finditer(function.text)}
    return found


def loops(function: Function) -> Iterator[tuple[int, str, str]]:
    """(offset in the body, condition, text of the loop's body) of each `for`, `while` and `do`."""
    for found in re.finditer(r"\b(?:for|while|do)\b\s*", function.text):
        at, head = found.end(), ""
        if function.text[at : at + 1] == "(":
            end = _matching(function.text, at, "(", ")")
            head = function.text[at + 1 : end]
            at = end + 1
        rest = function.text[at:]
        lead = len(rest) - len(rest.lstrip())
        if rest.lstrip()[:1] == "{":
            opened = at + lead
            yield found.start(), head, function.text[opened : _matching(function.text, opened, "{", "}") + 1]
        else:
            stop = function.text.find(";", at)
            yield found.start(), head, function.text[at : stop + 1] if stop >= 0 else rest


def _matching(text: str, at: int, opening: str, closing: str) -> int:
    depth = 0
    for place in range(at, len(text)):
        if text[place] == opening:
            depth += 1
        elif text[place] == closing:
            depth -= 1
            if not depth:
                return place
    return len(text)


def arguments(text: str, at: int) -> list[str]:
    """The arguments of the call whose opening parenthesis stands at an offset of `text`."""
    out: list[str] = []
    depth, begun = 0, at + 1
    for place in range(at, min(len(text), at + 3_000)):
        character = text[place]
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if not depth:
                piece = text[begun:place].strip()
                return [*out, piece] if piece or out else out
        elif character == "," and depth == 1:
            out.append(text[begun:place].strip())
            begun = place + 1
    return out
