"""A server that listens on every network."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = ("0.0.0", "listen", "inaddr_any", "bind", "ipaddress.any", '"::"')
_ALL = "listens on every network"
_SHAPES = (
    shape(
        _ALL,
        r"""\b(?:bind|listen|run|host|HOST|address|listen_addr|serve|server_address|HTTPServer|TCPServer"""
        r"""|start_server|create_server)\b['"]?\s*[(=:,]\s*(?:\(\s*)?['"](?:0\.0\.0\.0|::)?(?::\d+)?['"]""",
        ("python", "javascript", "typescript", "ruby", "php", "java", "kotlin", "csharp"),
        strength=0.6,
        unless=r"127\.0\.0\.1",
    ),
    shape(
        _ALL, r"""\b(?:net|tls)\.Listen(?:Packet|TCP)?\(\s*"(?:tcp|udp)[46]?"\s*,\s*"(?:0\.0\.0\.0|\[::\])?:\d+\"""", ("go",), strength=0.6
    ),
    shape(_ALL, r"\bINADDR_ANY\b|\bin6addr_any\b", ("c", "cpp"), strength=0.5),
    shape(_ALL, r"""\bbind\(\s*\(?\s*\[?\s*"(?:0\.0\.0\.0|\[::\]):?\d*\"""", ("rust",), strength=0.6),
    shape(_ALL, r"\bIPAddress\.(?:IPv6)?Any\b", ("csharp",), strength=0.5),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="bind-all-interfaces",
    title="A server listens on every network",
    kind="pattern",
    category="exposure",
    severity="low",
    languages=(WEB | {"rust", "c", "cpp"}) - {"html", "vue"},
    promise="Tells where a server is bound to all addresses of the machine.",
    why="What was meant for the machine itself is reached from every network that it is on.",
    quiet="Servers on the machine's own address, addresses from settings.",
    remedy="Bind to `127.0.0.1`, or to the one address that should be reached, and let a proxy face the network.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="preview",
    cwe="CWE-605",
    see=_see,
    fires=(
        Example("python", 'app.run(host="0.0.0.0")\n', line=1),
        Example("python", 'import socket\n\ndef serve(s):\n    s.bind(("0.0.0.0", 8080))\n', line=4),
        Example("go", 'package a\n\nfunc serve() (net.Listener, error) {\n\treturn net.Listen("tcp", "0.0.0.0:2000")\n}\n', line=4),
    ),
    stays_quiet=(
        Example("python", 'app.run(host="127.0.0.1")\n'),
        Example("go", 'package a\n\nfunc serve() (net.Listener, error) {\n\treturn net.Listen("tcp", "127.0.0.1:2000")\n}\n'),
    ),
)
