"""A secret baked into an image."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import instructions
from hunkwise.signals.interface import Example, Sighting, Signal

_NAMED = re.compile(
    r"(?i)\b(?P<name>[A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIAL)[A-Z0-9_]*)(?:="
    r"|\s+)[\"']?(?P<value>[^\s\"']{4,})"
)
_EMPTY = re.compile(r"(?i)^(?:\$|changeme|none|null|true|false|/|\.|<|your|xxx|\*|example|placeholder|test$|dummy|file:)")
_NOT_SECRET = re.compile(r"(?i)_(?:FILE|PATH|URL|DIR|NAME|ID|ISSUER|LENGTH|TTL|EXPIR\w*|ENDPOINT|TYPE|HEADER|LIFETIME)$|ALLOW_EMPTY|RANDOM")
_KEY = re.compile(
    r"(?:^|[\s/])(?:id_rsa|id_ed25519|id_dsa|\.npmrc|\.netrc|\.pypirc|\.env|[\w.-]+\.pem|[\w.-]+\.p12|\.aws(?:/\S*)?"
    r"|\.git-credentials|\.docker/config\.json|service[-_]account[\w.-]*\.json)(?=[\s,\"\]]|$)"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for word, rest, number in instructions(unit, side):
        if word in ("ENV", "ARG"):
            for found in _NAMED.finditer(rest):
                if not _EMPTY.match(found["value"]) and not _NOT_SECRET.search(found["name"]):
                    yield Sighting((number,), {"name": found["name"]}, strength=0.7)
        elif word in ("COPY", "ADD") and "--from" not in rest and (key := _KEY.search(rest)):
            pem = key[0].strip().endswith(".pem")
            yield Sighting((number,), {"name": key[0].strip(" /")}, strength=0.4 if pem else 0.7)


SIGNAL = Signal(
    id="image-secret",
    title="A secret baked into an image",
    kind="manifest",
    category="hard-coded-secret",
    severity="high",
    languages=frozenset({"dockerfile"}),
    promise="Tells of passwords and keys given by `ENV` or `ARG`, and of key files copied into the image.",
    why="Every layer can be read by everyone who can pull the image, also after a later step deleted the file.",
    quiet="Variables without a value, file names, build secrets (`--mount=type=secret`).",
    remedy="Use `RUN --mount=type=secret`, or give it when the container starts.",
    cause="`{name}` stays in the image for all who can pull it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-798",
    see=_see,
    fires=(
        Example("dockerfile", "FROM debian:12\nENV DB_PASSWORD=s3same0pen\n", path="Dockerfile", line=2),
        Example("dockerfile", "FROM debian:12\nCOPY id_rsa /root/.ssh/id_rsa\n", path="Dockerfile", line=2),
    ),
    stays_quiet=(
        Example(
            "dockerfile",
            "FROM debian:12\nARG DB_PASSWORD\nENV PASSWORD_FILE=/run/secrets/db TOKEN_URL=https://example.org\n",
            path="Dockerfile",
        ),
        Example("dockerfile", "FROM debian:12\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n", path="Dockerfile"),
    ),
)
