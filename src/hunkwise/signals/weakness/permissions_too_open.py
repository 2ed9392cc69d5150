"""A file or folder that everyone may change."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, named, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import span
from hunkwise.signals.tables.languages import WEB, C

_STEMS = (
    "chmod",
    "umask",
    "mkdir",
    "openfile",
    "writefile",
    "setwritable",
    "setreadable",
    "setexecutable",
    "world_",
    "posixfilepermission",
    "dacl",
    "from_mode",
    "everyone",
    "os.open",
    "creat",
    "s_iwoth",
    "s_irwxo",
    "makedirs",
    "fullcontrol",
    "rwxrwx",
    "rw-rw",
)
_ALL = "lets everyone change it"
_SHAPES = (
    shape(_ALL, r"\bchmod\([^\n]{0,120}\bS_I(?:RWXO|WOTH)\b|\bumask\(\s*0+o?0*\s*\)"),
    shape(
        _ALL,
        r"\bset(?:Writable|Readable|Executable)\(\s*true\s*,\s*false\s*\)|\bMODE_WORLD_(?:WRITEABLE"
        r"|READABLE)\b|\bPosixFilePermission\.OTHERS_WRITE\b|\bfromString\(\s*\"[\w-]{7}w[\w-]\"",
        ("java", "kotlin"),
    ),
    shape("lets everyone run or read it", r"\bPosixFilePermission\.OTHERS_(?:READ|EXECUTE)\b", ("java", "kotlin"), strength=0.5),
    shape(
        _ALL,
        r"""\bFileSystemAccessRule\([^\n]{0,60}(?:"Everyone"|WorldSid)[^\n]{0,60}(?:FullControl|Write|Modify)""",
        ("csharp", "powershell"),
    ),
    shape(_ALL, r"\bSetSecurityDescriptorDacl\([^\n,]{1,60},\s*TRUE\s*,\s*NULL\b", ("c", "cpp")),
    shape(
        _ALL,
        r"\bfrom_mode\(\s*0o[0-7]?[0-7][0-7][2367]\b|\bset_mode\(\s*0o[0-7]?[0-7][0-7][2367]\b"
        r"|\.mode\(\s*0o[0-7]?[0-7][0-7][2367]\b",
        ("rust",),
    ),
    shape(
        _ALL,
        r"""\bchmod['"]?\s*,?\s*(?:['"]?-R['"]?\s*,?\s*)?['"]?(?:0?[0-7][0-7][2367]|(?:a|o|ugo)?\+\w*w\w*|o=\w*w\w*)\b""",
        ("shell", "python", "javascript", "typescript", "ruby", "php", "go"),
        strength=0.7,
        texts=True,
    ),
)
_MODES = Sinks(
    {
        "chmod": 1,
        "chmodSync": 1,
        "fchmod": 1,
        "lchmod": 1,
        "os.Chmod": 1,
        "os.OpenFile": 2,
        "os.WriteFile": 2,
        "ioutil.WriteFile": 2,
        "os.open": 2,
        "creat": 1,
        "File.chmod": 0,
        "FileUtils.chmod": 0,
        "FileUtils.chmod_R": 0,
        "fs.writeFile": 2,
        "fs.writeFileSync": 2,
        "=open": 2,
        "openat": 3,
        "Chmod": 1,
    }
)
_FOLDERS = Sinks({"mkdir": 1, "mkdirSync": 1, "makedirs": 1, "os.Mkdir": 1, "os.MkdirAll": 1, "File.mkdir": 1, "mkdirat": 2})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    told: set[int] = set()
    for seen in spots(unit, side, _STEMS, _SHAPES):
        told.update(seen.lines)
        yield seen
    for table, loud in ((_MODES, 0.8), (_FOLDERS, 0.45)):
        for call in named(side, table.names):
            entry = table.entry(call)
            if entry and call.line not in told and (worst := _worst([given.text for given in call.args[: table.table[entry] + 2]])):
                told.add(call.line)
                how = _ALL if worst & 2 else "lets everyone read it"
                yield Sighting(span(call.line, call.end), {"call": call.path, "how": how}, strength=loud if worst & 2 else 0.3)


def _worst(texts: list[str]) -> int:
    """The permission bits for others in the last argument that looks like a mode, 0 where none does."""
    for text in reversed(texts):
        mode = text.strip("\"'").removeprefix("mode=")
        octal = mode.lower().removeprefix("0o").removeprefix("0")
        if (
            3 <= len(octal) <= 4
            and octal.isascii()
            and octal.isdigit()
            and not set(octal) & {"8", "9"}
            and (mode != octal or text[:1] in "\"'")
        ):
            return int(octal[-1])
    return 0


SIGNAL = Signal(
    id="permissions-too-open",
    title="A file that everyone may change",
    kind="pattern",
    category="permissions",
    severity="medium",
    languages=(WEB | C | {"shell", "rust", "powershell"}) - {"html", "vue", "tsx"},
    promise=("Tells where a file or folder is given write permission for everyone, or where the mask that takes it away is cleared."),
    why="Every account of the machine can change what the program reads or runs later.",
    quiet="Permissions for the owner and the group, permissions to read.",
    remedy="Give `0600` to files and `0700` to folders, and widen only what others need.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-732",
    see=_see,
    fires=(
        Example("python", "import os\n\ndef share(path):\n    os.chmod(path, 0o777)\n", line=4),
        Example("c", "void share(const char *path) {\n  chmod(path, 0666);\n}\n", line=2),
        Example("go", "package a\n\nfunc share(path string) error {\n\treturn os.Chmod(path, 0777)\n}\n", line=4),
        Example("java", "class A {\n  void share(File f) { f.setWritable(true, false); }\n}\n", line=2),
        Example("php", "<?php\nchmod($path, 0777);\n", line=2),
        Example("shell", "chmod -R 777 /srv/data\n", line=1),
    ),
    stays_quiet=(
        Example("python", "import os\n\ndef keep(path):\n    os.chmod(path, 0o600)\n"),
        Example("c", "void keep(const char *path) {\n  chmod(path, 0640);\n}\n"),
        Example("go", "package a\n\nfunc keep(path string, b []byte) error {\n\treturn os.WriteFile(path, b, 0644)\n}\n"),
        Example("shell", "chmod 755 /srv/bin/run\n"),
    ),
)
