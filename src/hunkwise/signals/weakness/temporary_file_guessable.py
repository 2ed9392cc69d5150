"""A temporary file whose name others can guess."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, named, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import origin, short, span
from hunkwise.signals.tables.languages import WEB, C

_STEMS = ("mktemp", "tempnam", "tmpnam", "tmp/", "temp_dir", "tempfilename", "tmpdir", "createtemp")
_NAME = "gives a name that somebody else can take before the file is made"
_SHAPES = (
    shape(_NAME, r"\b(?:tempfile\.)?mktemp\(|\bos\.(?:tempnam|tmpnam)\(", ("python",)),
    shape(_NAME, r"\b(?:tmpnam|tempnam|mktemp|tmpnam_r|_tempnam|_mktemp|_wtempnam|wmktemp|GetTempFileName[AW]?)\s*\(", ("c", "cpp")),
    shape(_NAME, r"\bPath\.GetTempFileName\(|\bPath\.GetRandomFileName\(", ("csharp",), strength=0.4),
    shape(
        "makes a temporary file that others may read",
        r"\bFiles\.createTempDir\(|\bFile\.createTempFile\(",
        ("java", "kotlin"),
        strength=0.4,
    ),
)
_WRITES = Sinks(
    {
        "=open": 0,
        "io.open": 0,
        "codecs.open": 0,
        "write_text": -2,
        "fs.writeFile": 0,
        "fs.writeFileSync": 0,
        "writeFileSync": 0,
        "fs.createWriteStream": 0,
        "createWriteStream": 0,
        "appendFileSync": 0,
        "fopen": 0,
        "file_put_contents": 0,
        "File": 0,
        "FileOutputStream": 0,
        "FileWriter": 0,
        "PrintWriter": 0,
        "RandomAccessFile": 0,
        "os.Create": 0,
        "os.WriteFile": 0,
        "ioutil.WriteFile": 0,
        "os.OpenFile": 0,
        "File.open": 0,
        "File.write": 0,
        "File.new": 0,
        "IO.write": 0,
        "File.WriteAllText": 0,
        "StreamWriter": 0,
        "File.create": 0,
        "File.Create": 0,
        "fs.write": 0,
        "creat": 0,
        "ofstream": 0,
        "freopen": 0,
        "os.open": 0,
        "sqlite3.connect": 0,
        "FileHandler": 0,
        "os.mkdir": 0,
        "os.makedirs": 0,
        "os.Mkdir": 0,
        "os.MkdirAll": 0,
        "shutil.copy": 1,
        "shutil.move": 1,
    }
)
_SHARED = re.compile(r"^(?:file:)?/(?:var/)?tmp/|^/dev/shm/|^C:\\\\(?:Windows\\\\)?Temp\\\\")
_READS = re.compile(r"^['\"]r[bt]?['\"]$")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    yield from spots(unit, side, _STEMS, _SHAPES)
    for call in named(side, _WRITES.names):
        entry = _WRITES.entry(call)
        place = _WRITES.table[entry] if entry else -2
        if place < 0 or len(call.args) <= place:
            continue
        given = call.args[place]
        mode = call.args[place + 1].text if len(call.args) > place + 1 else ""
        if _READS.match(mode) or (entry == "open" and unit.language in ("python", "c", "cpp") and not mode):
            continue
        value = origin(side, given, call.line, call.function)
        name = next((text for text in value.strings if _SHARED.match(text)), "")
        if name and not value.variable and not value.calls and "XXXX" not in name:
            yield Sighting(
                span(call.line, call.end),
                {"call": call.path, "how": f"makes {short(name, 40)!r}, which anybody can make first"},
                strength=0.6,
            )


SIGNAL = Signal(
    id="temporary-file-guessable",
    title="A temporary file whose name can be guessed",
    kind="pattern",
    category="temporary-file",
    severity="medium",
    languages=(WEB | C | {"shell", "rust"}) - {"html", "vue", "tsx"},
    promise=("Sees names of temporary files made without the file, and files with a constant name in a folder that everyone may write."),
    why=(
        "Somebody else on the machine puts a file or a link of that name there first, and the program reads or overwrites what they choose."
    ),
    quiet="Calls that make the file at once under a random name, folders of the program's own.",
    remedy=(
        "Make the file with the call that invents the name and creates it in one step (`mkstemp`, `NamedTemporaryFile`, `CreateTemp`)."
    ),
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-377",
    see=_see,
    fires=(
        Example("python", 'import tempfile\n\ndef draft():\n    return open(tempfile.mktemp(), "w")\n', line=4),
        Example("c", 'FILE *draft(void) {\n  return fopen(tmpnam(NULL), "w");\n}\n', line=2),
        Example("go", 'package a\n\nfunc draft(b []byte) error {\n\treturn os.WriteFile("/tmp/draft.txt", b, 0600)\n}\n', line=4),
        Example("php", '<?php\nfile_put_contents("/tmp/draft.txt", $text);\n', line=2),
    ),
    stays_quiet=(
        Example("python", 'import tempfile\n\ndef draft():\n    return tempfile.NamedTemporaryFile("w")\n'),
        Example("c", 'int draft(void) {\n  char name[] = "/tmp/draftXXXXXX";\n  return mkstemp(name);\n}\n'),
        Example("go", 'package a\n\nfunc draft() (*os.File, error) {\n\treturn os.CreateTemp("", "draft")\n}\n'),
        Example("python", 'def read():\n    return open("/tmp/draft.txt").read()\n'),
    ),
)
