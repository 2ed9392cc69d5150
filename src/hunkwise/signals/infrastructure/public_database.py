"""A database or cluster with an address on the internet."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries, present
from hunkwise.signals.interface import Example, Sighting, Signal

_OPEN = {
    "publicly_accessible": "true",
    "public_network_access_enabled": "true",
    "public_network_access": "enabled",
    "endpoint_public_access": "true",
    "associate_public_ip_address": "true",
    "map_public_ip_on_launch": "true",
    "enable_public_endpoint": "true",
    "local_account_disabled": "false",
    "anonymous_access_enabled": "true",
    "admin_enabled": "true",
    "enable_private_nodes": "false",
    "authorization_type": "none",
    "authorization": "none",
}
_LOUD = frozenset(
    {
        "publicly_accessible",
        "public_network_access_enabled",
        "enable_public_endpoint",
        "anonymous_access_enabled",
        "public_network_access",
        "authorization_type",
    }
)
_CLOUD = re.compile(r"[\"']?(?P<key>PubliclyAccessible)[\"']?\s*:\s*[\"']?(?P<value>true)\b", re.I)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in entries(unit, side, "public", "endpoint", "anonymous", "admin_enabled", "private_nodes", "authorization", "local_account"):
        value = one.value.strip('"').lower()
        if _OPEN.get(one.key) == value and not (
            one.key.startswith("authorization")
            and not any("lambda_function_url" in block or "api_gateway_method" in block for block in one.blocks)
        ):
            yield Sighting((one.line,), {"name": one.key, "value": value}, strength=0.75 if one.key in _LOUD else 0.35)
    if unit.language in ("yaml", "json") and present(side, "publiclyaccessible"):
        for number, text in side.lines:
            if found := _CLOUD.search(text):
                yield Sighting((number,), {"name": found["key"], "value": found["value"]}, strength=0.75)


SIGNAL = Signal(
    id="public-database",
    title="A database on the internet",
    kind="manifest",
    category="exposure",
    severity="high",
    languages=frozenset({"hcl", "yaml", "json"}),
    promise=("Tells of databases, clusters, registries and functions that are made reachable from the internet, or need no log-in."),
    why="Only the password is left between everyone and the data.",
    quiet="Private addresses, settings that are off.",
    remedy="Keep it in the private network and reach it through a gateway.",
    cause="`{name}` is `{value}`: it can be reached from the internet.",
    since="0.2",
    maturity="stable",
    cwe="CWE-284",
    see=_see,
    fires=(
        Example("hcl", 'resource "aws_db_instance" "a" {\n  publicly_accessible = true\n}\n', path="main.tf", line=2),
        Example("hcl", 'resource "aws_lambda_function_url" "a" {\n  authorization_type = "NONE"\n}\n', path="main.tf", line=2),
    ),
    stays_quiet=(
        Example("hcl", 'resource "aws_db_instance" "a" {\n  publicly_accessible = false\n}\n', path="main.tf"),
        Example("hcl", 'resource "aws_lambda_function_url" "a" {\n  authorization_type = "AWS_IAM"\n}\n', path="main.tf"),
    ),
)
