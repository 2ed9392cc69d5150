"""A file that is checked by its name and then used by its name."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.evidence import Step
from hunkwise.signals.indexed import Sinks, named, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import short, span
from hunkwise.signals.tables.languages import C

_STEMS = ("access", "stat", "exists", "isfile", "is_file", "isdir", "file?", "-e ", "is_writable", "is_readable")
_CHECKS = Sinks(
    {
        "=access": 0,
        "=stat": 0,
        "=lstat": 0,
        "=_access": 0,
        "=faccessat": 1,
        "=euidaccess": 0,
        "os.path.exists": 0,
        "os.path.isfile": 0,
        "os.access": 0,
        "os.stat": 0,
        "os.path.islink": 0,
        "os.path.getsize": 0,
        "path.exists": 0,
        "fs.existsSync": 0,
        "existsSync": 0,
        "fs.access": 0,
        "fs.accessSync": 0,
        "fs.stat": 0,
        "fs.statSync": 0,
        "fs.exists": 0,
        "os.Stat": 0,
        "os.Lstat": 0,
        "Files.exists": 0,
        "Files.isReadable": 0,
        "Files.isWritable": 0,
        "file_exists": 0,
        "is_file": 0,
        "is_writable": 0,
        "is_readable": 0,
        "File.exist?": 0,
        "File.exists?": 0,
        "File.file?": 0,
        "File.Exists": 0,
        "QFile.exists": 0,
        "filesystem.exists": 0,
        "fs.metadata": 0,
    }
)
_USES = Sinks(
    {
        "=open": 0,
        "=fopen": 0,
        "=unlink": 0,
        "=remove": 0,
        "=chmod": 0,
        "=chown": 0,
        "=rename": 0,
        "=creat": 0,
        "=execv": 0,
        "=mkdir": 0,
        "=rmdir": 0,
        "=freopen": 0,
        "=symlink": 1,
        "os.open": 0,
        "os.remove": 0,
        "os.unlink": 0,
        "os.chmod": 0,
        "os.rename": 0,
        "fs.readFile": 0,
        "fs.readFileSync": 0,
        "fs.writeFile": 0,
        "fs.writeFileSync": 0,
        "fs.unlink": 0,
        "fs.unlinkSync": 0,
        "fs.open": 0,
        "fs.openSync": 0,
        "readFileSync": 0,
        "writeFileSync": 0,
        "os.Open": 0,
        "os.Create": 0,
        "os.OpenFile": 0,
        "os.Remove": 0,
        "os.ReadFile": 0,
        "os.WriteFile": 0,
        "Files.write": 0,
        "Files.delete": 0,
        "Files.newBufferedReader": 0,
        "Files.readAllBytes": 0,
        "file_get_contents": 0,
        "file_put_contents": 0,
        "File.open": 0,
        "File.delete": 0,
        "File.read": 0,
        "File.Delete": 0,
        "File.Open": 0,
        "File.ReadAllText": 0,
        "ofstream": 0,
        "ifstream": 0,
    }
)
_WRITES = frozenset({"unlink", "remove", "chmod", "chown", "rename", "creat", "execv", "symlink", "freopen"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    checks = [
        (call, call.args[place].text)
        for call in named(side, _CHECKS.names)
        if (entry := _CHECKS.entry(call)) and len(call.args) > (place := _CHECKS.table[entry]) and call.args[place].literal is None
    ]
    if not checks:
        return
    for call in named(side, _USES.names):
        entry = _USES.entry(call)
        place = _USES.table[entry] if entry else 0
        if not entry or len(call.args) <= place:
            continue
        for check, name in checks:
            if (name == call.args[place].text and check.function == call.function and 0 < call.line - check.line <= 25) or (
                name == call.args[place].text and call.line == check.line
            ):
                strong = unit.language in C and check.name in ("access", "stat", "lstat", "_access")
                steps = (
                    Step(check.line, short(f"{check.path}({name})", 120), "is checked here"),
                    Step(call.line, short(call.path, 120), "is used here"),
                )
                yield Sighting(
                    span(call.line, call.end),
                    {"sink": call.path, "source": short(name, 60)},
                    steps,
                    0.7 if strong else 0.6 if check.path in ("os.access", "fs.access", "fs.accessSync") else 0.3,
                )
                break


SIGNAL = Signal(
    id="check-then-use-race",
    title="A file may change between its check and its use",
    kind="guard",
    category="race",
    severity="medium",
    languages=(C | {"python", "javascript", "typescript", "go", "java", "kotlin", "php", "ruby", "csharp", "perl", "rust", "shell"}),
    promise=("Tells where a function asks about a file by its name and then opens, makes, deletes or changes it by the same name."),
    why="Between both somebody else can put a link or another file in its place: the program writes what it never checked.",
    quiet="Files opened first and asked about by their handle, creation that fails where the file exists.",
    remedy="Open first and check the handle (`fstat`), create with `O_EXCL`, or just use it and handle the error.",
    cause="`{sink}` uses `{source}` after it was only checked.",
    since="0.2",
    maturity="stable",
    cwe="CWE-367",
    see=_see,
    fires=(
        Example("c", "void drop(const char *path) {\n  if (access(path, W_OK) == 0) {\n    unlink(path);\n  }\n}\n", line=3),
        Example(
            "c",
            (
                "FILE *load(const char *path) {\n  struct stat st;\n  if (stat(path, &st) == 0 && S_ISREG(st.st_mode))\n"
                '    return fopen(path, "r");\n  return 0;\n}\n'
            ),
            line=4,
        ),
        Example("python", "import os\n\ndef load(path):\n    if os.access(path, os.R_OK):\n        return open(path).read()\n", line=5),
    ),
    stays_quiet=(
        Example(
            "c",
            (
                'FILE *load(const char *path) {\n  struct stat st;\n  FILE *f = fopen(path, "r");\n'
                "  fstat(fileno(f), &st);\n  return f;\n}\n"
            ),
        ),
        Example("python", 'def load(path):\n    try:\n        return open(path).read()\n    except OSError:\n        return ""\n'),
    ),
)
