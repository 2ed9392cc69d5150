"""A secret compared byte by byte."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import named, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, short, span, words
from hunkwise.signals.tables.languages import WEB, C

_STEMS = ("signature", "hmac", "digest", "token", "mac", "secret", "passw", "apikey", "api_key", "hash", "sig", "auth", "pwd")
_SURE = frozenset({"signature", "hmac", "mac", "secret", "password", "passwd", "pwd", "apikey", "csrf"})
_SOME = frozenset({"digest", "token", "sig", "hash", "nonce", "tag"})
_PARTNER = frozenset(
    {
        "expected",
        "computed",
        "calculated",
        "actual",
        "provided",
        "received",
        "given",
        "stored",
        "valid",
        "user",
        "input",
        "supplied",
        "hash",
        "hashed",
        "hmac",
        "signature",
        "digest",
        "secret",
        "password",
        "token",
        "correct",
        "real",
        "env",
        "request",
        "req",
        "header",
        "headers",
        "key",
    }
)
_NOT = frozenset(
    {
        "type",
        "len",
        "length",
        "size",
        "count",
        "algorithm",
        "alg",
        "name",
        "id",
        "kind",
        "status",
        "state",
        "version",
        "field",
        "index",
        "method",
        "confirm",
        "confirmation",
        "repeat",
        "retype",
        "again",
        "old",
        "previous",
        "policy",
        "mode",
        "address",
        "mint",
        "symbol",
        "expires",
        "scheme",
        "strength",
        "error",
        "current",
        "next",
        "last",
        "commit",
        "block",
        "tx",
        "transaction",
        "file",
        "content",
        "etag",
        "cache",
        "image",
        "tree",
        "parent",
        "node",
        "html",
        "css",
        "color",
        "location",
        "url",
        "path",
        "password2",
        "confirmpassword",
    }
)
_CALLS = {
    "java": ("equals", "equalsIgnoreCase"),
    "kotlin": ("equals",),
    "c": ("strcmp", "memcmp", "strncmp", "bcmp"),
    "cpp": ("strcmp", "memcmp", "strncmp", "bcmp"),
    "go": ("Equal", "Compare", "EqualFold"),
    "csharp": ("Equals", "SequenceEqual"),
    "php": ("strcmp", "strcasecmp"),
    "javascript": ("localeCompare",),
}
_CONSTANT = re.compile(
    r"""^(?:["'`].*|[\d.]+|None|null|nil|undefined|true|false|True|False|NULL|nullptr|[A-Z][A-Z0-9_.]+"""
    r"""|len\(.*|typeof .*|.*\.length|:\w+|'')$"""
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    told: set[int] = set()
    for guard in side.facts.guards:
        for left, operator, right in guard.comparisons:
            if operator in ("==", "===", "!=", "!==", "<>") and guard.line not in told and (strength := _secret(left, right)):
                told.add(guard.line)
                yield Sighting(span(guard.line, guard.line), {"call": short(left, 60), "how": operator}, strength=strength)
    for one in side.facts.exits:
        found = (
            re.fullmatch(r"([^=!<>&|?]{1,120}?)\s*(={2,3}|!==?)\s*([^=!<>&|?]{1,120})", one.value.text) if one.kind == "return" else None
        )
        if found and one.line not in told and (strength := _secret(found[1], found[3])):
            told.add(one.line)
            yield Sighting(span(one.line, one.line), {"call": short(found[1], 60), "how": found[2]}, strength=strength)
    for call in named(side, _CALLS.get(unit.language, ())):
        if unit.language == "go" and parts(call.path)[0] not in ("bytes", "strings", "reflect"):
            continue
        if unit.language == "csharp" and call.name == "SequenceEqual" and "FixedTime" in call.path:
            continue
        sides = [given.text for given in call.args[:2]]
        if len(sides) == 1:
            sides.insert(0, call.path.rpartition(".")[0])
        if len(sides) == 2 and call.line not in told and "MessageDigest" not in call.path and (strength := _secret(sides[0], sides[1])):
            told.add(call.line)
            yield Sighting(span(call.line, call.end), {"call": short(sides[0], 60), "how": call.name}, strength=strength)


def _secret(left: str, right: str) -> float:
    """How surely both sides are a secret and what somebody gave for it; 0 where one is a constant or about something else."""
    if _CONSTANT.match(left) or _CONSTANT.match(right) or len(left) > 120 or len(right) > 120:
        return 0.0
    ours, theirs = words(left), words(right)
    both = ours | theirs
    if both & _NOT:
        return 0.0
    if ours & _SURE and theirs & _SURE:
        return 0.7
    if both & _SURE and both & {"expected", "computed", "calculated", "hmac", "hexdigest", "digest", "generated", "env"}:
        return 0.7
    if (
        ours & (_SURE | _SOME)
        and theirs & (_SURE | _SOME)
        and both & {"hmac", "signature", "sig", "mac", "secret", "expected", "computed", "auth", "api"}
    ):
        return 0.6
    return 0.4 if both & _SURE and (ours & _PARTNER or theirs & _PARTNER) else 0.0


SIGNAL = Signal(
    id="non-constant-time-comparison",
    title="A secret is compared in a time that tells how far it was right",
    kind="pattern",
    category="timing",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html", "vue"},
    promise="Tells where a signature, code of authenticity, token or hash of a password is compared by the ordinary equality.",
    why="The comparison ends at the first difference: by measuring, others find the value byte after byte.",
    quiet="Comparisons made for secrets, with constants, with nothing, of lengths and of types.",
    remedy=(
        "Compare with `hmac.compare_digest`, `timingSafeEqual`, `MessageDigest.isEqual`, `subtle.ConstantTimeCompare` or `hash_equals`."
    ),
    cause="`{call}` is compared by `{how}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-208",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "import hmac\n\ndef check(key, body, signature):\n"
                '    expected = hmac.new(key, body, "sha256").hexdigest()\n    if signature == expected:\n'
                "        return True\n"
            ),
            line=5,
        ),
        Example(
            "javascript",
            (
                "function check(body, signature) {\n  const expected = sign(body);\n  if (signature !== expected) {\n"
                '    throw new Error("wrong");\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "java",
            (
                "class A {\n  boolean check(byte[] signature, byte[] expectedSignature) {\n"
                "    return Arrays.equals(signature, expectedSignature);\n  }\n}\n"
            ),
            line=3,
        ),
        Example("go", "package a\n\nfunc check(mac, expectedMAC []byte) bool {\n\treturn bytes.Equal(mac, expectedMAC)\n}\n", line=4),
        Example("php", "<?php\nfunction check($signature, $expected) {\n  if ($signature === $expected) { return true; }\n}\n", line=3),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "import hmac\n\ndef check(key, body, signature):\n"
                '    expected = hmac.new(key, body, "sha256").hexdigest()\n'
                "    return hmac.compare_digest(signature, expected)\n"
            ),
        ),
        Example(
            "javascript",
            (
                'function check(body, signature) {\n  if (signature === undefined) {\n    throw new Error("missing");\n'
                "  }\n  return crypto.timingSafeEqual(sign(body), signature);\n}\n"
            ),
        ),
        Example("go", "package a\n\nfunc check(mac, expectedMAC []byte) bool {\n\treturn hmac.Equal(mac, expectedMAC)\n}\n"),
        Example("javascript", "function same(password, confirmPassword) {\n  return password === confirmPassword;\n}\n"),
    ),
)
