"""A protection of the browser that a site gives up."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "frame",
    "xss",
    "content-security",
    "contentsecurity",
    "contenttype",
    "hsts",
    "helmet",
    "x-content",
    "csp",
    "secure_ssl",
    "headers(",
    "stricttransport",
    "force_ssl",
    "unsafe-",
)
_OFF = "gives up a protection of the browser"
_SHAPES = (
    shape(
        _OFF,
        r"\bxframe_options_exempt\b|\bSECURE_(?:SSL_REDIRECT|CONTENT_TYPE_NOSNIFF"
        r"|BROWSER_XSS_FILTER)\s*=\s*False|\bSECURE_HSTS_SECONDS\s*=\s*0\b|\bcsp_exempt\b"
        r"|\bX_FRAME_OPTIONS\s*=\s*['\"]ALLOW",
        ("python",),
    ),
    shape(
        _OFF,
        r"\b(?:frameguard|contentSecurityPolicy|hsts|noSniff|xssFilter|frameOptions|xFrameOptions"
        r"|strictTransportSecurity)\s*:\s*false\b",
        ("javascript", "typescript"),
        strength=0.7,
    ),
    shape(
        _OFF,
        r"\bframeOptions\(\s*\)\s*\.\s*disable\(|\bframeOptions\(\s*\(?\w+\)?\s*->\s*\w+\.disable\("
        r"|\bheaders\(\s*\)\s*\.\s*disable\(|\bheaders\(\s*\(?\w+\)?\s*->\s*\w+\.disable\("
        r"|\b(?:FrameOptionsConfig|HeadersConfigurer(?:\.\w+)?)(?:<[^>]*>)?::disable"
        r"|\bxssProtection\(\s*\)\s*\.\s*disable\(|\bcontentTypeOptions\(\s*\)\s*\.\s*disable\("
        r"|\bhttpStrictTransportSecurity\(\s*\)\s*\.\s*disable\(|\bframeOptions\s*\{\s*disable\(",
        ("java", "kotlin"),
    ),
    shape(
        _OFF,
        r"\bforce_ssl\s*=\s*false|\bX-Frame-Options['\"]\]?\s*=>?\s*['\"]ALLOWALL|headers\.delete\(?\s*['\"]X-Frame-Options",
        ("ruby",),
    ),
    shape(
        _OFF,
        r"(?i)['\"]X-Frame-Options['\"]\]?\s*(?:,|:|=>|=)\s*['\"]ALLOW(?:ALL|-FROM)"
        r"|['\"]X-XSS-Protection['\"]\]?\s*(?:,|:|=>|=)\s*['\"]0['\"]|\bremoveHeader\(\s*['\"]X-Frame-Options"
        r"|Headers\.Remove\(\s*\"X-Frame-Options",
        strength=0.6,
    ),
    shape(
        "allows script from everywhere or written into the page",
        r"(?i)Content-Security-Policy['\"]\]?\s*(?:,|:|=>|=)\s*['\"][^'\"\n]{0,20}(?:(?:default"
        r"|script)-src\s+\*|[^\"\n]{0,160}script-src[^;\"\n]{0,80}unsafe-(?:inline|eval))",
        strength=0.6,
    ),
    shape(
        _OFF,
        r"\bantiForgeryConfig\.SuppressXFrameOptionsHeader\s*=\s*true|\bSuppressXFrameOptionsHeader\s*=\s*true"
        r"|\bHttpOnly\s*=\s*never",
        ("csharp",),
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="browser-protection-off",
    title="A protection of the browser is given up",
    kind="pattern",
    category="security-header",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise=(
        "Tells where headers that protect a page are switched off or weakened: the policy for content, framing, sniffing, strict transport."
    ),
    why=("Other sites can put the page into a frame and have it clicked; injected script runs; a connection is made without encryption."),
    quiet="Policies that name what they allow.",
    remedy="Keep the headers on, and allow only the sources and the frames that are needed.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-693",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "from django.views.decorators.clickjacking import xframe_options_exempt\n\n@xframe_options_exempt\n"
                "def show(request):\n    return page(request)\n"
            ),
            line=3,
        ),
        Example("javascript", "app.use(helmet({ contentSecurityPolicy: false, frameguard: false }));\n", line=1),
        Example(
            "java", ("class A {\n  void set(HttpSecurity http) throws Exception { http.headers().frameOptions().disable(); }\n}\n"), line=2
        ),
        Example("csharp", "class A {\n  void Set() { AntiForgeryConfig.SuppressXFrameOptionsHeader = true; }\n}\n", line=2),
    ),
    stays_quiet=(
        Example("javascript", "app.use(helmet());\n"),
        Example("java", ("class A {\n  void set(HttpSecurity http) throws Exception { http.headers().frameOptions().sameOrigin(); }\n}\n")),
        Example("python", "SECURE_SSL_REDIRECT = True\n"),
    ),
)
