"""A container with the rights of its host."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import commands, entries, keys_of
from hunkwise.signals.interface import Example, Sighting, Signal

_CAPABILITY = re.compile(r"^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|DAC_READ_SEARCH|SYS_RAWIO|NET_ADMIN|BPF|SYS_BOOT)$")
_FLAG = re.compile(
    r"\b(?:docker|podman|nerdctl)\b[^|;&\n]*?\brun\b[^|;&\n]*?(?P<flag>--privileged(?!=false)|--cap-add[= ](?:CAP_)?(?:ALL"
    r"|SYS_ADMIN|SYS_PTRACE|SYS_MODULE)|--security-opt[= ]\S*unconfined)"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for keys, text, number in keys_of(unit, side, "privileged", "allowprivilegeescalation", "cap", "unconfined"):
        if not keys:
            continue
        value, key = text.split(" #")[0].strip("'\" "), keys[-1]
        if key == "privileged" and value.lower() in ("true", "yes"):
            yield Sighting((number,), {"name": key, "value": value}, strength=0.8)
        elif key == "allowPrivilegeEscalation" and value == "true":
            yield Sighting((number,), {"name": key, "value": value}, strength=0.6)
        elif (key in ("add", "cap_add") and ("capabilities" in keys or key == "cap_add")) and (bad := _dangerous(value)):
            yield Sighting((number,), {"name": "capabilities", "value": bad}, strength=0.75 if "NET_ADMIN" not in bad else 0.4)
        elif ("unconfined" in value.lower() and key in ("type", "seccompProfile", "security_opt")) or re.search(
            r"(?:seccomp|apparmor).{0,60}unconfined", text, re.I
        ):
            yield Sighting((number,), {"name": key, "value": "unconfined"}, strength=0.6)
    for text, number in commands(unit, side, "--privileged", "--cap-add", "--security-opt"):
        if found := _FLAG.search(text):
            yield Sighting((number,), {"name": "docker run", "value": found["flag"]}, strength=0.7)
    for one in entries(unit, side, "privileged", "allow_privilege_escalation"):
        if one.key in ("privileged", "allow_privilege_escalation") and one.value.strip('"') == "true":
            yield Sighting((one.line,), {"name": one.key, "value": "true"}, strength=0.75)


def _dangerous(value: str) -> str:
    return next((word for word in re.findall(r"[A-Z_]+", value) if _CAPABILITY.match(word)), "")


SIGNAL = Signal(
    id="container-privileged",
    title="A container with its host's rights",
    kind="manifest",
    category="excessive-privilege",
    severity="high",
    languages=frozenset({"yaml", "shell", "hcl", "workflow"}),
    promise=(
        "Tells of privileged containers, those that may gain rights, dangerous capabilities, and profiles turned off, "
        "in cluster files, compose files and commands."
    ),
    why="Breaking out of such a container takes one command.",
    quiet="The same settings turned off, harmless capabilities.",
    remedy="Drop all capabilities and add the one that is needed.",
    cause="`{name}` is `{value}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-250",
    see=_see,
    fires=(
        Example(
            "yaml",
            "kind: Pod\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: true\n",
            path="deploy/app.yaml",
            line=6,
        ),
        Example("yaml", "services:\n  a:\n    cap_add:\n      - SYS_ADMIN\n", path="docker-compose.yml", line=4),
        Example("shell", "#!/bin/sh\ndocker run --rm --privileged tool\n", path="a.sh", line=2),
    ),
    stays_quiet=(
        Example(
            "yaml",
            "kind: Pod\n"
            "spec:\n"
            "  containers:\n"
            "    - name: a\n"
            "      securityContext:\n"
            "        privileged: false\n"
            "        allowPrivilegeEscalation: false\n"
            "        capabilities:\n"
            '          drop: ["ALL"]\n'
            '          add: ["NET_BIND_SERVICE"]\n',
            path="deploy/app.yaml",
        ),
        Example("shell", "#!/bin/sh\n# docker run --privileged tool\ndocker run --rm tool\n", path="a.sh"),
    ),
)
