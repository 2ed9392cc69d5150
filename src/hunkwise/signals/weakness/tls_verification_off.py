"""A connection that no longer checks whom it talks to."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, short, span
from hunkwise.signals.tables.languages import WEB, C

_OFF = re.compile(
    r"(?i)^(?:false|0|0L|no|nil|off|ssl\.CERT_NONE|CERT_NONE|['\"]0['\"]|OpenSSL(?:::|\.)SSL(?:::"
    r"|\.)VERIFY_NONE|SSL_VERIFY_NONE|[\w.]*VERIFY_NONE)$"
)
_NAMES = frozenset(
    {
        "verify",
        "verify_ssl",
        "ssl_verify",
        "check_hostname",
        "rejectUnauthorized",
        "strictSSL",
        "NODE_TLS_REJECT_UNAUTHORIZED",
        "verify_mode",
        "verify_certs",
        "validate_certs",
        "ssl_verify_peer",
        "verify_peer",
        "verify_peer_name",
        "verify_hostname",
        "tls_verify",
        "cert_reqs",
        "sslverify",
        "SSLVerify",
        "verify_tls",
        "VerifySSL",
    }
)
_ON_MEANS_OFF = frozenset(
    {
        "InsecureSkipVerify",
        "insecureSkipVerify",
        "danger_accept_invalid_certs",
        "danger_accept_invalid_hostnames",
        "allow_self_signed",
        "insecure_skip_verify",
        "tlsInsecure",
    }
)
_INSIDE = re.compile(
    r"['\"]?\b(rejectUnauthorized|strictSSL|verify_peer|verify_peer_name|InsecureSkipVerify|verify_mode"
    r"|verify|allow_self_signed)\b['\"]?\s*(?::|=>|=)\s*(false|true|0|OpenSSL::SSL::VERIFY_NONE)",
    re.I,
)
_CALLBACKS = frozenset(
    {
        "ServerCertificateValidationCallback",
        "ServerCertificateCustomValidationCallback",
        "_create_default_https_context",
    }
)
_ACCEPTS = re.compile(r"=>\s*true|return true|_create_unverified_context")
_NOBODY = re.compile(
    r"NoopHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|AllowAllHostnameVerifier|TrustAllStrategy"
    r"|DangerousAcceptAnyServerCertificateValidator|InsecureTrustManagerFactory"
)


_JVM = ("java", "kotlin")
_STEMS = (
    "trusted",
    "verif",
    "verify_none",
    "sslverifymode",
    "peer",
    "insecure",
    "untrusted",
    "certificate",
    "sslerror",
    "trustmanager",
    "nossl",
    "trust",
)
_SHAPES = (
    shape(
        "",
        r"\bcheck(?:Server|Client)Trusted\([^)]*\)\s*(?:throws\s+[\w.,\s]+)?\{\s*(?:return\s*;?\s*)?\}"
        r"|\bfun\s+check(?:Server|Client)Trusted\([^)]*\)\s*(?:=\s*Unit|\{\s*\})",
        _JVM,
    ),
    shape(
        "",
        r"\bverify\(\s*(?:final\s+)?(?:String\s+\w+"
        r"|\w+:\s*String\??)\s*,\s*(?:final\s+)?[^)]{3,40}\)\s*(?::\s*Boolean)?\s*(?:throws\s+\w+\s*)?(?:=\s*true"
        r"|\{\s*return\s+true\s*;?\s*\})",
        _JVM,
    ),
    shape(
        "",
        r"(?i)\b(?:setDefault"
        r"|set)?hostnameVerifier\s*[({=]\s*(?:HostnameVerifier\s*)?[({]?\s*\(?[\w, ]*\)?\s*->\s*(?:true"
        r"|\{\s*return true)",
        _JVM,
    ),
    shape(
        "",
        r"\bSslVerifyMode::NONE\b|\bSslVerify::None\b|\.set_certificate_verifier\(\s*Arc::new\(\s*\w*(?:No"
        r"|Dummy|Skip|Danger|AcceptAll)\w*|\.dangerous\(\)",
        ("rust",),
    ),
    shape("", r"\bsetopt\(\s*(?:pycurl\.)?SSL_VERIFY(?:PEER|HOST)\s*,\s*(?:0|False)", ("python",)),
    shape(
        "",
        r"\b(?:verify_mode\s*=\s*|:ssl_verify_mode\s*=>\s*|verify_mode:\s*)OpenSSL::SSL::VERIFY_NONE"
        r"|\bverify_ssl\s*(?:=>|:|=)\s*false",
        ("ruby",),
    ),
    shape(
        "",
        r"\bServerCertificate(?:Custom)?Validation\w*\s*\+?=\s*[^;\n]{0,80}(?:=>\s*\{?\s*(?:return\s+)?true"
        r"|delegate[^{]{0,80}\{\s*return true)",
        ("csharp",),
    ),
    shape("", r"\bVerify(?:PeerCertificate|Connection)\s*:\s*func\([^)]*\)\s*error\s*\{\s*return nil", ("go",)),
    shape(
        "",
        r"\bcheckServerIdentity\s*[:=]\s*(?:\([^)]*\)\s*=>\s*(?:undefined|null|true|\{\s*\})"
        r"|function\s*\([^)]*\)\s*\{\s*(?:return[^}]{0,20})?\})",
        ("javascript", "typescript"),
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    told: set[int] = set()
    for seen in spots(unit, side, _STEMS, _SHAPES):
        told.update(seen.lines)
        yield Sighting(seen.lines, {"call": seen.facts["call"]})
    for what, line, end in _offs(side):
        if line not in told:
            told.add(line)
            yield Sighting(span(line, end), {"call": short(what, 80)})


def _offs(side: Side) -> Iterator[tuple[str, int, int]]:
    for one in side.facts.assignments:
        for target in one.targets:
            if _off(parts(target)[-1], one.value.text) or ("NODE_TLS_REJECT_UNAUTHORIZED" in one.targets[0] and _OFF.match(one.value.text)):
                yield f"{target} = {one.value.text}", one.line, one.line
            if parts(target)[-1] in _CALLBACKS and _ACCEPTS.search(one.value.text):
                yield f"{target} = {one.value.text}", one.line, one.line
        if (found := _INSIDE.search(one.value.text)) and _off(found[1], found[2]):
            yield found[0], one.line, one.end
        if found := _NOBODY.search(one.value.text):
            yield found[0], one.line, one.line
    for call in side.facts.calls:
        texts = [given.text for given in call.args]
        for given in call.args:
            if call.name in ("decode", "encode"):
                continue  # `verify` of a token, not of a connection
            if given.name and _off(given.name, given.text):
                yield f"{given.name}={given.text}", call.line, call.end
            elif (len(given.text) < 300 and (found := _INSIDE.search(given.text)) and _off(found[1], found[2]) and "{" in given.text) or (
                found := _NOBODY.search(given.text)
            ):
                yield found[0], call.line, call.end
        if call.name == "_create_unverified_context" or (call.name in _ON_MEANS_OFF and texts[:1] == ["true"]):
            yield call.path, call.line, call.end
        elif (
            call.name in ("curl_setopt", "curl_easy_setopt")
            and len(texts) > 2
            and re.search(r"SSL_?VERIFY(?:PEER|HOST)", texts[1])
            and _OFF.match(texts[2])
        ):
            yield f"{texts[1]}, {texts[2]}", call.line, call.end
        elif call.name in ("SSL_CTX_set_verify", "SSL_set_verify", "set_verify") and any("VERIFY_NONE" in text for text in texts):
            yield f"{call.name}(… {texts[1] if len(texts) > 1 else texts[0]} …)", call.line, call.end


def _off(name: str, value: str) -> bool:
    return (name in _NAMES and bool(_OFF.match(value))) or (name in _ON_MEANS_OFF and value.lower() == "true")


SIGNAL = Signal(
    id="tls-verification-off",
    title="Certificate check switched off",
    kind="pattern",
    category="tls-verification-off",
    severity="high",
    languages=(WEB | C | {"rust"}) - {"html"},
    promise="Tells of settings, calls and callbacks by which a TLS connection accepts every certificate or host name.",
    why="Whoever sits on the way can read and change everything: encryption without knowing to whom is none.",
    quiet="Checks that stay on, settings that come from a variable, the words in comments and texts.",
    remedy="Leave the check on, and add the authority that signed the certificate where it isn't a public one.",
    cause="`{call}` accepts every certificate.",
    since="0.1",
    maturity="stable",
    cwe="CWE-295",
    see=_see,
    fires=(
        Example("python", "import requests\n\ndef get(url):\n    return requests.get(url, verify=False)\n", line=4),
        Example("javascript", "const agent = new https.Agent({ rejectUnauthorized: false });\n", line=1),
        Example("go", "package a\n\nfunc a() {\n\tc := &tls.Config{InsecureSkipVerify: true}\n\tuse(c)\n}\n", line=4),
        Example("php", "<?php\nfunction a($c) {\n  curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);\n}\n", line=3),
        Example("c", "void a(SSL_CTX *ctx) {\n  SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, NULL);\n}\n", line=2),
        Example("ruby", "def a(http)\n  http.verify_mode = OpenSSL::SSL::VERIFY_NONE\nend\n", line=2),
    ),
    stays_quiet=(
        Example("python", "import requests\n\ndef get(url, verify):\n    return requests.get(url, verify=verify)\n"),
        Example("python", 'def tell():\n    print("never set verify=False")\n'),
        Example(
            "javascript",
            "const agent = new https.Agent({ rejectUnauthorized: true });\n",
            "const agent = new https.Agent({ rejectUnauthorized: false });\n",
        ),
    ),
)
