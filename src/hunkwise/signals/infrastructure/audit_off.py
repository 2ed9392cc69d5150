"""Logs, versions or protections turned off."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries
from hunkwise.signals.interface import Example, Sighting, Signal

_KEYS = re.compile(
    r"^(?:enable_logging|enable_log_file_validation|include_global_service_events|is_multi_region_trail|enable_key_rotation"
    r"|deletion_protection|deletion_protection_enabled|log_error_verbosity|logging_enabled|access_logs_enabled"
    r"|audit_log_enabled|enable_flow_logs"
    r"|enable_cloudwatch_logs|point_in_time_recovery|purge_protection_enabled|soft_delete_enabled"
    r"|performance_insights_enabled|auto_minor_version_upgrade|log_connections|log_checkpoints|log_disconnections)$"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in entries(unit, side, "log", "rotation", "protection", "recovery", "delete", "trail", "events"):
        if _KEYS.match(one.key) and one.value.strip('"').lower() in ("false", "off", "0"):
            soft = re.match(r"performance|auto_minor|deletion", one.key)
            yield Sighting((one.line,), {"name": one.key, "value": one.value.strip('"')}, strength=0.3 if soft else 0.6)


SIGNAL = Signal(
    id="audit-off",
    title="A record or protection turned off",
    kind="manifest",
    category="insufficient-logging",
    severity="low",
    languages=frozenset({"hcl"}),
    promise=("Tells of logging, log validation, key rotation, versioning and protection against deletion that are set to off."),
    why="After an attack nobody can say what happened, or bring it back.",
    quiet="Settings that are on or left out.",
    remedy="Turn it on.",
    cause="`{name}` is `{value}`.",
    since="0.2",
    maturity="preview",
    cwe="CWE-778",
    see=_see,
    fires=(
        Example("hcl", 'resource "aws_cloudtrail" "a" {\n  enable_logging = false\n}\n', path="main.tf", line=2),
        Example("hcl", 'resource "aws_kms_key" "a" {\n  enable_key_rotation = false\n}\n', path="main.tf", line=2),
    ),
    stays_quiet=(
        Example("hcl", 'resource "aws_kms_key" "a" {\n  enable_key_rotation = true\n}\n', path="main.tf"),
        Example("hcl", 'resource "aws_instance" "a" {\n  monitoring = false\n}\n', path="main.tf"),
    ),
)
