"""A port open to the whole world."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import Entry, entries, present
from hunkwise.signals.interface import Example, Sighting, Signal

_WORLD = re.compile(r"0\.0\.0\.0/0|::/0|\"\*\"|\"Internet\"|\"any\"|\"0\.0\.0\.0\"", re.I)
_KEYS = frozenset(
    {
        "cidr_blocks",
        "ipv6_cidr_blocks",
        "cidr_ipv4",
        "cidr_ipv6",
        "source_ranges",
        "source_address_prefix",
        "source_address_prefixes",
        "source_cidr_blocks",
        "cidr_block",
        "cidr",
        "start_ip_address",
        "authorized_networks",
        "public_access_cidrs",
        "value",
        "remote_ip_prefix",
        "ip_range",
        "source_cidr",
        "source_addresses",
    }
)
_CLOUD = re.compile(r"[\"']?(?P<key>CidrIp|CidrIpv6|SourceCidr)[\"']?\s*:\s*[\"']?(?P<value>0\.0\.0\.0/0|::/0)")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    seen = list(entries(unit, side, "0.0.0.0", "::/0", "source_address_prefix"))  # noqa: S104 - looked for, not bound
    for at, one in enumerate(seen):
        world = _WORLD.search(one.value)
        where = " ".join(one.blocks) + " " + one.key
        if (
            not world
            or (one.key not in _KEYS and not (one.blocks and one.blocks[-1] in _KEYS))
            or re.search(r"egress|outbound|route\b|aws_route|nat", where, re.I)
        ):
            continue
        around = [other for other in seen[max(0, at - 14) : at + 15] if other.blocks == one.blocks]
        if any(
            (other.key == "type" and "egress" in other.value)
            or (other.key == "direction" and re.search("egress|outbound", other.value, re.I))
            or (other.key == "access" and "Deny" in other.value)
            for other in around
        ):
            continue
        port, strength = _port(around)
        name = next((block for block in one.blocks if "." in block), one.blocks[0] if one.blocks else one.key)
        yield Sighting((one.line,), {"name": name[:60], "source": world[0].strip('"'), "port": port}, strength=strength)
    if unit.language in ("yaml", "json") and present(side, "cidrip", "sourcecidr"):
        egress = False
        for number, text in side.lines:
            if re.search(r"Egress|Ingress", text):
                egress = "Egress" in text
            found = _CLOUD.search(text)
            if found and not egress:
                near = " ".join(other for line, other in side.lines if abs(line - number) <= 4)
                web = re.search(r"(?:FromPort|ToPort)[\"']?\s*:\s*[\"']?(?:80|443)\b", near)
                yield Sighting((number,), {"name": found["key"], "source": found["value"], "port": ""}, strength=0.3 if web else 0.7)


def _port(around: list[Entry]) -> tuple[str, float]:
    """The port of a rule as words, and how loud that is."""
    ports = [
        found[0]
        for one in around
        if one.key in ("from_port", "to_port", "destination_port_range", "ports", "port")
        and (found := re.search(r"\d+(?:-\d+)?", one.value))
    ]
    if ports and all(port in ("80", "443", "8080", "8443") for port in ports):
        return f" to port {ports[0]}", 0.3
    return (f" to port {ports[0]}" if ports else ""), 0.8 if any(
        port in ("22", "3389", "0", "3306", "5432", "1433", "6379", "27017", "9200") for port in ports
    ) else 0.6


SIGNAL = Signal(
    id="open-to-the-world",
    title="Open to the whole internet",
    kind="manifest",
    category="exposure",
    severity="high",
    languages=frozenset({"hcl", "yaml", "json"}),
    promise=(
        "Tells of ingress rules for all addresses (`0.0.0.0/0`, `::/0`, `*`, `Internet`), louder for administration "
        "and data ports and for all ports."
    ),
    why="The whole internet tries such ports within minutes.",
    quiet="Egress, ports 80 and 443 (told weakly), ranges of private networks.",
    remedy="Name the addresses that need it, or put a gateway before it.",
    cause="`{name}` lets in `{source}`{port}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-284",
    see=_see,
    fires=(
        Example(
            "hcl",
            'resource "aws_security_group" "a" {\n'
            "  ingress {\n"
            "    from_port   = 22\n"
            "    to_port     = 22\n"
            '    protocol    = "tcp"\n'
            '    cidr_blocks = ["0.0.0.0/0"]\n'
            "  }\n"
            "}\n",
            path="main.tf",
            line=6,
        ),
        Example(
            "hcl",
            'resource "google_compute_firewall" "a" {\n'
            '  source_ranges = ["0.0.0.0/0"]\n'
            "  allow {\n"
            '    protocol = "tcp"\n'
            '    ports    = ["3389"]\n'
            "  }\n"
            "}\n",
            path="main.tf",
            line=2,
        ),
        Example(
            "yaml",
            "Resources:\n"
            "  A:\n"
            "    Type: AWS::EC2::SecurityGroup\n"
            "    Properties:\n"
            "      SecurityGroupIngress:\n"
            "        - IpProtocol: tcp\n"
            "          FromPort: 22\n"
            "          CidrIp: 0.0.0.0/0\n",
            path="stack.yaml",
            line=8,
        ),
    ),
    stays_quiet=(
        Example(
            "hcl",
            'resource "aws_security_group" "a" {\n'
            "  egress {\n"
            "    from_port   = 0\n"
            "    to_port     = 0\n"
            '    cidr_blocks = ["0.0.0.0/0"]\n'
            "  }\n"
            "}\n",
            path="main.tf",
        ),
        Example(
            "hcl",
            'resource "aws_security_group" "a" {\n'
            "  ingress {\n"
            "    from_port   = 443\n"
            "    to_port     = 443\n"
            '    cidr_blocks = ["0.0.0.0/0"]\n'
            "  }\n"
            "}\n",
            path="main.tf",
        ),
    ),
)
