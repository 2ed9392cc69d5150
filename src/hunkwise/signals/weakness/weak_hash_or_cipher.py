"""A hash or cipher that is broken."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import option, parts, short, span, words
from hunkwise.signals.tables.languages import WEB, C

_HASHES = re.compile(r"^(?:md[245]|sha-?1|ripemd|mdc2)$", re.I)
_CIPHERS = re.compile(
    r"^(?:des|3des|desede|tripledes|rc[24]|arc[24]|arcfour|blowfish|bf|idea|cast5)(?:[-_/].*)?$|(?:^"
    r"|[-_/])ecb(?:[-_/]|$)|^aes$",
    re.I,
)
_BY_NAME = frozenset(
    {
        "new",
        "getInstance",
        "createHash",
        "createHmac",
        "createCipheriv",
        "createCipher",
        "createDecipheriv",
        "hash",
        "digest",
        "openssl_encrypt",
        "openssl_decrypt",
        "Create",
        "mhash",
        "hash_hmac",
        "init",
        "EVP_get_digestbyname",
    }
)
_HASH_CALLS = re.compile(
    r"^(?:hashlib\.(?:md5|sha1)|md5|sha1|md5_file|sha1_file|md5\.(?:New|Sum)|sha1\.(?:New|Sum)"
    r"|Digest\.(?:MD5|SHA1)(?:\.\w+)*|(?:\w+\.)*(?:MD5|SHA1|MD5CryptoServiceProvider"
    r"|SHA1CryptoServiceProvider|SHA1Managed)(?:\.Create)?"
    r"|EVP_(?:md5|sha1|md4|md2|mdc2|ripemd160)|MD[245]_(?:Init|Update|Final)|SHA1?_(?:Init|Update|Final)"
    r"|CC_(?:MD[245]|SHA1)(?:_Init)?|(?:\w+\.)*(?:MD[245]|SHA|SHA1|RIPEMD)\.new|(?:\w+\.)*(?:MD5"
    r"|SHA1)\.HashData|HMAC(?:MD5|SHA1)|DigestUtils\.get(?:Md[25]|Sha1?)Digest|DigestUtils\.(?:md5\w*"
    r"|sha1?\w*|sha)|CryptoJS\.(?:MD5|SHA1)|md5_hex|sha1_hex|md5_base64|(?:\w+\.)*(?:Md[245]|Sha1)\.(?:new"
    r"|digest|default|from)|md5\.compute|Hashing\.(?:md5|sha1))$"
)
_CIPHER_CALLS = re.compile(
    r"^(?:(?:\w+\.)*(?:DES|DES3|ARC4|ARC2|Blowfish)\.new|(?:\w+\.)*(?:DESCryptoServiceProvider"
    r"|TripleDESCryptoServiceProvider|RC2CryptoServiceProvider)|(?:DES|TripleDES|RC2)\.Create"
    r"|des\.New(?:TripleDES)?Cipher|rc4\.NewCipher"
    r"|EVP_(?:des|rc4|rc2|bf)\w*|DES_(?:\w+_encrypt|set_key\w*)|RC4(?:_set_key)?|CryptoJS\.(?:DES|RC4"
    r"|TripleDES)\.encrypt|mcrypt_encrypt|NullCipher|createCipher|crypto\.createCipher"
    r"|blowfish\.New(?:Salted)?Cipher|tea\.NewCipher|cast5\.NewCipher|(?:\w+\.)*(?:Rc2|RC2Managed|CAST"
    r"|IDEA)\.(?:new|Create)|EVP_aes_\d+_ecb|(?:algorithms\.)(?:ARC4|TripleDES|Blowfish|IDEA)|modes\.ECB)$"
)
_SECRET = frozenset(
    {
        "password",
        "passwd",
        "pwd",
        "secret",
        "token",
        "sign",
        "signature",
        "hmac",
        "auth",
        "credential",
        "salt",
        "key",
        "session",
        "verify",
        "login",
        "pass",
    }
)
_HARMLESS = frozenset(
    {
        "etag",
        "cache",
        "checksum",
        "gravatar",
        "fingerprint",
        "dedup",
        "color",
        "avatar",
        "file",
        "filename",
        "id",
        "uuid",
        "name",
        "version",
        "content",
        "test",
        "shard",
        "bucket",
        "digest",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in side.facts.assignments:
        if one.targets and parts(one.targets[0])[-1] in ("Mode", "mode") and _MODE.search(one.value.text):
            yield Sighting(
                span(one.line, one.end), {"call": one.targets[0], "name": short(one.value.text, 40), "use": "a mode"}, strength=0.8
            )
    for call in side.facts.calls:
        algorithm, cipher = _weak(call, unit.language)
        if not algorithm or option(call, "usedforsecurity") == "False":
            continue
        spoken = words(" ".join((call.function, unit.name, *(given.text for given in call.args))))
        targets = next((" ".join(one.targets) for one in side.facts.assignments if one.line == call.line), "")
        about = (spoken | words(targets)) & _SECRET
        calm = (spoken | words(targets)) & _HARMLESS
        strength = 0.8 if cipher or about else 0.2 if calm else 0.4
        yield Sighting(
            span(call.line, call.end), {"call": call.path, "name": algorithm, "use": "a cipher" if cipher else "a hash"}, strength=strength
        )


_MODE = re.compile(r"\bCipherMode\.(?:ECB|CFB|OFB)\b|\bMODE_ECB\b")


def _weak(call: Call, language: str) -> tuple[str, bool]:
    """(algorithm, whether it is a cipher), or an empty name."""
    path = ".".join(parts(call.path))
    if language in ("javascript", "typescript", "tsx", "vue", "html", "c", "cpp", "go", "rust") and path in ("SHA1", "RC4"):
        return "", False
    if _HASH_CALLS.match(path):
        return short(path, 40), False
    if _CIPHER_CALLS.match(path):
        return short(path, 40), True
    if call.name in _BY_NAME:
        for given in call.args[:2]:
            literal = given.literal.strip("\"'") if given.literal is not None else ""
            if literal and _HASHES.match(literal):
                return literal, False
            if (
                literal
                and _CIPHERS.search(literal)
                and not literal.upper().startswith(("RSA", "ECIES"))
                and call.name not in ("createHash", "hash", "digest")
                and not (literal.lower() == "aes" and language not in ("java", "kotlin"))
                and not (call.name == "new" and language == "python")
            ):
                return literal, True
        if any(re.search(r"\bMODE_ECB\b|CipherMode\.ECB", given.text) for given in call.args):
            return "ECB", True
    return "", False


SIGNAL = Signal(
    id="weak-hash-or-cipher",
    title="A broken hash or cipher",
    kind="pattern",
    category="weak-cryptography",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html"},
    promise="Tells of MD5, SHA-1, DES, RC4 and ECB where they are called, louder where a password, token or signature is near.",
    why="Collisions of MD5 and SHA-1 can be made, DES and RC4 be broken, and ECB shows where the same text stands twice.",
    quiet="Checksums said to be for no security, tags of caches and file names (told weakly), modern algorithms.",
    remedy="Use SHA-256 or better, AES-GCM or ChaCha20-Poly1305, and for passwords a slow hash (argon2, scrypt, bcrypt).",
    cause="`{call}` uses {name}, {use} that is broken.",
    since="0.1",
    maturity="stable",
    cwe="CWE-327",
    see=_see,
    fires=(
        Example("python", "import hashlib\n\ndef store(password):\n    return hashlib.md5(password.encode()).hexdigest()\n", line=4),
        Example(
            "java",
            "class A {\n  byte[] sign(byte[] token) throws Exception {\n"
            '    return MessageDigest.getInstance("SHA-1").digest(token);\n  }\n}\n',
            line=3,
        ),
        Example("javascript", 'function sign(secret) {\n  return crypto.createHash("md5").update(secret).digest("hex");\n}\n', line=2),
        Example("php", "<?php\nfunction store($password) {\n  return md5($password);\n}\n", line=3),
        Example("go", "package a\n\nfunc seal(key []byte) {\n\trc4.NewCipher(key)\n}\n", line=4),
    ),
    stays_quiet=(
        Example("python", "import hashlib\n\ndef store(password):\n    return hashlib.sha256(password.encode()).hexdigest()\n"),
        Example("python", "import hashlib\n\ndef store(password):\n    return hashlib.md5(password, usedforsecurity=False).hexdigest()\n"),
        Example("javascript", 'function sign(secret) {\n  return crypto.createHash("sha256").update(secret).digest("hex");\n}\n'),
        Example("python", 'def tell():\n    return "md5(password) is weak"\n'),
    ),
)
