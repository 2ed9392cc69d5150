"""An archive unpacked to wherever its entries say."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, option, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers
from hunkwise.signals.tables.languages import WEB

_JOINS = frozenset(
    {"os.path.join", "path.join", "filepath.Join", "Path.Combine", "File", "Paths.get", "resolve", "File.join", "path.resolve", "Path"}
)
_CHECKS = sanitisers.PATH - {"getName", "resolve", "abspath", "os.path.abspath"}
_ENTRY = re.compile(
    r"(?i)\b(?:entry|header|hdr|zipentry|tarentry|zip_entry|member|tarinfo|zinfo|ze|te)\.(?:name|path|filename|fileName|getName|Name|FullName|entryName)\b"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    tar = any("tarfile" in one.module or "shutil" in one.module for one in side.whole.imports)
    for call in side.facts.calls:
        if call.name == "extractall" and unit.language == "python":
            maker = " ".join(one.value.text for one in side.facts.assignments if parts(call.path)[0] in one.targets)
            filtered = option(call, "filter") or option(call, "members")
            if not filtered and "zip" not in f"{maker} {call.path}".lower():
                sure = "tar" in f"{maker} {call.path}".lower() or tar
                yield Sighting(
                    span(call.line, call.end), {"sink": call.path, "source": "the names in the archive"}, strength=0.7 if sure else 0.4
                )
        elif ends(call.path, _JOINS) and (given := next((one for one in call.args if _ENTRY.search(one.text)), None)) is not None:
            value = origin(side, given, call.line, call.function)
            checked = any(ends(found.path, _CHECKS) and found.line >= call.line - 15 for found in side.facts.calls)
            if not checked and not value.cleaned(_CHECKS) and not any(".." in guard.text for guard in side.facts.guards):
                yield Sighting(
                    span(call.line, call.end),
                    {"sink": call.path, "source": short(given.text, 60)},
                    way(side, value, call.line, "becomes a path"),
                    0.8,
                )


SIGNAL = Signal(
    id="archive-extraction",
    title="An archive that can write anywhere",
    kind="flow",
    category="path-traversal",
    severity="high",
    languages=WEB - {"html"},
    promise="Tells where a tar archive is unpacked without a filter, and where an entry's name becomes a path unchecked.",
    why="An entry named `../../x` or an absolute path is written outside of the folder: over a configuration, a key, a program.",
    quiet="Archives unpacked with a filter, entry names checked against their folder, Python's zipfile, which checks by itself.",
    remedy='Give `filter="data"`, or resolve each entry\'s path and check that it lies inside the folder.',
    cause="`{sink}` writes to where {source} point.",
    since="0.1",
    maturity="stable",
    cwe="CWE-22",
    see=_see,
    fires=(
        Example(
            "python", "import tarfile\n\ndef unpack(name, to):\n    with tarfile.open(name) as tar:\n        tar.extractall(to)\n", line=5
        ),
        Example(
            "java",
            "class A {\n  void unpack(ZipEntry entry, File dir) throws Exception {\n"
            "    File to = new File(dir, entry.getName());\n    write(to);\n  }\n}\n",
            line=3,
        ),
        Example(
            "go",
            "package a\n\nfunc unpack(dst string, header *tar.Header) {\n\tp := filepath.Join(dst, header.Name)\n\twrite(p)\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'import tarfile\n\ndef unpack(name, to):\n    with tarfile.open(name) as tar:\n        tar.extractall(to, filter="data")\n',
        ),
        Example("python", "import zipfile\n\ndef unpack(name, to):\n    with zipfile.ZipFile(name) as z:\n        z.extractall(to)\n"),
        Example(
            "java",
            "class A {\n  void unpack(ZipEntry entry, File dir) throws Exception {\n"
            "    File to = new File(dir, entry.getName());\n"
            "    if (!to.getCanonicalPath().startsWith(dir.getCanonicalPath())) throw new Exception();\n    write(to);\n  }\n}\n",
        ),
    ),
)
