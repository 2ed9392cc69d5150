"""A password or other secret sent over a connection that isn't encrypted."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB, C

_STEMS = (
    "authentication",
    "simple_bind",
    "bind_s",
    "ftp",
    "telnet",
    "http://",
    "ldap",
    "smtp",
    "pop3",
    "imap",
    "grpc",
    "cleartext",
    "insecure",
    "usessl",
    "enablessl",
    "sslmode",
    "server_port",
    "useplaintext",
    "simpleemail",
    "usetls",
    "socket",
)
_PLAIN = "sends what it is given unencrypted"
_LOCAL = r"localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|example"
_SHAPES = (
    shape(
        _PLAIN,
        r"\b(?:ftplib\.)?FTP\(|\btelnetlib\.Telnet\(|\bimport telnetlib\b|\bimport ftplib\b|\bpoplib\.POP3\("
        r"|\bimaplib\.IMAP4\(",
        ("python",),
        strength=0.7,
        nowhere=r"FTP_TLS|starttls",
    ),
    shape(_PLAIN, r"\bsmtplib\.SMTP\([\s\S]{0,400}?\.login\(", ("python",), strength=0.6, nowhere=r"starttls"),
    shape(
        _PLAIN,
        r"\bnew\s+(?:FTPClient|TelnetClient|FtpClient)\(|\bFtpWebRequest\b|\bnew\s+(?:SimpleEmail|HtmlEmail"
        r"|MultiPartEmail|ImageHtmlEmail)\(\)",
        ("java", "kotlin", "csharp"),
        strength=0.5,
        nowhere=r"(?i)setSSL|EnableSsl|FTPSClient|TLSRequired",
    ),
    shape(_PLAIN, r"\bftp_connect\(", ("php",), strength=0.6),
    shape(_PLAIN, r"\bNet::(?:FTP|Telnet)\.(?:new|open)\b", ("ruby",), strength=0.6, nowhere=r"ssl:\s*true"),
    shape(
        "sends a secret to an address that isn't encrypted",
        r"""(?i)['"`]http://(?!localhost|127\.|0\.0\.0\.0|\[::1|\$\{?localhost)[^'"`\n]{0,120}[?&](?:password"""
        r"""|passwd|pwd|token|secret|api_?key|access_token)=""",
    ),
    shape(
        "logs on at an address that isn't encrypted",
        r"""(?i)\b(?:auth|headers|password|credentials?)\b[^\n]{0,60}['"`]http://(?!localhost|127\.|0\.0\.0\.0)"""
        r"""|['"`]http://(?!localhost|127\.|0\.0\.0\.0)[^'"`\n]{3,80}['"`][^\n]{0,40}\bauth\s*[=:]\s*[({]""",
        strength=0.6,
    ),
    shape(
        "lets a connection be made without encryption",
        r"""\b(?:EnableSsl|UseSSL|useSsl|useTLS|requireTLS)\s*[=:]\s*false"""
        r"""|\bsetCleartextTrafficPermitted\(\s*true|\busePlaintext\(\s*(?:true)?\s*\)|\bgrpc\.WithInsecure\(\)"""
        r"""|\binsecure\.NewCredentials\(\)|\bsslmode=disable\b|\busesCleartextTraffic\s*=\s*\"true"""
        r"""|\bignoreTLS\s*:\s*true""",
        strength=0.5,
        texts=True,
        nowhere=_LOCAL,
    ),
    shape(
        "asks for no password at all",
        r"""\bSECURITY_AUTHENTICATION\s*,\s*"none"|java\.naming\.security\.authentication"\s*,\s*"none\""""
        r"""|\bAuthenticationTypes\.(?:Anonymous|None)\b|\bsimple_bind(?:_s)?\(\s*\)|\.bind_s\(\s*\)"""
        r"""|\bsimple_bind(?:_s)?\([^\n]{0,60},\s*(?:''|""|None)\s*\)""",
        strength=0.7,
    ),
    shape(
        "sends passwords over plain LDAP",
        r"""['"]ldap://(?!localhost|127\.)[^'"\n]{3,120}['"][\s\S]{0,300}?\b(?:simple_bind\w*|bind_s?"""
        r"""|SECURITY_CREDENTIALS|ldap_bind)\b""",
        strength=0.5,
        nowhere=r"(?i)start_?tls",
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if speaks(side, _STEMS):
        yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="cleartext-transport",
    title="A secret travels unencrypted",
    kind="pattern",
    category="cleartext-transmission",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise=(
        "Tells of protocols that send passwords as they are (FTP, Telnet, POP, IMAP and SMTP without TLS, LDAP binds), "
        "of secrets sent to `http://` addresses, and of connections told not to encrypt."
    ),
    why="Everyone on the way reads what is sent and can change it.",
    quiet="The encrypted forms of these protocols, addresses of the machine itself.",
    remedy="Use the form with TLS: SFTP, SSH, `https://`, `ldaps://`, SMTP with STARTTLS.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-319",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "import ftplib\n\ndef send(host, user, password):\n    with ftplib.FTP(host, user, password) as ftp:\n"
                '        ftp.storbinary("STOR a", open("a", "rb"))\n'
            ),
            line=4,
        ),
        Example("javascript", 'function load(token) {\n  return fetch("http://api.example.org/items?token=" + token);\n}\n', line=2),
        Example("java", 'class A {\n  void set(Hashtable env) {\n    env.put(Context.SECURITY_AUTHENTICATION, "none");\n  }\n}\n', line=3),
        Example("php", "<?php\n$connection = ftp_connect($host);\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "import ftplib\n\ndef send(host, user, password):\n"
                "    with ftplib.FTP_TLS(host, user, password) as ftp:\n        ftp.prot_p()\n"
            ),
        ),
        Example(
            "javascript",
            ('function load(token) {\n  return fetch("https://api.example.org/items", { headers: { authorization: token } });\n}\n'),
        ),
        Example("java", 'class A {\n  void set(Hashtable env) {\n    env.put(Context.SECURITY_AUTHENTICATION, "simple");\n  }\n}\n'),
    ),
)
