"""A role that may do everything in a cluster."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries, keys_of
from hunkwise.signals.interface import Example, Sighting, Signal


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    seen = list(keys_of(unit, side, "verbs", "cluster-admin", "system:anonymous", "system:unauthenticated", "resources"))
    role = any(keys == ("kind",) and re.search(r"Role", text) for keys, text, _ in seen)
    for keys, text, number in seen if role else ():
        value = text.split(" #")[0].strip("'\" ")
        if keys and keys[-1] in ("verbs", "resources") and "rules" in keys and re.search(r"(?:^|[\[, ])[\"']?\*[\"']?(?:$|[\], ])", text):
            yield Sighting((number,), {"name": keys[-1], "value": "*"}, strength=0.7 if keys[-1] == "verbs" else 0.5)
        elif keys[-1:] == ("name",) and "roleRef" in keys and value == "cluster-admin":
            yield Sighting((number,), {"name": "roleRef", "value": value}, strength=0.7)
        elif keys[-1:] == ("name",) and value in ("system:anonymous", "system:unauthenticated"):
            yield Sighting((number,), {"name": "subject", "value": value}, strength=0.9)
    for one in entries(unit, side, "cluster-admin", "verbs"):
        if (one.key == "name" and "cluster-admin" in one.value and "role_ref" in " ".join(one.blocks)) or (
            one.key == "verbs" and '"*"' in one.value
        ):
            yield Sighting((one.line,), {"name": one.key, "value": one.value.strip('"[]')}, strength=0.7)


SIGNAL = Signal(
    id="cluster-role-wildcard",
    title="A role that may do everything",
    kind="manifest",
    category="excessive-privilege",
    severity="high",
    languages=frozenset({"yaml", "hcl"}),
    promise=(
        "Tells of roles with all verbs or all resources, of bindings to `cluster-admin`, and of rights for those who never logged in."
    ),
    why="Whatever has the role owns the cluster when it is taken over.",
    quiet="Named verbs and resources.",
    remedy="Name the verbs and the resources.",
    cause="The role has `{name}` `{value}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-250",
    see=_see,
    fires=(
        Example(
            "yaml",
            'kind: ClusterRole\nrules:\n  - apiGroups: ["*"]\n    resources: ["pods"]\n    verbs: ["*"]\n',
            path="deploy/role.yaml",
            line=5,
        ),
        Example(
            "yaml", "kind: ClusterRoleBinding\nroleRef:\n  kind: ClusterRole\n  name: cluster-admin\n", path="deploy/binding.yaml", line=4
        ),
    ),
    stays_quiet=(
        Example(
            "yaml",
            'kind: Role\nrules:\n  - apiGroups: [""]\n    resources: ["pods"]\n    verbs: ["get", "list"]\n',
            path="deploy/role.yaml",
        ),
        Example("yaml", 'kind: list\nverbs: ["*"]\n', path="config.yaml"),
    ),
)
