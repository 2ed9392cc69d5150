"""A page in a program that can reach what is outside of the page."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal

_STEMS = (
    "nodeintegration",
    "contextisolation",
    "websecurity",
    "sandbox",
    "allowrunninginsecure",
    "javascriptinterface",
    "setallow",
    "allowfileaccess",
    "allowuniversal",
    "javascriptenabled",
    "openexternal",
    "disablewebsecurity",
    "no-sandbox",
    "experimentalfeatures",
    "onreceivedsslerror",
    "mixed_content",
    "world_readable",
    "sendbroadcast",
    "mixedcontent",
)
_OUT = "lets a page reach outside of itself"
_JVM = ("java", "kotlin")
_SHAPES = (
    shape(
        _OUT,
        r"\bnodeIntegration(?:InWorker|InSubFrames)?\s*:\s*true|\bcontextIsolation\s*:\s*false"
        r"|\bwebSecurity\s*:\s*false|\ballowRunningInsecureContent\s*:\s*true"
        r"|\bexperimentalFeatures\s*:\s*true|\bsandbox\s*:\s*false|\benableBlinkFeatures\s*:"
        r"|\benableRemoteModule\s*:\s*true",
        ("javascript", "typescript"),
        strength=0.7,
    ),
    shape(
        "runs a browser without its sandbox",
        r"""['"]--(?:no-sandbox|disable-web-security)['"]""",
        ("javascript", "typescript"),
        strength=0.5,
        texts=True,
    ),
    shape("opens whatever address it is given", r"\bshell\.openExternal\(\s*(?!['\"`])", ("javascript", "typescript"), strength=0.4),
    shape(
        _OUT,
        r"\baddJavascriptInterface\(|\bsetAllow(?:FileAccess|UniversalAccess|FileAccessFromFileURLs"
        r"|UniversalAccessFromFileURLs|ContentAccess)\(\s*true|\ballow(?:FileAccess"
        r"|UniversalAccessFromFileURLs|FileAccessFromFileURLs|ContentAccess)\s*=\s*true"
        r"|\bsetMixedContentMode\(\s*(?:[\w.]*ALWAYS_ALLOW|0)|\bmixedContentMode\s*=\s*[\w.]*ALWAYS_ALLOW",
        _JVM,
        strength=0.7,
    ),
    shape("runs script in a web view", r"\bsetJavaScriptEnabled\(\s*true|\bjavaScriptEnabled\s*=\s*true", _JVM, strength=0.5),
    shape("goes on after an error of the certificate", r"\bonReceivedSslError\b[\s\S]{0,300}?\.proceed\(\)", _JVM),
    shape(
        "sends to every app",
        r"\bsend(?:Sticky|Ordered)?Broadcast\(\s*\w+\s*\)",
        _JVM,
        strength=0.4,
        nowhere=r"LocalBroadcastManager|setPackage",
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="webview-exposed",
    title="A page inside the program can reach outside of it",
    kind="pattern",
    category="webview",
    severity="medium",
    languages=frozenset({"javascript", "typescript", "java", "kotlin", "csharp"}),
    promise=(
        "Tells where a window of Electron or a web view is given the rights of the program: Node in pages, files, "
        "bridges, content without protection."
    ),
    why="Script of a page, also one that was injected, then runs commands or reads files.",
    quiet="Isolated pages with a narrow bridge.",
    remedy="Keep pages isolated and in the sandbox, and offer single checked functions through a bridge.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-749",
    see=_see,
    fires=(
        Example(
            "javascript",
            "const page = new BrowserWindow({ webPreferences: { nodeIntegration: true, contextIsolation: false } });\n",
            line=1,
        ),
        Example(
            "java", 'class A {\n  void set(WebView view) {\n    view.addJavascriptInterface(new Bridge(), "bridge");\n  }\n}\n', line=3
        ),
        Example("kotlin", "class A {\n  fun set(view: WebView) {\n    view.settings.allowFileAccess = true\n  }\n}\n", line=3),
    ),
    stays_quiet=(
        Example("javascript", "const page = new BrowserWindow({ webPreferences: { nodeIntegration: false, contextIsolation: true } });\n"),
        Example("java", "class A {\n  void set(WebView view) {\n    view.getSettings().setJavaScriptEnabled(false);\n  }\n}\n"),
    ),
)
