"""A switch for developers that is on in the product."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "debug",
    "display_errors",
    "introspection",
    "pprof",
    "developerexceptionpage",
    "phpinfo",
    "all_requests_local",
    "errorhandler",
    "graphiql",
    "playground",
)
_ON = "switches on what is meant for developers"
_LOCAL = (
    r"(?i)isDevelopment|is_development|NODE_ENV|environment\b|__DEV__|isLocal|APP_ENV|FLASK_ENV"
    r"|os\.environ|getenv|__main__\b.{0,5}never"
)
_SHAPES = (
    shape(
        _ON,
        r"""\.run\([^)\n]{0,200}\bdebug\s*=\s*True|\b(?:app|application)\.debug\s*=\s*True"""
        r"""|\.config\[['"](?:DEBUG|TESTING)['"]\]\s*=\s*True|\.config\.update\([^)\n]{0,80}\bDEBUG\s*=\s*True"""
        r"""|(?m:^DEBUG\s*=\s*True\b)(?=[\s\S]{0,4000}\b(?:ALLOWED_HOSTS|INSTALLED_APPS|MIDDLEWARE|SECRET_KEY"""
        r"""|DATABASES|ROOT_URLCONF)\b|\s*\Z)|\b(?:FastAPI|Starlette|Application|Sanic"""
        r"""|Litestar)\([^)\n]{0,160}\bdebug\s*=\s*True|['"]?FLASK_DEBUG['"]?\]?\s*=\s*['"]?(?:1|True)"""
        r"""|\bDebuggedApplication\(|\buse_debugger\s*=\s*True|\bgraphiql\s*=\s*True"""
        r"""|\bshow_debug_toolbar\s*=\s*True""",
        ("python",),
    ),
    shape(
        _ON,
        r"""\bini_set\(\s*['"]display_(?:startup_)?errors['"]\s*,\s*['"]?(?:1|(?i:on|true))\b"""
        r"""|\bdefine\(\s*['"]WP_DEBUG(?:_DISPLAY)?['"]\s*,\s*(?i:true)|\bphpinfo\(\s*\)"""
        r"""|['"]debug['"]\s*=>\s*true\b|\bDebug::enable\(|\bYII_DEBUG['"]\s*,\s*true"""
        r"""|\bConfigure::write\(\s*['"]debug['"]\s*,\s*(?:true|[12])""",
        ("php",),
    ),
    shape(
        _ON,
        r"""\bintrospection\s*:\s*true|\b(?:playground|graphiql)\s*:\s*true|\b(?:app"""
        r"""|server)\.use\(\s*(?:express\.)?error[hH]andler\(\s*\)|\bshowStack\s*:\s*true"""
        r"""|\bdumpExceptions\s*:\s*true""",
        ("javascript", "typescript"),
        strength=0.7,
        nowhere=_LOCAL,
    ),
    shape(
        _ON,
        r"""\bUseDeveloperExceptionPage\(\)|\bUseDatabaseErrorPage\(\)"""
        r"""|\bIncludeExceptionDetailInFaults\s*=\s*true|\bEnableDetailedErrors\s*=\s*true"""
        r"""|\bIncludeExceptionDetails\s*=\s*true""",
        ("csharp",),
        nowhere=_LOCAL,
    ),
    shape(
        _ON,
        r"""\bsetWebContentsDebuggingEnabled\(\s*true|@EnableWebSecurity\(\s*debug\s*=\s*true"""
        r"""|\bweb\.debug\(\s*true|\bsetIncludeStackTrace\(\s*(?:true|[\w.]*ALWAYS)|\bincludeStackTrace\(\s*true""",
        ("java", "kotlin"),
    ),
    shape(
        _ON,
        r"""\bconsider_all_requests_local\s*=\s*true|\bset\s+:(?:show_exceptions|dump_errors)\s*,\s*true"""
        r"""|\bRack::ShowExceptions\b|\bweb_console\.(?:whitelisted|allowed)_ips\s*="""
        r"""|\bBetterErrors::Middleware\.allow_ip!""",
        ("ruby",),
        strength=0.5,
    ),
    shape("serves the profiler with everything else", r"""_?\s*"net/http/pprof\"""", ("go",), strength=0.6, texts=True),
    shape(
        _ON,
        r"""\bgin\.SetMode\(\s*gin\.DebugMode|\bpprof\.Register\(|\b[Aa]pp\.Debug\s*=\s*true|\be\.Debug\s*=\s*true""",
        ("go",),
        strength=0.6,
        nowhere=_LOCAL,
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="debug-mode-on",
    title="A switch for developers is on",
    kind="pattern",
    category="debug",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise="Tells where a debug mode, a console, a profiler or the display of errors is switched on.",
    why="Error pages show source, settings and secrets; a debugger's console runs code for whoever opens it.",
    quiet="Switches read from the environment or from settings, and those under a check of the environment.",
    remedy="Switch it off, or read it from the environment with `false` as its default.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-489",
    see=_see,
    fires=(
        Example("python", 'if __name__ == "__main__":\n    app.run(host="0.0.0.0", debug=True)\n', line=2),
        Example("php", '<?php\nini_set("display_errors", 1);\n', line=2),
        Example("csharp", "class A {\n  void Set(IApplicationBuilder app) { app.UseDeveloperExceptionPage(); }\n}\n", line=2),
        Example("go", 'package a\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n)\n', line=5),
        Example("javascript", "const server = new ApolloServer({ schema, introspection: true });\n", line=1),
    ),
    stays_quiet=(
        Example("python", 'if __name__ == "__main__":\n    app.run(debug=False)\n'),
        Example("python", 'import os\n\napp.run(debug=os.environ.get("APP_DEBUG") == "1")\n'),
        Example(
            "csharp",
            (
                "class A {\n  void Set(IApplicationBuilder app, IHostEnvironment env) {\n"
                "    if (env.IsDevelopment()) { app.UseDeveloperExceptionPage(); }\n  }\n}\n"
            ),
        ),
        Example("javascript", 'const server = new ApolloServer({ schema, introspection: process.env.NODE_ENV !== "production" });\n'),
    ),
)
