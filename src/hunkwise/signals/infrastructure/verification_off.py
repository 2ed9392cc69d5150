"""Packages and downloads taken without checking who they are from."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import commands
from hunkwise.signals.interface import Example, Sighting, Signal

_OFF = re.compile(
    r"--allow-unauthenticated|--force-yes\b|--allow-insecure-repositories|--nogpgcheck|--no-gpg-checks?|--allow-untrusted\b"
    r"|\bgpgcheck\s*=\s*0|\brepo_gpgcheck\s*=\s*0|\[\s*trusted=yes\s*\]|Acquire::AllowInsecureRepositories"
    r"|Acquire::https?::Verify-Peer[\"=\s]+false|--trusted-host\b|strict-ssl[\s=]+(?:\"?false|0)"
    r"|sslverify\s*[=\s]\s*(?:false|0)|http\.sslVerify[\s=]+\"?false|GIT_SSL_NO_VERIFY\s*[=:]\s*\"?(?:1|true)"
    r"|NODE_TLS_REJECT_UNAUTHORIZED\s*[=: ]\s*['\"]?0|PYTHONHTTPSVERIFY\s*[=: ]\s*['\"]?0|StrictHostKeyChecking[=\s]+\"?no"
    r"|UserKnownHostsFile=/dev/null|--no-check-certificate|--insecure-registry|--skip-tls-verify|--tls-verify=false"
    r"|--disable-content-trust|DOCKER_CONTENT_TRUST=0|--no-verify-signatures?|--ignore-checksum|--skip-checksum|GONOSUMCHECK"
    r"|GONOSUMDB=|GOFLAGS=[^\s]*-insecure|GOINSECURE=|GOSUMDB=off|--insecure-skip-tls-verify|config set strict-ssl false"
)
_CURL = re.compile(r"\bcurl\b[^|;&\n]*?\s(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s)")
_LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    stems = (
        "--allow",
        "--force-yes",
        "gpg",
        "trusted",
        "acquire",
        "ssl",
        "tls",
        "stricthost",
        "knownhosts",
        "certificate",
        "insecure",
        "content",
        "verify",
        "checksum",
        "gosum",
        "gonosum",
        "curl",
    )
    for text, number in commands(unit, side, *stems):
        if re.match(r"(?:-\s*)?(?:echo|printf|name:)\b", text):
            continue
        for found in (*_OFF.finditer(text), *_CURL.finditer(text)):
            near = text[max(0, found.start() - 20) : found.end() + 200]
            if _LOCAL.search(near):
                continue
            host = "Host" in found[0]
            yield Sighting((number,), {"call": " ".join(found[0].split())[:80]}, strength=0.4 if host else 0.7)
            break


SIGNAL = Signal(
    id="package-verification-off",
    title="Packages taken without their signature",
    kind="manifest",
    category="certificate-validation",
    severity="high",
    languages=frozenset({"dockerfile", "shell", "workflow", "manifest", "yaml"}),
    promise="Tells of package managers and downloaders that are told not to check signatures, certificates or host keys.",
    why="Anyone on the way can put another program in its place.",
    quiet="The same words in comments and messages, local hosts.",
    remedy="Add the missing key or certificate, and leave the check on.",
    cause="`{call}` takes what comes without checking it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-347",
    see=_see,
    fires=(
        Example(
            "dockerfile",
            "FROM debian:12\nRUN apt-get update && apt-get install -y --allow-unauthenticated tool\n",
            path="Dockerfile",
            line=2,
        ),
        Example("shell", "#!/bin/sh\ncurl -sk https://example.org/a.tar.gz -o a.tar.gz\n", path="a.sh", line=2),
        Example("dockerfile", "FROM node:20\nRUN npm config set strict-ssl false && npm ci\n", path="Dockerfile", line=2),
    ),
    stays_quiet=(
        Example("shell", "#!/bin/sh\n# curl -k https://example.org\ncurl -s https://example.org/a.tar.gz -o a.tar.gz\n", path="a.sh"),
        Example("shell", "#!/bin/sh\ncurl -k https://localhost:8443/health\n", path="a.sh"),
    ),
)
