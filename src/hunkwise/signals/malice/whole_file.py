"""A file seen as a whole for what it is able to do: fetch, send, run, decode, write, and ask who and where it is."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hunkwise.code.model import Call, Facts, Side, Unit
from hunkwise.signals.interface import Sighting
from hunkwise.signals.seeing import ends, hit
from hunkwise.signals.tables.attack import DECODES, FETCHES, IDENTITY, RUNS, SENDS, STARTS

_COMMENT = re.compile(r"\s*(?:#(?![!\w]*\s*(?:include|define))|//|\*|/\*|<!--|::|rem\s|REM\s|;;)")
_MOST = 400_000
_METHOD = frozenset(
    {"exec", "compile", "match", "search", "post", "get", "send", "decompress", "decrypt", "chr", "unescape", "assert", "request"}
)


@dataclass(frozen=True, slots=True)
class View:
    """`text` is everything at hand without lines that are wholly a comment, `lower` the same in lower case (of equal length)."""

    text: str
    lower: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    facts: Facts
    kept: dict[str, tuple[Call, ...]] = field(default_factory=dict)
    answers: dict[int, tuple[Sighting, ...]] = field(default_factory=dict)

    def line(self, offset: int) -> int:
        """The line number at an offset of the text."""
        return self.numbers[max(0, bisect_right(self.starts, offset) - 1)] if self.numbers else 1

    def calls(self, kind: str) -> tuple[Call, ...]:
        """The calls that can do something: `fetch`, `send`, `run` (code), `start` (a program), `decode`, or ask for `identity`."""
        if kind not in self.kept:
            table = _KINDS[kind]
            self.kept[kind] = tuple(
                call
                for call in self.facts.calls
                if (entry := ends(call.path, table)) and not (entry in _METHOD and "." in call.path and kind in ("run", "decode"))
            )
        return self.kept[kind]

    @property
    def reaches_out(self) -> bool:
        """Whether it talks to the network at all."""
        return bool(self.calls("fetch") or self.calls("send")) or bool(_NETWORK.search(self.lower))


_KINDS = {"fetch": FETCHES, "send": SENDS, "run": RUNS, "start": STARTS, "decode": DECODES, "identity": IDENTITY}
_NETWORK = re.compile(
    r"\b(?:curl|wget|invoke-webrequest|invoke-restmethod|iwr|downloadstring|downloadfile|xmlhttp|webclient|socket\.socket|net\.connect)\b"
)


def _read(lines: Iterable[tuple[int, str]], facts: Facts) -> View:
    numbers, starts, texts, at = [], [], [], 0
    for number, text in lines:
        if at > _MOST:
            break
        shown = "" if _COMMENT.match(text) else text[:20_000]
        numbers.append(number)
        starts.append(at)
        texts.append(shown)
        at += len(shown) + 1
    text = "\n".join(texts)
    lower = text.lower()
    return View(text, lower if len(lower) == len(text) else text, tuple(starts), tuple(numbers), facts)


_KEPT: list[tuple[Facts, View]] = []


def view_of(side: Side) -> View:
    """The whole file of a side, read once for all its units and signals."""
    for known, found in _KEPT:
        if known is side.whole:
            return found
    found = _read(side.around or side.lines, side.whole)
    _KEPT.insert(0, (side.whole, found))
    del _KEPT[4:]
    return found


def in_files(look: Callable[[Unit, View], Iterator[Sighting]], *stems: str) -> Callable[[Unit, Side], Iterator[Sighting]]:
    """A `see` that looks once at a file that holds one of `stems` (lower case), and tells each sighting with the unit of its lines."""

    def see(unit: Unit, side: Side) -> Iterator[Sighting]:
        if not side.lines or unit.language in _PROSE:
            return
        view = view_of(side)
        found = view.answers.get(id(look))
        if found is None:
            found = tuple(look(unit, view)) if not stems or any(stem in view.lower for stem in stems) else ()
            view.answers[id(look)] = found
        first, last = side.lines[0][0], side.lines[-1][0]
        yield from (one for one in found if any(first <= line <= last for line in one.lines))

    return see


_PROSE = frozenset({"", "text", "markdown", "css"})


def asked(view: View) -> set[str]:
    """Which questions about the machine and its user a file asks: `host`, `user`, `folder`, `address`, `system`, `environment`."""
    names = {entry for call in view.calls("identity") if (entry := ends(call.path, IDENTITY) or hit(call.path, IDENTITY))}
    found = {IDENTITY[name] for name in names}
    return found | {kind for kind, pattern in _ASKED.items() if pattern.search(view.text)}


_ASKED = {
    "environment": re.compile(
        r"os\.environ(?!\s*(?:\[|\.get|\.setdefault|\.pop))|process\.env(?![\w.\[])|\bprintenv\b|Get-ChildItem\s+env:", re.I
    ),
    "host": re.compile(r"\$\(\s*hostname\s*\)|`hostname`|\$env:COMPUTERNAME|%COMPUTERNAME%", re.I),
    "user": re.compile(r"\$\(\s*whoami\s*\)|`whoami`|\bwhoami\b|\$env:USERNAME|%USERNAME%|environ\[?.{0,3}(?:USER|USERNAME)\b", re.I),
}
