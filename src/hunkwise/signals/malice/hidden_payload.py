"""Code or data written so that nobody reads it: packed, escaped, or pushed out of sight."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Text, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import entropy, span
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.text import HARMLESS_BLOBS

_PUSHED = re.compile(r"^[^\n]*?\S[ \t]{150,}\S|^[ \t]{250,}\S")
_ESCAPES = re.compile(r"(?:\\x[2-7][0-9a-fA-F]|\\u00[2-7][0-9a-fA-F]|\\(?:1[0-7][0-7]|[4-7][0-7])(?![0-9])){30,}")
_PACKED = re.compile(r"[A-Za-z0-9+/=_-]+")
_NUMBERS = re.compile(r"(?:\[?\b(?:chr|char)\b\]?\s*\(?\s*\d{1,3}\s*\)?[\s,+.&]{0,4}){20,}|fromCharCode\((?:\s*\d{1,3}\s*,){19}", re.I)
_DATA = re.compile(r"(?i)\.(?:json|lock|svg|map|csv|txt|md|rst|xml|html?|css|pem|ipynb|po|yml|yaml|toml)$|\.min\.|(?:^|/)dist/")
_CALLED = re.compile(r"[;(){}=]")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    data = bool(_DATA.search(unit.path)) or unit.language in ("", "text", "json", "markdown", "toml", "css")
    for number, text in side.lines:
        if len(text) >= 160 and _PUSHED.search(text[:4000]) and _CALLED.search(text[150:]) and not data:
            yield Sighting((number,), {"what": "code pushed out of sight behind white space", "size": len(text)})
        elif len(text) >= 80 and not data and (found := _NUMBERS.search(text[:20000])):
            yield Sighting((number,), {"what": "text spelt out as character numbers", "size": len(found[0])}, strength=0.8)
        elif len(text) >= 120 and not data and unit.language not in ("c", "cpp", "rust") and (found := _ESCAPES.search(text[:20000])):
            yield Sighting((number,), {"what": "readable text written as escapes", "size": len(found[0])}, strength=0.8)
    if data:
        return
    for literal in side.facts.strings:
        if (what := _packed(literal, unit)) is not None:
            yield Sighting(
                span(literal.line, min(literal.end, literal.line + 1)), {"what": what[0], "size": len(literal.value)}, strength=what[1]
            )


def _packed(text: Text, unit: Unit) -> tuple[str, float] | None:
    value = text.value
    if len(value) < 100:
        return None
    body = value.strip().strip("\"'`rbu")
    if (
        len(body) >= 600
        and _PACKED.fullmatch(body)
        and not body.startswith(HARMLESS_BLOBS)
        and entropy(body[:4000]) > 4.5
        and unit.role not in ("generated", "vendored")
    ):
        return "a long packed string", 0.6
    return None


SIGNAL = Signal(
    id="hidden-payload",
    title="Code or data hidden from the reader",
    kind="payload",
    category="hidden-code",
    severity="high",
    languages=ANY,
    promise="Tells of code pushed behind white space, of readable text written as escapes or character numbers, and of long packed "
    "strings.",
    why="Ordinary code is written to be read. What is packed or pushed out of the window is there so that a review misses it.",
    quiet="Pictures, fonts, certificates and digests as text, data files, minified and generated files, escapes of unprintable bytes.",
    remedy="Ask for the source that the text was made from, and delete what has none.",
    cause="The line holds {what} ({size} characters).",
    since="0.1",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1027",
    everywhere=True,
    see=_see,
    fires=(
        Example("python", "import os\nx = 1;" + " " * 220 + "print(os.name)\n", line=2),
        Example("javascript", 'const s = "' + "\\x68\\x69" * 40 + '";\nrun(s);\n', line=1),
        Example("powershell", "$x = " + "+".join(f"[char]{65 + n % 26}" for n in range(40)) + "\n", line=1),
        Example("python", 'DATA = "' + "aZ3kQ9xLm2Vt7BwPq5Rc8YdNs4Hf" * 30 + '"\nrun(DATA)\n', line=1),
    ),
    stays_quiet=(
        Example("python", 'LOGO = "iVBOR' + "aZ3kQ9xLm2Vt7BwPq5Rc8YdNs4Hf" * 30 + '"\n'),
        Example("c", 'static const char magic[] = "\\x00\\x01\\xfe\\xff\\x89\\x00\\x01\\xfe\\xff\\x89";\n'),
        Example("python", "x = 1" + " " * 60 + "# a comment far to the right\n"),
        Example("javascript", 'const help = "' + "plain words for people, " * 30 + '";\n'),
    ),
)
