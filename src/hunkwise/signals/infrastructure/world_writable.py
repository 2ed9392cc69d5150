"""A file that everyone may change."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import commands
from hunkwise.signals.interface import Example, Sighting, Signal

_OPEN = re.compile(
    r"\bchmod\s+(?:-\w+\s+|--\w+\s+)*(?:0?[0-7]?[0-7][0-7][2367]|(?:[ugoa]*[ao][ugoa]*|)\+[rxXst]*w[rwxXst]*)\b[^;&"
    r"|\n]{0,120}|\bumask\s+0?000?\b|--chmod=0?[0-7][0-7][2367]\b|\binstall\s+[^;&|\n]*-m\s*0?[0-7][0-7][2367]\b"
)
_PLAIN = re.compile(r"\bchmod\s+(?:-\w+\s+)*\+[rxXst]*w")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for text, number in commands(unit, side, "chmod", "umask", "install"):
        found = _OPEN.search(text)
        if found is None or re.match(r"(?:echo|printf)\b", text) or _PLAIN.match(found[0]):
            continue
        passing = re.search(r"/tmp\b|/dev/|\$\{?TMP|mktemp|socket|\b1777\b", found[0])  # noqa: S108 - looked for, not used
        yield Sighting((number,), {"call": " ".join(found[0].split())[:60]}, strength=0.3 if passing else 0.6)


SIGNAL = Signal(
    id="world-writable-file",
    title="Files that everyone may change",
    kind="pattern",
    category="permissions",
    severity="medium",
    languages=frozenset({"dockerfile", "shell", "workflow"}),
    promise="Tells of `chmod 777`, `a+w`, `o+w` and the like, and of a mask that lets all write.",
    why="Any user or process of the machine can change what others trust or run.",
    quiet="Directories with the sticky bit, temporary folders are told weakly.",
    remedy="Give the right to the one user or group that needs it.",
    cause="`{call}` lets everyone write.",
    since="0.2",
    maturity="stable",
    cwe="CWE-732",
    see=_see,
    fires=(
        Example("dockerfile", "FROM debian:12\nRUN chmod -R 777 /app\n", path="Dockerfile", line=2),
        Example("shell", "#!/bin/sh\nchmod a+w /etc/app.conf\n", path="a.sh", line=2),
    ),
    stays_quiet=(
        Example("shell", "#!/bin/sh\nchmod 755 /app\nchmod +x run.sh\nchmod u+w notes\n", path="a.sh"),
        Example("dockerfile", "FROM debian:12\nRUN chmod 1777 /tmp\n", path="Dockerfile"),
    ),
)
