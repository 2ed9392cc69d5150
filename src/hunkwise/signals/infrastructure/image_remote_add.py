"""A file fetched into an image by its address alone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import instructions
from hunkwise.signals.interface import Example, Sighting, Signal

_REMOTE = re.compile(r"\b(?:https?|ftp|git)://[^\s\"',\]]+|\bgit@[\w.-]+:\S+")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for word, rest, number in instructions(unit, side):
        found = _REMOTE.search(rest) if word == "ADD" else None
        if found and "--checksum" not in rest and not re.search(r"#[0-9a-f]{40}\b", rest):
            yield Sighting((number,), {"source": found[0][:80]}, strength=0.8 if found[0].startswith(("http:", "ftp:")) else 0.6)


SIGNAL = Signal(
    id="image-remote-add",
    title="A file fetched into an image unchecked",
    kind="manifest",
    category="supply-chain",
    severity="medium",
    languages=frozenset({"dockerfile"}),
    promise="Tells of `ADD` from an address without a checksum.",
    why="What stands at the address may be another file at the next build.",
    quiet="`ADD --checksum`, local files, addresses of a repository at a commit.",
    remedy="Add `--checksum=sha256:...`, or fetch and check it in one step.",
    cause="`{source}` is added without a checksum.",
    since="0.2",
    maturity="stable",
    cwe="CWE-494",
    see=_see,
    fires=(
        Example("dockerfile", "FROM debian:12\nADD https://example.org/tool.tar.gz /opt/\n", path="Dockerfile", line=2),
        Example("dockerfile", 'FROM debian:12\nADD ["http://example.org/a.sh", "/a.sh"]\n', path="Dockerfile", line=2),
    ),
    stays_quiet=(
        Example(
            "dockerfile",
            "FROM debian:12\nADD --checksum=sha256:0123456789abcdef https://example.org/tool.tar.gz /opt/\n",
            path="Dockerfile",
        ),
        Example("dockerfile", "FROM debian:12\n# ADD https://example.org/tool.tar.gz /opt/\nADD tool.tar.gz /opt/\n", path="Dockerfile"),
    ),
)
