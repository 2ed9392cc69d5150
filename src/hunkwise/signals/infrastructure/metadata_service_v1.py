"""A machine's credentials one request away."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries, present
from hunkwise.signals.interface import Example, Sighting, Signal

_CLOUD = re.compile(r"[\"']?HttpTokens[\"']?\s*:\s*[\"']?optional\b")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in entries(unit, side, "http_tokens"):
        if one.key == "http_tokens" and "optional" in one.value:
            yield Sighting((one.line,), {"name": "http_tokens", "value": "optional"}, strength=0.7)
    if unit.language in ("yaml", "json") and present(side, "httptokens"):
        for number, text in side.lines:
            if _CLOUD.search(text):
                yield Sighting((number,), {"name": "HttpTokens", "value": "optional"}, strength=0.7)


SIGNAL = Signal(
    id="instance-metadata-v1",
    title="The machine's credentials one request away",
    kind="manifest",
    category="exposure",
    severity="medium",
    languages=frozenset({"hcl", "yaml", "json"}),
    promise="Tells of instances whose metadata service answers without a token (IMDSv1).",
    why="One forged request of a program on the machine reads its credentials.",
    quiet='`http_tokens = "required"`, the service turned off.',
    remedy='Set `http_tokens = "required"`.',
    cause="`{name}` is `{value}`: the metadata service answers without a token.",
    since="0.2",
    maturity="stable",
    cwe="CWE-918",
    see=_see,
    fires=(
        Example(
            "hcl", 'resource "aws_instance" "a" {\n  metadata_options {\n    http_tokens = "optional"\n  }\n}\n', path="main.tf", line=3
        ),
        Example(
            "yaml", "Resources:\n  A:\n    Properties:\n      MetadataOptions:\n        HttpTokens: optional\n", path="stack.yaml", line=5
        ),
    ),
    stays_quiet=(
        Example("hcl", 'resource "aws_instance" "a" {\n  metadata_options {\n    http_tokens = "required"\n  }\n}\n', path="main.tf"),
        Example("hcl", 'resource "aws_instance" "a" {\n  instance_type = "t3.micro"\n}\n', path="main.tf"),
    ),
)
