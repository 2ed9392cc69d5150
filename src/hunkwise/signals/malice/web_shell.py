"""A page that runs what a visitor sends."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files

_PHP = re.compile(
    r"(?i)@?\b(?P<sink>eval|assert|system|shell_exec|passthru|exec|popen|proc_open|create_function|call_user_func(?:_array)?"
    r"|preg_replace|array_map|usort|include|require)\s*\(\s*[^;\n]{0,80}?(?P<source>\$_(?:GET|POST|REQUEST|COOKIE|SERVER"
    r"|FILES)\s*\[[^\]]{0,40}\]|php://input)"
    r"|`\s*\$_(?:GET|POST|REQUEST|COOKIE)\[|\$_(?:GET|POST|REQUEST|COOKIE)\s*\[[^\]]{1,30}\]\s*\(\s*\$_"
    r"|\$\w+\s*=\s*\$_(?:GET|POST|REQUEST|COOKIE)\[[^\]]{1,30}\]\s*;\s*@?(?:eval|system|assert|shell_exec"
    r"|passthru)\(\s*\$\w+"
)
_VARIABLE = re.compile(
    r"(?i)\$(?P<f>\w{1,12})\s*=\s*[\"'](?:assert|system|eval|create_function|shell_exec"
    r"|passthru)[\"'][^\n]{0,200}\$(?P=f)\s*\(|\$\{?[\"']?_[\"']?\s*\.\s*[\"']?(?:GET|POST)|=\s*\$\$_(?:GET|POST)"
    r"|\$_=\s*[\"']\W{4,}"
)
_JSP = re.compile(
    r"Runtime\.getRuntime\(\)\.exec\(\s*(?P<source>request\.getParameter\([^)]{0,40}\))"
    r"|ProcessBuilder\([^\n]{0,80}request\.getParameter|(?P<asp>\b(?:eval|execute)\s*\(?\s*request\s*[.(\[])"
    r"|unsafe[\"']?\s*\)?[^\n]{0,40}Request\.Item",
    re.I,
)
_PANEL = re.compile(r"(?i)\b(?:c99|r57|b374k|wso|FilesMan|WebShell|Safe ?mode|uname -a)\b")


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = _PHP.search(view.text) if unit.language in ("php", "html") else None
    if found:
        sink = found["sink"] or "the page"
        soft = sink.lower() in ("include", "require", "preg_replace", "array_map", "usort", "call_user_func", "call_user_func_array")
        quiet = "escapeshell" in found[0].lower() or len(view.numbers) > 300
        yield Sighting(
            (view.line(found.start()),),
            {"sink": sink, "source": (found["source"] or found[0])[:60]},
            strength=0.35 if soft or quiet else 0.9,
        )
    elif unit.language == "php" and (found := _VARIABLE.search(view.text)):
        yield Sighting((view.line(found.start()),), {"sink": "a function named by a text", "source": found[0][:60]}, strength=0.8)
    elif unit.language in ("html", "java", "csharp") and (found := _JSP.search(view.text)):
        yield Sighting((view.line(found.start()),), {"sink": "the server", "source": found[0][:60]}, strength=0.9)
    elif unit.language == "php" and len(panels := list(_PANEL.finditer(view.text))) >= 3 and view.calls("start"):
        yield Sighting((view.line(panels[0].start()),), {"sink": view.calls("start")[0].path, "source": panels[0][0]}, strength=0.7)


_see = in_files(_look, "$_", "request", "php://input", "uname -a", "c99", "filesman")


SIGNAL = Signal(
    id="web-shell",
    title="A page that runs what a visitor sends",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=frozenset({"php", "html", "java", "csharp", "python", "perl", "javascript"}),
    promise=(
        "Tells of server pages that run or evaluate what a request holds, directly, with errors silenced, or behind a "
        "password of their own."
    ),
    why="It is a way back in for whoever left it there.",
    quiet="Requests that choose between fixed commands.",
    remedy="Delete it, and look for how it came and what was run through it.",
    cause="`{sink}` runs what `{source}` holds.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1505.003",
    everywhere=True,
    see=_see,
    fires=(
        Example("php", '<?php @eval($_POST["x"]);\n', path="a.php", line=1),
        Example(
            "php",
            '<?php\nif (md5($_GET["k"]) == "0123456789abcdef0123456789abcdef") {\n    echo shell_exec($_REQUEST["cmd"]);\n}\n',
            path="b.php",
            line=3,
        ),
        Example("html", '<%\nProcess p = Runtime.getRuntime().exec(request.getParameter("cmd"));\n%>\n', path="a.jsp", line=2),
    ),
    stays_quiet=(
        Example("php", '<?php\n$page = $_GET["page"];\nif ($page === "home") {\n    echo render("home");\n}\n', path="a.php"),
        Example("php", '<?php\necho htmlspecialchars($_POST["x"]);\nsystem("uptime");\n', path="b.php"),
    ),
)
