"""What an obfuscator left behind."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import SCRIPT

_HEX = re.compile(r"\b_0x[0-9a-f]{2,8}\b")
_NUMBERS = re.compile(r"\(?-?0x[0-9a-f]+\s*[-+*]\s*-?0x[0-9a-f]+")
_LOOK_ALIKE = re.compile(r"\b[IlO0_]{8,}\b(?=\s*[=(.,)\[])")
_LAMBDA = re.compile(
    r"lambda\s+_{1,4}\s*:\s*__import__\(|__import__\(\s*['\"](?:zlib|base64|marshal|builtins"
    r"|codecs)['\"]\s*\)\s*\.[^\n]{0,120}__import__|exec\(\s*\(?_{1,4}\)?\s*\(|_\s*=\s*__import__\("
    r"|exec\(\(?['\"](?:\\x[0-9a-f]{2}){6}",
    re.I,
)
_PHP = re.compile(
    r"\$\{\s*[\"']GLOBALS|\$GLOBALS\[[\"'](?:\\x[0-9a-f]{2}|[^\x20-\x7e])+|(?:chr\(\d+\)\s*\.\s*){5,}"
    r"|\$\w{1,3}\s*=\s*str_replace\([^;]{0,80}(?:base|create|eval)|(?:\"\\x[0-9a-f]{2}\"\s*\.\s*){4,}",
    re.I,
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    if unit.role in ("generated", "vendored") and unit.language != "python":
        return
    hexes = _HEX.findall(view.lower)
    if len(hexes) >= 12 and len(set(hexes)) >= 5:
        found = _HEX.search(view.lower)
        yield _told(view, found, "names made of numbers", 0.9)
    elif unit.language == "python" and (found := _LAMBDA.search(view.text)):
        yield _told(view, found, "an unpacker behind nameless names", 0.9)
    elif unit.language == "php" and (found := _PHP.search(view.text)):
        yield _told(view, found, "names spelt by numbers", 0.8)
    elif len({one for one in _LOOK_ALIKE.findall(view.text) if len(set(one)) >= 2 and one.strip("_0O") != ""}) >= 4:
        yield _told(view, _LOOK_ALIKE.search(view.text), "names that nobody can tell apart", 0.7)


def _told(view: View, found: re.Match[str] | None, what: str, strength: float) -> Sighting:
    start = found.start() if found else 0
    return Sighting(
        (view.line(start),), {"what": what, "expression": " ".join((found[0] if found else "").split())[:80]}, strength=strength
    )


_see = in_files(_look, "_0x", "__import__", "exec(", "globals", "chr(", "str_replace", "ll", "oo", "il", "lo", "o0", "0o", "\\x")


SIGNAL = Signal(
    id="obfuscator-output",
    title="The output of an obfuscator",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=SCRIPT | {"python", "php"},
    promise=(
        "Tells of names such as `_0x3f2a` by the dozen, tables of strings turned by arithmetic, lambdas that import "
        "and unpack, and names made only of `I`, `l` and `O`."
    ),
    why="Source that nobody shall read has something to hide.",
    quiet="Minified code, a few odd names, files said to be built from source.",
    remedy="Take the plain source or nothing.",
    cause="{what}: `{expression}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1027",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "javascript",
            'var _0x1a2b = ["a", "b"];\n'
            "(function (_0x3c4d, _0x5e6f) { var _0x7a8b = function (_0x9c0d) { while (--_0x9c0d) { _0x3c4d.push(_0x3c4d.shift()); } }; "
            "_0x7a8b(++_0x5e6f); })(_0x1a2b, 0x1a);\n"
            "var _0xaa11 = function (_0xbb22) { return _0x1a2b[_0xbb22]; };\n"
            "run(_0xaa11(0), _0xaa11(1));\n",
            line=1,
        ),
        Example(
            "python", "_ = lambda __: __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]))\nexec((_)(DATA))\n", line=1
        ),
    ),
    stays_quiet=(
        Example("javascript", "const hex = 0x1a2b;\nfunction shift(a, b) { return (a << 0x10) | b; }\n"),
        Example("python", "import importlib\n\ndef load(name):\n    return importlib.import_module(name)\n"),
    ),
)
