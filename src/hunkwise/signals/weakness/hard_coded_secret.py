"""A password, key or token written into the source."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import entropy, line_of, parts, short, span, words
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.secrets import HARMLESS, NOT_SECRET, PLACEHOLDER, SECRET, SHAPES, SHORTEST

_PLACES = {
    "getConnection": 2,
    "PDO": 2,
    "mysqli_connect": 2,
    "mysqli": 2,
    "mysql_connect": 2,
    "pg_connect": 9,
    "ftp_login": 2,
    "MySQLdb.connect": 2,
    "pymysql.connect": 2,
    "HTTPBasicAuth": 1,
    "PasswordAuthentication": 1,
    "UsernamePasswordCredentials": 1,
    "NetworkCredential": 1,
    "BasicAuth": 1,
    "SetBasicAuth": 1,
}
_INSIDE = re.compile(
    r"\b[a-z][a-z0-9+.-]{2,15}://[^/\s:@'\"${}<%]{1,40}:([^@/\s:'\"${}<%]{4,60})@[\w.-]"
    r"|(?i:\b(?:password|pwd)\s*=\s*)([^;\s'\"${}<%,)]{5,60})\s*;"
)
_PAIR = re.compile(r"""([\w-]{3,40})['"]?\]?\s*(?::|=>|=)\s*[bru]?['"`]$""")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    told: set[int] = set()
    for text in side.facts.strings:
        if len(text.value) < SHORTEST:
            continue
        shape = next((name for name, pattern in SHAPES.items() if pattern.search(text.value[:5000])), "")
        if shape and not PLACEHOLDER.search(text.value) and not any(known in text.value for known in HARMLESS):
            told.update(range(text.line, text.end + 1))
            yield Sighting(span(text.line, text.line), {"name": shape, "shape": shape})
    for name, value, line, end in _named(side):
        if line not in told and _secret_name(name) and (strength := _looks_secret(value, name)):
            told.add(line)
            yield Sighting(span(line, end), {"name": short(name, 40), "shape": "a constant text"}, strength=strength)


def _named(side: Side) -> Iterator[tuple[str, str, int, int]]:
    """(name, constant text, first line, last line) wherever a name is given a constant or compared with one."""
    for one in side.facts.assignments:
        if one.value.literal is not None:
            for target in one.targets:
                yield target, one.value.literal, one.line, one.end
    for call in side.facts.calls:
        for given in call.args:
            if given.name and given.literal is not None:
                yield given.name, given.literal, call.line, call.line
        if (
            call.name.lower() in ("setpassword", "set_password", "setsecret", "setkey", "passwordcredential")
            and call.args
            and call.args[-1].literal is not None
        ):
            yield call.name, call.args[-1].literal, call.line, call.end
        place = _PLACES.get(call.path) or _PLACES.get(call.name)
        if place is not None and len(call.args) > place and call.args[place].literal is not None:
            yield "password", call.args[place].literal or "", call.line, call.end
        if call.name == "define" and len(call.args) > 1 and call.args[0].literal and call.args[1].literal:
            yield call.args[0].literal, call.args[1].literal, call.line, call.end
    for text in side.facts.strings:
        if 12 <= len(text.value) <= 500 and (found := _INSIDE.search(text.value)):
            yield "password", found[1] or found[2], text.line, text.line
    yield from _pairs(side)
    for guard in side.facts.guards:
        for left, operator, right in guard.comparisons:
            if operator in ("==", "===", "eq", "-eq") and right[:1] in "\"'" and right[-1:] == right[:1]:
                yield left, right[1:-1], guard.line, guard.line


def _pairs(side: Side) -> Iterator[tuple[str, str, int, int]]:
    """The pairs of objects, maps and elements (`"password": "..."`, `form["password"] = "..."`), which stand in no assignment of a name."""
    for text in side.facts.strings:
        if text.line != text.end or not 6 <= len(text.value) <= 300:
            continue
        source = line_of(side, text.line)
        at = source.find(text.value)
        # What the pattern ends with is looked at first: sought from every place of the line it would cost more than all other signals.
        if 0 < at < 400 and _opened(head := source[:at]) and (found := _PAIR.search(head)):
            yield found[1], text.value, text.line, text.line


def _opened(head: str) -> bool:
    """Whether a text ends like the start of a pair's value: a sign that gives, a prefix or none, a quote."""
    return head[-1] in "'\"`" and head[:-1].rstrip("bru").rstrip().endswith((":", "=", ">"))


def _secret_name(name: str) -> bool:
    last = parts(name)[-1]
    spoken = words(last)
    return (
        bool(
            spoken & SECRET
            or any(word in last.lower().replace("_", "").replace("-", "") for word in ("apikey", "privatekey", "accesskey", "secretkey"))
        )
        and not spoken & NOT_SECRET
    )


def _looks_secret(value: str, name: str) -> float:
    """How much a constant looks like a real secret, 0 for not at all."""
    value = value.strip("\"'`")
    if not 6 <= len(value) <= 300 or any(c.isspace() for c in value) or PLACEHOLDER.search(value) or value in HARMLESS:
        return 0.0
    if value.lower().replace("-", "_") in (name.lower(), parts(name)[-1].lower()) or (
        words(value) & SECRET and value.replace("_", "").replace("-", "").replace(".", "").isalpha()
    ):
        return 0.0
    kinds = sum(bool(re.search(pattern, value)) for pattern in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]"))
    if value.startswith(("/", "./", "http:", "https:", "--", "{", "<", "$", "%", "@", "#")) or re.fullmatch(
        r"[\w.]+\(.*\)|[a-z]+(?:[-_.:/][a-z]+)+|[a-z]+|[A-Z_]+|[\d.]+", value
    ):
        return 0.0
    return 0.9 if len(value) >= 16 and entropy(value) > 3.2 and kinds >= 2 else 0.6 if kinds >= 2 and re.search(r"\d|[^\w]", value) else 0.0


SIGNAL = Signal(
    id="hard-coded-secret",
    title="A secret written into the source",
    kind="pattern",
    category="hard-coded-secret",
    severity="high",
    languages=ANY,
    promise="Tells of a constant that has the shape of a known kind of key, or that a name such as `password` is given or compared with.",
    why="Everyone who can read the source has it, it stays in the history, and it can't be changed without a release.",
    quiet="Placeholders, well-known test values, names of settings and fields, texts with the spread of words, values from the "
    "environment.",
    remedy="Take the secret out, revoke it, and read it from the environment or a secret store.",
    cause="`{name}` is {shape} in the source.",
    since="0.1",
    maturity="stable",
    cwe="CWE-798",
    see=_see,
    fires=(
        Example("python", 'DB_PASSWORD = "kT9v!q2Zr8Lm"\n', line=1),
        Example("javascript", 'const client = connect();\nconst apiKey = "c7f2a91be04d4d6f8e35aa07";\n', line=2),
        Example("java", 'class A {\n  void a() {\n    String password = "Tr0ub4dor&3x";\n  }\n}\n', line=3),
        Example("go", 'package a\n\nvar secretKey = "f3Jq8Zt1Lw5Yb9Xk2Rn7"\n', line=3),
        Example("javascript", 'const settings = {\n  user: "a",\n  password: "kT9v!q2Zr8Lm",\n};\n', line=3),
        Example("php", "<?php\n$password = 'kT9v!q2Zr8Lm';\n", line=2),
    ),
    stays_quiet=(
        Example("python", 'import os\nDB_PASSWORD = os.environ["DB_PASSWORD"]\n'),
        Example("python", 'PASSWORD_FIELD = "password"\nTOKEN_URL = "https://example.org/token/v2"\n'),
        Example("javascript", 'const apiKey = "YOUR_API_KEY_123";\nconst password = "changeme1";\n'),
        Example("java", 'class A {\n  String key = "AKIAIOSFODNN7EXAMPLE";\n}\n'),
        Example("python", '# password = "kT9v!q2Zr8Lm"\n'),
    ),
)
