"""The names of files in the headers of a patch: quotes, prefixes (`a/`, `b/`) and time stamps."""

import re
from typing import Final

from hunkwise.change.decode import decode_path

_NOWHERE: Final = "/dev/null"
_PREFIXES: Final = frozenset(("a/", "b/", "c/", "i/", "o/", "w/", "1/", "2/"))
_ESCAPE: Final = re.compile(rb"\\([abfnrtv\"\\]|[0-7]{1,3})")
_ESCAPED: Final = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v", b'"': b'"', b"\\": b"\\"}
_SPARE: Final = (".orig", ".old", ".bak", "~")


def unquoted(name: str) -> str:
    """A name as git writes it, without its quotes and C-style escapes. Bytes that aren't UTF-8 appear as `\\xNN`."""
    if len(name) < 2 or name[0] != '"' or name[-1] != '"':
        return name
    return decode_path(_ESCAPE.sub(lambda found: _ESCAPED.get(found[1]) or bytes((int(found[1], 8) & 0xFF,)), name[1:-1].encode()))


def stamped_name(field: str) -> tuple[str, bool]:
    """The name in a `---` or `+++` line, and whether that side has no file (`/dev/null`, or the time stamp zero of `diff -N`)."""
    name, _, stamp = field.partition("\t")
    if name.startswith('"'):
        name = unquoted(name.rstrip())
    return name, name.rstrip() == _NOWHERE or (stamp.startswith(("1970-01-01 ", "1969-12-31 ")) and "00:00.0" in stamp)


def git_names(rest: str) -> tuple[str, str]:
    """The two names of a `diff --git` line, without prefixes. Where spaces make the line ambiguous, equal names win."""
    middle = len(rest) // 2
    if rest.startswith('"') or rest.endswith('"'):
        return paired_names(*_quoted_names(rest))
    if rest[middle : middle + 1] == " ":
        old, new = paired_names(rest[:middle], rest[middle + 1 :])
        if old == new:
            return old, new
    cut = rest.find(" b/")
    if cut < 0:
        cut = rest.find(" ")
    return paired_names(rest[:cut], rest[cut + 1 :]) if cut >= 0 else (rest, rest)


def paired_names(old: str, new: str) -> tuple[str, str]:
    """Both names without the prefixes that diff tools put before them: git's, or a differing first folder (`pkg.orig/x.c`, `pkg/x.c`)."""
    if _NOWHERE in (old, new):
        return _bare(old), _bare(new)
    if old == new:
        return old, new
    if old[:2] in _PREFIXES and new[:2] in _PREFIXES and old[:2] != new[:2]:
        return old[2:], new[2:]
    old_tail, new_tail = old.partition("/")[2], new.partition("/")[2]
    if old_tail and old_tail == new_tail:
        return old_tail, new_tail
    return (new, new) if old in [new + ending for ending in _SPARE] else (old, new)


def _bare(name: str) -> str:
    return name[2:] if name[:2] in _PREFIXES else name


def _quoted_names(rest: str) -> tuple[str, str]:
    """The names of a `diff --git` line of which at least one is quoted."""
    if rest.startswith('"'):
        end = 1
        while end < len(rest) and rest[end] != '"':
            end += 2 if rest[end] == "\\" else 1
        return unquoted(rest[: end + 1]), unquoted(rest[end + 2 :])
    cut = rest.find(' "')
    return (rest[:cut], unquoted(rest[cut + 1 :])) if cut >= 0 else (rest, rest)
