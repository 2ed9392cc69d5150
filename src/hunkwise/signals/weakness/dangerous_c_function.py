"""A call that can hardly be used safely."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, span
from hunkwise.signals.tables.languages import C

_BETTER = {
    "tmpnam": "mkstemp", "tempnam": "mkstemp", "mktemp": "mkstemp", "tmpnam_r": "mkstemp", "strtok": "strtok_r", "getwd": "getcwd",
    "cuserid": "getpwuid_r", "getpw": "getpwuid_r", "getpass": "a read without echo into your own buffer", "ulimit": "setrlimit",
    "vfork": "posix_spawn", "gets_s": "fgets", "_tempnam": "mkstemp", "_mktemp": "mkstemp", "wtmpnam": "mkstemp", "readdir_r": "readdir",
    "IsBadWritePtr": "a contract on who owns the memory",
    "IsBadReadPtr": "a contract on who owns the memory", "lstrcpyn": "StringCchCopyN",
    "CharToOem": "CharToOemBuff", "OemToChar": "OemToCharBuff", "LoadLibrary": "LoadLibraryEx with a full path",
    "chroot": "chroot after chdir",
    "setlogin": "setsid", "getlogin": "getpwuid_r(geteuid())", "alloca": "malloc or a fixed array", "_alloca": "malloc or a fixed array",
    "usleep": "nanosleep", "bzero": "memset", "streadd": "a copy with a bound",
    "strecpy": "a copy with a bound", "strtrns": "a copy with a bound",
    "realpath": "realpath with NULL for its buffer", "asctime": "strftime", "ctime": "strftime", "strerror": "strerror_r",
}  # fmt: skip
_MILD = frozenset(
    {
        "usleep",
        "bzero",
        "realpath",
        "asctime",
        "ctime",
        "strerror",
        "alloca",
        "_alloca",
        "vfork",
        "readdir_r",
        "LoadLibrary",
        "chroot",
        "getlogin",
        "CharToOem",
        "OemToChar",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        better = _BETTER.get(call.name)
        if better is not None and parts(call.path)[0] in (call.name, "std") and call.args is not None:
            yield Sighting(span(call.line, call.end), {"sink": call.name, "better": better}, strength=0.35 if call.name in _MILD else 0.6)


SIGNAL = Signal(
    id="dangerous-c-function",
    title="A call that can hardly be used safely",
    kind="pattern",
    category="dangerous-function",
    severity="low",
    languages=C,
    promise="Tells of calls of the C library that its own documentation advises against: guessable temporary names, shared hidden "
    "state, no room for an error.",
    why="Each has a race, a hidden buffer or a silent failure in its very form.",
    quiet="The variants that replace them.",
    remedy="Use `{better}` instead.",
    cause="`{sink}` can hardly be used safely; {better} does the same.",
    since="0.2",
    maturity="stable",
    cwe="CWE-676",
    see=_see,
    fires=(
        Example("c", "void f(void) {\n  char *n = tmpnam(NULL);\n  open_it(n);\n}\n", line=2),
        Example("c", 'void f(char *s) {\n  char *w = strtok(s, ",");\n  use(w);\n}\n', line=2),
        Example("c", "void f(void) {\n  char b[4096];\n  getwd(b);\n}\n", line=3),
    ),
    stays_quiet=(
        Example("c", "void f(char *name) {\n  int fd = mkstemp(name);\n  use(fd);\n}\n"),
        Example("c", 'void f(char *s) {\n  char *w = strtok_r(s, ",", &next);\n  use(w);\n}\n'),
    ),
)
