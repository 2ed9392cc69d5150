"""A part of the host inside of a container."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import commands, entries, keys_of
from hunkwise.signals.interface import Example, Sighting, Signal

_PATH = re.compile(
    r"^(?:/|/etc(?:/.*)?|/root(?:/.*)?|/proc|/sys|/boot|/dev|/home|/var/lib/kubelet(?:/.*)?|/var/lib/docker|/var/run|/run"
    r"|/var/run/docker\.sock|/run/docker\.sock|/var/run/containerd.*|/run/containerd.*|/var/run/crio.*)/?$"
)
_SOFT = re.compile(r"^/etc/(?:localtime|timezone|ssl|resolv|hosts|ca-certificates)|/dev$|:ro$")
_VOLUME = re.compile(r"^[\"']?(?P<host>/[\w./-]*):(?P<inside>/[\w./-]*)(?P<mode>:[\w,]+)?[\"']?$")
_FLAG = re.compile(
    r"(?:-v|--volume|--mount)[= ]\s*[\"']?(?:type=bind,)?(?:source=|src=)?(?P<host>/(?:var/run/docker\.sock|run/docker\.sock"
    r"|var/run/containerd\S*|etc|root|proc)?)(?=:|,)"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for keys, text, number in keys_of(unit, side, "hostpath", "volumes", "docker.sock"):
        value = text.split(" #")[0].strip("'\" ")
        if "hostPath" in keys and keys[-1] == "path" and _PATH.match(value):
            yield Sighting((number,), {"source": value}, strength=0.3 if _SOFT.search(value) else 0.75)
        elif keys[-1:] == ("volumes",) or keys[-1:] == ("source",):
            found = _VOLUME.match(value)
            host = found["host"] if found else value if keys[-1] == "source" and value.startswith("/") else ""
            if host and _PATH.match(host):
                readonly = bool(found and "ro" in (found["mode"] or "")) and "sock" not in host
                yield Sighting((number,), {"source": host}, strength=0.3 if _SOFT.search(host) or readonly else 0.7)
        elif '"hostPath"' in text or re.search(r"hostPath:\s*\{", text):
            inline = re.search(r"path:\s*[\"']?(/[\w./-]*)", text)
            if inline and _PATH.match(inline[1]):
                yield Sighting((number,), {"source": inline[1]}, strength=0.7)
    for text, number in commands(unit, side, "docker", "podman"):
        if re.search(r"\brun\b", text) and (found := _FLAG.search(text)):
            yield Sighting((number,), {"source": found["host"]}, strength=0.6)
    for one in entries(unit, side, "host_path", "host_volume"):
        if one.blocks and "host_path" in one.blocks[-1] and one.key == "path" and _PATH.match(one.value.strip('"')):
            yield Sighting((one.line,), {"source": one.value.strip('"')}, strength=0.7)


SIGNAL = Signal(
    id="host-path-mounted",
    title="A part of the host mounted",
    kind="manifest",
    category="excessive-privilege",
    severity="high",
    languages=frozenset({"yaml", "shell", "hcl", "workflow"}),
    promise="Tells of the container engine's socket, the host's root, and its system folders mounted into a container.",
    why="Whoever writes to the socket or the root owns the host.",
    quiet="Folders of the project, temporary folders, read-only mounts of harmless files.",
    remedy="Mount the one folder that is needed, read-only.",
    cause="`{source}` of the host is mounted into the container.",
    since="0.2",
    maturity="stable",
    cwe="CWE-668",
    see=_see,
    fires=(
        Example(
            "yaml",
            "kind: Pod\nspec:\n  volumes:\n    - name: sock\n      hostPath:\n        path: /var/run/docker.sock\n",
            path="deploy/app.yaml",
            line=6,
        ),
        Example(
            "yaml", "services:\n  a:\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n", path="docker-compose.yml", line=4
        ),
        Example("shell", "#!/bin/sh\ndocker run -v /:/host tool\n", path="a.sh", line=2),
    ),
    stays_quiet=(
        Example(
            "yaml",
            "services:\n  a:\n    volumes:\n      - ./data:/data\n      - /etc/localtime:/etc/localtime:ro\n",
            path="docker-compose.yml",
        ),
        Example(
            "yaml", "kind: Pod\nspec:\n  volumes:\n    - name: data\n      hostPath:\n        path: /srv/data\n", path="deploy/app.yaml"
        ),
    ),
)
