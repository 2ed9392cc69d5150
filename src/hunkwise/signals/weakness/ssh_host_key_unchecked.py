"""A connection by SSH that takes every key of the host."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "addpolicy",
    "warningpolicy",
    "hostkey",
    "host_key",
    "known_hosts",
    "promiscuousverifier",
    "hostverifier",
    "paranoid",
    "host_keys",
)
_ANY = "takes every key that a host shows"
_SHAPES = (
    shape(
        _ANY,
        r"set_missing_host_key_policy\(\s*(?:[\w.]*\.)?(?:AutoAddPolicy|WarningPolicy)\b"
        r"|\bknown_hosts\s*=\s*None\b|\bmissing_host_key_policy\s*=\s*[\w.]*(?:AutoAdd|Warning)Policy"
        r"|\bhost_key_checking\s*=\s*False",
        ("python",),
    ),
    shape(
        _ANY,
        r"\bInsecureIgnoreHostKey\(\)"
        r"|HostKeyCallback\s*[:=]\s*(?:ssh\.HostKeyCallback\()?func\([^)]*\)\s*error\s*\{\s*return nil",
        ("go",),
    ),
    shape(_ANY, r"""(?i)\bStrictHostKeyChecking['"]?\s*[,=:\s]\s*['"]?(?:no|off|false|accept-new)\b""", texts=True, strength=0.6),
    shape(
        _ANY, r"\bPromiscuousVerifier\(\)|AcceptAllServerKeyVerifier|addHostKeyVerifier\(\s*\(?[\w, ]*\)?\s*->\s*true", ("java", "kotlin")
    ),
    shape(
        _ANY,
        r"\bhostVerifier\s*:\s*(?:function\s*\([^)]*\)\s*\{\s*return true|\([^)]*\)\s*=>\s*(?:true|\{\s*return true))",
        ("javascript", "typescript"),
    ),
    shape(
        _ANY, r"\b(?:verify_host_key|paranoid)\s*(?::|=>)\s*(?::never|false|nil|Net::SSH::Verifiers::(?:Never|Null)|:accept_new)", ("ruby",)
    ),
    shape(_ANY, r"\bHostKeyReceived\s*\+=\s*[^\n]{0,60}=>[^\n]{0,30}CanTrust\s*=\s*true|\bCanTrust\s*=\s*true", ("csharp",)),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="ssh-host-key-unchecked",
    title="The host's key isn't checked",
    kind="pattern",
    category="certificate-validation",
    severity="high",
    languages=(WEB | {"shell", "rust"}) - {"html", "vue"},
    promise="Tells where an SSH client accepts a host's key without knowing it.",
    why="Whoever stands in between answers in the host's name, reads the password and all that is sent.",
    quiet="Clients that load known hosts and reject others.",
    remedy="Load the known hosts and reject what isn't among them.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-322",
    see=_see,
    fires=(
        Example(
            "python",
            ("import paramiko\n\ndef connect(client):\n    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n"),
            line=4,
        ),
        Example(
            "go",
            ("package a\n\nfunc set() *ssh.ClientConfig {\n\treturn &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()}\n}\n"),
            line=4,
        ),
        Example("ruby", "Net::SSH.start(host, user, verify_host_key: :never)\n", line=1),
        Example("java", 'class A {\n  void set(Session s) { s.setConfig("StrictHostKeyChecking", "no"); }\n}\n', line=2),
    ),
    stays_quiet=(
        Example("python", ("import paramiko\n\ndef connect(client):\n    client.set_missing_host_key_policy(paramiko.RejectPolicy())\n")),
        Example(
            "go",
            (
                "package a\n\nfunc set(known ssh.HostKeyCallback) *ssh.ClientConfig {\n"
                "\treturn &ssh.ClientConfig{HostKeyCallback: known}\n}\n"
            ),
        ),
        Example("java", 'class A {\n  void set(Session s) { s.setConfig("StrictHostKeyChecking", "yes"); }\n}\n'),
    ),
)
