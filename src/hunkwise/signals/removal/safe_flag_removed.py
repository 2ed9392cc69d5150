"""A protecting flag is gone from a call."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.tables.languages import CODE

_FLAG = re.compile(
    r"O_NOFOLLOW|O_EXCL|O_CLOEXEC|SOCK_CLOEXEC|FD_CLOEXEC|AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH|RESOLVE_\w+|\w*NO_?FOLLOW\w*|\w*REFUSE\w*|ENT_QUOTES"
    r"|XML_PARSE_NONET|LIBXML_NONET|FEATURE_SECURE_PROCESSING|\w*NO_?SYMLINK\w*|\w*SAFE_?MODE\w*|\w*VERIFY_(?:PEER|HOST|FAIL)\w*|MNT_NOSUID"
    r"|MS_NOSUID|MS_NODEV|MS_NOEXEC|PR_SET_NO_NEW_PRIVS|X509_V_FLAG_\w+|SSL_OP_NO_\w+|\w*_NO_(?:LINKS|EXEC|NET|NETWORK|EXPAND)\w*|JSON_HEX_\w+"
)


def _compare(unit: Unit) -> Iterator[Sighting]:
    after = unit.after
    if after is None:
        return
    for edit in edits(unit):
        runs = (*edit.gone, *(old for old, _ in edit.swaps))
        flag = next((token for run in runs for token in run if _FLAG.fullmatch(token) and token not in edit.new), "")
        if flag and after.text.count(flag) < (unit.before.text.count(flag) if unit.before else 0):
            yield Sighting((edit.after,), {"before": flag, "after": written(edit.new)}, strength=0.8)


SIGNAL = Signal(
    id="safe-flag-removed",
    title="A protecting flag is gone from a call",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a flag that refused links, existing files, inherited handles, entities or parts of a "
    "path, gone from a call that stayed.",
    why="The call does what the flag kept it from.",
    quiet="Lines that moved or were reformatted, and changes of the value itself. Flags that moved into a variable of the same line.",
    remedy="Give the flag back.",
    cause="The flag `{before}` is gone from `{after}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-732",
    compare=_compare,
    fires=(
        Example(
            "c",
            "int f(const char *p) {\n  return open(p, O_RDONLY);\n}\n",
            "int f(const char *p) {\n  return open(p, O_RDONLY | O_NOFOLLOW);\n}\n",
            line=2,
        ),
        Example(
            "python",
            "def f(p):\n    return os.open(p, os.O_CREAT | os.O_WRONLY)\n",
            "def f(p):\n    return os.open(p, os.O_CREAT | os.O_EXCL | os.O_WRONLY)\n",
            line=2,
        ),
        Example(
            "php",
            "<?php\nfunction f($s) {\n  return htmlspecialchars($s);\n}\n",
            "<?php\nfunction f($s) {\n  return htmlspecialchars($s, ENT_QUOTES);\n}\n",
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "c",
            "int f(const char *p) {\n  return open(p, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);\n}\n",
            "int f(const char *p) {\n  return open(p, O_RDONLY | O_NOFOLLOW);\n}\n",
        ),
        Example(
            "c",
            "int f(const char *p) {\n  return open(p, O_RDONLY);\n}\n",
            "int f(const char *p) {\n  return open(p, O_RDONLY | O_NONBLOCK);\n}\n",
        ),
    ),
)
