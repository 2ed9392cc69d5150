"""A build that runs something taken out of test data."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files

_BUILDS = re.compile(
    r"(?i)(?:^|/)(?:configure(?:\.ac)?|Makefile(?:\.\w+)?|CMakeLists\.txt|[^/]+\.(?:m4|am|mk|cmake|sh|bash|py|js|mjs|gradle"
    r"|in|yml|yaml)|build\.rs|setup\.py|PKGBUILD|meson\.build|[^/.]+)$"
)
_DATA = r"[^\s|;\"']{0,80}(?:tests?|testdata|fixtures?|samples?|assets|images?|corpus|testcases)/[^\s|;\"')]{1,80}"
_PIPES = re.compile(
    rf"(?i)\b(?:sed|tr|head|tail|dd|cat|awk|xz|gzip|bzip2|openssl|base64|xxd|od|cut"
    rf"|eval)\b[^\n]{{0,200}}{_DATA}[^\n]{{0,300}}\|[^\n]{{0,300}}\b(?:sh|bash|eval|perl|python3?|xz\s+-d|xz\s+-dc?|gunzip"
    rf"|base64\s+-d|openssl\s+(?:enc|aes)\S*)\b[^\n]{{0,160}}"
    rf"|eval\s+[\"'`$(]{{1,4}}[^\n]{{0,120}}(?:sed|tr|grep|xz|head|tail|base64)\b[^\n]{{0,200}}|\b(?:sed|head|tail"
    rf"|tr)\b[^\n]{{0,160}}\$(?:gl_\w+|\w*(?:path|srcdir|test)\w*)[^\n]{{0,160}}\|[^\n]{{0,160}}\b(?:sh|bash|eval|xz\s+-d)\b"
)
_CODE = re.compile(
    r"(?i)(?:exec|eval|compile|Function|loads|vm\.runIn\w+|execSync|spawnSync|subprocess\.\w+"
    r"|os\.system)\s*\([^\n]{0,200}(?:tests?|testdata|fixtures?|samples?|assets|images?)[/\\'\"][^\n]{0,80}\.(?:xz|lzma|gz"
    r"|bz2|bin|dat|png|jpe?g|gif|txt|zip|tar)\b"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    if not _BUILDS.search(unit.path):
        return
    for found in _PIPES.finditer(view.text):
        runs = re.search(r"\|\s*(?:/bin/)?(?:ba)?sh\b|\beval\b|\|\s*(?:perl|python3?)\b", found[0])
        unpacks = re.search(r"xz|lzma|tr\s|base64|openssl|xxd|\bdd\b|head\s+-c|tail\s+-c|gunzip", found[0])
        if runs and unpacks:
            yield Sighting((view.line(found.start()),), {"call": " ".join(found[0].split())[:90]}, strength=0.9)
            return
    if (code := _CODE.search(view.text)) is not None:
        yield Sighting((view.line(code.start()),), {"call": " ".join(code[0].split())[:90]}, strength=0.6)


_see = in_files(_look, "test", "fixture", "sample", "assets", "image", "corpus", "srcdir", "gl_", "eval")


SIGNAL = Signal(
    id="build-extracts-payload",
    title="A build that runs what lay in its test data",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=frozenset({"any"}),
    promise=(
        "Tells of build, configure and test scripts that take bytes out of a test, picture or archive file, turn them "
        "into a script or object, and run or link it."
    ),
    why="Nobody reads binary test data: so a payload can lie in the open for weeks and enter at build time.",
    quiet="Tests that read their data, archives that are only unpacked.",
    remedy="Don't merge. Take the data apart, and ask who brought it.",
    cause="`{call}` turns test data into something that runs.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1195.001",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "shell",
            '#!/bin/sh\nsed "r\\n" tests/files/bad-corrupt.bin | tr "\\t \\-_" " \\t_\\-" | xz -d 2>/dev/null | sh\n',
            path="build/setup.sh",
            line=2,
        ),
        Example("shell", "#!/bin/sh\neval `head -c 1024 tests/files/good.bin | tail -c 512 | base64 -d`\n", path="configure", line=2),
    ),
    stays_quiet=(
        Example("shell", "#!/bin/sh\nxz -d < tests/files/good.xz > out.txt\ncmp out.txt tests/files/good.txt\n", path="tests/run.sh"),
        Example("shell", "#!/bin/sh\ncat tests/files/list.txt | sort | head\n", path="build/setup.sh"),
    ),
)
