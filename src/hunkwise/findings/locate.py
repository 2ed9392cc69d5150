"""Where in a file the words of an explanation point: line numbers, quoted code, names of functions. The training signal for lines."""

import re
from collections.abc import Iterable, Iterator

from hunkwise.findings.definitions import Definition, definitions
from hunkwise.findings.model import CodeFile, How, KnownFinding, Lines, Located, Place
from hunkwise.findings.quotes import Quotes

MAX_TEXT = 200_000
"""Characters of an explanation that are read."""
MAX_PLACES = 200
WIDE = 80
"""A range of more lines than this says little about which line is meant."""

CHECKED = 0.8
"""From this sureness on a quote is taken to stand where it was found."""

_NUMBERED = re.compile(
    r"(?:(?<![\w./%-])(?P<file>[\w./%-]{0,300}\.[A-Za-z]\w{0,9}))?\s?(?:(?P<link>#)L|\b(?P<near>[Ll]ines?)\s*[:#]?\s*L?|(?P<colon>(?<=\w):)L?|\bL)(?P<first>\d{1,7})(?:C\d+)?\b"
    r"(?:\s*(?:-|–|to|\.\.)\s*(?:#?L)?(?P<last>\d{1,7})(?:C\d+)?\b)?"
)
_LIST = re.compile(r"(?:\s?(?:,|and|&)\s?L?\d{1,7}(?:\s?[-–]\s?L?\d{1,7})?\b){0,20}")
_MORE = re.compile(r"(\d+)(?:\s?[-–]\s?L?(\d+))?")
_TICKED = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^[ \t>]*```.*?^[ \t>]*```[^\n]*$", re.M | re.S)
_CALLED = re.compile(r"(?:(?P<owner>[A-Za-z_$][\w$]*)(?:\.|::|->|#))?(?P<name>[A-Za-z_$][\w$]*[?!]?)(?P<call>\([^()]{0,120}\))?")
_BARE_CALL = re.compile(r"(?<![\w`.$])(?:(?P<owner>[A-Za-z_$][\w$]*)(?:\.|::))?(?P<name>[A-Za-z_$][\w$]*)\(\)")


def locate(finding: KnownFinding, file: CodeFile, only: bool = True) -> Located:
    """The lines of `file` that `finding` is about, with how and how surely they are known.

    `only` says that the finding has no other file: then a line number without a file's name can't be another file's.
    """
    return Locator(file).locate(finding, only)


class Locator:
    """Locates any number of findings in one file, which is taken apart only once."""

    def __init__(self, file: CodeFile) -> None:
        self.file = file
        self._definitions = definitions(file.code, file.language)
        self._quotes = Quotes(file.code)
        self._count = file.code.count("\n") + (0 if file.code.endswith("\n") else 1)

    def locate(self, finding: KnownFinding, only: bool = True) -> Located:
        """See `locate`."""
        text = finding.explanation[:MAX_TEXT]
        places = [Place(first, last, "given", 0.98 if only else 0.7) for first, last in finding.lines if first <= self._count]
        quotes = list(self._quotes.found(text))
        places += _doubted(list(_numbered(text, self.file, self._count, only)), quotes)
        places += quotes
        places += _named(finding.title, _FENCE.sub(" ", text), self.file, self._definitions)
        ordered = _ranked(places, self._count)
        if not ordered:
            return Located(finding, self.file, (), "nowhere", 0.0)
        best = ordered[0]
        near = [place for place in ordered if place.sureness >= max(0.2, best.sureness - 0.12)]
        telling = [place for place in near if not any(_inside(other, place) for other in near)]
        lines = merged((place.first, place.last) for place in telling)
        return Located(finding, self.file, lines, telling[0].how, telling[0].sureness, ordered)


def merged(ranges: Iterable[tuple[int, int]]) -> Lines:
    """Ranges in order, those that overlap or touch joined."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _numbered(text: str, file: CodeFile, count: int, only: bool) -> Iterator[Place]:
    """Line numbers: `Vault.sol#L12-L20` in a link, `Vault.sol:12`, "lines 12-20", "L12"."""
    for found in _NUMBERED.finditer(text):
        name = (found["file"] or "").replace("%20", " ")
        if found["colon"] and not name:
            continue
        if name and not _same_file(name, file):
            continue
        ranges = [(found["first"], found["last"])]
        if (found["near"] or "").lower() == "lines":
            more = _LIST.match(text, found.end())
            ranges += [(one[1], one[2]) for one in _MORE.finditer(more[0] if more else "")]
        how: How = "link" if found["link"] and name else "line"
        sure = 0.9 if how == "link" else 0.85 if name else 0.75 if only else 0.4
        for low, high in ranges:
            first, last = int(low), int(high or low)
            last = last if first <= last <= count else first
            if 1 <= first <= count:
                yield Place(first, last, how, sure if last - first < WIDE else sure * 0.5)


def _doubted(numbered: list[Place], quotes: list[Place]) -> list[Place]:
    """Line numbers, much less sure where code that is quoted stands elsewhere.

    A quote is checked against the file; a number may be that of another version.
    """
    checked = [quote for quote in quotes if quote.sureness >= CHECKED]
    if not checked or any(place.first <= quote.last and quote.first <= place.last for place in numbered for quote in checked):
        return numbered
    return [Place(place.first, place.last, place.how, round(place.sureness * 0.7, 3)) for place in numbered]


def _same_file(name: str, file: CodeFile) -> bool:
    """Whether a path as someone wrote it (a whole address, a part, the bare name) is that of `file`."""
    theirs, ours = name.lower().strip("/").split("/"), file.path.lower().split("/")
    shared = 0
    while shared < min(len(theirs), len(ours)) and theirs[-1 - shared] == ours[-1 - shared]:
        shared += 1
    return shared > 0


def _named(title: str, text: str, file: CodeFile, found: tuple[Definition, ...]) -> Iterator[Place]:
    """Functions and other names in backticks, `Contract.function()`, and calls in plain words."""
    mentions = [*_mentions(title), *_mentions(text)]
    in_title = {name for _, name, _ in _mentions(title)}
    by_name: dict[str, list[Definition]] = {}
    for definition in found:
        by_name.setdefault(definition.name, []).append(definition)
    stem = file.name.split(".")[0]
    lines = file.code.split("\n")
    for rank, (owner, name, called) in enumerate(dict.fromkeys(mentions)):
        if rank >= MAX_PLACES:
            return
        owners = [definition for definition in by_name.get(owner, ()) if definition.holds]
        if owner and owner[0].isupper() and not owners and owner.lower() != stem.lower():
            continue
        for definition in by_name.get(name, ()):
            inside = not owners or any(one.first <= definition.first and definition.last <= one.last for one in owners)
            if definition.holds or not inside:
                continue
            sure = 0.62 if name in in_title else 0.55 if rank < 2 else 0.45 if rank < 6 else 0.3
            yield Place(definition.first, definition.last, "function", sure if definition.last - definition.first < WIDE else sure * 0.6)
        if name not in by_name and not called and len(name) > 3:
            hits = [
                number for number, line in enumerate(lines, 1) if name in line and re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", line)
            ]
            if 0 < len(hits) <= 3:
                yield from (Place(number, number, "name", 0.35 if len(hits) == 1 else 0.25) for number in hits)


def _mentions(text: str) -> list[tuple[str, str, bool]]:
    """Names spoken of: (owner, name, whether written as a call), in the order of the text."""
    found: list[tuple[int, tuple[str, str, bool]]] = []
    for ticked in _TICKED.finditer(text):
        match = _CALLED.fullmatch(ticked[1][:200].strip().removeprefix("function ").removesuffix(";"))
        if match is not None:
            found.append((ticked.start(), (match["owner"] or "", match["name"], match["call"] is not None)))
    for bare in _BARE_CALL.finditer(text):
        found.append((bare.start(), (bare["owner"] or "", bare["name"], True)))
    return [mention for _, mention in sorted(found)]


def _inside(inner: Place, outer: Place) -> bool:
    """Whether `inner` is a smaller part of `outer`."""
    return outer.first <= inner.first and inner.last <= outer.last and inner.last - inner.first < outer.last - outer.first


def _ranked(places: Iterable[Place], count: int) -> tuple[Place, ...]:
    """Each range once, the surest first; a range is surer where another way of pointing meets it with a range at least as wide."""
    best: dict[tuple[int, int], Place] = {}
    for place in places:
        key = (place.first, min(place.last, count))
        if key not in best or best[key].sureness < place.sureness:
            best[key] = Place(*key, place.how, place.sureness)
    kept = sorted(best.values(), key=lambda place: (-place.sureness, place.first, place.last))[:MAX_PLACES]
    ranked = []
    for place in kept:
        support: dict[How, float] = {}
        for other in kept:
            if other.how != place.how and other.first <= place.last and place.first <= other.last and not _inside(other, place):
                support[other.how] = max(other.sureness, support.get(other.how, 0.0))
        doubt = 1 - place.sureness
        for sureness in support.values():
            doubt *= 1 - 0.4 * sureness
        ranked.append(Place(place.first, place.last, place.how, round(min(0.99, 1 - doubt), 3)))
    return tuple(sorted(ranked, key=lambda place: (-place.sureness, place.last - place.first, place.first)))
