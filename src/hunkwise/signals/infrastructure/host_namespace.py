"""A container that shares its host's network or processes."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import commands, entries, keys_of
from hunkwise.signals.interface import Example, Sighting, Signal

_FLAG = re.compile(r"\b(?:docker|podman)\b[^|;&\n]*?\brun\b[^|;&\n]*?--(?P<name>net(?:work)?|pid|ipc|userns)[= ]host\b")
_HCL = frozenset({"host_network", "host_pid", "host_ipc"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for keys, text, number in keys_of(unit, side, "hostnetwork", "hostpid", "hostipc", "host"):
        value, key = text.split(" #")[0].strip("'\" "), keys[-1] if keys else ""
        if key in ("hostNetwork", "hostPID", "hostIPC") and value == "true":
            yield Sighting((number,), {"name": key, "value": value}, strength=0.7)
        elif key in ("network_mode", "pid", "ipc", "userns_mode") and value == "host" and "services" in keys:
            yield Sighting((number,), {"name": key, "value": value}, strength=0.6)
    for text, number in commands(unit, side, "host"):
        if found := _FLAG.search(text):
            yield Sighting((number,), {"name": found["name"], "value": "host"}, strength=0.5)
    for one in entries(unit, side, "host_"):
        if one.key in _HCL and one.value == "true":
            yield Sighting((one.line,), {"name": one.key, "value": "true"}, strength=0.7)


SIGNAL = Signal(
    id="host-namespace-shared",
    title="The host's network or processes shared",
    kind="manifest",
    category="excessive-privilege",
    severity="medium",
    languages=frozenset({"yaml", "shell", "hcl"}),
    promise=("Tells of `hostNetwork`, `hostPID`, `hostIPC`, and of the host's network or processes in compose files and commands."),
    why="The container sees the host's traffic, ports on loopback, and the memory of its programs.",
    quiet="The same settings turned off.",
    remedy="Leave it out, and open the one port that is needed.",
    cause="`{name}` is `{value}`: the container shares it with its host.",
    since="0.2",
    maturity="stable",
    cwe="CWE-653",
    see=_see,
    fires=(
        Example("yaml", "kind: Pod\nspec:\n  hostNetwork: true\n", path="deploy/app.yaml", line=3),
        Example("yaml", "services:\n  a:\n    image: tool:1\n    pid: host\n", path="docker-compose.yml", line=4),
    ),
    stays_quiet=(
        Example("yaml", "kind: Pod\nspec:\n  hostNetwork: false\n", path="deploy/app.yaml"),
        Example("yaml", "database:\n  host: localhost\n  network_mode: bridge\n", path="config.yaml"),
    ),
)
