"""A version of TLS that is broken."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB, C

_STEMS = (
    "sslv",
    "ssl_",
    "ssl3",
    "ssl2",
    "tlsv1",
    "tls1",
    "tls_1",
    "securityprotocoltype",
    "sslprotocols",
    "sslcontext",
    "versionssl",
    "tlsv10",
    "compatible_tls",
)
_OLD = "takes a version of TLS that is broken"
_NOT = r"(?i)OP_NO_|disable|exclude|remove|reject|unsupported|deprecated|[!=]=|case\b|<="
_SHAPES = (
    shape(
        _OLD,
        r"\bPROTOCOL_(?:SSLv[23]|TLSv1(?:_1)?)\b|\bTLSVersion\.(?:SSLv3|TLSv1(?:_1)?|MINIMUM_SUPPORTED)\b"
        r"|\bSSL\.(?:SSLv2|SSLv3|SSLv23|TLSv1(?:_1)?)_METHOD\b",
        ("python",),
        unless=_NOT,
    ),
    shape(_OLD, r"\btls\.Version(?:TLS1[01]|SSL30)\b", ("go",), unless=_NOT),
    shape("leaves the lowest version open", r"\b(?:MinVersion|MaxVersion)\s*[:=]\s*(?:0|tls\.Version(?:TLS1[01]|SSL30))\b", ("go",)),
    shape(
        _OLD, r"\bSecurityProtocolType\.(?:Ssl3|Tls|Tls11)\b|\bSslProtocols\.(?:Ssl2|Ssl3|Tls|Tls11|Default)\b", ("csharp",), unless=_NOT
    ),
    shape(
        _OLD,
        r"""\bSSLContext\.getInstance\(\s*"(?:SSL|SSLv[23]|TLSv1(?:\.1)?)"|\b(?:setEnabledProtocols|setProtocols"""
        r"""|protocols)\([^;\n]{0,80}"(?:SSLv[23]|SSLv2Hello|TLSv1(?:\.1)?)"|\bTlsVersion\.(?:SSL_3_0"""
        r"""|TLS_1_[01])\b|\bConnectionSpec\.COMPATIBLE_TLS\b|\b(?:https\.protocols"""
        r"""|jdk\.tls\.client\.protocols)"\s*,\s*"[^"]*(?:SSLv3|TLSv1(?:\.1)?(?![.\d]))""",
        ("java", "kotlin"),
        unless=_NOT,
    ),
    shape(
        _OLD,
        r"\b(?:SSLv2|SSLv3|SSLv23|TLSv1|TLSv1_1|DTLSv1)_(?:client_|server_)?method\s*\("
        r"|\bCURL_SSLVERSION_(?:SSLv[23]|TLSv1(?:_[01])?)\b|set_m(?:in"
        r"|ax)_proto_version\([^,]{1,40},\s*(?:SSL3|TLS1|TLS1_1)_VERSION|\bSP_PROT_(?:SSL[23]"
        r"|TLS1(?:_[01])?)_(?:CLIENT|SERVER)?\b|\bssl::context::(?:sslv[23]\w*|tlsv1(?:1)?(?:_client"
        r"|_server)?)\b",
        ("c", "cpp"),
        unless=_NOT,
    ),
    shape(
        _OLD,
        r"""\bsecureProtocol\s*:\s*['"](?:SSLv\w+|TLSv1(?:_1)?)_(?:client_|server_)?method|\bm(?:in"""
        r"""|ax)Version\s*[:=]\s*['"]TLSv1(?:\.1)?['"]|DEFAULT_MIN_VERSION\s*=\s*['"]TLSv1(?:\.1)?['"]""",
        ("javascript", "typescript", "tsx"),
    ),
    shape(
        _OLD,
        r"""\bssl_version\s*[:=]\s*=?>?\s*['":]+(?:SSLv\w+|TLSv1(?:_1)?)\b|\bm(?:in"""
        r"""|ax)_version\s*[:=]\s*[\w:]*(?:SSL[23]|TLS1|TLS1_1)(?:_VERSION)?\b(?!_2|_3)"""
        r"""|\bSSLContext\.new\(\s*:(?:SSLv\w+|TLSv1(?:_1)?)\b""",
        ("ruby",),
    ),
    shape(
        _OLD,
        r"\bSTREAM_CRYPTO_METHOD_(?:SSLv\w+|TLSv1_[01])_(?:CLIENT|SERVER)|\bCURL_SSLVERSION_(?:SSLv[23]|TLSv1(?:_[01])?)\b",
        ("php",),
        unless=_NOT,
    ),
    shape(
        _OLD,
        r"\bProtocol::(?:Sslv[23]|Tlsv10|Tlsv11)\b|\bSslVersion::(?:SSL3|TLS1|TLS1_1)\b"
        r"|\bSslMethod::(?:Sslv\w+|Tlsv1)\b|\btls::Version::TLS_1_[01]\b|\bVersion::TLS_1_[01]\b",
        ("rust",),
        unless=_NOT,
    ),
    shape(_OLD, r"""\bssl_version['"]?\s*[:=]\s*['"](?:SSLv[23]|TLSv1(?:\.1|_1)?)['"]""", ("python", "perl")),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="insecure-tls-version",
    title="A broken version of TLS is asked for",
    kind="pattern",
    category="weak-cryptography",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise="Tells where SSL 2, SSL 3, TLS 1.0 or TLS 1.1 is chosen as the version, or as the lowest one, of a connection.",
    why="These versions have known attacks by which somebody on the way reads or changes what is sent.",
    quiet="TLS 1.2 and above, old versions that are switched off by name.",
    remedy="Ask for TLS 1.2 or 1.3 as the lowest version.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-327",
    see=_see,
    fires=(
        Example("python", "import ssl\n\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n", line=3),
        Example("go", "package a\n\nfunc set() *tls.Config {\n\treturn &tls.Config{MinVersion: tls.VersionTLS10}\n}\n", line=4),
        Example("java", 'class A {\n  SSLContext make() throws Exception { return SSLContext.getInstance("SSLv3"); }\n}\n', line=2),
        Example("csharp", "class A {\n  void Set() { ServicePointManager.SecurityProtocol = SecurityProtocolType.Ssl3; }\n}\n", line=2),
        Example("c", "SSL_CTX *make(void) {\n  return SSL_CTX_new(TLSv1_method());\n}\n", line=2),
        Example("javascript", 'const agent = new https.Agent({ minVersion: "TLSv1" });\n', line=1),
    ),
    stays_quiet=(
        Example("python", "import ssl\n\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\ncontext.options |= ssl.OP_NO_TLSv1\n"),
        Example("go", "package a\n\nfunc set() *tls.Config {\n\treturn &tls.Config{MinVersion: tls.VersionTLS12}\n}\n"),
        Example("java", 'class A {\n  SSLContext make() throws Exception { return SSLContext.getInstance("TLSv1.2"); }\n}\n'),
        Example("javascript", 'const agent = new https.Agent({ minVersion: "TLSv1.2" });\n'),
    ),
)
