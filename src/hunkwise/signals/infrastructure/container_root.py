"""A container whose program is root."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries, keys_of
from hunkwise.signals.interface import Example, Sighting, Signal


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for keys, text, number in keys_of(unit, side, "runas", "user:"):
        value, key = text.split(" #")[0].strip("'\" "), keys[-1] if keys else ""
        if (key == "runAsUser" and value == "0") or (key == "runAsNonRoot" and value == "false"):
            yield Sighting((number,), {"name": key, "value": value}, strength=0.6)
        elif key == "user" and "services" in keys and value.split(":")[0] in ("root", "0"):
            yield Sighting((number,), {"name": key, "value": value}, strength=0.5)
    for one in entries(unit, side, "run_as"):
        if (one.key == "run_as_user" and one.value.strip('"') == "0") or (one.key == "run_as_non_root" and one.value == "false"):
            yield Sighting((one.line,), {"name": one.key, "value": one.value.strip('"')}, strength=0.6)


SIGNAL = Signal(
    id="container-runs-as-root",
    title="A container told to run as root",
    kind="manifest",
    category="excessive-privilege",
    severity="medium",
    languages=frozenset({"yaml", "hcl"}),
    promise="Tells of `runAsUser: 0`, `runAsNonRoot: false` and `user: root` in cluster and compose files.",
    why="Whoever takes over the program is root in the container, and a step nearer to being it outside.",
    quiet="Other users, first containers that only prepare are told the same.",
    remedy="Set `runAsNonRoot: true` and a user of its own.",
    cause="`{name}` is `{value}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-250",
    see=_see,
    fires=(
        Example("yaml", "kind: Pod\nspec:\n  securityContext:\n    runAsUser: 0\n", path="deploy/app.yaml", line=4),
        Example("yaml", "services:\n  a:\n    user: root\n", path="docker-compose.yml", line=3),
    ),
    stays_quiet=(
        Example("yaml", "kind: Pod\nspec:\n  securityContext:\n    runAsUser: 1000\n    runAsNonRoot: true\n", path="deploy/app.yaml"),
        Example("yaml", "database:\n  user: root\n", path="config.yaml"),
    ),
)
