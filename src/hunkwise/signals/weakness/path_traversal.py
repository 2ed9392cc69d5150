"""A file name that a request chooses, used as it comes."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, guarded, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers, sinks
from hunkwise.signals.tables.languages import WEB

_ALONE = frozenset(
    {
        "open",
        "include",
        "include_once",
        "require",
        "require_once",
        "fopen",
        "readfile",
        "File",
        "download",
        "redirect",
        "freopen",
        "opendir",
        "rmdir",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        entry = ends(call.path, sinks.OPEN_FILE)
        if not entry or (entry in _ALONE and len(parts(call.path)) > 1) or (entry == "require" and unit.language != "php"):
            continue
        for given in call.args[: 3 if entry == "http.ServeFile" else 2]:
            if given.literal is not None or not (given.names or given.calls):
                continue
            value = origin(side, given, call.line, call.function)
            if not value.request or value.cleaned(sanitisers.PATH) or guarded(side, value, call.line, sanitisers.PATH):
                continue
            yield Sighting(
                span(call.line, call.end),
                {"sink": call.path, "source": short(value.request, 60)},
                way(side, value, call.line, "is used as a path"),
            )
            break


SIGNAL = Signal(
    id="path-traversal",
    title="A path that a request chooses",
    kind="flow",
    category="path-traversal",
    severity="high",
    languages=WEB | {"rust"},
    promise="Follows a value from a request to a call that opens, serves, writes or deletes a file.",
    why="With `../` in it, or an absolute path, the value reaches every file that the program may read or write.",
    quiet="The last part of a path alone, paths resolved and compared with their folder, values checked against a list, numbers.",
    remedy="Take only the file name, or resolve the path and check that it lies inside the folder it should.",
    cause="`{sink}` opens what `{source}` says.",
    since="0.1",
    maturity="stable",
    cwe="CWE-22",
    see=_see,
    fires=(
        Example(
            "python", 'from flask import request\n\ndef show():\n    return open("/srv/files/" + request.args["name"]).read()\n', line=4
        ),
        Example(
            "javascript",
            'function show(req, res) {\n  const file = path.join("/srv", req.params.name);\n  res.sendFile(file);\n}\n',
            line=3,
        ),
        Example("php", '<?php\nfunction show() {\n  return file_get_contents("pages/" . $_GET["page"]);\n}\n', line=3),
        Example(
            "go",
            'package a\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tname := r.URL.Query().Get("name")\n'
            '\tos.ReadFile("/srv/" + name)\n}\n',
            line=5,
        ),
        Example(
            "python",
            'import os\nfrom flask import request\n\ndef show():\n    name = request.args["name"]\n'
            '    return open("/srv/" + name).read()\n',
            'import os\nfrom flask import request\n\ndef show():\n    name = os.path.basename(request.args["name"])\n'
            '    return open("/srv/" + name).read()\n',
            line=6,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "import os\nfrom flask import request\n\ndef show():\n"
            '    return open("/srv/" + os.path.basename(request.args["name"])).read()\n',
        ),
        Example(
            "python",
            'from flask import request\n\ndef show():\n    name = request.args["name"]\n    if name not in NAMES:\n'
            '        raise KeyError(name)\n    return open("/srv/" + name).read()\n',
        ),
        Example("python", "def load(path):\n    return open(path).read()\n"),
        Example("javascript", 'function show(req, res) {\n  res.sendFile(path.join("/srv", path.basename(req.params.name)));\n}\n'),
    ),
)
