"""An address written so that nobody reads it."""

import base64
import binascii
import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_BASE64 = re.compile(r"[\"'`](?P<code>(?:aHR0c|ZGlzY29yZC5jb20v|d3M6Ly|d3NzOi8v)[A-Za-z0-9+/_-]{8,400}={0,2})[\"'`]")
_HEX = re.compile(r"[\"'`](?P<code>68747470(?:73)?3a2f2f[0-9a-f]{8,400})[\"'`]", re.I)
_ESCAPED = re.compile(r"(?P<code>\\x68\\x74\\x74\\x70(?:\\x[0-9a-f]{2}){6,300})", re.I)
_BACKWARDS = re.compile(r"[\"'`](?P<code>[\w./%?=&:-]{6,200}//:s?ptth)[\"'`]")
_CODES = re.compile(r"(?P<code>\b104\s*,\s*116\s*,\s*116\s*,\s*112\s*,(?:\s*\d{1,3}\s*,?){8,300})")
_CRUMBS = re.compile(r"(?P<code>[\"']h[\"']?\s*\+\s*[\"']?t{1,2}[\"']?\s*\+\s*[\"'][\"'+\s\w:/.]{4,200}|[\"']ht[\"']\s*\+\s*[\"']tps?)")


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    for pattern, read in (
        (_BASE64, _plain64),
        (_HEX, _plain16),
        (_ESCAPED, _unescaped),
        (_BACKWARDS, lambda text: text[::-1]),
        (_CODES, _characters),
        (_CRUMBS, lambda text: re.sub(r"[\"'+\s]", "", text)),
    ):
        for found in list(pattern.finditer(view.text))[:4]:
            plain = read(found["code"])
            if not re.match(r"(?:https?://|wss?://|discord)[\w.-]*", plain) and pattern is not _CRUMBS:
                continue
            if re.match(r"https?://(?:www\.)?(?:example\.(?:com|org)|localhost|w3\.org|schemas\.)", plain) and unit.role != "product":
                continue
            shown = "".join(character for character in plain if character.isprintable())
            yield Sighting(
                (view.line(found.start()),),
                {"expression": found["code"][:40], "source": shown[:80]},
                strength=0.8 if unit.role == "product" else 0.5,
            )
            return


def _plain64(text: str) -> str:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/").rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)).decode("latin-1")
    except (ValueError, binascii.Error):
        return ""


def _plain16(text: str) -> str:
    try:
        return bytes.fromhex(text[: len(text) // 2 * 2]).decode("latin-1")
    except ValueError:
        return ""


def _unescaped(text: str) -> str:
    return _plain16(text.replace("\\x", ""))


def _characters(text: str) -> str:
    return "".join(chr(int(number)) for number in re.findall(r"\d{1,3}", text) if int(number) < 256)


_see = in_files(
    _look, "ahr0c", "zgluy", "zgzlz", "zgisy", "d3m6", "d3nz", "zgl", "68747470", "\\x68", "ptth", "104", "'h'", '"h"', "'ht'", '"ht"'
)


SIGNAL = Signal(
    id="hidden-address",
    title="An address that is encoded",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=CODE - {"solidity", "sql"},
    promise="Tells of a text that is the address of a host in base64, in hexadecimal, backwards or as character numbers.",
    why="Who hides where a program calls doesn't want to be asked why.",
    quiet="Data files, pictures, tokens, addresses of example hosts in tests.",
    remedy="Decode it, write it in plain, or take it out.",
    cause="`{expression}` is the address `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1027",
    everywhere=True,
    see=_see,
    fires=(
        Example("python", 'import base64, requests\nrequests.get(base64.b64decode("aHR0cHM6Ly9leGFtcGxlLm9yZy9hLmpz").decode())\n', line=2),
        Example(
            "javascript",
            'const at = "6874747073 3a2f2f".length;\nfetch(Buffer.from("68747470733a2f2f6578616d706c652e6f72672f61", "hex").toString());\n',
            line=2,
        ),
        Example("python", 'import requests\nrequests.get("sj.a/gro.elpmaxe//:sptth"[::-1])\n', line=2),
    ),
    stays_quiet=(
        Example("python", 'import requests\nrequests.get("https://example.org/a.js")\n'),
        Example("python", 'ICON = "aGVsbG8gd29ybGQsIHRoaXMgaXMgcGxhaW4="\n'),
    ),
)
