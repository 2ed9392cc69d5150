"""A regular expression whose time grows without bound."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import index, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import WEB

_STEMS = ("+)+", "+)*", "*)+", "*)*", "+){", "*){", "|")
_ATOM = r"(?:\\{1,2}[wdsWDS.]|\[[^\]\n]{1,30}\]|[.\w])"
_NESTED = re.compile(rf"\((?:\?:|\?<?\w+>)?(?P<a>{_ATOM})(?P<q>[+*])\)(?:[+*]|\{{\d+,\}})(?!\+)")
_LOOSE = re.compile(rf"\((?:\?:)?(?:\\{{1,2}}[wd]|\[[^\]\n]{{1,30}}\])[+*](?:{_ATOM}[?*]){{1,2}}\)[+*]")
_EITHER = re.compile(
    r"\((?:\?:)?(?P<a>\\?[\w.])\|(?:\\?[\w.]\|)*(?P=a)(?:[+*?]|\\?\w)*\)[+*]|\((?:\?:)?(?:\.|\\w"
    r"|\[[^\]\n]{0,20}a-z[^\]\n]{0,20}\])\|\\?\w[^)\n]{0,20}\)[+*]"
    r"|\((?:\?:)?(?P<b>[a-z]{1,8})\|(?P=b)(?P=b)?\??\)[+*]"
)
_USED = re.compile(
    r"(?i)\b(?:re|regex|regexp|pattern)\b|preg_|\.(?:match|test|exec|search|replace(?:All)?|split"
    r"|matches)\(|[Rr]egexp?\(|RegExp|=~|Pattern|/[^/\n]+/[gimsuy]*|@Pattern|regexp?|validat|format"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS[:6]) and not speaks(side, ("|",)):
        return
    told: set[int] = set()
    code = index(side).code
    if ")+" not in code and ")*" not in code and "){" not in code:
        return
    for at, row in enumerate(code.split("\n")):
        if (")+" not in row and ")*" not in row and "){" not in row) or len(row) > 600 or not _USED.search(row):
            continue
        number = index(side).numbers[at]
        found = _NESTED.search(row) or _LOOSE.search(row) or _EITHER.search(row)
        if found and number not in told and _in_pattern(row, found.start(), unit.language):
            told.add(number)
            yield Sighting(span(number, number), {"call": short(found[0], 60), "how": "repeats what repeats"}, strength=0.6)


def _in_pattern(row: str, at: int, language: str) -> bool:
    """Whether a place of a line lies inside a text or a pattern, not in arithmetic."""
    before = row[:at]
    return any(before.count(quote) % 2 == 1 for quote in "\"'`") or (
        language in ("javascript", "typescript", "tsx", "ruby", "perl") and "/" in before
    )


SIGNAL = Signal(
    id="catastrophic-regex",
    title="A regular expression that can take for ever",
    kind="pattern",
    category="regular-expression",
    severity="medium",
    languages=(WEB - {"html", "vue", "go"}),
    promise="Tells of patterns with a repetition inside a repetition, or alternatives that overlap inside one.",
    why="A text of some dozen characters made for it keeps the processor busy for years.",
    quiet="Possessive and atomic groups, repetitions whose parts can't match the same, engines of linear time.",
    remedy="Write the pattern so that each character can be matched in one way only, or bound the length of the text.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1333",
    see=_see,
    fires=(
        Example("python", 'import re\n\ndef valid(text):\n    return re.match(r"^(a+)+$", text)\n', line=4),
        Example("javascript", "function valid(text) {\n  return /^([a-z0-9]+)*$/.test(text);\n}\n", line=2),
        Example("java", 'class A {\n  boolean valid(String text) {\n    return text.matches("(\\\\d+)+x");\n  }\n}\n', line=3),
    ),
    stays_quiet=(
        Example("python", 'import re\n\ndef valid(text):\n    return re.match(r"^(?:a+-)+a+$", text)\n'),
        Example("javascript", "function area(a, b) {\n  return (a) * (b) + (a + b) * 2;\n}\n"),
        Example("java", 'class A {\n  boolean valid(String text) {\n    return text.matches("[a-z]+(?:-[a-z]+)*");\n  }\n}\n'),
    ),
)
