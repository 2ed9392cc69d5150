"""Code that an explanation quotes (fenced blocks, diffs, expressions in backticks) found again in the file."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from hunkwise.findings.model import Place

MAX_BLOCKS = 60
MAX_BLOCK_LINES = 400
MAX_EXPRESSIONS = 200
MAX_EXPRESSION = 400
MIN_EXPRESSION = 12
"""Characters, without white space, from which on an expression or line is telling."""

_FENCE = re.compile(r"^[ \t>]*```[ \t]*(?P<tag>[\w+#-]*)[^\n]*\n(?P<body>.*?)^[ \t>]*```", re.M | re.S)
_INDENTED = re.compile(r"(?:^(?: {4}|\t)[^\n]*(?:\n|\Z))+", re.M)
_TICKED = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}|\*\*)[ \t]*(?P<text>[^\n*#]{3,80})", re.M)
_ELSEWHERE = re.compile(r"recommend|mitigat|fix|remedi|proof|poc\b|test|tool|suggest|resolution|solution", re.I)
_LABEL = re.compile(r"^\s*(?:\d{1,5}[:|]?\s+|@@.*@@)")
_COMMENT = re.compile(r" (?://|# |-- ).*")
_WEAK = re.compile(r"[{}()\[\];,]*|else\{?|\}else\{|end|return;?|break;?|try\{?|pass|\.\.\.|…|//.*|#.*|/\*.*|\*.*")


def _block(body: str, tag: str) -> tuple[list[str], bool]:
    """The lines of a quote as they would stand in the file: of a diff, those that it takes away, or else those it keeps."""
    lines = [re.sub(r"^[ \t]*>[ \t]?", "", line) for line in body.split("\n")[:MAX_BLOCK_LINES]]
    marked = [line for line in lines if line[:1] in "+-" and line.strip()]
    if tag.lower() in ("diff", "patch") or (len(marked) >= 1 and all(re.match(r"[+-](?![+-=])", line) for line in marked)):
        gone = [line[1:] for line in lines if line.startswith("-") and not line.startswith("---")]
        kept = [line[1:] if line[:1] == " " else line for line in lines if line[:1] not in ("+", "-", "@")]
        return (gone or kept), True
    return [_LABEL.sub("", line) for line in lines], False


def _squeezed(line: str) -> str:
    """A line without white space and final comment, so that a quote may be laid out differently."""
    if "//" in line or "# " in line or "-- " in line:
        line = _COMMENT.sub("", " ".join(line.split()))
    return "".join(line.split())


class Quotes:
    """Finds quoted code in one file."""

    def __init__(self, code: str) -> None:
        self.lines = [_squeezed(line) for line in code.split("\n")]
        self.where: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines, 1):
            if line:
                self.where.setdefault(line, []).append(number)

    def found(self, text: str) -> Iterator[Place]:
        """The places of the code that `text` quotes."""
        headings = [(found.start(), found["text"]) for found in _HEADING.finditer(text)]
        for found in islice(_FENCE.finditer(text), MAX_BLOCKS):
            section = next((heading for at, heading in reversed(headings) if at < found.start()), "")
            lines, is_diff = _block(found["body"], found["tag"])
            trust = 1.0 if is_diff or not _ELSEWHERE.search(section) else 0.6
            for first, last, sureness in self.runs(lines):
                yield Place(first, last, "quote", round(sureness * trust, 3))
        rest = _FENCE.sub(" ", text)
        for found in islice(_INDENTED.finditer(rest), MAX_BLOCKS):
            for first, last, sureness in self.runs(found[0].split("\n")[:MAX_BLOCK_LINES]):
                yield Place(first, last, "quote", round(sureness * 0.9, 3))
        for found in islice(_TICKED.finditer(rest), MAX_EXPRESSIONS):
            if len(found[1]) <= MAX_EXPRESSION and re.search(r"[^\w$.]", found[1].strip().removesuffix("()")):
                for first, sureness in self.expression(found[1]):
                    yield Place(first, first, "quote", sureness)

    def runs(self, lines: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        """Ranges (first, last, sureness) where the quoted lines stand in order, gaps of a few lines allowed."""
        wanted = [line for line in map(_squeezed, lines) if line]
        telling = [line for line in wanted if not _WEAK.fullmatch(line)]
        if not telling:
            return
        at = 0
        while at < len(wanted):
            best = self._longest(wanted, at)
            if best is None:
                at += 1
                continue
            first, last, used, strong = best
            if strong:
                yield first, last, self._sureness(wanted[at : at + used], strong, len(telling))
            at += max(1, used)

    def _longest(self, wanted: Sequence[str], at: int) -> tuple[int, int, int, int] | None:
        """The longest run from quoted line `at` on: first line, last line, quoted lines used, telling lines matched."""
        best: tuple[int, int, int, int] | None = None
        if _WEAK.fullmatch(wanted[at]):
            return None
        for first in self.where.get(wanted[at], ())[:20]:
            here, used, strong, last = first, 1, 1, first
            for offset in range(1, min(len(wanted) - at, 200)):
                line = wanted[at + offset]
                near = next(
                    (number for number in range(here + 1, min(here + 5, len(self.lines) + 1)) if self.lines[number - 1] == line), None
                )
                if near is None:
                    if _WEAK.fullmatch(line):
                        continue
                    break
                here, used = near, offset + 1
                weak = _WEAK.fullmatch(line) is not None
                strong += not weak
                last = near
            if best is None or strong > best[3]:
                best = (first, last, used, strong)
        return best

    def _sureness(self, run: Sequence[str], strong: int, telling: int) -> float:
        """Longer, rarer and more complete matches are surer."""
        rare = min(len(self.where.get(line, (0,))) for line in run)
        length = sum(len(line) for line in run)
        base = (
            0.88
            if strong >= 3
            else 0.82
            if strong == 2
            else 0.75
            if length >= 2 * MIN_EXPRESSION
            else 0.55
            if length >= MIN_EXPRESSION
            else 0.3
        )
        share = strong / telling
        return round(base * (0.6 + 0.4 * share) * (1.0 if rare == 1 else 0.75 if rare == 2 else 0.5), 3)

    def expression(self, text: str) -> Iterator[tuple[int, float]]:
        """Lines that hold an expression, where it's telling and stands on at most three lines."""
        wanted = _squeezed(text).rstrip(";")
        if len(wanted) < MIN_EXPRESSION:
            return
        hits = [number for number, line in enumerate(self.lines, 1) if wanted in line]
        if 0 < len(hits) <= 3:
            sure = 0.78 if len(hits) == 1 else 0.5
            yield from ((number, sure) for number in hits)
