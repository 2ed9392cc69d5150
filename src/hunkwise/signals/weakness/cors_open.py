"""Any web site may read answers."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "cors",
    "allow-origin",
    "anyorigin",
    "alloworigin",
    "allowedorigin",
    "crossorigin",
    "allow_origin",
    "originallowed",
    "checkorigin",
    "origins",
)
_ALL = "lets pages of every origin read the answers"
_JS = ("javascript", "typescript", "tsx")
_LISTED = r"(?i)includes\(|indexOf\(|in_array|contains|white_?list|allow_?list|allowed|\.has\(|\.test\(|match"
_SHAPES = (
    shape(_ALL, r"""(?i)['"]Access-Control-Allow-Origin['"]\]?\s*(?:,|:|=>|=|\)\s*,)\s*\[?['"]\*['"]""", strength=0.7),
    shape(_ALL, r"""(?i)header\(\s*['"]Access-Control-Allow-Origin:\s*(?:\*|['"]\s*\.\s*\$_SERVER)""", strength=0.7, texts=True),
    shape(
        "sends back whichever origin asks",
        r"""(?i)['"]Access-Control-Allow-Origin['"]\]?\s*(?:,|:|=>|=)\s*[\w.$>\[('"-]{0,60}(?:origin"""
        r"""|getParameter|QueryString|FormValue|GET\[)""",
        nowhere=_LISTED,
    ),
    shape(
        _ALL,
        r"""\bcors\(\s*\)|\borigin\s*:\s*(?:true\b|['"]\*['"])|\borigin\s*:\s*(?:function\s*\("""
        r"""|\()[^)]*\)\s*(?:=>)?\s*\{?\s*(?:callback|cb)\(\s*null\s*,\s*true""",
        _JS,
        nowhere=_LISTED,
    ),
    shape(
        _ALL,
        r"""\bCORS\(\s*\w+\s*\)|CORS_(?:ORIGIN_)?ALLOW_ALL(?:_ORIGINS)?['"]?\]?\s*=\s*True"""
        r"""|allow_origins\s*=\s*\[?\s*['"]\*|(?<!\w)origins['"]?\s*[=:]\s*\[?\s*['"]\*['"]"""
        r"""|allow_origin_regex\s*=\s*r?['"]\^?\.\*|CORS_ORIGINS?['"]?\]?\s*=\s*\[?['"]\*['"]""",
        ("python",),
    ),
    shape(
        _ALL,
        r"""@CrossOrigin(?:\(\s*\))?\s*\n|@CrossOrigin\(\s*(?:(?:value|origins"""
        r"""|originPatterns)\s*=\s*)?[\[{]?\s*"\*\""""
        r"""|(?i:\w*allowedOrigins?(?:Patterns?)?)\(\s*(?:\w+(?:\.\w+)*\(\s*)?"\*"|\.anyHost\(\)"""
        r"""|CorsConfiguration\.ALL\b|applyPermitDefaultValues\(\)""",
        ("java", "kotlin"),
    ),
    shape(
        _ALL,
        r"""\bAllowAnyOrigin\(\)|SetIsOriginAllowed\(\s*\(?_?\w*\)?\s*=>\s*true|WithOrigins\(\s*"\*\""""
        r"""|EnableCors(?:Attribute)?\(\s*(?:origins\s*:\s*)?"\*\"""",
        ("csharp",),
    ),
    shape(
        _ALL,
        r"""\b(?:AllowAllOrigins\s*[:=]\s*true|Allow(?:ed)?Origins\s*[:=]\s*(?:\[\]string\{\s*)?"\*\""""
        r"""|AllowedOrigins\(\[\]string\{\s*"\*"|cors\.(?:Default|AllowAll)\(\))|(?:CheckOrigin"""
        r"""|AllowOriginFunc)\s*[:=]\s*func\([^)]*\)\s*bool\s*\{\s*return true""",
        ("go",),
    ),
    shape(_ALL, r"""(?m)^\s*origins\s+['"]\*['"]""", ("ruby",)),
    shape(_ALL, r"""\bCors(?:Layer)?::(?:permissive|very_permissive)\(\)|\.allow_any_origin\(\)|\.send_wildcard\(\)""", ("rust",)),
    shape(_ALL, r"""['"]?(?:allowed_?[oO]rigins|Origin)['"]?\s*=>\s*\[?\s*['"]\*['"]""", ("php",)),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="cors-open",
    title="Any web site may read the answers",
    kind="pattern",
    category="access-control",
    severity="medium",
    languages=WEB | {"rust"},
    promise=(
        "Tells where every origin, or whichever origin asks, is allowed to read answers: headers, middleware, annotations, configuration."
    ),
    why=("A page that a signed-in user opens elsewhere can call the service with that user's rights and read what comes back."),
    quiet="Fixed origins, origins checked against a list.",
    remedy="Name the origins that may read the answers, and allow credentials for them only.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-942",
    see=_see,
    fires=(
        Example("javascript", 'app.use(cors({ origin: "*", credentials: true }));\n', line=1),
        Example(
            "javascript", 'function answer(req, res) {\n  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);\n}\n', line=2
        ),
        Example("python", "from flask_cors import CORS\n\ndef set_up(app):\n    CORS(app)\n", line=4),
        Example(
            "python", ('def set_up(app):\n    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n'), line=2
        ),
        Example("java", 'class A {\n  void set(CorsConfiguration c) { c.addAllowedOrigin("*"); }\n}\n', line=2),
        Example("csharp", "class A {\n  void Set(CorsPolicyBuilder b) { b.AllowAnyOrigin().AllowAnyMethod(); }\n}\n", line=2),
        Example(
            "go", ('package a\n\nfunc answer(w http.ResponseWriter) {\n\tw.Header().Set("Access-Control-Allow-Origin", "*")\n}\n'), line=4
        ),
        Example("php", '<?php\nheader("Access-Control-Allow-Origin: *");\n', line=2),
    ),
    stays_quiet=(
        Example("javascript", 'app.use(cors({ origin: "https://app.example.org", credentials: true }));\n'),
        Example("python", 'def set_up(app):\n    app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.org"])\n'),
        Example(
            "javascript",
            (
                "function answer(req, res) {\n  if (ALLOWED.includes(req.headers.origin)) {\n"
                '    res.setHeader("Access-Control-Allow-Origin", req.headers.origin);\n  }\n}\n'
            ),
        ),
        Example("javascript", '// app.use(cors({ origin: "*" })) would be wrong\nconst a = 1;\n'),
    ),
)
