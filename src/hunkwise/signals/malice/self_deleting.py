"""A script that removes itself after its work."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_GONE = re.compile(
    r"(?i)os\.(?:remove|unlink)\(\s*(?:os\.path\.(?:abspath|realpath)\(\s*)?(?:__file__"
    r"|sys\.argv\[0\])\s*\)?\s*\)|\bPath\(\s*__file__\s*\)[^\n]{0,30}\.unlink\(|fs(?:\.promises)?\.(?:unlink|rm)(?:Sync)?\(\s*(?:__filename"
    r"|process\.argv\[1\]|path\.\w+\(__dirname,\s*['\"](?:index|preinstall|postinstall|setup|install)\.[cm]?js)"
    r"|\brm\s+(?:-\w+\s+)*(?:--\s+)?[\"']?(?:\$0|\$\{?BASH_SOURCE\S*)|del\s+(?:/\w\s+)*\"?%~f?0"
    r"|Remove-Item\s+[^\n]{0,40}\$(?:MyInvocation|PSCommandPath)|unlink\(\s*__FILE__\s*\)|File\.delete\(\s*__FILE__\s*\)"
    r"|DeleteFile\(?\s*WScript\.ScriptFullName"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    found = _GONE.search(view.text)
    if not found:
        return
    what = [
        word
        for word, present in (
            ("fetches", view.reaches_out),
            ("decodes", view.calls("decode")),
            ("starts programs", view.calls("start") or view.calls("run")),
        )
        if present
    ]
    if what:
        yield Sighting((view.line(found.start()),), {"call": " ".join(found[0].split())[:80], "what": " and ".join(what)}, strength=0.8)


_see = in_files(
    _look,
    "__file__",
    "argv[0]",
    "argv[1]",
    "__filename",
    "__dirname",
    "$0",
    "bash_source",
    "%~",
    "myinvocation",
    "pscommandpath",
    "scriptfullname",
)


SIGNAL = Signal(
    id="self-deleting",
    title="A script that removes itself",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=CODE | {"batch"},
    promise="Tells of code that deletes its own file, loud where it also fetches, runs or decodes.",
    why="Whoever removes the traces knew what they were doing.",
    quiet="Temporary files, uninstallers.",
    remedy="Don't merge. Look for what it did before.",
    cause="`{call}` removes the file that holds it, in code that also {what}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1070.004",
    everywhere=True,
    see=_see,
    fires=(
        Example("python", 'import os\nimport subprocess\n\nsubprocess.run(["./a"])\nos.remove(__file__)\n', line=5),
        Example(
            "javascript",
            'const fs = require("fs");\nconst { exec } = require("child_process");\nexec("node a.js");\nfs.unlinkSync(__filename);\n',
            line=4,
        ),
    ),
    stays_quiet=(
        Example("python", 'import os\n\nos.remove(path)\nos.remove(os.path.join(os.path.dirname(__file__), "cache"))\n'),
        Example("javascript", 'const fs = require("fs");\nfs.unlinkSync(temporary);\n'),
    ),
)
