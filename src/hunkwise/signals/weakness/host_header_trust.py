"""An address built from the host that the request names."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = ("host",)
_BUILT = "builds an address from the host that the request names"
_HOST = (
    r"(?:req(?:uest)?\.(?:headers\.host\b|get\(\s*['\"]host['\"]\)|headers\[['\"]host['\"]\]|hostname\b"
    r"|header\(\s*['\"]host['\"]\))|request\.(?:get_host\(\)|host\b|host_url\b|META\[['\"]HTTP_HOST['\"]\]"
    r"|headers(?:\.get\(|\[)['\"]Host['\"][\])])|\$_SERVER\[['\"](?:HTTP_HOST|SERVER_NAME"
    r"|HTTP_X_FORWARDED_HOST)['\"]\]|Request\.(?:Host\b|Url\.Host|Headers\[\"Host\"\])"
    r"|getHeader\(\s*\"(?i:host)\"\)|getServerName\(\)|\br\.Host\b)"
)
_SHAPES = (
    shape(
        _BUILT,
        rf"""['"`]https?://['"]?\s*(?:[+.]|,)?\s*(?:\$\{{|\{{\$?|%s['"]\s*%\s*\(?|#\{{)?\s*{_HOST}"""
        rf"""|f['"]https?://\{{\s*{_HOST}""",
        strength=0.6,
        nowhere=r"(?i)allowed_?hosts|trusted_?hosts|in_array|whitelist|allowlist",
    ),
    shape(
        _BUILT,
        rf"""(?i:reset|confirm|verif|activat|invite|link|password)\w*[^\n]{{0,80}}{_HOST}""",
        strength=0.6,
        nowhere=r"(?i)allowed_?hosts|trusted_?hosts|in_array|whitelist|allowlist",
    ),
    shape("accepts every host", r"""(?m:^\s*)ALLOWED_HOSTS\s*=\s*\[\s*['"]\*['"]""", ("python",), strength=0.6),
    shape(
        "accepts every host",
        r"""\bconfig\.hosts\.clear\b|\bconfig\.hosts\s*=\s*nil|\bHostFilteringOptions[^\n]{0,40}\"\*\""""
        r"""|\bdisableHostCheck\s*:\s*true|\ballowedHosts\s*:\s*['"]all['"]""",
        ("ruby", "csharp", "javascript", "typescript"),
        strength=0.6,
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="host-header-trust",
    title="An address is built from the host that the request names",
    kind="flow",
    category="host-header",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise=("Tells where a link, such as one for a new password, is built from the `Host` header, and where every host is accepted."),
    why="Whoever sends the request with a host of their own gets the link, and the secret in it, sent to that host.",
    quiet="Hosts from settings, hosts checked against a list.",
    remedy="Take the host from the settings, or check it against a list.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-640",
    see=_see,
    fires=(
        Example(
            "javascript", 'function link(req, token) {\n  return "https://" + req.headers.host + "/reset?token=" + token;\n}\n', line=2
        ),
        Example(
            "python",
            ('def reset(request, token):\n    link = "https://" + request.get_host() + "/reset/" + token\n    send(link)\n'),
            line=2,
        ),
        Example("php", '<?php\n$link = "https://" . $_SERVER["HTTP_HOST"] . "/reset?token=" . $token;\n', line=2),
        Example("python", 'ALLOWED_HOSTS = ["*"]\n', line=1),
    ),
    stays_quiet=(
        Example("javascript", 'function link(token) {\n  return "https://" + settings.host + "/reset?token=" + token;\n}\n'),
        Example("python", 'ALLOWED_HOSTS = ["app.example.org"]\n'),
    ),
)
