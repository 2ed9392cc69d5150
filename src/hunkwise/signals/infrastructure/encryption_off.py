"""Data kept or sent without encryption by a setting."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries, present
from hunkwise.signals.interface import Example, Sighting, Signal

_OFF = re.compile(
    r"^(?:storage_|root_|at_rest_|node_to_node_|transit_|disk_|enable_|volume_|cache_data_|data_|kms_"
    r"|server_side_)*(?:encrypted|encryption|encryption_enabled|encrypt_at_host_enabled|encryption_at_host_enabled"
    r"|enable_https_traffic_only|https_only|https_traffic_only_enabled"
    r"|ssl_enforcement_enabled|require_ssl|transit_encryption_enabled|at_rest_encryption_enabled"
    r"|infrastructure_encryption_enabled|cache_data_encrypted|require_secure_transport|enable_disk_encryption|ssl_enforce)$"
)
_OLD = {
    "min_tls_version": r"TLS1_0|TLS1_1|1\.0|1\.1",
    "minimum_tls_version": r"TLS1_0|TLS1_1|1\.0|1\.1",
    "minimum_protocol_version": r"SSLv3|TLSv1(?:_2016|\.1_2016)?$",
    "ssl_policy": r"TLS-1-0|2015-05|2016-08|TLS-1-1",
    "ssl_minimal_tls_version_enforced": r"TLS1_0|TLS1_1|Disabled",
    "viewer_protocol_policy": r"allow-all",
    "security_policy": r"TLS_1_0",
    "client_broker": r"PLAINTEXT",
    "encryption_type": r"^NONE",
    "sse_algorithm": r"^$",
    "origin_protocol_policy": r"http-only",
}
_CLOUD = re.compile(
    r"[\"']?(?P<key>StorageEncrypted|Encrypted|EncryptionAtRest|TransitEncryptionEnabled|AtRestEncryptionEnabled"
    r"|SSEEnabled)[\"']?\s*:\s*[\"']?(?P<value>false)\b"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in entries(unit, side, "encrypt", "tls", "ssl", "https", "protocol", "security_policy", "client_broker", "sse_"):
        value = one.value.strip('"')
        if _OFF.match(one.key) and value in ("false", "DISABLED", "0"):
            yield Sighting((one.line,), {"name": one.key, "value": value}, strength=0.75)
        elif one.key in _OLD and re.search(_OLD[one.key], value):
            yield Sighting((one.line,), {"name": one.key, "value": value[:40]}, strength=0.65)
        elif one.key == "protocol" and value == "HTTP" and any("listener" in block for block in one.blocks):
            yield Sighting((one.line,), {"name": "protocol", "value": "HTTP"}, strength=0.35)
    if unit.language in ("yaml", "json") and present(side, "encrypt", "sseenabled"):
        for number, text in side.lines:
            if found := _CLOUD.search(text):
                yield Sighting((number,), {"name": found["key"], "value": found["value"]}, strength=0.75)


SIGNAL = Signal(
    id="encryption-off",
    title="Encryption turned off",
    kind="manifest",
    category="missing-encryption",
    severity="medium",
    languages=frozenset({"hcl", "yaml", "json"}),
    promise="Tells of settings that turn encryption off, at rest or on the way, or allow old protocols.",
    why="Whoever gets at the disk, the backup or the wire reads it.",
    quiet="Encryption that is on, settings of tests.",
    remedy="Turn it on, with a key of your own where it matters.",
    cause="`{name}` is `{value}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-311",
    see=_see,
    fires=(
        Example("hcl", 'resource "aws_db_instance" "a" {\n  storage_encrypted = false\n}\n', path="main.tf", line=2),
        Example("hcl", 'resource "azurerm_storage_account" "a" {\n  min_tls_version = "TLS1_0"\n}\n', path="main.tf", line=2),
        Example("yaml", "Resources:\n  A:\n    Properties:\n      StorageEncrypted: false\n", path="stack.yaml", line=4),
    ),
    stays_quiet=(
        Example("hcl", 'resource "aws_db_instance" "a" {\n  storage_encrypted = true\n}\n', path="main.tf"),
        Example("hcl", '# storage_encrypted = false\nresource "aws_ebs_volume" "a" {\n  encrypted = var.encrypted\n}\n', path="main.tf"),
    ),
)
