"""A server that lists or serves a whole folder."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "serveindex",
    "serve-index",
    "http.dir(",
    "express.static(",
    "directorybrows",
    "autoindex",
    "show_indexes",
    "browse",
    "listings",
    "directory",
    "static(",
)
_LISTS = "lists the files of a folder"
_ROOT = "serves more than it should"
_SHAPES = (
    shape(
        _LISTS,
        r"\bserveIndex\(|\bindex\s*:\s*true[^\n]{0,40}\blist\s*:\s*true|\blistDirectoryContents\s*:\s*true"
        r"|\bdirectoryListing\s*:\s*true",
        ("javascript", "typescript"),
        strength=0.7,
    ),
    shape(
        _ROOT,
        r"""\b(?:express|serve|koaStatic)\.static\(\s*(?:__dirname|process\.cwd\(\)|os\.homedir\(\)|['"](?:/|\."""
        r"""|\./|~|\.\.)['"]|path\.(?:join|resolve)\(\s*(?:__dirname\s*,?\s*(?:['"](?:\.|\./|/|\.\.)['"])?"""
        r"""|os\.homedir\(\)[^)]{0,20})\s*\))\s*[,)]""",
        ("javascript", "typescript"),
        strength=0.7,
    ),
    shape(_ROOT, r"""\bhttp\.(?:FileServer\(\s*)?(?:http\.)?Dir\(\s*"(?:/|\.|/home|/etc|/root|\.\.)?"\s*\)""", ("go",), strength=0.7),
    shape(_LISTS, r"\bUseDirectoryBrowser\(|\bEnableDirectoryBrowsing\s*=\s*true|\bAddDirectoryBrowser\(", ("csharp",), strength=0.7),
    shape(_LISTS, r"\bshow_indexes\s*=\s*True|\bshow_index\s*=\s*True|\bbrowse\s*=\s*True[^\n]{0,40}static", ("python",), strength=0.7),
    shape(_ROOT, r"""\b(?:StaticFiles|StaticFileHandler)\(\s*directory\s*=\s*['"](?:/|\.|\.\.)['"]""", ("python",), strength=0.7),
    shape(
        _LISTS,
        r"\bsetDirectoriesListed\(\s*true|\bsetDirAllowed\(\s*true|\"listings\"\s*,\s*\"true\""
        r"|\bsetDirectoryListing\(\s*true",
        ("java", "kotlin"),
        strength=0.7,
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="directory-listing",
    title="A server shows a whole folder",
    kind="pattern",
    category="information-exposure",
    severity="low",
    languages=WEB - {"html", "vue"},
    promise="Tells where a server lists the files of a folder, or serves the root or the home of the machine or of the program.",
    why="Others see, and fetch, files that were never meant for them: settings, keys, copies, source.",
    quiet="Folders made for files that everyone may have.",
    remedy="Serve a folder made for it, and switch the listing off.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-548",
    see=_see,
    fires=(
        Example("javascript", 'app.use("/files", express.static("files"), serveIndex("files"));\n', line=1),
        Example("go", 'package a\n\nfunc serve() {\n\thttp.Handle("/", http.FileServer(http.Dir("/")))\n}\n', line=4),
        Example("csharp", "class A {\n  void Set(IApplicationBuilder app) { app.UseDirectoryBrowser(); }\n}\n", line=2),
    ),
    stays_quiet=(
        Example("javascript", 'app.use("/files", express.static("public"));\n'),
        Example("go", 'package a\n\nfunc serve() {\n\thttp.Handle("/", http.FileServer(http.Dir("/srv/public")))\n}\n'),
    ),
)
