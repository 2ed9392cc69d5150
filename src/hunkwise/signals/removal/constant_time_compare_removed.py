"""A comparison in constant time is gone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.edits import edits, written
from hunkwise.signals.tables.languages import CODE

_CONSTANT = re.compile(
    r"(?i)^(?:ct_\w+|\w*constant_?time\w*|\w*consttime\w*|compare_digest|timing_?safe\w*|hash_equals|fixed_?time\w*|secure_compare"
    r"|secure_?memcmp|crypto_memcmp|CRYPTO_memcmp|sodium_memcmp|timingsafe_\w+|isequal|safe_?str_?cmp|memcmp_sec)$"
)
_PLAIN = re.compile(r"^(?:===?|!==?|memcmp|bcmp|strn?(?:case)?cmp|[Ee]quals?|Compare|eq|ne)$")


def _compare(unit: Unit) -> Iterator[Sighting]:
    for edit in edits(unit):
        lost = [token for token in edit.old if _CONSTANT.match(token) and (token != "isEqual" or "MessageDigest" in edit.old)]
        if lost and not any(_CONSTANT.match(token) for token in edit.new) and any(_PLAIN.match(token) for token in edit.new):
            yield Sighting((edit.after,), {"call": lost[0], "after": written(edit.new)}, strength=0.9)


SIGNAL = Signal(
    id="constant-time-compare-removed",
    title="A comparison in constant time is gone",
    kind="guard",
    category="removed-guard",
    severity="medium",
    languages=CODE,
    promise="Compares both sides and tells of a comparison of secrets in constant time in place of which an ordinary one stands.",
    why="How long the ordinary one takes tells how much of a guess was right, and the secret is found piece by piece.",
    quiet="Comparisons of other things, and those that changed from one constant-time call to another.",
    remedy="Use the constant-time comparison again.",
    cause="`{call}` compared in constant time; `{after}` stops at the first difference.",
    since="0.2",
    maturity="stable",
    cwe="CWE-208",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def check(token, wanted):\n    return token == wanted\n",
            "def check(token, wanted):\n    return hmac.compare_digest(token, wanted)\n",
            line=2,
        ),
        Example(
            "c",
            "int check(const char *a, const char *b) {\n  return memcmp(a, b, 16) == 0;\n}\n",
            "int check(const char *a, const char *b) {\n  return ct_memcmp(a, b, 16) == 0;\n}\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc check(a, b []byte) bool {\n\treturn bytes.Equal(a, b)\n}\n",
            "package a\n\nfunc check(a, b []byte) bool {\n\treturn subtle.ConstantTimeCompare(a, b) == 1\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def check(token, wanted):\n    return secrets.compare_digest(token, wanted)\n",
            "def check(token, wanted):\n    return hmac.compare_digest(token, wanted)\n",
        ),
        Example(
            "python",
            "def check(token, wanted):\n    return hmac.compare_digest(token, wanted)\n",
            "def check(token, wanted):\n    return token == wanted\n",
        ),
    ),
)
