"""Passwords kept with a hash that is too fast to guess against."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.indexed import Sinks, named, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import argument, line_of, origin, short, span, words
from hunkwise.signals.tables.languages import WEB

_STEMS = ("passw", "pwd", "bcrypt", "pbkdf2", "pbekeyspec", "rfc2898", "gensalt", "passphrase", "scrypt")
_ROUNDS = Sinks(
    {
        "PBEKeySpec": 2,
        "PBEParameterSpec": 1,
        "Rfc2898DeriveBytes": 2,
        "pbkdf2": 2,
        "pbkdf2Sync": 2,
        "hashlib.pbkdf2_hmac": 3,
        "pbkdf2_hmac": 3,
        "hash_pbkdf2": 3,
        "pbkdf2.Key": 2,
        "PBKDF2": 3,
        "PBKDF2HMAC": -9,
        "PKCS5_PBKDF2_HMAC": 4,
        "openssl_pbkdf2": 3,
    }
)
_COST = Sinks(
    {
        "gensalt": 0,
        "genSalt": 0,
        "genSaltSync": 0,
        "bcrypt.hash": 1,
        "bcrypt.hashSync": 1,
        "BCryptPasswordEncoder": 0,
        "GenerateFromPassword": 1,
        "BCrypt.gensalt": 0,
        "Password.create": -9,
        "generate_password_hash": -9,
    }
)
_NAMES = ("iterations", "count", "rounds", "cost", "iterationCount", "c", "numIterations")
_FAST = Sinks(
    {
        "hashlib.sha256": 0,
        "hashlib.sha512": 0,
        "hashlib.sha224": 0,
        "hashlib.sha384": 0,
        "hashlib.sha3_256": 0,
        "hashlib.sha3_512": 0,
        "hashlib.blake2b": 0,
        "=sha256": 0,
        "=sha512": 0,
        "=hash": 1,
        "SHA256.new": 0,
        "SHA512.new": 0,
        "update": 0,
        "digest": 0,
        "ComputeHash": 0,
        "HashData": 0,
        "Sum256": 0,
        "Sum512": 0,
        "SHA256.hexdigest": 0,
        "SHA512.hexdigest": 0,
        "SHA256.digest": 0,
        "CryptoJS.SHA256": 0,
        "CryptoJS.SHA512": 0,
        "sha256Hex": 0,
        "sha512Hex": 0,
        "sha256_hex": 0,
        "Write": 0,
        "hashString": 0,
    }
)
_PASSWORD = frozenset({"password", "passwd", "pwd", "passphrase", "pass"})
_NEAR = re.compile(r"(?i)sha-?(?:1|2|3|224|256|384|512)|md5|MessageDigest|blake2")
_SHAPES = (
    shape(
        "keeps passwords as they are or with a fast hash",
        r"\b(?:NoOpPasswordEncoder|StandardPasswordEncoder|MessageDigestPasswordEncoder|Md4PasswordEncoder"
        r"|LdapShaPasswordEncoder|ShaPasswordEncoder|Md5PasswordEncoder|PlaintextPasswordEncoder"
        r"|UnsaltedMD5PasswordHasher|UnsaltedSHA1PasswordHasher|SHA1PasswordHasher|MD5PasswordHasher"
        r"|CryptPasswordHasher)\b(?!\s*;)|\bwithDefaultPasswordEncoder\(",
        strength=0.7,
        texts=True,
        unless=r"^\s*import\b",
    ),
    shape(
        "takes a fast hash for a password",
        r"""\bgenerate_password_hash\([^)\n]{0,120}['"](?:plain|md5|sha1|sha256|sha512)(?::\d+)?['"]""",
        ("python",),
    ),
    shape("takes the lowest cost", r"\bbcrypt\.MinCost\b|['\"]cost['\"]\s*=>\s*[1-9]\b|\bcost:\s*[1-9]\b", ("go", "php", "ruby")),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    yield from spots(unit, side, _STEMS, _SHAPES)
    for table, least, soon in ((_ROUNDS, 10_000, 100_000), (_COST, 10, 10)):
        for call in named(side, table.names):
            entry = table.entry(call)
            count = _number(side, call, table.table[entry]) if entry else 0
            if 0 < count < soon:
                yield Sighting(
                    span(call.line, call.end),
                    {"call": short(call.path, 60), "how": f"takes {count} rounds only"},
                    strength=0.8 if count < least else 0.5,
                )
            elif entry == "Rfc2898DeriveBytes" and len(call.args) == 2:
                yield Sighting(span(call.line, call.end), {"call": call.path, "how": "takes 1000 rounds only"}, strength=0.6)
    for call in named(side, _FAST.names):
        entry = _FAST.entry(call)
        if entry and len(call.args) > _FAST.table[entry] and _password(side, call, call.args[_FAST.table[entry]].text, entry):
            yield Sighting(
                span(call.line, call.end),
                {"call": short(call.path, 60), "how": "hashes a password by one pass of a fast hash"},
                strength=0.7,
            )


def _number(side: Side, call: Call, place: int) -> int:
    given = argument(call, place, *_NAMES)
    if given is None:
        return 0
    text = given.text.replace("_", "")
    if not text.isdigit() and len(given.names) == 1:
        value = origin(side, given, call.line, call.function)
        text = next((step.text.rpartition(" ")[2] for step in value.steps), "").replace("_", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _password(side: Side, call: Call, given: str, entry: str) -> bool:
    """Whether a call hashes a password: what it is given says so, and where the name says little, a hash stands near."""
    if not words(given) & _PASSWORD or ("(" in given.split("password", maxsplit=1)[0][-40:] and "hash" in given.lower()):
        return False
    if entry in ("update", "digest", "Write", "hash"):
        near = " ".join((call.path, line_of(side, call.line), *(line_of(side, call.line - step) for step in range(1, 5))))
        return bool(_NEAR.search(near)) and "hmac" not in near.lower() and "pbkdf" not in near.lower()
    return True


SIGNAL = Signal(
    id="weak-password-hash",
    title="A password hash that is too fast",
    kind="pattern",
    category="weak-cryptography",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise="Tells where a password is hashed by one pass of a fast hash, or by a slow one with too few rounds.",
    why="Whoever gets hold of the hashes tries billions of passwords a second.",
    quiet="bcrypt, scrypt, Argon2 and PBKDF2 with enough rounds; fast hashes of anything but passwords.",
    remedy="Use Argon2id or bcrypt with a cost of 10 or more, or PBKDF2 with some hundred thousand rounds.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-916",
    see=_see,
    fires=(
        Example("python", "import hashlib\n\ndef keep(password):\n    return hashlib.sha256(password.encode()).hexdigest()\n", line=4),
        Example(
            "javascript", 'function keep(password, salt) {\n  return crypto.pbkdf2Sync(password, salt, 1000, 32, "sha256");\n}\n', line=2
        ),
        Example(
            "javascript", 'function keep(password) {\n  return crypto.createHash("sha256").update(password).digest("hex");\n}\n', line=2
        ),
        Example(
            "java",
            ("class A {\n  Object spec(char[] password, byte[] salt) {\n    return new PBEKeySpec(password, salt, 500, 256);\n  }\n}\n"),
            line=3,
        ),
        Example("php", '<?php\nfunction keep($password) {\n  return hash("sha256", $password);\n}\n', line=3),
        Example("java", "class A {\n  PasswordEncoder make() { return NoOpPasswordEncoder.getInstance(); }\n}\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python", ('import hashlib\n\ndef keep(password, salt):\n    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)\n')
        ),
        Example("javascript", "function keep(password) {\n  return bcrypt.hashSync(password, 12);\n}\n"),
        Example("python", "import hashlib\n\ndef mark(content):\n    return hashlib.sha256(content).hexdigest()\n"),
        Example(
            "java",
            ("class A {\n  Object spec(char[] password, byte[] salt) {\n    return new PBEKeySpec(password, salt, 600000, 256);\n  }\n}\n"),
        ),
    ),
)
